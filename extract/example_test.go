package extract_test

import (
	"context"
	"fmt"
	"log"

	"framewatch/corpus"
	"framewatch/extract"
)

func Example() {
	e, err := extract.New(extract.Default())
	if err != nil {
		log.Fatal(err)
	}
	page := corpus.Page{
		Capture: corpus.Capture{URL: "https://courier.example/ferry", ContentType: "text/html"},
		Body: []byte(`<html><head><title>Ferry talks open | Lantern Bay Courier</title></head><body>
			<nav><a href="/">Home</a> <a href="/world">World</a></nav>
			<article><h1>Ferry talks open</h1>
			<p class="byline">By Mirela Okonjo</p>
			<time datetime="2025-11-05T09:00:00+08:00">Wednesday</time>
			<p>Talks about the ferry between Lantern Bay and Cold Rock opened under a mediator whom both councils had chosen.</p>
			<p>She heard each side for an hour and then asked both to write down what the other had said, as judges do.</p>
			</article><footer>All rights reserved</footer></body></html>`),
	}
	doc, err := e.Extract(context.Background(), page, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(doc.Title, doc.Authors, doc.Published, doc.Published.From, doc.Lang)
	fmt.Println(doc.Text)
	// Output:
	// Ferry talks open [Mirela Okonjo] 2025-11-05T09:00:00+08:00 time en
	// Talks about the ferry between Lantern Bay and Cold Rock opened under a mediator whom both councils had chosen.
	//
	// She heard each side for an hour and then asked both to write down what the other had said, as judges do.
}

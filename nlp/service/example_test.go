package service_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"framewatch/corpus"
	"framewatch/nlp/service"
)

func Example() {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"id":"a","entities":[{"start":0,"end":5,"text":"Accra","label":"LOC"}]}`)
	}))
	defer s.Close()
	cfg := service.Default()
	cfg.URL = s.URL
	client, err := service.New(cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	doc := corpus.Document{ID: "a", Text: "Accra hosts the talks.", Lang: "en"}
	answer, err := client.Annotate(context.Background(), &doc)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range answer.Entities {
		fmt.Println(e.Label, e.Span.Of(doc.Text))
	}
	// Output: LOC Accra
}

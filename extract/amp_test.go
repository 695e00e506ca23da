package extract_test

import (
	"strconv"
	"strings"
	"testing"

	"framewatch/corpus"
)

// ampPage is an AMP page whose second half, and the offer in its place, are
// those given.
func ampPage(half string) corpus.Page {
	return corpus.Page{Capture: corpus.Capture{URL: "https://courier.example/news/ferry.amp.html"}, Body: []byte(`<!doctype html>
<html ⚡ lang="en"><head><meta charset="utf-8"><title>Ferry talks open</title><link rel="canonical" href="https://courier.example/news/ferry">
<style amp-boilerplate>body{visibility:hidden}</style><noscript><style amp-boilerplate>body{visibility:visible}</style></noscript></head><body>
<amp-sidebar id="menu" layout="nodisplay"><ul><li><a href="/news">News</a></li><li><a href="/tides">Weather and tides for the week</a></li></ul></amp-sidebar>
<article><h1>Ferry talks open</h1><amp-img src="a.jpg" alt="boat"></amp-img>` + filler + `
<amp-ad width="300"><div placeholder>Advertisement</div></amp-ad>
<amp-carousel><figure><amp-img src="b.jpg"></amp-img><figcaption>The pier at noon. Photo: Ines Varga</figcaption></figure></amp-carousel>` + half + `
<amp-list src="/related.json"><template type="amp-mustache"><a href="{{url}}">{{title}}</a></template></amp-list></article>
<amp-user-notification layout="nodisplay"><p>This site uses cookies to remember your tide tables and those of your family.</p></amp-user-notification></body></html>`)}
}

// TestAMP: the text for subscribers is the text where the page carries it, and
// the offer that stands in its place makes a teaser only where it does not.
func TestAMP(t *testing.T) {
	const rest = `<p>The mediator will hear both councils on Thursday and has asked each of them to bring a list of what it could live without.</p>`
	const offer = `<p>Subscribe to read the rest of this article from a coin a week.</p>`
	for _, c := range []struct {
		name, half string
		whole      bool
	}{
		{"subscriptions", `<section subscriptions-section="content">` + rest + `</section><section subscriptions-section="content-not-granted">` + offer + `</section>`, true},
		{"access", `<section amp-access="subscriber">` + rest + `</section><section amp-access="NOT subscriber">` + offer + `</section>`, true},
		{"teaser", `<section subscriptions-section="content-not-granted">` + offer + `</section>`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := newExtractor(t).Extract(t.Context(), ampPage(c.half), nil)
			if err != nil {
				t.Fatal(err)
			}
			if doc.Paywalled == c.whole || strings.Contains(doc.Text, "list of what it could live without") != c.whole {
				t.Errorf("paywalled %v, text %q", doc.Paywalled, doc.Text)
			}
			for _, no := range []string{"Advertisement", "tides", "cookies", "Ines Varga", "coin a week", "{{"} {
				if strings.Contains(doc.Text, no) {
					t.Errorf("the text holds %q", no)
				}
			}
			if doc.CanonicalURL != "https://courier.example/news/ferry" {
				t.Errorf("canonical %q", doc.CanonicalURL)
			}
		})
	}
}

// TestArticleBody: the articleBody of JSON-LD votes for a paragraph that looks
// like a box, and a summary in its place takes nothing from the text.
func TestArticleBody(t *testing.T) {
	const box = "A first meeting is to be held in the old customs house, and the list of those who may attend hangs at both ends of the quay."
	plain := strings.NewReplacer("<p>", "", "</p>", " ").Replace(filler)
	for _, c := range []struct {
		name, body string
		kept       bool
	}{
		{"none", "", false},
		{"whole", plain + box, true},
		{"summary", "Two harbour towns will put their quarrel about a ferry before a mediator.", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			head := ""
			if c.body != "" {
				head = `<script type="application/ld+json">{"@type":"NewsArticle","articleBody":` + strconv.Quote(c.body) + `}</script>`
			}
			doc := extractWith(t, "https://x.example/ferry", "en", "<title>Ferry talks open</title>"+head, "<h1>Ferry talks open</h1>", `<aside class="related"><p>`+box+`</p></aside>`+filler2)
			if strings.Contains(doc.Text, box) != c.kept || !strings.Contains(doc.Text, "fish market") || !strings.Contains(doc.Text, "rowing boats") {
				t.Errorf("text %q", doc.Text)
			}
		})
	}
}

const filler2 = `<p>Fishermen have offered their rowing boats for those who cannot wait, and say that they know the way in the dark.</p>`

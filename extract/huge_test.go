package extract_test

import (
	"strings"
	"testing"

	"framewatch/corpus"
)

// TestHuge: pages that repeat something as often as a quarter of a megabyte allows are read
// in time that grows with their size; with its square this test would not end.
func TestHuge(t *testing.T) {
	if testing.Short() {
		t.Skip("large pages")
	}
	times := func(s string) string { return strings.Repeat(s, 1<<18/len(s)) }
	fewer := func(s string) string { return strings.Repeat(s, 1<<16/len(s)) } // what the extractors themselves are slow over
	article := "<article><h1>Waves</h1>" + filler
	for _, c := range []struct{ name, head, body string }{
		{"marks in the title", "<title>" + times("Boats | ") + "</title>", article},
		{"tags in JSON-LD", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"` + times("<a>b") + `"}</script>`, article},
		{"tags in a meta element", `<meta name="author" content="` + times("&lt;a&gt;b") + `">`, article},
		{"articles in JSON-LD", `<script type="application/ld+json">[` + times(`{"@type":"Article","headline":"a|b|c|d|e|f|g|h|i|j|k|l|m","url":"/b"},`) + `]</script>`, article},
		{"quotes in broken JSON-LD", `<script type="application/ld+json">{"a":"` + times(`"x, ",`) + `}</script>`, article},
		{"marked articles", "", times(`<div itemscope itemtype="/Article"><meta itemprop="name" content="a"></div>`) + article},
		{"marked articles in one another", "", fewer(`<div itemscope itemtype="/Article"><i itemprop="name">`) + article},
		{"headings", "<title>Waves are high | Boats | Courier</title>", times("<h1>Waves are high - Boats</h1>") + article},
		{"links to the front page", "", times(`<a href="/">Courier</a>`) + article},
		{"line breaks", "", article + fewer("x<br>")},
		{"paragraphs", "", article + times("<p>x.")},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := `<!doctype html><html lang="en"><head><meta charset="utf-8">` + c.head + "</head><body>" + c.body + "</body></html>"
			doc, err := newExtractor(t).Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: "https://x.example/a"}, Body: []byte(body)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(doc.Text, "fish market") {
				t.Errorf("text %.200q", doc.Text)
			}
		})
	}
}

// TestXHTML: a page served as XML, with its declaration, CDATA and empty
// elements closed at once.
func TestXHTML(t *testing.T) {
	body := `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>Ferry talks open</title>
<meta name="author" content="Mirela Okonjo" /><link rel="canonical" href="/news/ferry" />
<script type="text/javascript">//<![CDATA[
if (1 < 2 && 3 > 2) { document.write("<p>not this</p>"); }
//]]></script></head>
<body><div id="main"><h1>Ferry talks open</h1><hr /><br />` + filler + `<p>Caf&#233; owners&#x2019; letters &amp; petitions were read aloud.<br /></p></div></body></html>`
	for _, contentType := range []string{"application/xhtml+xml", "application/xhtml+xml; charset=utf-8", "text/xml", ""} {
		doc, err := newExtractor(t).Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: "https://x.example/news/ferry", ContentType: contentType}, Body: []byte(body)}, nil)
		if err != nil {
			t.Errorf("%q: %v", contentType, err)
			continue
		}
		if doc.Title != "Ferry talks open" || len(doc.Authors) != 1 || doc.CanonicalURL == "" || doc.Lang != "en" ||
			!strings.HasSuffix(doc.Text, "Café owners’ letters & petitions were read aloud.") || strings.Contains(doc.Text, "not this") {
			t.Errorf("%q: title %q, authors %v, canonical %q, language %s, text %q", contentType, doc.Title, doc.Authors, doc.CanonicalURL, doc.Lang, doc.Text)
		}
	}
}

package explore_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"framewatch/compare/comparetest"
	"framewatch/explore"
	"framewatch/store"
)

var traceLink = regexp.MustCompile(`href="(/trace/[0-9a-f]+)"`)

// TestTraces follows the links to traces from an article in each language and from
// every card of the report that is served.
func TestTraces(t *testing.T) {
	s := serve(t, nil, explore.Options{})
	for _, lang := range []string{"en", "zh-Hans"} {
		article := page(t, s, articleLink.FindStringSubmatch(page(t, s, "/search?order=oldest&lang="+lang))[1])
		at := traceLink.FindStringSubmatch(article)
		if at == nil {
			t.Fatalf("the %s article has no link to its trace", lang)
		}
		body := page(t, s, at[1])
		has(t, at[1], body, "<b>document</b>", "text-digest", "doc-id", "<b>capture</b>", `<span class="unseen">holds: </span>`, "not checked: ", "Made by", "has the digest that the manifest has", "framewatch trace "+strings.TrimPrefix(at[1], "/trace/"))
	}
	served := page(t, s, "/report.html")
	cards := strings.Split(served, `<li class="card`)[1:]
	n := 0
	for _, card := range cards {
		links := traceLink.FindAllStringSubmatch(card, -1)
		if len(links) == 0 {
			continue // the question is not answered
		}
		n++
		body := page(t, s, links[0][1])
		has(t, links[0][1], body, "<dt>spec</dt>", "<b>document</b>", "documents behind it shown")
		if strings.Contains(body, "✗") {
			t.Errorf("%s: a link is broken: %s", links[0][1], body)
		}
	}
	if n < 2 {
		t.Errorf("%d cards lead to traces", n)
	}
	for path, want := range map[string]string{"/trace/0123456789abcdef": "Nothing in this dataset has this ID", "/trace/sovereignty": "This is no ID", "/trace/0": "at least 8 of the digits"} {
		resp, body := get(t, s, path, nil)
		if resp.StatusCode != http.StatusNotFound || !strings.Contains(html.UnescapeString(body), want) {
			t.Errorf("%s: status %d, %s", path, resp.StatusCode, body)
		}
	}
}

// TestTracesEscapeForeignText traces what a page and its outlet have written to make
// elements, and a dataset that lies where nobody is to be told.
func TestTracesEscapeForeignText(t *testing.T) {
	set := comparetest.Set{Sources: []store.SourceRow{{SourceID: "x", Name: hostile, Country: "ZZ"}}, Frames: []string{"f"},
		Docs: []comparetest.Doc{{Source: "x", URL: "https://x.example/<script>", Lang: "en", Title: hostile, Text: hostile + " said.", Marks: []comparetest.Mark{{Text: "said", Frame: "f"}}}}}
	ds := set.Store(t)
	e, err := explore.New(t.Context(), ds, hostileIndex(), explore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := server(t, e)
	for row, err := range store.Scan[store.DocumentRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		body := page(t, s, "/trace/"+row.DocID)
		if strings.Contains(body, "<script") || strings.Contains(body, ds.Dir()) || !strings.Contains(body, "&lt;script") {
			t.Errorf("foreign text or a path of the machine stands in the page: %s", body)
		}
	}
}

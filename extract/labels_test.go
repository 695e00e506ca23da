package extract_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/extract"
)

// What extraction can make of a page.
const (
	saysArticle = "article"
	saysTeaser  = "paywalled"
	saysBlocked = "blocked"
	saysNoneOf  = "not-article" // a Failure
)

// labelFloor is the least precision and recall of each; on the day that it was
// set both were 1 for all.
const labelFloor = 0.98

// labels are the folders of testdata/labels and the demo's kinds, with what
// extraction should make of such a page.
var labels = map[string]string{
	"article": saysArticle, "paywall": saysTeaser,
	"challenge": saysBlocked, "denied": saysBlocked, "cookies": saysBlocked, "login": saysBlocked, "gone": saysBlocked,
	"front": saysNoneOf, "gallery": saysNoneOf,
}

type labelled struct {
	name, label string
	page        corpus.Page
}

// labelledPages are the invented pages of testdata/labels and the demo's.
func labelledPages(t testing.TB) []labelled {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "labels", "*", "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	var out []labelled
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		label := filepath.Base(filepath.Dir(f))
		name := strings.TrimSuffix(filepath.Base(f), ".html")
		url := "https://saltmarsh.example/" + name
		out = append(out, labelled{label + "/" + name, label, corpus.Page{Capture: corpus.Capture{URL: url, FinalURL: url, Status: 200, ContentType: "text/html; charset=utf-8"}, Body: body}})
	}
	for _, p := range demoPages(t) {
		label := map[string]string{"": "article", "soft-404": "gone"}[p.kind]
		if label == "" {
			label = p.kind
		}
		out = append(out, labelled{p.URL, label, p.Page})
	}
	return out
}

func madeOf(doc corpus.Document, err error) string {
	var f *extract.Failure
	switch {
	case errors.As(err, &f):
		return saysNoneOf
	case doc.Blocked:
		return saysBlocked
	case doc.Paywalled:
		return saysTeaser
	}
	return saysArticle
}

// TestLabels measures how well articles are told from what is none, over the
// demo's pages and those of testdata/labels, which are invented after real ones
// in eleven languages. Half of the articles there are about captchas, missing
// pages, cookies and subscriptions. It prints precision and recall and pins both.
func TestLabels(t *testing.T) {
	e := newExtractor(t)
	type count struct{ pages, right, wrongly int }
	byLabel, byAnswer := map[string]*count{}, map[string]*count{}
	at := func(m map[string]*count, key string) *count {
		if m[key] == nil {
			m[key] = &count{}
		}
		return m[key]
	}
	for _, p := range labelledPages(t) {
		want := labels[p.label]
		doc, err := e.Extract(t.Context(), p.page, nil)
		got := madeOf(doc, err)
		at(byLabel, p.label).pages++
		at(byAnswer, want).pages++
		if got == want {
			at(byLabel, p.label).right++
			at(byAnswer, want).right++
			continue
		}
		at(byAnswer, got).wrongly++
		t.Logf("%s: %s, want %s (%v)", p.name, got, want, err)
	}
	var table strings.Builder
	for _, l := range slices.Sorted(maps.Keys(byLabel)) {
		c := byLabel[l]
		recall := float64(c.right) / float64(c.pages)
		fmt.Fprintf(&table, "%-12s %4d pages  recall %.3f\n", l, c.pages, recall)
		if recall < labelFloor {
			t.Errorf("%s: recall %.3f, pinned at %.3f", l, recall, labelFloor)
		}
	}
	for _, a := range slices.Sorted(maps.Keys(byAnswer)) {
		c := byAnswer[a]
		precision := float64(c.right) / float64(max(1, c.right+c.wrongly))
		fmt.Fprintf(&table, "%-12s precision %.3f  recall %.3f\n", a, precision, float64(c.right)/float64(max(1, c.pages)))
		if precision < labelFloor {
			t.Errorf("%s: precision %.3f, pinned at %.3f", a, precision, labelFloor)
		}
	}
	t.Logf("\n%s", table.String())
}

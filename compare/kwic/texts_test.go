package kwic_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/compare/kwic"
)

// TestTextsServeLinesAndWords: texts are read of the documents that are named,
// and serve both the search for words and the lines.
func TestTextsServeLinesAndWords(t *testing.T) {
	s := comparetest.Set{Docs: []comparetest.Doc{
		{Source: "x", URL: "https://x.example/1", Title: "Calm waters", Lang: "en", Text: "The harbourmaster waited. A Harbour needs light; the harbour sleeps."},
		{Source: "x", URL: "https://x.example/2", Title: "Second", Lang: "en", Text: "No such harbour here."},
		{Source: "x", URL: "https://x.example/3", Title: "第三", Lang: "zh-Hans", Text: "海港的灯光。"},
	}}
	ds := s.Store(t)
	first, second, third := s.Docs[0].ID(), s.Docs[1].ID(), s.Docs[2].ID()
	texts, err := kwic.ReadTexts(t.Context(), ds, slices.Values([]string{first, third, "nothing"}))
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 2 {
		t.Fatalf("%d texts were read, want the 2 of the dataset that were asked for", len(texts))
	}
	words, err := texts.Words(map[string][]string{first: {"harbour", "waters"}, second: {"harbour"}, third: {"海港"}})
	if err != nil {
		t.Fatal(err)
	}
	byDoc := cmpopts.SortSlices(func(a, b kwic.Place) bool { return a.Term < b.Term })
	want := []kwic.Place{{DocID: first, Start: 28, End: 35, Term: "harbour"}, {DocID: third, End: 6, Term: "海港"}}
	if diff := cmp.Diff(want, words, byDoc); diff != "" {
		t.Errorf("places (-want +got)\n%s", diff)
	}
	c, err := compare.Load(t.Context(), ds)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := texts.Lines(t.Context(), ds, c, []kwic.Place{{DocID: third, End: 6}, {DocID: second, End: 2}, {DocID: first, InTitle: true, Start: 5, End: 11}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range lines {
		got = append(got, l.Before+"|"+l.Key+"|"+l.After+" "+l.URL+" "+l.WARCFile)
	}
	wantLines := []string{"|海港|的灯光。 https://x.example/3 warc/20260115T060000Z-7e57-0000.warc.gz", "Calm |waters| https://x.example/1 warc/20260115T060000Z-7e57-0000.warc.gz"}
	if diff := cmp.Diff(wantLines, got); diff != "" {
		t.Errorf("lines, in the order of their places; one without a text is left out (-want +got)\n%s", diff)
	}
}

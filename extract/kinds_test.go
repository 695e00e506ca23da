package extract_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
)

// kindItem is a line of testdata/kinds, read by internal/eval.
type kindItem struct {
	ID, Lang, Kind, URL, HTML, Note string
	Want                            struct {
		Published *string
		Authors   []string
		Title     string
	}
}

// TestKindsSet holds the pages of testdata/kinds to their form: what they are
// measured for is internal/eval's, and nothing here looks at it.
func TestKindsSet(t *testing.T) {
	halves := map[string]map[string]int{}
	seen := map[string]bool{}
	ext := newExtractor(t)
	for _, half := range []string{"a", "b"} {
		halves[half] = map[string]int{}
		for _, item := range kindItems(t, half) {
			if seen[item.ID] {
				t.Errorf("%s is there twice", item.ID)
			}
			seen[item.ID] = true
			halves[half][item.Lang+" "+item.wants(t)]++
			page := corpus.Page{Capture: corpus.Capture{URL: item.URL, FinalURL: item.URL, Status: 200, ContentType: "text/html; charset=utf-8"}, Body: []byte(item.HTML)}
			doc, err := ext.Extract(t.Context(), page, nil)
			if made := madeOf(doc, err); made != saysArticle {
				t.Errorf("%s is extracted as %s (%v)", item.ID, made, err)
			}
			if letters(doc.Text) < 200 {
				t.Errorf("%s: %d letters of text", item.ID, letters(doc.Text))
			}
		}
	}
	if diff := cmp.Diff(halves["a"], halves["b"]); diff != "" {
		t.Errorf("halves by language, kind and whether there is something to find (-a +b):\n%s", diff)
	}
	langs := map[string]bool{}
	for key := range halves["a"] {
		lang, _, _ := strings.Cut(key, " ")
		langs[lang] = true
	}
	if len(langs) < 20 {
		t.Errorf("%d languages, at least 20 are promised", len(langs))
	}
}

func kindItems(t *testing.T, half string) []kindItem {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "kinds", half+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var out []kindItem
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	for dec.More() {
		var item kindItem
		if err := dec.Decode(&item); err != nil {
			t.Fatalf("half %s, item %d: %v", half, len(out)+1, err)
		}
		out = append(out, item)
	}
	return out
}

// wants is the item's kind, with "none" where the page has nothing of it.
func (k kindItem) wants(t *testing.T) string {
	t.Helper()
	switch {
	case k.Kind == "date" && k.Want.Published != nil && *k.Want.Published == "", k.Kind == "byline" && k.Want.Authors != nil && len(k.Want.Authors) == 0:
		return k.Kind + " none"
	case k.Kind == "date" && k.Want.Published != nil, k.Kind == "byline" && k.Want.Authors != nil, k.Kind == "title" && k.Want.Title != "":
		return k.Kind
	}
	t.Errorf("%s: a %s that says not what is wanted", k.ID, k.Kind)
	return ""
}

func letters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			n++
		}
	}
	return n
}

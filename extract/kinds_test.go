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
	parts := map[string]map[string]int{}
	seen := map[string]bool{}
	ext := newExtractor(t)
	for _, part := range []string{"a", "b", "c"} {
		parts[part] = map[string]int{}
		for _, item := range kindItems(t, part) {
			if seen[item.ID] {
				t.Errorf("%s is there twice", item.ID)
			}
			seen[item.ID] = true
			parts[part][item.Lang+" "+item.wants(t)]++
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
	for _, part := range []string{"b", "c"} {
		if diff := cmp.Diff(parts["a"], parts[part]); diff != "" {
			t.Errorf("parts by language, kind and whether there is something to find (-a +%s):\n%s", part, diff)
		}
	}
	langs := map[string]bool{}
	for key := range parts["a"] {
		lang, _, _ := strings.Cut(key, " ")
		langs[lang] = true
	}
	if len(langs) < 20 {
		t.Errorf("%d languages, at least 20 are promised", len(langs))
	}
}

func kindItems(t *testing.T, part string) []kindItem {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "kinds", part+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var out []kindItem
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	for dec.More() {
		var item kindItem
		if err := dec.Decode(&item); err != nil {
			t.Fatalf("part %s, item %d: %v", part, len(out)+1, err)
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

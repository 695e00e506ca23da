package export_test

import (
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/export"
	"framewatch/nlp/word"
	"framewatch/store"
)

// codes are the columns of rows about a document that may hold several of its words
// by right: addresses, which the meter counts, and what a page says of where it comes
// from, which an article may repeat.
var codes = []string{"url", "final_url", "canonical_url", "original_url", "site_name", "section", "wire_credit"}

// TestCodesHoldNoWordsOfATextAndNotItsOrder attacks exports without words.
func TestCodesHoldNoWordsOfATextAndNotItsOrder(t *testing.T) {
	ds := demoData(t)
	truth := articles(t, ds)
	p := prepare(t, ds, export.Options{Level: export.L2, MaxExposure: export.DefaultMaxExposure})
	if err := p.Check(); err != nil {
		t.Error(err)
	}
	got, meter := read(t, p), exposedOf(p.Meter)
	placed := prepare(t, ds, export.Options{Level: export.L1, MaxExposure: 1})
	places := map[string]int64{} // ID -> where it stands, which only an export with places has
	for _, table := range read(t, placed) {
		for _, row := range table {
			if start, ok := row["start_byte"].(int64); ok {
				places[idOf(row)] = start
			}
		}
	}
	own := placeIDs(t, ds)
	for name, table := range got {
		if len(table) > 0 && text(table[0], "doc_id") == "" || name == "estimates" {
			continue
		}
		var pairs, ordered float64
		last := map[string]int64{}
		for _, row := range table {
			a := truth[text(row, "doc_id")]
			for column, v := range row {
				s, isText := v.(string)
				if !isText || a == nil || slices.Contains(codes, column) {
					continue
				}
				if own[s] {
					t.Fatalf("%s.%s: %s is the dataset's own ID of a place", name, column, s)
				}
				if n := len(wordsOf(s)); n >= 2 && (strings.Contains(a.Text, s) || strings.Contains(a.Title, s)) {
					t.Errorf("%s.%s: %q stands in %s", name, column, s, a.DocID)
				}
			}
			for _, column := range []string{"start_char", "start_byte", "seq", "paragraph", "content", "first_position", "distance", "surface", "content_text", "title", "text", "term", "context_before"} {
				if _, there := row[column]; there {
					t.Fatalf("%s has a column %s", name, column)
				}
			}
			if at, ok := places[idOf(row)]; ok && a != nil {
				if before, ok := last[a.DocID]; ok && before != at {
					pairs++
					if before < at {
						ordered++
					}
				}
				last[a.DocID] = at
			}
		}
		if pairs < 100 {
			continue
		}
		// Of random orders the share of ascending neighbours is a half; six deviations
		// (of neighbours the variance is a third of a coin's, a coin's is more than enough).
		if share := ordered / pairs; math.Abs(share-0.5) > 6*0.5/math.Sqrt(pairs) {
			t.Errorf("%s: of %.0f neighbours %.3f stand in the text's order", name, pairs, share)
		}
	}
	recovered := 0
	for _, d := range got["documents"] {
		a := truth[text(d, "doc_id")]
		marks := a.marks()
		for _, column := range codes[:4] {
			a.fromAddress(marks, text(d, column))
		}
		n := a.recovered(marks)
		recovered += n
		if n > meter[a.DocID].Exposed {
			t.Errorf("%s: its address gives %d words, the meter says %d", a.DocID, n, meter[a.DocID].Exposed)
		}
	}
	if recovered == 0 {
		t.Error("no address has a word of a headline: the attack is none")
	}
}

// fromAddress marks the words of the headline that an address has.
func (a *article) fromAddress(marks [2][]bool, address string) {
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	slug := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(u.Path), func(r rune) bool { return strings.ContainsRune("/-_.", r) }) {
		slug[w] = true
	}
	for _, w := range a.at[1] {
		if slug[strings.ToLower(w.Span.Of(a.Title))] {
			for i := w.Span.Start; i < w.Span.End; i++ {
				marks[1][i] = true
			}
		}
	}
}

func idOf(row map[string]any) string {
	for _, column := range []string{"hit_id", "mention_id", "claim_id", "stance_id", "clause_id", "sentence_id"} {
		// The first that is the row's own: others name another row.
		if s := text(row, column); s != "" {
			return column + s
		}
	}
	return ""
}

// placeIDs are the dataset's IDs that are made of places: whoever tries all places
// finds the one of each.
func placeIDs(t *testing.T, ds *store.Dataset) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, name := range []string{"sentences", "mentions", "frame_hits", "quotes", "clauses", "claims"} {
		key := slices.IndexFunc(store.ColumnNames(name), func(c string) bool { return strings.HasSuffix(c, "_id") && c != "doc_id" })
		for row, err := range store.Values(t.Context(), ds, ds.Files(name)) {
			if err != nil {
				t.Fatal(err)
			}
			out[row[key].(string)] = true
		}
	}
	return out
}

// TestPrivatePersonsAreNotNamed looks for the full names of people whom no gazetteer
// has in every cell of what may leave. An address keeps what its outlet wrote into it.
func TestPrivatePersonsAreNotNamed(t *testing.T) {
	ds := demoData(t)
	var names []string
	for n, err := range store.Scan[store.NameRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		// A Chinese name of two characters is as likely something else, and has a
		// pseudonym where a text was found to have it as a name.
		r, _ := utf8.DecodeRuneInString(n.Form)
		if words := len(word.Words(n.Form)); n.Label == "PER" && (words > 2 || words == 2 && !unicode.Is(unicode.Han, r)) {
			names = append(names, n.Form)
		}
	}
	if len(names) < 20 {
		t.Fatalf("%d names: the demonstration has more", len(names))
	}
	for _, opt := range []export.Options{{Level: export.L1, MaxExposure: 1, Context: export.MostContext}, {Level: export.L2, MaxExposure: 1}, {Level: export.L3}} {
		for name, table := range read(t, prepare(t, ds, opt)) {
			for _, row := range table {
				for column, v := range row {
					// Addresses stay as they are, and the lists' own words are nobody's.
					if strings.Contains(column, "url") || slices.Contains([]string{"entities", "frames", "recipes"}, name) || name == "frame_hits" && column == "term" {
						continue
					}
					for _, cell := range cellsOf(v) {
						for _, person := range names {
							if strings.Contains(cell, person) {
								t.Fatalf("%s: %s.%s names %q: %q", opt.Level, name, column, person, cell)
							}
						}
					}
				}
			}
		}
	}
}

func cellsOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []string:
		return v
	}
	return nil
}

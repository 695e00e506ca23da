package coding_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/compare/stats"
	"framewatch/internal/coding"
	"framewatch/nlp/frame"
	"framewatch/store"
)

// tables is a dataset made row by row.
type tables struct {
	t *testing.T
	b *store.Batch
}

func newTables(t *testing.T) (*tables, func() *store.Dataset) {
	t.Helper()
	dir := t.TempDir()
	ds, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	started := time.Date(2026, 1, 15, 6, 0, 0, 0, time.UTC)
	b, err := ds.Begin(store.RunRow{RunID: "20260115T060000Z-7e57", Command: "test", Version: "0.0.0", Started: started})
	if err != nil {
		t.Fatal(err)
	}
	return &tables{t, b}, func() *store.Dataset {
		if _, err := b.Commit(context.Background(), started.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		ds, err := store.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		return ds
	}
}

func add[R store.Row](w *tables, rows ...R) {
	w.t.Helper()
	if err := store.Append(w.b, rows...); err != nil {
		w.t.Fatal(err)
	}
}

// document adds a document with the frames that tables say it has; nil is not
// coded.
func (w *tables) document(id, lang, group string, frames map[string]bool) {
	add(w, store.DocumentRow{DocID: id, SourceID: "s", URL: "http://s.test/" + id, Lang: lang, Version: 1, Text: "abcdefghij0123456789", Month: "2026-01"})
	add(w, store.SyndicationRow{GroupID: group, DocID: id, CopyID: id, IsOrigin: true, Month: "2026-01"})
	for f, present := range frames {
		add(w, store.DocumentFrameRow{DocID: id, Frame: f, Codebook: "b", Present: present, Month: "2026-01"})
	}
}

// sentences adds sentences in a language, each aligned with one of the other if
// wanted, with one hit each.
func (w *tables) sentences(doc, lang, other string, n int, frames ...string) {
	for i := range n {
		at := int64(i)
		if lang != "en" {
			at += 10
		}
		row := store.SentenceRow{SentenceID: fmt.Sprint(doc, lang, i), DocID: doc, Lang: lang, StartByte: at, EndByte: at + 1, Month: "2026-01"}
		if other != "" {
			row.AlignedTo = fmt.Sprint(doc, other, i)
		}
		add(w, row)
		if i < len(frames) {
			f, negated := frames[i], frames[i][0] == '-'
			if negated {
				f = f[1:]
			}
			add(w, store.FrameHitRow{HitID: fmt.Sprint(doc, lang, i), DocID: doc, SentenceID: row.SentenceID, Codebook: "b", Frame: f, Term: f + "*", Negated: negated, Month: "2026-01"})
		}
	}
}

func parityBook() frame.Codebook {
	terms := func(langs ...string) map[string][]string {
		out := map[string][]string{}
		for _, l := range langs {
			out[l] = []string{"x"}
		}
		return out
	}
	return frame.Codebook{ID: "b", Version: "1", Frames: []frame.Frame{{ID: "cost", Terms: terms("en", "zh", "fr")}, {ID: "peace", Terms: terms("en", "zh-Hans", "fr")},
		{ID: "late", Terms: terms("en", "zh", "fr")}, {ID: "english", Terms: terms("en")}, {ID: "report", Residual: true}}}
}

func TestParityOfHalves(t *testing.T) {
	w, open := newTables(t)
	w.document("d1", "en", "d1", nil)
	w.sentences("d1", "en", "zh-Hans", 4, "cost", "peace", "english")
	w.sentences("d1", "zh-Hans", "en", 4, "cost", "-peace")
	add(w, store.SentenceRow{SentenceID: "more", DocID: "d1", Lang: "en", StartByte: 8, EndByte: 9, Month: "2026-01"}, // the other half leaves it out
		store.SentenceRow{SentenceID: "menu", DocID: "d1", Lang: "en", AlignedTo: "d1zh-Hans3", Boilerplate: true, StartByte: 9, EndByte: 10, Month: "2026-01"})
	for _, s := range []string{"more", "menu"} {
		add(w, store.FrameHitRow{HitID: s, DocID: "d1", SentenceID: s, Codebook: "b", Frame: "late", Term: "late", Month: "2026-01"})
	}
	w.document("d2", "en", "d2", nil)
	w.sentences("d2", "en", "zh-Hant", 3)
	w.sentences("d2", "zh-Hant", "en", 3)
	w.document("quotes", "en", "quotes", nil) // one sentence in another language
	w.sentences("quotes", "en", "", 9, "cost")
	w.sentences("quotes", "fr", "en", 1)
	got, err := coding.Parity(t.Context(), open(), coding.ParitySpec{Book: parityBook(), Resampling: stats.Resampling{B: 100, Seed: 1, Confidence: .95}})
	if err != nil {
		t.Fatal(err)
	}
	want := []coding.Pair{
		{Kind: coding.Halves, Langs: [2]string{"en", "zh-Hans"}, Docs: [2]string{"d1", "d1"}, Story: "d1", Comparable: []string{"cost", "peace", "late", "report"},
			Frames: [2][]string{{"cost", "peace"}, {"cost"}}, Disagreement: []coding.Disagreement{{Frame: "peace", In: "en", Term: "peace*", Sentence: "b", Counterpart: "1"}}},
		{Kind: coding.Halves, Langs: [2]string{"en", "zh-Hant"}, Docs: [2]string{"d2", "d2"}, Story: "d2", Comparable: []string{"cost", "peace", "late", "report"},
			Frames: [2][]string{{"report"}, {"report"}}, Disagreement: []coding.Disagreement{}},
	}
	if diff := cmp.Diff(want, got.Pairs, cmpopts.IgnoreUnexported(coding.Disagreement{})); diff != "" {
		t.Error(diff)
	}
	row := got.Rows[0]
	if row.Frame != coding.ItemAll || row.Pairs != 8 || row.Both != 2 || row.First != 1 || row.Second != 0 || row.Neither != 5 || *row.Agree.Value != 2./3 || row.Same != 7./8 {
		t.Errorf("all frames: %+v", row)
	}
}

func TestParityOfCopies(t *testing.T) {
	w, open := newTables(t)
	w.document("a-fr", "fr", "g", map[string]bool{"cost": true, "peace": false, "english": false, "report": false})
	w.document("b-en", "en", "g", map[string]bool{"cost": true, "peace": true, "english": true, "report": false})
	w.document("c-en", "en", "g", map[string]bool{"cost": false, "peace": false, "english": false, "report": true})
	w.document("d-ko", "ko", "g", nil) // nothing codes it
	w.document("e-fr", "fr", "other", map[string]bool{"cost": true, "peace": false, "english": false, "report": false})
	got, err := coding.Parity(t.Context(), open(), coding.ParitySpec{Book: parityBook(), Frames: []string{"peace", "cost", "english"}, Resampling: stats.Resampling{B: 100, Seed: 1, Confidence: .95}})
	if err != nil {
		t.Fatal(err)
	}
	type pair struct {
		Docs [2]string
		D    []coding.Disagreement
	}
	var pairs []pair
	for _, p := range got.Pairs {
		pairs = append(pairs, pair{p.Docs, p.Disagreement})
	}
	want := []pair{{[2]string{"b-en", "a-fr"}, []coding.Disagreement{{Frame: "peace", In: "en"}}}, {[2]string{"c-en", "a-fr"}, []coding.Disagreement{{Frame: "cost", In: "fr"}}}}
	if diff := cmp.Diff(want, pairs, cmpopts.IgnoreUnexported(coding.Disagreement{})); diff != "" {
		t.Error(diff)
	}
	if row := got.Rows[0]; row.Kind != coding.Copies || row.Both != 1 || row.First != 1 || row.Second != 1 || row.Neither != 1 || row.Agree.Lo != nil {
		t.Errorf("one story leaves nothing to resample: %+v", row)
	}
}

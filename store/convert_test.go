package store_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/store"
)

// fillNoun sets every field of a noun to something random that is not zero.
func fillNoun(r *rand.Rand, v reflect.Value) {
	if _, ok := v.Interface().(time.Time); ok {
		v.Set(reflect.ValueOf(time.UnixMicro(1 + r.Int64N(2e15)).UTC()))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("value %d", r.Uint64()))
	case reflect.Int, reflect.Int64:
		v.SetInt(1 + r.Int64N(1000))
	case reflect.Float64:
		v.SetFloat(r.Float64() + 0.1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillNoun(r, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fillNoun(r, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fillNoun(r, v.Field(i))
		}
	default:
		panic("a noun with a " + v.Type().String())
	}
}

// lost are the fields of a noun that do not come back from a row.
func lost(before, after any) []string {
	var names []string
	b, a := reflect.ValueOf(before), reflect.ValueOf(after)
	for i := range b.NumField() {
		if !cmp.Equal(b.Field(i).Interface(), a.Field(i).Interface()) {
			names = append(names, b.Type().Field(i).Name)
		}
	}
	return names
}

// TestNounsSurviveTheirRows: every field of a noun comes back from its row, but those
// that are named here because something else keeps them or nothing asks for them.
func TestNounsSurviveTheirRows(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 4))
		var c corpus.Capture
		fillNoun(r, reflect.ValueOf(&c).Elem())
		// What the crawler needs the next time is in its own memory.
		if diff := cmp.Diff([]string{"ETag", "LastModified", "Depth", "Via"}, lost(c, store.CaptureOf(c).Capture())); diff != "" {
			t.Errorf("of a capture are lost: %s", diff)
		}
		var d corpus.Document
		fillNoun(r, reflect.ValueOf(&d).Elem())
		d.Published.Time = d.Published.Time.In(time.FixedZone("", 3600*(1+r.IntN(12))))
		d.Modified = corpus.Date{Time: d.Modified.Time, Precision: corpus.PrecisionSecond}
		row := store.DocumentOf(d, "run", 3, true)
		back := row.Document()
		if !back.FetchedAt.IsZero() && back.FetchedAt.Format("2006-01") != row.Month {
			t.Errorf("fetched in %v, the row lies in %s", back.FetchedAt, row.Month)
		}
		// Spans have a table, blocks and selectors are told while a page is read, and of
		// the capture the month is enough.
		if diff := cmp.Diff([]string{"Passages", "Blocks", "Unmatched", "FetchedAt", "ExtractedBy"}, lost(d, back)); diff != "" {
			t.Errorf("of a document are lost: %s", diff)
		}
		again := store.DocumentOf(back, "run", 3, true)
		if diff := cmp.Diff(row, again); diff != "" {
			t.Errorf("a row that was read and made again: %s", diff)
		}
	}
}

// TestWhatIsNotKnownStaysSo: no date, no language and no offset come back as that.
func TestWhatIsNotKnownStaysSo(t *testing.T) {
	d := corpus.Document{ID: "d", FetchedAt: start}
	row := store.DocumentOf(d, "run", 0, false)
	if row.Lang != "und" || !row.PublishedAt.IsZero() || !row.ModifiedAt.IsZero() || row.Month != "2026-03" {
		t.Errorf("row %+v", row)
	}
	if back := row.Document(); back.Published.Known() || back.Modified.Known() || back.FetchedAt.Format("2006-01") != "2026-03" {
		t.Errorf("document %+v", back)
	}
	d.Published = corpus.Date{Time: start, Precision: corpus.PrecisionDay, From: "url"}
	if back := store.DocumentOf(d, "run", 0, false).Document(); back.Published.HasOffset || back.Published.String() != "2026-03-04" {
		t.Errorf("published %+v", back.Published)
	}
}

func TestSourcesComeBackAsFarAsTheTableHasThem(t *testing.T) {
	row := plain[store.SourceRow]()[0]
	s := row.Source()
	want := corpus.Source{ID: "some", Name: "some", Domain: "some", Country: "some", Blocs: []string{"some"}, OwnerType: "some", Langs: []string{"some"},
		ValidFrom: "some", ValidTo: "some", ListID: "some", ListVersion: "some"}
	if diff := cmp.Diff(want, *s); diff != "" {
		t.Error(diff)
	}
}

// TestPlacesAreInCodePointsAndBytes: Python's text[start:end] of a row is what the span
// covers, in the title and in the text, whatever stands before it.
func TestPlacesAreInCodePointsAndBytes(t *testing.T) {
	w := newWorld()
	in := func(title bool) string {
		if title {
			return worldTitle
		}
		return worldText
	}
	check := func(what, text string, start, end, startByte, endByte int64, want string) {
		t.Helper()
		if got := string([]rune(text)[start:end]); got != want {
			t.Errorf("%s: code points %d to %d are %q, want %q", what, start, end, got, want)
		}
		if got := text[startByte:endByte]; got != want {
			t.Errorf("%s: bytes %d to %d are %q, want %q", what, startByte, endByte, got, want)
		}
	}
	for _, m := range w.Mentions {
		check(m.MentionID, in(m.InTitle), m.Start, m.End, m.StartByte, m.EndByte, m.Surface)
	}
	for _, h := range w.Hits {
		check(h.HitID, in(h.InTitle), h.Start, h.End, h.StartByte, h.EndByte, h.Surface)
	}
	for _, c := range w.Claims {
		check(c.ClaimID, in(c.InTitle), c.Start, c.End, c.StartByte, c.EndByte, c.Surface)
	}
	for _, q := range w.Quotes {
		for i, s := range q.Source {
			if got := string([]rune(in(q.InTitle))[s.Start:s.End]); got != q.SourceText {
				t.Errorf("source %d is %q, want %q", i, got, q.SourceText)
			}
		}
	}
	first, second := w.Clauses[0], w.Clauses[1]
	if got := string([]rune(worldText)[*first.SubjectStart:*first.SubjectEnd]); got != "The court" || first.CueStart != nil {
		t.Errorf("the subject is %q", got)
	}
	if got := string([]rune(worldText)[*second.CueStart:*second.CueEnd]); got != "said" || second.SubjectStart != nil || second.SubjectEnd != nil {
		t.Errorf("the cue is %q", got)
	}
	if q := w.Quotes[0]; q.ContentText != "国际调解院 opened," || q.SentenceID != "s-2" || len(q.Content) != 2 {
		t.Errorf("quotation %+v", q)
	}
	if q := w.Quotes[1]; q.SentenceID != "s-0" || !q.InTitle || q.ContentText != "begin" {
		t.Errorf("quotation in the title %+v", q)
	}
	if w.Sentences[1].AlignmentScore == nil || w.Sentences[2].AlignmentScore != nil || *w.Sentences[1].AlignmentScore != 0.5 {
		t.Error("scores of alignment are not those of what is aligned")
	}
	if w.Hits[0].Distance != nil || w.Hits[1].Distance == nil || *w.Hits[1].Distance != 2 {
		t.Error("distances are not null without a target")
	}
}

// TestCodedFramesAreRows: a row for every frame that is coded, present or not, and
// what is not known is null.
func TestCodedFramesAreRows(t *testing.T) {
	d, a := worldDocument(), worldAnnotations()
	zero, p := 0.0, 0.75
	want := []store.DocumentFrameRow{
		{DocID: "doc-1", Frame: "peace", Codebook: "talks", CodebookVersion: "1", TargetID: "org.talks", Present: true, NHits: 2, NNegated: 1, NAuthor: 1, NQuoted: 1, FirstPosition: &zero, InHeadline: true,
			Share: 2.0 / 3, Method: "trained@0123456789ab", PPresent: &p, SentenceID: "s-1", RunID: "run", Month: "2026-03"},
		{DocID: "doc-1", Frame: "war", Codebook: "talks", CodebookVersion: "1", TargetID: "org.talks", Method: "rules", RunID: "run", Month: "2026-03"},
	}
	if diff := cmp.Diff(want, store.DocumentFramesOf(d, a, "run")); diff != "" {
		t.Error(diff)
	}
	a.Codes = nil
	if rows := store.DocumentFramesOf(d, a, "run"); len(rows) != 0 {
		t.Errorf("a document that is not coded has rows: %+v", rows)
	}
	if row := store.DocumentTargetOf(d, corpus.TargetUse{Target: "org.talks", Relevance: corpus.RelevanceNone, First: -1}, "run"); row.FirstPosition != nil || row.Relevance != "none" {
		t.Errorf("a target that is not named: %+v", row)
	}
}

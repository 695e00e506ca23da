package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/store"
)

type documentColumns struct {
	DocID     []string      `col:"doc_id"`
	Lang      store.Symbols `col:"lang"`
	Title     store.Symbols `col:"title"`
	Published []time.Time   `col:"published_at"`
	Version   []int64       `col:"version"`
	Quality   []float64     `col:"extraction_quality"`
	Agreement []*float64    `col:"extractor_agreement"`
	Blocked   []bool        `col:"blocked"`
}

func (documentColumns) Table() string { return "documents" }

func TestColumnsHoldWhatRowsHold(t *testing.T) {
	dir := t.TempDir()
	rows := documents(9000)
	half := 0.5
	for i := range rows {
		rows[i].Lang = []string{"en", "zh-Hans", "fr"}[i%3]
		rows[i].Version = int64(i)
		rows[i].ExtractionQuality = float64(i) / 3
		rows[i].Blocked = i%5 == 0
		if i%4 == 0 {
			rows[i].Title, rows[i].PublishedAt, rows[i].Agreement = "", time.Time{}, &half
		}
	}
	write(t, dir, run(1), rows[:5000])
	write(t, dir, run(2), rows[5000:])
	d := open(t, dir)
	want := scan[store.DocumentRow](t, d)
	i := 0
	codes := map[string]int32{}
	for c, err := range store.ScanColumns[documentColumns](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		for j := range c.DocID {
			w := want[i]
			got := store.DocumentRow{DocID: c.DocID[j], Lang: c.Lang.At(j), Title: c.Title.At(j), PublishedAt: c.Published[j],
				Version: c.Version[j], ExtractionQuality: c.Quality[j], Agreement: c.Agreement[j], Blocked: c.Blocked[j]}
			expect := store.DocumentRow{DocID: w.DocID, Lang: w.Lang, Title: w.Title, PublishedAt: w.PublishedAt,
				Version: w.Version, ExtractionQuality: w.ExtractionQuality, Agreement: w.Agreement, Blocked: w.Blocked}
			if diff := cmp.Diff(expect, got); diff != "" {
				t.Fatalf("row %d: %s", i, diff)
			}
			if (w.Title == "") != (c.Title.Codes[j] == -1) {
				t.Errorf("row %d: title %q has code %d", i, w.Title, c.Title.Codes[j])
			}
			if code, ok := codes[w.Lang]; ok && code != c.Lang.Codes[j] {
				t.Fatalf("row %d: %s had code %d, has %d", i, w.Lang, code, c.Lang.Codes[j])
			}
			codes[w.Lang] = c.Lang.Codes[j]
			i++
		}
	}
	if i != len(want) {
		t.Errorf("%d rows by column, %d by row", i, len(want))
	}
}

func TestColumnsStopWhenTheReaderDoes(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(9000))
	n := 0
	for _, err := range store.ScanColumns[documentColumns](t.Context(), open(t, dir)) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d batches", n)
	}
}

type young struct {
	DocID []string      `col:"doc_id"`
	Young store.Symbols `col:"young"`
	Ratio []*float64    `col:"ratio"`
	Count []int64       `col:"count,null"`
}

func (young) Table() string { return "documents" }

type strict struct {
	Count []int64 `col:"count"`
}

func (strict) Table() string { return "documents" }

type wrong struct {
	Count []int32 `col:"version"`
}

func (wrong) Table() string { return "documents" }

func TestColumnsYoungerThanTheFileAreNull(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(3))
	for c, err := range store.ScanColumns[young](t.Context(), open(t, dir)) {
		if err != nil {
			t.Fatal(err)
		}
		if len(c.DocID) != 3 || len(c.Young.Codes) != 3 || c.Young.Codes[0] != -1 || c.Ratio[2] != nil || c.Count[1] != 0 {
			t.Errorf("batch %+v", c)
		}
	}
	for _, err := range store.ScanColumns[strict](t.Context(), open(t, dir)) {
		if err == nil {
			t.Error("no error for a column that no file has")
		}
	}
	for _, err := range store.ScanColumns[wrong](t.Context(), open(t, dir)) {
		if err == nil {
			t.Error("no error for a field of no column type")
		}
	}
}

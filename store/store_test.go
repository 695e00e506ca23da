package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/store"
)

// tctx is the context of helpers that have no test at hand.
var tctx = context.Background()

var start = time.Date(2026, 3, 4, 8, 15, 0, 123456000, time.UTC)

func documents(n int) []store.DocumentRow {
	var rows []store.DocumentRow
	for i := range n {
		rows = append(rows, store.DocumentRow{DocID: string(rune('a'+i%26)) + strings.Repeat("x", i/26), CaptureID: "c", SourceID: "harbour",
			URL: "http://www.harbourledger.test/a", Title: "国际调解院 opens", Authors: []string{"Mei Lau", "Ola Berg"},
			PublishedAt: start.Add(time.Duration(i%60) * 24 * time.Hour), PublishedOffset: "+08:00", PublishedPrecision: "minute",
			Lang: "en", Langs: []store.LangShare{{Lang: "en", Share: 0.9}, {Lang: "zh-Hans", Share: 0.1}}, Text: "Text 文本 🕊",
			TextSHA256: "s", Version: 1, Month: start.Add(time.Duration(i%60) * 24 * time.Hour).Format("2006-01")})
	}
	return rows
}

// run is the ID of a test's nth run.
func run(n int) string { return fmt.Sprintf("20260304T08%02d%02dZ-%04x", n/60, n%60, n) }

// write commits one run with n documents and the row that they refer to.
func write(t *testing.T, dir, id string, rows []store.DocumentRow) store.Manifest {
	t.Helper()
	d, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Begin(store.RunRow{RunID: id, Command: "test", Started: start})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	b.Replace("sources")
	for i := range rows {
		rows[i].RunID = id
	}
	if err := errors.Join(store.Append(b, rows...),
		store.Append(b, store.SourceRow{SourceID: "harbour", Name: "The Harbour Ledger", Country: "HK", RunID: id})); err != nil {
		t.Fatal(err)
	}
	m, err := b.Commit(t.Context(), start.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func open(t *testing.T, dir string) *store.Dataset {
	t.Helper()
	d, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func scan[T interface{ Table() string }](t *testing.T, d *store.Dataset) []T {
	t.Helper()
	var rows []T
	for r, err := range store.Scan[T](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	return rows
}

func TestRowsSurviveTheRoundTrip(t *testing.T) {
	dir := t.TempDir()
	rows := documents(60)
	write(t, dir, run(1), rows)
	got := scan[store.DocumentRow](t, open(t, dir))
	if diff := cmp.Diff(rows, got); diff != "" {
		t.Error(diff)
	}
}

// narrow is a projection: Scan reads only its columns.
type narrow struct {
	DocID string            `col:"doc_id"`
	Langs []store.LangShare `col:"langs"`
}

func (narrow) Table() string { return "documents" }

func TestScanReadsAProjection(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(2))
	got := scan[narrow](t, open(t, dir))
	langs := []store.LangShare{{Lang: "en", Share: 0.9}, {Lang: "zh-Hans", Share: 0.1}}
	if diff := cmp.Diff([]narrow{{"a", langs}, {"b", langs}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestARunIsInvisibleUntilItCommits(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(1))
	d, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Begin(store.RunRow{RunID: run(2)})
	if err != nil {
		t.Fatal(err)
	}
	// More rows than wait in memory, so that files are written before Close.
	if err := store.Append(b, documents(25000)...); err != nil {
		t.Fatal(err)
	}
	if n := open(t, dir).Rows("documents"); n != 1 {
		t.Errorf("%d documents before the commit, want 1", n)
	}
	if _, err := d.Begin(store.RunRow{RunID: run(3)}); !errors.Is(err, store.ErrLocked) {
		t.Errorf("second Begin: %v, want ErrLocked", err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if n := open(t, dir).Rows("documents"); n != 1 {
		t.Errorf("%d documents after Close without Commit, want 1", n)
	}
	expectProblems(t, dir)
}

func TestReplaceLeavesOnlyTheLastRunsRows(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(1))
	write(t, dir, run(2), documents(3)[1:])
	sources := scan[store.SourceRow](t, open(t, dir))
	if len(sources) != 1 || sources[0].RunID != run(2) {
		t.Errorf("sources = %+v, want the row of r2 only", sources)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "sources", "*.parquet")); len(files) != 1 {
		t.Errorf("files of sources = %v, want one: readers with a glob see what is there", files)
	}
	expectProblems(t, dir)
}

func TestVerifyFindsDamage(t *testing.T) {
	damage := map[string]struct {
		do   func(path string) error
		want string
	}{
		"a file is gone":        {os.Remove, "missing-file"},
		"a file is cut":         {func(p string) error { return os.Truncate(p, 100) }, "digest"},
		"a file holds other":    {func(p string) error { return os.WriteFile(p, []byte("PAR1 no PAR1"), 0o600) }, "digest"},
		"a byte has been added": {appendByte, "digest"},
	}
	for name, c := range damage {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			m := write(t, dir, run(1), documents(2))
			if err := c.do(filepath.Join(dir, m.Files[1].Path)); err != nil {
				t.Fatal(err)
			}
			problems, _, err := store.Verify(t.Context(), dir, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(problems) == 0 || problems[0].Code != c.want {
				t.Errorf("problems = %+v, want %s first", problems, c.want)
			}
		})
	}
}

func appendByte(path string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write([]byte{0})
	return errors.Join(err, f.Close())
}

func TestVerifyFindsDanglingAndDoubledRows(t *testing.T) {
	dir := t.TempDir()
	rows := documents(2)
	rows[1].DocID = rows[0].DocID
	rows[0].SourceID = "nobody"
	write(t, dir, run(1), rows)
	expectProblems(t, dir, "dangling", "duplicate-key")
}

func expectProblems(t *testing.T, dir string, codes ...string) {
	t.Helper()
	problems, _, err := store.Verify(context.Background(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.Code)
	}
	if diff := cmp.Diff(codes, got); diff != "" {
		t.Errorf("problems of %s: %s\n%+v", dir, diff, problems)
	}
}

func TestDiffIgnoresRunsAndOrder(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	rows := documents(3)
	write(t, a, run(1), rows)
	write(t, b, run(4), []store.DocumentRow{rows[2], rows[0]})
	write(t, b, run(5), []store.DocumentRow{rows[1]})
	expectDiff(t, a, b, 0, 0)
	changed := documents(4)
	changed[1].Title = "Another title"
	write(t, b, run(6), changed[3:])
	expectDiff(t, a, b, 0, 1)
	c := t.TempDir()
	write(t, c, run(1), changed[:2])
	expectDiff(t, a, c, 2, 1)
}

func expectDiff(t *testing.T, a, b string, onlyA, onlyB int64) {
	t.Helper()
	diffs, err := store.Diff(t.Context(), open(t, a), open(t, b))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diffs {
		wantA, wantB := int64(0), int64(0)
		if d.Table == "documents" {
			wantA, wantB = onlyA, onlyB
		}
		if d.OnlyA != wantA || d.OnlyB != wantB {
			t.Errorf("diff = %+v, want %d and %d rows", d, wantA, wantB)
		}
	}
}

func TestOpenSaysWhatIsMissing(t *testing.T) {
	if _, err := store.Open(filepath.Join(t.TempDir(), "nothing")); !errors.Is(err, store.ErrNoDataset) {
		t.Errorf("open: %v, want ErrNoDataset", err)
	}
}

func TestSchemaReferenceIsCurrent(t *testing.T) {
	var b strings.Builder
	if err := store.WriteSchema(&b); err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("SCHEMA.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(committed), b.String()); diff != "" {
		t.Errorf("store/SCHEMA.md is stale, run make generate:\n%s", diff)
	}
}

// youngDocument has columns that no file has yet.
type youngDocument struct {
	DocID string   `col:"doc_id"`
	Young *float64 `col:"young"`
}

func (youngDocument) Table() string { return "documents" }

type strictDocument struct {
	DocID string  `col:"doc_id"`
	Young float64 `col:"young"`
}

func (strictDocument) Table() string { return "documents" }

// TestColumnsYoungerThanTheFile: a column of pointers is null in files from
// before it, any other is an error that says so.
func TestColumnsYoungerThanTheFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(3))
	rows := scan[youngDocument](t, open(t, dir))
	if len(rows) != 3 || rows[0].DocID == "" || rows[0].Young != nil {
		t.Errorf("rows %+v", rows)
	}
	for _, err := range store.Scan[strictDocument](t.Context(), open(t, dir)) {
		if err == nil || !strings.Contains(err.Error(), "written by another version") {
			t.Errorf("error %v", err)
		}
		break
	}
}

// TestAMonthFoundSoundIsReadAgainWhenItsFilesChange: the note of sound months
// hides nothing that comes later.
func TestAMonthFoundSoundIsReadAgainWhenItsFilesChange(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(3))
	expectProblems(t, dir)
	if _, err := os.Stat(filepath.Join(dir, "_state", "verified.json")); err != nil {
		t.Fatal(err)
	}
	expectProblems(t, dir)
	d, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Begin(store.RunRow{RunID: run(2), Command: "test", Started: start})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	rows := documents(1)
	if err := store.Append(b, store.SentenceRow{SentenceID: "s", DocID: rows[0].DocID, Start: 0, End: 400, EndByte: 400, Month: rows[0].Month, RunID: run(2)},
		store.SentenceRow{SentenceID: "t", DocID: "nobody", Month: rows[0].Month, RunID: run(2)}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	expectProblems(t, dir, "offset", "dangling")
	expectProblems(t, dir, "offset", "dangling")
}

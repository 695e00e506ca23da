package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/imports"
	"framewatch/internal/pipeline"
	"framewatch/internal/streams"
	"framewatch/internal/streams/streamstest"
	"framewatch/nlp"
	"framewatch/store"
)

// elsewhere is another machine with the same settings.
type elsewhere struct {
	again     *pipeline.Again
	annotator streams.Annotator
}

func machine(t testing.TB, cfg *config.Loaded) elsewhere {
	t.Helper()
	again, err := pipeline.NewAgain(cfg, nil)
	if err != nil {
		t.Fatal(err)
	}
	lists := nlp.Resources{Gazetteers: cfg.Gazetteers, Codebooks: cfg.Codebooks, Models: cfg.Models, Registers: cfg.Registers}
	annotator, err := nlp.New(cfg.Annotate, lists, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return elsewhere{again, streams.Annotator{Annotator: annotator, Rules: streams.AnnotationRules(nlp.Recipe(cfg.Annotate, lists)), Targets: cfg.Targets()}}
}

// annotate answers a stream of documents.
func (e elsewhere) annotate(t testing.TB, in io.Reader) []byte {
	t.Helper()
	documents, err := streams.Documents(in)
	var out bytes.Buffer
	if err == nil {
		err = streams.Annotate(t.Context(), e.annotator, streams.Answering{Workers: 2}, documents, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// pages answers the pages of a WARC file.
func (e elsewhere) pages(t *testing.T, file string) []byte {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var documents bytes.Buffer
	if err := streams.Extract(t.Context(), e.again, streams.Answering{Workers: 2}, imports.WARC(t.Context(), f, "lake"), &documents); err != nil {
		t.Fatal(err)
	}
	return e.annotate(t, &documents)
}

// withParts are options with the parts in a folder.
func withParts(dir string) pipeline.Options { return pipeline.Options{Command: "test", Parts: dir} }

func settings(t testing.TB) *config.Loaded {
	t.Helper()
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(t.TempDir(), "data"), "compare.bootstrap": 0}})
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// inWARC imports invented pages and records, and returns the settings and the file of
// their archive.
func inWARC(t *testing.T) (*config.Loaded, string) {
	t.Helper()
	dir := t.TempDir()
	page := `<html><head><title>%s</title><meta property="article:published_time" content="2026-0%d-03T09:00:00+08:00"></head><body><article><h1>%s</h1><p>%s</p></article></body></html>`
	for i := range 12 {
		title, text := fmt.Sprintf("Lake talks %d", i), strings.Repeat(fmt.Sprintf("The Lake Harbour Council met %d times, the mediator of the International Organization for Mediation said in the harbour. ", i), 4)
		if i%3 == 0 {
			title, text = fmt.Sprintf("湖港会谈%d", i), strings.Repeat(fmt.Sprintf("国际调解院的调解员说，湖港议会开会%d次，各方希望对话。", i), 6)
		}
		if i == 7 {
			text = "" // no article
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("p%02d.html", i)), fmt.Appendf(nil, page, title, 1+i%5, title, text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cfg := settings(t)
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "import"}).Import(t.Context(), imports.Options{Format: "html", Paths: []string{dir}, Source: "lake"}); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(cfg.Data, "warc", "*.gz"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	return cfg, files[0]
}

// TestPartsAreTheTablesOfOneMachine: pages read and annotated elsewhere, in parts of any
// order of which some are there twice, give the tables that one machine makes, once and
// again.
func TestPartsAreTheTablesOfOneMachine(t *testing.T) {
	cfg, file := inWARC(t)
	e := machine(t, cfg)
	whole := e.pages(t, file)
	rows := streamstest.Rows(t, whole)
	slices.Reverse(rows)
	dir := streamstest.Parts(t, streamstest.Stream(t, whole, rows[:5]), streamstest.Stream(t, whole, rows[3:]))
	here, there := *cfg, *cfg
	here.Data, there.Data = filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "data")
	opt := imports.Options{Format: "warc", Paths: []string{file}, Source: "lake"}
	want, err := pipeline.New(&here, withParts("")).Import(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, again := range []bool{false, true} {
		got, err := pipeline.New(&there, withParts(dir)).Import(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		if got.Total != want.Total || want.Total < 11 || again && got.Documents != 0 {
			t.Errorf("again %v: %d of %d documents new, want %d in all", again, got.Documents, got.Total, want.Total)
		}
		if !again {
			expectTables(t, here.Data, there.Data, false)
		}
	}
	// The documents of the tables are annotated elsewhere as well.
	r, err := open(t, here.Data).Read("documents")
	var documents bytes.Buffer
	if err == nil {
		err = r.Arrow(t.Context(), &documents)
	}
	if err != nil {
		t.Fatal(err)
	}
	dir = streamstest.Parts(t, e.annotate(t, &documents))
	copyFolder(t, here.Data, filepath.Join(filepath.Dir(here.Data), "copy"))
	annotated := here
	annotated.Data = filepath.Join(filepath.Dir(here.Data), "copy")
	if _, err := pipeline.New(&annotated, withParts(dir)).Annotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectTables(t, here.Data, annotated.Data, false)
	expectClean(t, annotated.Data)
}

// TestPartsThatDoNotFit are an error, and the dataset stays as it was.
func TestPartsThatDoNotFit(t *testing.T) {
	cfg, file := inWARC(t)
	whole := machine(t, cfg).pages(t, file)
	rows := streamstest.Rows(t, whole)
	other := *cfg
	withCouncil(&other)
	for name, c := range map[string]struct {
		dir  func(t *testing.T) string
		want string
	}{
		"a page is missing": {func(t *testing.T) string { return streamstest.Parts(t, streamstest.Stream(t, whole, rows[1:])) }, "no row for the page"},
		"other lists":       {func(t *testing.T) string { return streamstest.Parts(t, machine(t, &other).pages(t, file)) }, "annotated by other settings"},
		"two that differ": {func(t *testing.T) string {
			changed := rows[0]
			changed.Title += "!"
			return streamstest.Parts(t, streamstest.Stream(t, whole, append(slices.Clone(rows), changed)))
		}, "two rows differ"},
		"a row that failed": {func(t *testing.T) string {
			failed := streams.Annotated{Document: streams.Document{ID: "x", ErrorCode: "bad-row", Error: "column text: is not valid UTF-8"}}
			return streamstest.Parts(t, streamstest.Stream(t, whole, append(slices.Clone(rows), failed)))
		}, "was not worked on"},
		"a part is gone": {func(t *testing.T) string {
			dir := streamstest.Parts(t, whole)
			return dir + errText(os.Remove(filepath.Join(dir, "part-0.arrows")))
		}, "no such file"},
		"a part is cut": {func(t *testing.T) string {
			dir := streamstest.Parts(t, whole)
			return dir + errText(os.Truncate(filepath.Join(dir, "part-0.arrows"), int64(len(whole)-8)))
		}, "bytes, the list says"},
		"a byte is another": {func(t *testing.T) string {
			dir := streamstest.Parts(t, whole)
			changed := bytes.Replace(whole, []byte("Lake talks 1"), []byte("Lake talks 2"), 1)
			return dir + errText(os.WriteFile(filepath.Join(dir, "part-0.arrows"), changed, 0o600))
		}, "SHA-256"},
		"no list": {func(t *testing.T) string {
			dir := streamstest.Parts(t, whole)
			return dir + errText(os.Remove(filepath.Join(dir, streams.ListName)))
		}, "is not there"},
	} {
		t.Run(name, func(t *testing.T) {
			mine := *cfg
			mine.Data = filepath.Join(t.TempDir(), "data")
			_, err := pipeline.New(&mine, withParts(c.dir(t))).Import(t.Context(), imports.Options{Format: "warc", Paths: []string{file}, Source: "lake"})
			if !errors.Is(err, streams.ErrParts) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
			if _, err := store.Open(mine.Data); !errors.Is(err, store.ErrNoDataset) {
				t.Errorf("something was committed: %v", err)
			}
		})
	}
}

func errText(err error) string {
	if err != nil {
		return err.Error()
	}
	return ""
}

// TestRowsThatFail are rows with an error, beside others that do not.
func TestRowsThatFail(t *testing.T) {
	e := machine(t, settings(t))
	in := streamstest.Pages(t, []streams.Page{
		{ID: "1", URL: "http://a.test/1", Body: []byte("<p>" + strings.Repeat("The council met at the harbour again. ", 9))},
		{ID: "2", URL: "http://a.test/\xff", Body: []byte("x")}, {ID: "3", URL: "http://a.test/3"}, {ID: "4", Body: []byte("x")},
		{ID: "1", URL: "http://a.test/1", Body: []byte("<p>" + strings.Repeat("The council met at the harbour again. ", 9))},
	})
	pages, err := streams.Pages(t.Context(), bytes.NewReader(in), "lake")
	var out bytes.Buffer
	if err == nil {
		err = streams.Extract(t.Context(), e.again, streams.Answering{Workers: 3}, pages, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	rows := streamstest.Rows(t, e.annotate(t, &out))
	for _, r := range rows {
		got = append(got, r.ID+" "+r.ErrorCode+fmt.Sprint(len(r.Sentences) > 0))
	}
	if want := []string{"1 true", "2 bad-rowfalse", "3 emptyfalse", "4 bad-rowfalse", "1 true"}; !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
	if rows[0].SourceID != "lake" || rows[0].DocID != string(corpus.NewDocID("lake", rows[0].URL, rows[0].TextSHA256)) || rows[0].Sentences[0].DocID != rows[0].DocID {
		t.Errorf("row %+v", rows[0].Document)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	pages, err = streams.Pages(ctx, bytes.NewReader(in), "")
	if err == nil {
		err = streams.Extract(ctx, e.again, streams.Answering{Workers: 3}, pages, io.Discard)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after it was cancelled", err)
	}
}

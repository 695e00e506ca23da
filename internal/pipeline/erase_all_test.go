package pipeline_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/pipeline"
	htmlreport "framewatch/report"
	"framewatch/store"
)

// erasable is an article with words that stand nowhere else, and a person.
type erasable struct {
	ID, URL, Title, Text, Published string
	Authors                         []string
	Lang                            string
}

// erasables are invented, in English and Chinese.
func erasables() []erasable {
	out := []erasable{
		{ID: "en", URL: "http://lake.test/en", Title: "Zephyrine ferry talks", Published: "2026-03-04", Lang: "en", Authors: []string{"Quillon Abernathy"},
			Text: "Zephyrine ferries will sail again in May, 4731 passengers were told.\n\n\"We shall ask the International Organization for Mediation to help,\" Quillon Abernathy said. Abernathy left the hall before the vote."},
		{ID: "zh", URL: "http://lake.test/zh", Title: "翡翠礁渡轮会谈", Published: "2026-03-05", Lang: "zh", Authors: []string{"欧阳翡岚"},
			Text: "翡翠礁渡轮将在五月复航，四千七百三十一名乘客接到通知。\n\n“我们将请国际调解院提供帮助，”欧阳翡岚说。欧阳翡岚在表决之前离开了会场。"},
	}
	for i := range 6 {
		out = append(out,
			erasable{ID: fmt.Sprint("e", i), URL: fmt.Sprint("http://lake.test/e", i), Title: fmt.Sprintf("Harbour notice %d", i), Published: "2026-03-06", Lang: "en",
				Text: fmt.Sprintf("The harbour master met %d captains on Monday, and the International Organization for Mediation was told of the result, Quillon Abernathy said in a letter.", i+3)},
			erasable{ID: fmt.Sprint("z", i), URL: fmt.Sprint("http://lake.test/z", i), Title: fmt.Sprintf("港口通知%d", i), Published: "2026-03-07", Lang: "zh",
				Text: fmt.Sprintf("港口主管星期一会见了%d名船长，欧阳翡岚在信中说，国际调解院已经得知结果。", i+3)})
	}
	return out
}

// erasableData imports the records, twice with a change, so that generations are
// kept, moves something aside and writes a report.
func erasableData(t *testing.T) *config.Loaded {
	t.Helper()
	records := func(change string) string {
		var b bytes.Buffer
		for _, r := range erasables() {
			r.Text += change
			line, err := json.Marshal(map[string]any{"id": r.ID, "url": r.URL, "title": r.Title, "text": r.Text, "published": r.Published, "authors": r.Authors, "lang": r.Lang})
			if err != nil {
				t.Fatal(err)
			}
			b.Write(append(line, '\n'))
		}
		name := filepath.Join(t.TempDir(), "records.jsonl")
		if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	cfg := annotated(t, records(""))
	load(t, cfg, records("\n\nMore follows."))
	trash := filepath.Join(cfg.Data, "_trash", "20260304T080001Z-0001", "documents", "month=2026-03")
	if err := os.MkdirAll(trash, 0o755); err != nil {
		t.Fatal(err)
	}
	first := erasables()
	if err := os.WriteFile(filepath.Join(trash, "20260304T080001Z-0001-0000.parquet"), []byte(first[0].Text+first[1].Text), 0o600); err != nil {
		t.Fatal(err)
	}
	ds := open(t, cfg.Data)
	study, err := compare.Run(t.Context(), ds, cfg.Compare)
	if err != nil {
		t.Fatal(err)
	}
	var page, lines bytes.Buffer
	if err := htmlreport.Write(t.Context(), htmlreport.Files{Page: &page, Lines: &lines, Name: "report.html"}, ds, study, cfg.ReportConfig(cfg.Annotate.Targets[0])); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(ds.IndexDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"_state/explorer/index.db": []byte(first[0].Text + first[1].Text), "report.html": append(page.Bytes(), first[0].Text+first[1].Text...),
		"report.lines.html": append(lines.Bytes(), first[0].Text...), "report-notes.html": []byte("<p>mine</p>")} {
		if err := os.WriteFile(filepath.Join(cfg.Data, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cfg
}

// TestNothingOfAnErasureIsLeft looks for what was erased in every file below the
// dataset's folder: tables, kept generations, trash, archive, state and reports.
func TestNothingOfAnErasureIsLeft(t *testing.T) {
	countsAgain(t)
	all := erasables()
	idOf := func(t *testing.T, dir, url string) corpus.DocID {
		for d, err := range store.Scan[store.DocumentRow](t.Context(), open(t, dir)) {
			if err != nil {
				t.Fatal(err)
			}
			if d.URL == url {
				return corpus.DocID(d.DocID)
			}
		}
		t.Fatalf("no document of %s", url)
		return ""
	}
	for name, c := range map[string]struct {
		erase   func(t *testing.T, p *pipeline.Pipeline, dir string) error
		needles []string
		archive bool // the archive is clean, too
		left    int  // documents
	}{
		"an English document": {func(t *testing.T, p *pipeline.Pipeline, dir string) error {
			_, err := p.Erase(t.Context(), pipeline.Erasure{Doc: idOf(t, dir, all[0].URL)})
			return err
		}, []string{"Zephyrine", "zephyrine", "4731 passengers", all[0].URL}, true, 26},
		"a Chinese address": {func(t *testing.T, p *pipeline.Pipeline, _ string) error {
			_, err := p.Erase(t.Context(), pipeline.Erasure{URL: all[1].URL})
			return err
		}, []string{"翡翠礁", "四千七百三十一", all[1].URL}, true, 26},
		"a person in English": {func(t *testing.T, p *pipeline.Pipeline, _ string) error {
			_, err := p.ErasePerson(t.Context(), "Quillon Abernathy", false)
			return err
		}, []string{"Quillon", "Abernathy", "quillon", "abernathy"}, false, 28},
		"a person in Chinese": {func(t *testing.T, p *pipeline.Pipeline, _ string) error {
			_, err := p.ErasePerson(t.Context(), "欧阳翡岚", false)
			return err
		}, []string{"欧阳翡岚", "翡岚"}, false, 28},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := erasableData(t)
			// The same words must be found before, or the test shows nothing.
			before := bytes.Join(values(everything(t, cfg.Data)), nil)
			for _, n := range c.needles {
				if !bytes.Contains(before, []byte(n)) {
					t.Errorf("%q is nowhere to begin with", n)
				}
			}
			p := pipeline.New(cfg, pipeline.Options{Command: "dataset erase"})
			if err := c.erase(t, p, cfg.Data); err != nil {
				t.Fatal(err)
			}
			if n := open(t, cfg.Data).Rows("documents"); n != int64(c.left) {
				t.Errorf("%d documents are left, want %d", n, c.left)
			}
			for where, b := range everything(t, cfg.Data) {
				if strings.HasPrefix(where, "warc/") && !c.archive {
					continue
				}
				for _, n := range c.needles {
					if bytes.Contains(b, []byte(n)) {
						t.Errorf("%s still has %q", where, n)
					}
				}
			}
			if _, err := os.Stat(filepath.Join(cfg.Data, "report-notes.html")); err != nil {
				t.Errorf("somebody else's page is gone: %v", err)
			}
			expectClean(t, cfg.Data)
		})
	}
}

// newerFailure is a row of a version of this program that is not written yet.
type newerFailure struct {
	Stage   string `col:"stage"`
	Code    string `col:"code"`
	Message string `col:"message"`
	RunID   string `col:"run_id"`
	Remedy  string `col:"remedy,null"`
}

func (newerFailure) Table() string     { return store.FailureRow{}.Table() }
func (newerFailure) Partition() string { return "2026-03" }

// TestAnErasureLosesNoColumnOfANewerVersion: it says what to do, and nothing is
// erased nor noted as erased.
func TestAnErasureLosesNoColumnOfANewerVersion(t *testing.T) {
	countsAgain(t)
	cfg := erasableData(t)
	b, err := open(t, cfg.Data).Begin(store.RunRow{RunID: "20310304T080000Z-0001", Command: "test", Started: time.Date(2031, 3, 4, 8, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Append(b, newerFailure{Stage: "extract", Code: "c", Message: "m", RunID: "20310304T080000Z-0001", Remedy: "wait"}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), time.Date(2031, 3, 4, 8, 1, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	before := filesOf(t, cfg)
	_, err = pipeline.New(cfg, pipeline.Options{Command: "dataset erase"}).Erase(t.Context(), pipeline.Erasure{URL: erasables()[1].URL})
	if !errors.Is(err, store.ErrUnknownColumn) || !strings.Contains(err.Error(), "remedy") {
		t.Errorf("erase: %v", err)
	}
	if diff := cmp.Diff(before, filesOf(t, cfg)); diff != "" {
		t.Errorf("files: %s", diff)
	}
	if _, err := os.Stat(filepath.Join(cfg.Data, "_state", "erased.json")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something is noted as erased: %v", err)
	}
}

package export_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"framewatch/internal/config"
	"framewatch/internal/demosite"
	"framewatch/internal/export"
	"framewatch/internal/exposure"
	"framewatch/internal/pipeline"
	"framewatch/nlp/word"
	"framewatch/store"
)

// demo is the demonstration's dataset, which all tests of a process share and none
// changes.
var demo struct {
	once sync.Once
	dir  string
	err  error
}

func TestMain(m *testing.M) {
	m.Run()
	if demo.dir != "" {
		_ = os.RemoveAll(demo.dir)
	}
}

func demoData(t *testing.T) *store.Dataset {
	t.Helper()
	demo.once.Do(func() {
		if demo.dir, demo.err = os.MkdirTemp("", "export"); demo.err == nil {
			demo.err = runDemo(t, filepath.Join(demo.dir, "data"))
		}
	})
	if demo.err != nil {
		t.Fatal(demo.err)
	}
	ds, err := store.Open(filepath.Join(demo.dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	return ds
}

func runDemo(t *testing.T, data string) error {
	t.Helper()
	site, err := demosite.New()
	if err != nil {
		return err
	}
	server, err := demosite.Serve(t.Context(), site)
	if err != nil {
		return err
	}
	defer server.Close()
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": data, "compare.bootstrap": 100}})
	if err != nil {
		return err
	}
	cfg.Crawl.Hosts = map[string]string{}
	for _, h := range site.Hosts() {
		cfg.Crawl.Hosts[h] = server.Addr
	}
	_, err = pipeline.New(cfg, pipeline.Options{Command: "demo"}).Run(t.Context())
	return err
}

// rows are tables as somebody reads them who has the export and nothing else.
type rows map[string][]map[string]any

func prepare(t *testing.T, ds *store.Dataset, opt export.Options) *export.Plan {
	t.Helper()
	p, err := export.Prepare(t.Context(), ds, opt)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func read(t *testing.T, p *export.Plan) rows {
	t.Helper()
	out := rows{}
	for _, table := range p.Tables {
		out[table.Name] = nil
		for row, err := range table.Rows {
			if err != nil {
				t.Fatal(err)
			}
			if len(row) != len(table.Fields) {
				t.Fatalf("%s: %d values for %d columns", table.Name, len(row), len(table.Fields))
			}
			m := map[string]any{}
			for i, f := range table.Fields {
				if row[i] == nil && !f.Null {
					t.Errorf("%s.%s is null and says that it never is", table.Name, f.Name)
				}
				m[f.Name] = row[i]
			}
			out[table.Name] = append(out[table.Name], m)
		}
		if int64(len(out[table.Name])) != table.Count {
			t.Errorf("%s: %d rows, counted were %d", table.Name, len(out[table.Name]), table.Count)
		}
	}
	return out
}

func text(row map[string]any, column string) string {
	s, _ := row[column].(string)
	return s
}

// article is what the dataset has of a document, which an attacker has not.
type article struct {
	store.DocumentRow
	at [2][]word.Token // words of text and title
}

func articles(t *testing.T, ds *store.Dataset) map[string]*article {
	t.Helper()
	out := map[string]*article{}
	for d, err := range store.Scan[store.DocumentRow](t.Context(), ds) {
		if err != nil {
			t.Fatal(err)
		}
		out[d.DocID] = &article{d, [2][]word.Token{wordsOf(d.Text), wordsOf(d.Title)}}
	}
	return out
}

func wordsOf(text string) []word.Token {
	var out []word.Token
	for _, w := range word.Words(text) {
		if w.Word {
			out = append(out, w)
		}
	}
	return out
}

// recovered counts the words that an attacker has in their places: marks[f] says so
// for the bytes of text (0) and title (1).
func (a *article) recovered(marks [2][]bool) int {
	n := 0
	for f, words := range a.at {
		for _, w := range words {
			whole := true
			for i := w.Span.Start; i < w.Span.End; i++ {
				whole = whole && marks[f][i]
			}
			if whole {
				n++
			}
		}
	}
	return n
}

func (a *article) marks() [2][]bool {
	return [2][]bool{make([]bool, len(a.Text)), make([]bool, len(a.Title))}
}

func exposedOf(m exposure.Meter) map[string]exposure.Article {
	out := map[string]exposure.Article{}
	for _, a := range m.Articles {
		out[a.DocID] = a
	}
	return out
}

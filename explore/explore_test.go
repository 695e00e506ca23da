package explore_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"framewatch/compare"
	"framewatch/explore"
	"framewatch/explore/search"
	"framewatch/internal/invented"
	"framewatch/report"
	"framewatch/store"
)

// folder is where the invented dataset lies until all tests have run.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "framewatch-explore-"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	m.Run()
}

// world is an invented dataset with its index, which no test changes.
var world = sync.OnceValues(func() (w struct {
	ds    *store.Dataset
	index *search.Index
}, err error) {
	ctx := context.Background() // of all tests
	dir := filepath.Join(folder, "data")
	if err = invented.New(1).Write(ctx, dir, 90, invented.Run(1)); err != nil {
		return w, err
	}
	if w.ds, err = store.Open(dir); err != nil {
		return w, err
	}
	w.index, err = search.Open(ctx, w.ds, filepath.Join(folder, "search.db"), nil)
	return w, err
})

// serve starts an explorer over the invented dataset, with its own index where
// none is given.
func serve(t *testing.T, index explore.Index, opt explore.Options) *httptest.Server {
	t.Helper()
	w, err := world()
	if err != nil {
		t.Fatal(err)
	}
	if index == nil {
		index = w.index
	}
	opt.Compare, opt.Report = compare.Default(), report.Default()
	opt.Compare.Bootstrap = 100
	e, err := explore.New(t.Context(), w.ds, index, opt)
	if err != nil {
		t.Fatal(err)
	}
	return server(t, e)
}

func server(t *testing.T, e *explore.Explorer) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(e)
	t.Cleanup(s.Close)
	return s
}

func get(t *testing.T, s *httptest.Server, path string, change func(*http.Request)) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(r)
	}
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// page is a page that must be there.
func page(t *testing.T, s *httptest.Server, path string) string {
	t.Helper()
	resp, body := get(t, s, path, nil)
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d: %s", path, resp.StatusCode, body)
	}
	return body
}

// has looks for words on a page.
func has(t *testing.T, path, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("%s lacks %q", path, w)
		}
	}
}

// supplied is an index of documents that a test made up; every search finds all of
// them with their lines.
type supplied struct {
	docs   []search.Document
	lines  []search.Line
	result search.Result
	failed error
}

func (x *supplied) found() []search.Found {
	var out []search.Found
	for _, d := range x.docs {
		out = append(out, search.Found{Summary: d.Summary, Lines: x.lines, More: 1, Why: []string{d.Title}})
	}
	return out
}

func (x *supplied) Search(context.Context, search.Query) (*search.Result, error) {
	r := x.result
	r.Found, r.Total = x.found(), len(x.docs)
	return &r, x.failed
}

func (x *supplied) Document(_ context.Context, id string) (*search.Document, error) {
	for _, d := range x.docs {
		if d.DocID == id {
			return &d, x.failed
		}
	}
	return nil, errors.Join(search.ErrNone, x.failed)
}

func (x *supplied) Alike(context.Context, string, int, *search.Encoder) ([]search.Found, error) {
	return x.found(), x.failed
}

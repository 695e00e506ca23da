package refetch_test

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/extract"
	"framewatch/internal/config"
	"framewatch/internal/datapackage"
	"framewatch/internal/demosite"
	"framewatch/internal/jumpclock"
	"framewatch/internal/refetch"
)

// world is the web of the demo, of which pages can be changed, and what asks it.
type world struct {
	opt   refetch.Options
	cfg   *config.Loaded
	edit  atomic.Pointer[func(w http.ResponseWriter, r *http.Request) bool] // answers in the site's place
	asked atomic.Int64
	docs  []corpus.Document
}

// newWorld serves the demo and reads some of its articles as a crawl would, each of
// another outlet.
func newWorld(t *testing.T, articles int) *world {
	t.Helper()
	site, err := demosite.New()
	if err != nil {
		t.Fatal(err)
	}
	w, handler := &world{}, site.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.asked.Add(1)
		if edit := w.edit.Load(); edit != nil && (*edit)(out, r) {
			return
		}
		handler.ServeHTTP(out, r)
	}))
	t.Cleanup(server.Close)
	if w.cfg, err = config.Load(config.Options{File: "builtin:demo.yaml"}); err != nil {
		t.Fatal(err)
	}
	w.cfg.Crawl.Hosts = map[string]string{}
	for _, h := range site.Hosts() {
		w.cfg.Crawl.Hosts[h] = server.Listener.Addr().String()
	}
	c, err := crawl.New(w.cfg.Crawl, slog.New(slog.DiscardHandler), crawl.WithClock(jumpclock.New(time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC))))
	if err != nil {
		t.Fatal(err)
	}
	e, err := extract.New(w.cfg.Extract)
	if err != nil {
		t.Fatal(err)
	}
	w.opt = refetch.Options{Crawler: c, Extractor: e, Sources: w.cfg.Sources, Workers: 4}
	outlets := map[string]int{}
	for _, a := range site.Articles() {
		if outlets[a.Outlet]++; outlets[a.Outlet] > 1 || a.Paywalled || len(w.docs) == articles {
			continue
		}
		for _, src := range w.cfg.Sources {
			if string(src.ID) != a.Outlet {
				continue
			}
			v, err := c.Prober().Visit(context.Background(), src, crawl.KindPage, a.URL)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := e.Extract(context.Background(), v.Page, &src)
			if err != nil {
				t.Fatal(err)
			}
			w.docs = append(w.docs, doc)
		}
	}
	if len(w.docs) != articles {
		t.Fatalf("%d articles of the demo were read", len(w.docs))
	}
	return w
}

// line is a row of a package's documents.
func line(id, source, url, text, capture, published string) []string {
	return []string{id, source, url, text, capture, published}
}

func lineOf(d corpus.Document) []string {
	published := ""
	if d.Published.Known() {
		published = d.Published.Time.UTC().Format(time.RFC3339)
	}
	return line(string(d.ID), string(d.Source), d.URL, d.TextSHA256, "", published)
}

// packaged writes a package of documents and returns its folder.
func packaged(t *testing.T, rows ...[]string) string {
	t.Helper()
	var table strings.Builder
	c := csv.NewWriter(&table)
	if err := c.WriteAll(append([][]string{{"doc_id", "source_id", "url", "text_sha256", "capture_id", "published_at"}}, rows...)); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(table.String()))
	d := datapackage.Descriptor{Name: "x", Resources: []datapackage.Resource{{Name: "documents", Path: "data/documents.csv", Format: "csv", Encoding: "utf-8",
		Bytes: int64(table.Len()), Hash: "sha256:" + hex.EncodeToString(sum[:]), Dialect: &datapackage.Dialect{Delimiter: ","}}}}
	return written(t, d, table.String())
}

func written(t *testing.T, d datapackage.Descriptor, table string) string {
	t.Helper()
	dir := t.TempDir()
	data, err := json.Marshal(d)
	if err == nil {
		err = errors.Join(os.MkdirAll(filepath.Join(dir, "data"), 0o755), os.WriteFile(filepath.Join(dir, "data", "documents.csv"), []byte(table), 0o600),
			os.WriteFile(filepath.Join(dir, datapackage.DescriptorFile), data, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func (w *world) run(ctx context.Context, t *testing.T, pkg, out string) (refetch.Summary, error) {
	t.Helper()
	r, err := datapackage.Open(pkg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	return refetch.Run(ctx, r, out, w.opt)
}

// outcomes reads the verdicts by document.
func outcomes(t *testing.T, dir string) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, refetch.OutcomesFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range rows[1:] {
		out[r[0]] = r[3] + " " + r[4]
	}
	return out
}

func host(address string) string { return strings.Split(address, "/")[2] }

// TestVerdicts changes one article, removes one, forbids one, and names others that
// cannot be had at all: each has its verdict, and all others come as they were.
func TestVerdicts(t *testing.T) {
	w := newWorld(t, 8)
	changed, gone, forbidden, walled := w.docs[0], w.docs[1], w.docs[2], w.docs[3]
	edit := func(out http.ResponseWriter, r *http.Request) bool {
		switch at := "http://" + r.Host + r.URL.RequestURI(); {
		case at == changed.URL:
			out.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(out, "<html><body><article><h1>News</h1><p>%s</p></article></body></html>", strings.Repeat("The two banks of the lake have signed another letter. ", 20))
		case at == gone.URL:
			http.NotFound(out, r)
		case r.URL.Path == "/robots.txt" && r.Host == host(forbidden.URL):
			fmt.Fprint(out, "User-agent: *\nDisallow: /\n")
		case at == walled.URL:
			out.WriteHeader(http.StatusForbidden)
		default:
			return false
		}
		return true
	}
	w.edit.Store(&edit)
	rows := [][]string{
		line("file", "x", "file:///etc/passwd", changed.TextSHA256, "", ""),
		line("loop", "x", "http://127.0.0.1:1/", changed.TextSHA256, "", ""),
		line("digest", string(w.docs[4].Source), w.docs[4].URL+"?a", "123", "", ""),
		line("earlier", string(w.docs[5].Source), w.docs[5].URL, strings.Repeat("0", 64), "", ""),
	}
	w.opt.Sources = append(w.opt.Sources, corpus.Source{ID: "x", Domain: "x.test"})
	want := map[string]string{"file": "refused scheme", "loop": "refused address", "digest": "refused digest", "earlier": "changed "}
	for _, d := range w.docs {
		rows = append(rows, lineOf(d))
		want[string(d.ID)] = "same "
	}
	want[string(changed.ID)], want[string(gone.ID)] = "changed ", "gone status-404"
	want[string(forbidden.ID)], want[string(walled.ID)] = "forbidden robots", "forbidden block"
	w.cfg.Crawl.AllowNet = nil
	out := t.TempDir()
	sum, err := w.run(context.Background(), t, packaged(t, rows...), out)
	if err != nil {
		t.Fatal(err)
	}
	got := outcomes(t, out)
	for id, verdict := range want {
		if got[id] != verdict {
			t.Errorf("document %s: %q, want %q", id, got[id], verdict)
		}
	}
	if sum.Documents != len(rows) || sum.Verdicts[refetch.Same] != len(w.docs)-4 || sum.OtherDates != 0 {
		t.Errorf("summary: %+v", sum)
	}
	texts, err := os.ReadFile(filepath.Join(out, refetch.TextsFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(texts)), "\n") {
		var d struct{ ID, Text, Source, URL string }
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatal(err)
		}
		for _, was := range w.docs {
			if string(was.ID) == d.ID && (was.Text != d.Text || was.URL != d.URL || string(was.Source) != d.Source) {
				t.Errorf("document %s came back as another", d.ID)
			}
		}
	}
}

package pipeline_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/extract/pdf"
	"framewatch/internal/config"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// outlet serves a front page and two articles of invented text under a.test.
func outlet(t *testing.T, change func(*corpus.Source)) *config.Loaded {
	t.Helper()
	src := corpus.Source{ID: "a", Name: "The Lake Herald", Domain: "a.test", Country: "ZZ", OwnerType: corpus.PrivateNews, Start: []string{"http://a.test/"}}
	change(&src)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		if src.PDF && r.URL.Path == "/news/2" {
			_, _ = w.Write([]byte("%PDF-1.7\n\x00"))
			return
		}
		fmt.Fprintf(w, `<!doctype html><title>Envoys at %[1]s</title><article><h1>Envoys at %[1]s</h1>%[2]s</article><a href=/news/1>1</a><a href=/news/2>2</a>`,
			r.URL.Path, strings.Repeat("<p>The two lake states sent envoys to the harbour town of "+r.URL.Path+", where a long table had been set up.</p>", 9))
	}))
	t.Cleanup(server.Close)
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(t.TempDir(), "data"), "compare.bootstrap": 100}})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Sources, cfg.Crawl.Hosts = []corpus.Source{src}, map[string]string{"a.test": server.Listener.Addr().String()}
	return cfg
}

func result(t *testing.T, cfg *config.Loaded) *pipeline.Result {
	t.Helper()
	r, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSourceThatIsNotDue holds that a source which is passed over has not
// failed.
func TestSourceThatIsNotDue(t *testing.T) {
	countsAgain(t)
	cfg := outlet(t, func(s *corpus.Source) { s.MinArticles = 2 })
	cfg.Crawl.MinInterval = time.Hour
	first := result(t, cfg)
	if first.Documents != 2 || len(first.Failed()) > 0 || first.Sources[0].NotDue {
		t.Errorf("%d documents, %+v", first.Documents, first.Sources)
	}
	second := result(t, cfg)
	if len(second.Failed()) > 0 || len(second.Sources) != 1 || !second.Sources[0].NotDue {
		t.Errorf("%+v", second.Sources)
	}
}

// TestSourceUnderItsFloor holds that others have.
func TestSourceUnderItsFloor(t *testing.T) {
	countsAgain(t)
	r := result(t, outlet(t, func(s *corpus.Source) { s.MinArticles = 3 }))
	if failed := r.Failed(); len(failed) != 1 || !strings.Contains(failed[0].Problem(), "its floor is 3") {
		t.Errorf("%+v", r.Sources)
	}
}

// TestSourceWithoutBrowser fails as a whole, with what to do.
func TestSourceWithoutBrowser(t *testing.T) {
	countsAgain(t)
	cfg := outlet(t, func(s *corpus.Source) { s.Render = true })
	cfg.Crawl.Render.Browser = "/no/such/chromium"
	r := result(t, cfg)
	if failed := r.Failed(); len(failed) != 1 || !strings.Contains(failed[0].Problem(), "no-browser") {
		t.Errorf("%+v", r.Sources)
	}
	if len(r.Failures) != 1 || r.Failures[0].Code != "no-browser" || !strings.Contains(r.Failures[0].Message, "crawl.render.browser") {
		t.Errorf("%+v", r.Failures)
	}
}

// TestPDFOfASource reads a file that an outlet links to.
func TestPDFOfASource(t *testing.T) {
	countsAgain(t)
	cfg := outlet(t, func(s *corpus.Source) { s.PDF = true })
	r, err := pipeline.New(cfg, pipeline.Options{Command: "run", PDF: onePage{}}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for d, err := range store.Scan[store.DocumentRow](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		if d.URL == "http://a.test/news/2" && strings.Contains(d.Text, "The ferry tariff") {
			return
		}
	}
	t.Errorf("no document of the file: %+v", r.Failures)
}

// onePage stands for a reader of PDF files.
type onePage struct{}

func (onePage) ReadPDF(context.Context, []byte) (pdf.Document, error) {
	p := pdf.Page{Width: 600, Height: 800}
	for i := range 20 {
		y := 700 - 14*float64(i)
		p.Lines = append(p.Lines, pdf.Line{Text: fmt.Sprintf("The ferry tariff of %d was agreed upon after talks between the two lake states,", 1900+i),
			Left: 60, Right: 540, Bottom: y, Top: y + 10, Size: 10})
	}
	return pdf.Document{Pages: []pdf.Page{p}}, nil
}

// TestFaultsInSummary holds that a summary has a source's faults one by one, and
// all of them in one line.
func TestFaultsInSummary(t *testing.T) {
	s := pipeline.SourceResult{ID: "a", Faults: []pipeline.Fault{{Code: "empty", URL: "http://a.test/feed", Message: "feeds[0]: is empty"}, {Code: pipeline.FaultFloor, Message: "2 documents"}}}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"a","name":"","captures":0,"documents":0,"failures":0,"faults":[{"code":"empty","url":"http://a.test/feed","message":"feeds[0]: is empty"},` +
		`{"code":"floor","message":"2 documents"}],"problem":"feeds[0]: is empty; 2 documents"}`
	if string(data) != want {
		t.Errorf("%s, want %s", data, want)
	}
}

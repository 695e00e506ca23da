package extract_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/markusmobius/go-trafilatura"

	"framewatch/corpus"
	"framewatch/extract"
)

// BenchmarkRatio prints how much CPU extraction takes for each CPU second that
// go-trafilatura takes alone over the same pages, in turn and in one process
// (x-trafilatura), and beside its own fallback to readability
// (x-with-fallback); python-x-trafilatura is what the Python original takes,
// where it is installed. Ours runs two extractors and reads metadata and languages.
func BenchmarkRatio(b *testing.B) {
	b.Run("demo", func(b *testing.B) {
		var pages []corpus.Page
		for _, p := range demoPages(b) {
			if p.article != nil {
				pages = append(pages, p.Page)
			}
		}
		benchmarkRatio(b, pages)
	})
	for _, set := range []string{"aeb", "zh", "meta"} {
		b.Run(set, func(b *testing.B) {
			eval := os.Getenv("FRAMEWATCH_EVAL")
			if eval == "" {
				b.Skip("FRAMEWATCH_EVAL is not set")
			}
			benchmarkRatio(b, evalPages(b, eval, set))
		})
	}
}

func benchmarkRatio(b *testing.B, pages []corpus.Page) {
	e := newExtractor(b)
	interpreter := python(b.Context())
	var ours, alone, fallback, original time.Duration
	for b.Loop() {
		if interpreter != "" {
			original += pythonTrafilatura(b, interpreter, pages)
		}
		alone += cpuOf(b, func() { trafilaturaOf(pages, false) })
		ours += cpuOf(b, func() { extractAll(b, e, pages) })
		fallback += cpuOf(b, func() { trafilaturaOf(pages, true) })
	}
	n := float64(b.N * len(pages))
	b.ReportMetric(float64(ours)/float64(alone), "x-trafilatura")
	b.ReportMetric(float64(ours)/float64(fallback), "x-with-fallback")
	if interpreter != "" {
		b.ReportMetric(float64(original)/float64(alone), "python-x-trafilatura")
	}
	b.ReportMetric(float64(ours.Microseconds())/n/1000, "cpu-ms/page")
	b.ReportMetric(0, "ns/op") // a round of three programs means nothing
}

func extractAll(b *testing.B, e *extract.Extractor, pages []corpus.Page) {
	for _, p := range pages {
		_, err := e.Extract(b.Context(), p, nil)
		var f *extract.Failure
		if err != nil && !errors.As(err, &f) {
			b.Fatal(err)
		}
	}
}

// trafilaturaOf is go-trafilatura as its documentation uses it: bytes in, text
// and metadata out.
func trafilaturaOf(pages []corpus.Page, fallback bool) {
	for _, p := range pages {
		u, err := url.Parse(p.URL)
		if err != nil {
			continue
		}
		// A page that it cannot read costs it time as well.
		_, _ = trafilatura.Extract(bytes.NewReader(p.Body), trafilatura.Options{OriginalURL: u, EnableFallback: fallback})
	}
}

// evalPages reads one evaluation set.
func evalPages(tb testing.TB, eval, set string) []corpus.Page {
	tb.Helper()
	dir := filepath.Join(eval, "extract", set)
	urls := evalURLs(tb, dir, set)
	files, err := fs.Glob(os.DirFS(dir), "html/*.html.gz")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no pages: %v", err)
	}
	var out []corpus.Page
	for _, name := range files {
		packed, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			tb.Fatal(err)
		}
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			tb.Fatal(err)
		}
		body, err := io.ReadAll(z)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, corpus.Page{Capture: corpus.Capture{URL: urls[strings.TrimSuffix(filepath.Base(name), ".html.gz")]}, Body: body})
	}
	return out
}

package crawl_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
)

// TestPDF takes PDF files where the source wants them, whole or not at all.
func TestPDF(t *testing.T) {
	s := newSite(t)
	file := []byte("%PDF-1.7\n\x00invented" + strings.Repeat("\x00\xff", 300))
	long := append(bytes.Clone(file), make([]byte, 4096)...)
	serve := func(target, contentType string, body []byte, header ...string) {
		s.handle(target, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.Header().Set("ETag", `"1"`)
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			if r.Header.Get("If-None-Match") == `"1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write(body)
		})
	}
	s.page("a.test/", article("Front page", "/papers/1.pdf", "/papers/download?id=2", "/papers/long.pdf", "/papers/unlabelled.PDF", "/papers/page.pdf",
		"/papers/noindex.pdf", "/papers/sheet.xlsx", "/forms/3.pdf"))
	serve("a.test/papers/1.pdf", "application/pdf", file)
	serve("a.test/papers/download", "application/pdf", file)
	serve("a.test/papers/long.pdf", "application/pdf", long)
	serve("a.test/papers/unlabelled.PDF", "application/octet-stream", long)
	serve("a.test/papers/noindex.pdf", "application/pdf", file, "X-Robots-Tag", "noindex")
	s.page("a.test/papers/page.pdf", article("A page in place of a file"))
	wanted := func(src *corpus.Source) { src.PDF, src.LinkPatterns = true, []string{"^/papers/"} }

	cfg := s.settings("a.test")
	cfg.MaxPDF = 2048
	dir := t.TempDir()
	_, got := run(t, crawler(t, cfg), jobIn(dir, "r", source("a", "a.test", wanted)))
	want := []string{"http://a.test/ ok", "http://a.test/papers/1.pdf ok", "http://a.test/papers/download?id=2 ok", "http://a.test/papers/long.pdf skipped too-large",
		"http://a.test/papers/noindex.pdf ok-flagged noindex", "http://a.test/papers/page.pdf ok", "http://a.test/papers/unlabelled.PDF skipped too-large"}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Fatal(diff)
	}
	if p, err := crawl.ReadPage(dir, got[1]); err != nil || !bytes.Equal(p.Body, file) || p.ContentType != "application/pdf" {
		t.Errorf("read back: %v, %d bytes of %d", err, len(p.Body), len(file))
	}
	_, got = run(t, crawler(t, cfg), jobIn(dir, "r2", source("a", "a.test", wanted)))
	if got[1].Outcome != corpus.OutcomeNotModified {
		t.Errorf("again: %s", lines(got)[1])
	}
	// A source that wants none asks for none, and keeps none that it meets.
	_, got = run(t, crawler(t, cfg), jobIn(t.TempDir(), "r", source("a", "a.test", func(src *corpus.Source) { src.LinkPatterns = []string{"^/papers/"} })))
	if diff := cmp.Diff([]string{"http://a.test/ ok", "http://a.test/papers/download?id=2 skipped type"}, lines(got)); diff != "" {
		t.Error(diff)
	}
}

package read_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/htmlindex"

	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

// TestEvaluationPages reads the pages, feeds and sitemaps of the evaluation sets as
// answers of every kind: what holds of all answers holds of them.
func TestEvaluationPages(t *testing.T) {
	eval := os.Getenv("FRAMEWATCH_EVAL")
	if eval == "" || testing.Short() {
		t.Skip("FRAMEWATCH_EVAL names no evaluation folder, or the tests are to be short")
	}
	// Many outlets' pages are among them, so that links of all sorts are taken.
	r := rules()
	r.Domains = append(r.Domains, "com", "org", "net", "cn", "uk", "hk", "test")
	pages, lists := 0, 0
	for _, folder := range []string{"pages", "extract"} {
		err := filepath.WalkDir(filepath.Join(eval, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			for _, a := range evaluated(t, path) {
				for _, kind := range kinds {
					hold(t, r, capture(kind, at, a.Header.Get("Content-Type")), read.Answer{Status: http.StatusOK, Body: a.Body, MaxBody: 1 << 24})
				}
				holdText(t, a.Body, a.Header.Get("Content-Type"))
				switch got := reader().Page(r, capture(frontier.KindPage, at, a.Header.Get("Content-Type")), a); got.Form {
				case read.FormHTML:
					pages++
				case read.FormFeed, read.FormSitemap:
					lists++
				default:
				}
				if t.Failed() {
					t.Fatal(path)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if t.Logf("%d pages, %d lists", pages, lists); pages < 200 || lists < 20 {
		t.Error("too few to have been all")
	}
}

// evaluated are the answers in a file of the evaluation sets: a page, or what a
// site answers by its paths.
func evaluated(t *testing.T, path string) []read.Answer {
	t.Helper()
	name, zipped := strings.CutSuffix(filepath.Base(path), ".gz")
	if !strings.HasSuffix(name, ".html") && name != "input.json" {
		return nil
	}
	body, err := os.ReadFile(path)
	if err == nil && zipped {
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(body)); err == nil {
			body, err = io.ReadAll(z)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if name != "input.json" {
		return []read.Answer{{Body: body}}
	}
	var site map[string]struct {
		Headers        map[string]string
		Body, Encoding string
	}
	if err := json.Unmarshal(body, &site); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var out []read.Answer
	for _, s := range site {
		a := read.Answer{Header: http.Header{}, Body: []byte(strings.ReplaceAll(s.Body, "{BASE}", "https://www.outlet.test"))}
		for k, v := range s.Headers {
			a.Header.Set(k, v)
		}
		if e, err := htmlindex.Get(s.Encoding); err == nil {
			if a.Body, err = e.NewEncoder().Bytes(a.Body); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, a)
	}
	return out
}

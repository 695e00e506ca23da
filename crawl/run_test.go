package crawl_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/warc"
)

// TestOutcomes crawls one page of each kind and reads what the journal says.
func TestOutcomes(t *testing.T) {
	s := newSite(t)
	links := []string{"/plain?utm_source=x#top", "/plain", "/secret/x", "/moved", "/away", "/gone-home", "/loop", "/bomb", "/wall", "/login", "/blocked",
		"/missing", "/empty", "/pdf", "/noindex", "/inward", "mailto:a@b.test", "http://other.test/x", "/photo.jpg", "/again/again/again/again/x", "/304"}
	s.page("a.test/robots.txt", "User-agent: *\nDisallow: /secret/\n")
	s.page("a.test/", article("Front page", links...))
	for _, p := range []string{"plain", "target"} {
		s.page("a.test/"+p, article(p))
	}
	redirect := func(from, to string) {
		s.handle("a.test/"+from, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		})
	}
	redirect("moved", "/target")
	redirect("away", "/plain")
	redirect("gone-home", "/")
	redirect("loop", "/loop")
	redirect("inward", "http://169.254.169.254/latest/")
	s.handle("a.test/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(article("Bomb")))
		_, _ = z.Write(make([]byte, 64<<20))
		_ = z.Close()
		_, _ = w.Write(b.Bytes())
	})
	s.page("a.test/wall", "<title>Just a moment...</title><h1>Checking your browser</h1>")
	s.page("a.test/login", "<title>Member login</title><form><input type=password></form>")
	s.page("a.test/empty", "")
	s.page("a.test/noindex", `<meta name="robots" content="noindex">`+article("noindex"))
	s.handle("a.test/blocked", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	s.handle("a.test/304", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	s.handle("a.test/pdf", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("%PDF-1.7\n\x00")) })

	dir := t.TempDir()
	job := jobIn(dir, "r", source("a", "a.test", nil))
	sum, got := run(t, crawler(t, s.settings("a.test", "other.test")), job)
	want := []string{
		"http://a.test/ ok",
		"http://a.test/304 error unasked-304",
		"http://a.test/304 error #2 unasked-304",
		"http://a.test/away skipped alias",
		"http://a.test/blocked blocked block",
		"http://a.test/bomb ok-truncated too-large",
		"http://a.test/empty skipped empty",
		"http://a.test/gone-home gone soft-404",
		"http://a.test/inward not-fetched address",
		"http://a.test/login blocked login",
		"http://a.test/loop error redirect-loop",
		"http://a.test/missing error status-404",
		"http://a.test/moved ok",
		"http://a.test/noindex ok-flagged noindex",
		"http://a.test/pdf skipped type",
		"http://a.test/plain ok",
		"http://a.test/secret/x not-fetched robots",
		"http://a.test/wall blocked challenge",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
	if n := s.count("a.test/robots.txt"); n != 1 {
		t.Errorf("robots.txt fetched %d times", n)
	}
	for _, c := range got {
		if !c.Outcome.Stored() {
			continue
		}
		p, err := crawl.ReadPage(dir, c)
		if err != nil {
			t.Error(err)
			continue
		}
		if corpus.SHA256(p.Body) != c.BodySHA256 || int64(len(p.Body)) != c.Bytes {
			t.Errorf("%s: %d bytes read back, %d fetched", c.URL, len(p.Body), c.Bytes)
		}
	}
	if sum.Outcomes[corpus.OutcomeOK] != 4 || len(sum.Starts) != 1 || sum.Starts[0].Outcome != corpus.OutcomeOK {
		t.Errorf("%+v", sum) // the fourth is robots.txt
	}
	again, err := crawler(t, s.settings("a.test")).Run(context.Background(), job)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sum, again); diff != "" {
		t.Errorf("the summary of a finished run: %s", diff)
	}
	if err := crawl.DropRun(job.StateDir, job.Run); err != nil {
		t.Fatal(err)
	}
}

// TestDiscovery finds articles by feeds, sitemaps, patterns and listings.
func TestDiscovery(t *testing.T) {
	s := newSite(t)
	for _, p := range []string{"f1", "f2", "m1", "m2", "p1", "p2", "p3"} {
		s.page("a.test/news/"+p, article(p, "/about"))
	}
	s.page("a.test/feed.xml", `<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><title>t</title>
		<item><title>One</title><link>/news/f1</link><description>On mediation at the lakes</description></item>
		<item><title>Two</title><link> http://a.test/news/f2 </link></item>
		<item><title>Three</title><link>/news/f3</link><description>On football</description></item></channel></rss>`)
	s.page("a.test/broken.xml", `<rss><channel><item><link>/news/f2</link></item><item><title>&`)
	s.page("a.test/index.xml", `<sitemapindex><sitemap><loc>http://a.test/map.xml.gz</loc></sitemap></sitemapindex>`)
	s.handle("a.test/map.xml.gz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write([]byte(`<urlset><url><loc>http://a.test/news/m1</loc></url><url><loc>http://b.test/news/x</loc></url><url><loc>http://a.test/news/m2</loc></url></urlset>`))
		_ = z.Close()
	})
	s.page("a.test/list", `<base href="/news/"><a href="p1">1</a><a href="/about">about</a><a rel="next" href="/list?page=2">next</a>`+article("List"))
	s.page("a.test/list?page=2", article("List, 2", "/news/p2")+`<a rel="nofollow" href="/news/p4">x</a>`)

	src := source("a", "a.test", func(src *corpus.Source) {
		src.Start, src.Feeds = []string{"http://a.test/list"}, []string{"http://a.test/feed.xml", "http://a.test/broken.xml"}
		src.Sitemaps, src.LinkPatterns, src.Query = []string{"http://a.test/index.xml"}, []string{"^/news/"}, []string{"Mediation"}
	})
	_, got := run(t, crawler(t, s.settings("a.test", "b.test")), jobIn(t.TempDir(), "r", src))
	want := []string{
		"http://a.test/broken.xml ok-flagged bad-feed", "http://a.test/feed.xml ok", "http://a.test/index.xml ok", "http://a.test/list ok",
		"http://a.test/list?page=2 ok", "http://a.test/map.xml.gz ok", "http://a.test/news/f1 ok", "http://a.test/news/f2 ok",
		"http://a.test/news/m1 ok", "http://a.test/news/m2 ok", "http://a.test/news/p1 ok", "http://a.test/news/p2 ok",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
}

// TestSitemapsOfRobots reads the sitemaps that robots.txt names for a source
// that lists none.
func TestSitemapsOfRobots(t *testing.T) {
	s := newSite(t)
	s.page("a.test/robots.txt", "Sitemap: /map.xml\nSitemap: http://b.test/map.xml\n")
	s.page("a.test/", article("Front page"))
	s.page("a.test/map.xml", `<urlset><url><loc>http://a.test/one</loc></url></urlset>`)
	s.page("a.test/one", article("One"))
	_, got := run(t, crawler(t, s.settings("a.test", "b.test")), jobIn(t.TempDir(), "r", source("a", "a.test", nil)))
	want := []string{"http://a.test/ ok", "http://a.test/map.xml ok", "http://a.test/one ok"}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
}

// TestAgain crawls a site three times: what did not change is not fetched or
// not stored again, and what is no more is gone.
func TestAgain(t *testing.T) {
	s := newSite(t)
	links := []string{"/etag", "/same", "/edited", "/removed"}
	version := 1
	s.handle("a.test/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"front"`)
		if r.Header.Get("If-None-Match") == `"front"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte(article("Front page", links...)))
	})
	s.handle("a.test/etag", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Last-Modified", "Fri, 30 May 2025 01:00:00 GMT")
		if r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte(article("Tagged")))
	})
	s.page("a.test/same", article("Same"))
	s.handle("a.test/edited", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(article(fmt.Sprint("Version ", version))))
	})
	s.page("a.test/removed", article("Removed"))

	dir := t.TempDir()
	c := crawler(t, s.settings("a.test"))
	_, first := run(t, c, jobIn(dir, "r1", source("a", "a.test", nil)))
	version = 2
	s.handle("a.test/removed", http.NotFound)
	for _, id := range []corpus.RunID{"r2", "r3"} {
		_, got := run(t, c, jobIn(dir, id, source("a", "a.test", nil)))
		want := []string{"http://a.test/ not-modified", "http://a.test/edited ok", "http://a.test/etag not-modified",
			"http://a.test/removed gone status-404", "http://a.test/same not-modified"}
		if id == "r3" {
			want[1] = "http://a.test/edited not-modified"
		}
		if diff := cmp.Diff(want, lines(got)); diff != "" {
			t.Error(id, diff)
		}
	}
	if _, err := crawl.ReadPage(dir, first[0]); err != nil {
		t.Error("the first run's page is no longer there:", err)
	}
}

// TestSameWhateverTheOrder holds that neither the number of workers nor the
// order of answers changes what is captured, also where the budget cuts.
func TestSameWhateverTheOrder(t *testing.T) {
	s := newSite(t)
	hosts := []string{"a.test", "www.a.test", "m.a.test", "b.test"}
	for n, h := range hosts {
		var links []string
		for i := range 30 {
			links = append(links, fmt.Sprintf("http://%s/p%d", hosts[(n+i)%3], i*7%31), fmt.Sprintf("http://b.test/p%d", i))
			s.handle(fmt.Sprintf("%s/p%d", h, i), func(w http.ResponseWriter, _ *http.Request) {
				for range (i * n) % 3 * 100 {
					runtime.Gosched() // hosts answer at different speeds
				}
				_, _ = w.Write([]byte(article(fmt.Sprintf("%s %d", h, i), links[i], links[(i*5)%len(links)])))
			})
		}
		s.page(h+"/", article(h, links...))
	}
	var want []string
	for _, workers := range []int{1, 2, 8} {
		cfg := s.settings(hosts...)
		cfg.Workers, cfg.MaxPages = workers, 25
		a := source("a", "a.test", func(src *corpus.Source) { src.Start = []string{"http://a.test/", "http://www.a.test/"} })
		_, got := run(t, crawler(t, cfg), jobIn(t.TempDir(), "r", a, source("m", "m.a.test", nil), source("b", "b.test", nil)))
		if len(got) < 50 {
			t.Errorf("%d captures with %d workers", len(got), workers)
		}
		if want == nil {
			want = lines(got)
		} else if diff := cmp.Diff(want, lines(got)); diff != "" {
			t.Errorf("%d workers: %s", workers, diff)
		}
	}
}

// TestCancel stops a crawl in the middle and lets it go on.
func TestCancel(t *testing.T) {
	s := newSite(t)
	for i := range 40 {
		s.page(fmt.Sprintf("a.test/p%d", i), article(fmt.Sprint(i), fmt.Sprintf("/p%d", i+1)))
	}
	s.page("a.test/", article("Front page", "/p0"))
	job := jobIn(t.TempDir(), "r", source("a", "a.test", nil))
	c := crawler(t, s.settings("a.test"))
	ctx, cancel := context.WithCancel(context.Background())
	job.Progress = func(p crawl.Progress) {
		if p.Fetched == 10 {
			cancel()
		}
	}
	if _, err := c.Run(ctx, job); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	job.Progress = nil
	_, got := run(t, c, job)
	if len(got) != 21 { // depth 20 ends it
		t.Errorf("%d captures: %s", len(got), strings.Join(lines(got), "\n"))
	}
	total := 0
	for i := range 40 {
		total += s.count(fmt.Sprintf("a.test/p%d", i))
	}
	if total > 21 {
		t.Errorf("%d requests for 20 pages", total)
	}
}

// TestArchiveRecords reads a crawl's archive back: every answer with its request
// and what the crawler made of it.
func TestArchiveRecords(t *testing.T) {
	s := newSite(t)
	s.page("a.test/", article("Front page", "/p", "/hop"))
	s.page("a.test/p", article("Page"))
	s.page("a.test/there", article("There"))
	s.handle("a.test/hop", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/there")
		w.WriteHeader(http.StatusMovedPermanently)
	})
	dir := t.TempDir()
	_, got := run(t, crawler(t, s.settings("a.test")), jobIn(dir, "r", source("a", "a.test", nil)))
	f, err := os.Open(filepath.Join(dir, got[2].WARCFile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []string
	metadata, hop := "", ""
	for rec, err := range warc.Records(f, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(rec.TargetURI(), "/hop") && rec.Type() == warc.TypeMetadata {
			hop = string(rec.Block)
		}
		if strings.HasSuffix(rec.TargetURI(), "/p") {
			lines = append(lines, rec.Type())
			if rec.Type() == warc.TypeMetadata {
				metadata = string(rec.Block)
			}
			if digest := rec.Header.Get("WARC-Payload-Digest"); rec.Type() == warc.TypeResponse && digest != "sha256:"+got[2].BodySHA256 {
				t.Errorf("payload digest %s of %s", digest, got[2].BodySHA256)
			}
		}
	}
	if want := "response request metadata"; strings.Join(lines, " ") != want {
		t.Errorf("records %v, want %s", lines, want)
	}
	if !strings.Contains(hop, "outcome: redirect\r\n") || !strings.Contains(hop, "redirectsTo: /there\r\n") {
		t.Errorf("metadata of the redirect: %q", hop)
	}
	for _, want := range []string{"via: http://a.test/\r\n", "hopsFromSeed: 1\r\n", "outcome: ok\r\n", "charsetForLinkExtraction: utf-8\r\n", "robotsState: none\r\n"} {
		if !strings.Contains(metadata, want) {
			t.Errorf("metadata %q lacks %q", metadata, want)
		}
	}
}

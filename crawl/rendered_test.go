package crawl_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/render"
	"framewatch/crawl/warc"
)

// browserSettings are those of a site that is rendered; the test is skipped
// where no browser runs.
func browserSettings(t *testing.T, s *site, hosts ...string) crawl.Config {
	t.Helper()
	cfg := s.settings(hosts...)
	cfg.Render.Timeout, cfg.Render.Longest, cfg.Render.Answer, cfg.Render.Sandbox = 5*time.Minute, 10*time.Minute, 5*time.Minute, os.Geteuid() != 0
	b, err := render.New(cfg.Render, "x")
	if err == nil {
		err = b.Start(t.Context())
		b.Close()
	}
	if errors.Is(err, render.ErrNoBrowser) {
		t.Skip("no Chromium runs on this machine:", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// scriptSite is an outlet whose pages have no text and no links of their own.
func scriptSite(t *testing.T) *site {
	s := newSite(t)
	s.page("a.test/robots.txt", "User-agent: *\nDisallow: /secret/\n")
	shell := `<!doctype html><html><head><title>News</title><script src="/app.js"></script><script src="/secret/track.js"></script>` +
		`<script src="http://ads.test/ads.js"></script><script src="http://cdn.test/lib.js"></script></head><body><div id="root"></div><img src="/logo.png"></body></html>`
	for _, p := range []string{"", "news/1", "news/2", "news/gone"} {
		s.page("a.test/"+p, shell)
	}
	file := func(target, contentType, body string) {
		s.handle(target, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			_, _ = io.WriteString(w, body)
		})
	}
	file("a.test/app.js", "text/javascript", `addEventListener('load', () => {
		if (location.pathname == '/news/gone') for (;;) {}
		fetch('/api' + location.pathname).then(r => r.text()).then(t => { document.getElementById('root').innerHTML = t + lib() })
	})`)
	file("cdn.test/lib.js", "text/javascript", `const lib = () => '<p>from the other host</p>'`)
	file("ads.test/ads.js", "text/javascript", `document.title = 'ads'`)
	file("a.test/secret/track.js", "text/javascript", `document.title = 'tracked'`)
	file("a.test/api/", "text/html", article("Front page", "/news/1", "/news/2"))
	for i := 1; i <= 2; i++ {
		file(fmt.Sprintf("a.test/api/news/%d", i), "text/html", article(fmt.Sprintf("Story %d", i), "/"))
	}
	return s
}

func TestRenderedPages(t *testing.T) {
	s := scriptSite(t)
	cfg := browserSettings(t, s, "a.test", "ads.test", "cdn.test")
	dir := t.TempDir()
	src := source("a", "a.test", func(src *corpus.Source) { src.Render, src.RenderHosts = true, []string{"cdn.test"} })
	_, got := run(t, crawler(t, cfg), jobIn(dir, "r", src))
	want := []string{"http://a.test/ ok", "http://a.test/news/1 ok", "http://a.test/news/2 ok"}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Fatal(diff)
	}
	for i, c := range got {
		p, err := crawl.ReadPage(dir, c)
		if err != nil {
			t.Fatal(err)
		}
		title := []string{"Front page", "Story 1", "Story 2"}[i]
		if !strings.Contains(string(p.Body), "<h1>"+title) || !strings.Contains(string(p.Body), "from the other host") || c.CharsetFrom != "rendered" {
			t.Errorf("%s (%s): %.500s", c.URL, c.CharsetFrom, p.Body)
		}
		if corpus.SHA256(p.Body) != c.BodySHA256 || int64(len(p.Body)) != c.Bytes {
			t.Errorf("%s: %d bytes read back, %d rendered", c.URL, len(p.Body), c.Bytes)
		}
	}
	for target, n := range map[string]int{
		"a.test/": 1, "a.test/app.js": 1, "cdn.test/lib.js": 1, "a.test/api/news/1": 1, "ads.test/ads.js": 0, "ads.test/robots.txt": 0,
		"a.test/secret/track.js": 0, "a.test/logo.png": 0, "cdn.test/robots.txt": 1,
	} {
		if got := s.count(target); got != n {
			t.Errorf("%s was asked for %d times, want %d", target, got, n)
		}
	}
	checkRenderedArchive(t, filepath.Join(dir, got[1].WARCFile))
	_, got = run(t, crawler(t, cfg), jobIn(dir, "r2", src))
	want = []string{"http://a.test/ not-modified", "http://a.test/news/1 not-modified", "http://a.test/news/2 not-modified"}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error("again:", diff)
	}
}

// checkRenderedArchive holds that the archive has the answer, the tree made of
// it and what the page loaded.
func checkRenderedArchive(t *testing.T, name string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var types []string
	ids, refers, loaded := map[string]string{}, "", 0
	for rec, err := range warc.Records(f, 0) {
		if err != nil {
			t.Fatal(err)
		}
		ids[rec.ID()] = rec.Type() + " " + rec.TargetURI()
		switch {
		case rec.TargetURI() == "http://a.test/news/1":
			types = append(types, rec.Type())
			if rec.Type() == warc.TypeConversion {
				refers = rec.Header.Get("WARC-Refers-To")
			}
		case rec.TargetURI() == "http://a.test/app.js" && rec.Type() == warc.TypeResponse:
			loaded++
		}
	}
	if diff := cmp.Diff("conversion response request metadata", strings.Join(types, " ")); diff != "" {
		t.Error(diff)
	}
	if ids[refers] != "response http://a.test/news/1" || loaded != 1 {
		t.Errorf("the tree refers to %q; %d records of the script", ids[refers], loaded)
	}
}

// TestRenderedAtAPace holds that what a page loads waits its turn at its host.
func TestRenderedAtAPace(t *testing.T) {
	s, clock := scriptSite(t), newClock()
	s.now = clock.Now
	cfg := browserSettings(t, s, "a.test", "cdn.test")
	cfg.NoDelay = false
	src := source("a", "a.test", func(src *corpus.Source) { src.Render, src.RenderHosts = true, []string{"cdn.test"} })
	run(t, crawler(t, cfg, crawl.WithClock(clock)), jobIn(t.TempDir(), "r", src))
	last := map[string]time.Time{}
	for _, h := range s.hits {
		host, _, _ := strings.Cut(h.target, "/")
		if gap := h.at.Sub(last[host]); gap < time.Second {
			t.Errorf("%s before %s", gap, h.target)
		}
		last[host] = h.at
	}
	if len(s.hits) < 9 {
		t.Errorf("%d requests", len(s.hits))
	}
}

// TestRenderedBadly keeps a page that the browser cannot make as it came.
func TestRenderedBadly(t *testing.T) {
	s := scriptSite(t)
	cfg := browserSettings(t, s, "a.test", "cdn.test")
	cfg.Render.Timeout, cfg.Render.MaxMemory = time.Second, 128<<20 // less than a browser needs
	s.page("a.test/", article("Front page", "/news/1")+`<script>const a = []; setInterval(() => { for (let i = 0; i < 20; i++) a.push(new Array(1e5).fill(Math.random())) }, 1)</script>`)
	src := source("a", "a.test", func(src *corpus.Source) { src.Render, src.MaxPages = true, 1 })
	dir := t.TempDir()
	_, got := run(t, crawler(t, cfg), jobIn(dir, "r", src))
	if got[0].Outcome != corpus.OutcomeFlagged || got[0].ErrorCode != "render" {
		t.Fatal(lines(got))
	}
	if p, err := crawl.ReadPage(dir, got[0]); err != nil || !strings.Contains(string(p.Body), "setInterval") {
		t.Errorf("%v, %.300s", err, p.Body)
	}
}

// TestWithoutBrowser says so, and asks nothing of the source.
func TestWithoutBrowser(t *testing.T) {
	s := scriptSite(t)
	s.page("b.test/", article("Front page"))
	cfg := s.settings("a.test", "b.test")
	cfg.Render.Browser = "/no/such/chromium"
	src := source("a", "a.test", func(src *corpus.Source) { src.Render = true })
	sum, got := run(t, crawler(t, cfg), jobIn(t.TempDir(), "r", src, source("b", "b.test", nil)))
	want := []string{"http://a.test/ error no-browser", "http://b.test/ ok"}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
	if s.count("a.test/") > 0 || s.count("a.test/robots.txt") > 0 {
		t.Error("the source was asked")
	}
	if msg := sum.Starts[0].Message; sum.Starts[0].ErrorCode != "no-browser" || !strings.Contains(msg, "crawl.render.browser") {
		t.Errorf("%+v", sum.Starts[0])
	}
}

package crawl_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"framewatch/corpus"
	"framewatch/crawl"
)

// TestProberKeepsPace asks for many pages of two hosts at once: each host sees
// one request at a time, its robots.txt first and its tdmrep.json then, each once,
// and the gap between two.
func TestProberKeepsPace(t *testing.T) {
	s := newSite(t)
	clock := newClock()
	s.now = clock.Now
	hosts := []string{"a.test", "b.test"}
	var under [2]atomic.Int32
	for i, h := range hosts {
		s.page(h+"/robots.txt", "User-agent: *\nCrawl-delay: 3\n")
		for n := range 6 {
			s.handle(fmt.Sprintf("%s/p%d", h, n), func(w http.ResponseWriter, _ *http.Request) {
				if under[i].Add(1) > 1 {
					t.Error("two requests at once to " + h)
				}
				_, _ = w.Write([]byte(article("Page")))
				under[i].Add(-1)
			})
		}
	}
	c, err := crawl.New(s.settings(hosts...), slog.New(slog.DiscardHandler), crawl.WithClock(clock))
	if err != nil {
		t.Fatal(err)
	}
	p := c.Prober()
	g, ctx := errgroup.WithContext(context.Background())
	for _, h := range hosts {
		for n := range 6 {
			g.Go(func() error {
				v, err := p.Visit(ctx, source(h[:1], h, nil), crawl.KindPage, fmt.Sprintf("http://%s/p%d", h, n))
				if err == nil && (v.Page.Outcome != corpus.OutcomeOK || len(v.Page.Body) == 0 || v.Page.RobotsState != "allowed") {
					err = fmt.Errorf("%+v", v.Page.Capture)
				}
				return err
			})
		}
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	last := map[string]time.Time{}
	for _, h := range s.hits {
		host := h.target[:len("a.test")]
		before, seen := last[host]
		if !seen && h.target != host+"/robots.txt" || seen && h.at.Sub(before) < 3*time.Second {
			t.Errorf("%s at %s, the host's last request at %s", h.target, h.at, before)
		}
		last[host] = h.at
	}
	if len(s.hits) != 16 {
		t.Errorf("%d requests, want 16", len(s.hits))
	}
}

// TestProberObeys holds the prober to the crawl's rules, and shows what it says
// of lists.
func TestProberObeys(t *testing.T) {
	s := newSite(t)
	s.page("a.test/robots.txt", "User-agent: *\nDisallow: /private/\nSitemap: /map.xml\n")
	s.page("a.test/map.xml", `<urlset><url><loc>/n/1</loc><lastmod>2026-02-03</lastmod></url><url><loc>http://b.test/x</loc><lastmod>2026-01-01T00:00:00Z</lastmod></url></urlset>`)
	s.page("a.test/", article("Front", "/n/1", "/n/2", "http://b.test/"))
	s.page("a.test/private/x", article("Private"))
	s.page("a.test/wall", "<title>Just a moment...</title>")
	for from, to := range map[string]string{"/in": "/private/x", "/inward": "http://169.254.169.254/", "/loop": "/loop", "/mail": "mailto:a@a.test", "/on": "/n/1"} {
		s.handle("a.test"+from, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		})
	}
	s.page("a.test/n/1", article("One"))
	var once sync.Once
	s.handle("a.test/busy", func(w http.ResponseWriter, _ *http.Request) {
		first := false
		once.Do(func() { first = true })
		if first {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte(article("Busy")))
	})
	s.handle("down.test/robots.txt", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	c, err := crawl.New(s.settings("a.test", "down.test"), slog.New(slog.DiscardHandler), crawl.WithClock(newClock()))
	if err != nil {
		t.Fatal(err)
	}
	p, src := c.Prober(), source("a", "a.test", nil)
	for url, want := range map[string]string{
		"http://a.test/n/1": "ok ", "http://a.test/private/x": "not-fetched robots", "http://a.test/in": "not-fetched robots", "http://a.test/on": "ok ",
		"http://a.test/inward": "not-fetched address", "http://a.test/loop": "error redirect-loop", "http://a.test/mail": "not-fetched scheme",
		"http://a.test/wall": "blocked challenge", "http://a.test/none": "error status-404", "http://a.test/busy": "ok ", "http://down.test/": "not-fetched robots-unreachable",
	} {
		v, err := p.Visit(context.Background(), src, crawl.KindPage, url)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(v.Page.Outcome) + " " + v.Page.ErrorCode; got != want {
			t.Errorf("%s: %s, want %s", url, got, want)
		}
	}
	front, err := p.Visit(context.Background(), src, crawl.KindStart, "http://a.test/")
	if diff := cmp.Diff([]string{"http://a.test/n/1", "http://a.test/n/2"}, front.Links); diff != "" || err != nil {
		t.Error(diff, err)
	}
	rb, err := p.Robots(context.Background(), src, "http://a.test/x")
	if diff := cmp.Diff([]string{"http://a.test/map.xml"}, rb.Lists); diff != "" || err != nil || rb.Page.RobotsState != "allowed" {
		t.Error(diff, err, rb.Page.RobotsState)
	}
	m, err := p.Visit(context.Background(), src, crawl.KindSitemap, rb.Lists[0])
	if err != nil || m.Entries != 2 || len(m.Links) != 1 || m.Newest.Format(time.DateOnly) != "2026-02-03" {
		t.Errorf("%+v %v", m, err)
	}
}

// TestProberReadsReservations holds that a look at a page says what its host
// reserves, and leaves alone what the settings leave alone.
func TestProberReadsReservations(t *testing.T) {
	s := newSite(t)
	s.page("a.test/.well-known/tdmrep.json", `[{"location": "/closed/*", "tdm-reservation": 1}]`)
	s.page("a.test/", article("Front", "/closed/1"))
	s.page("a.test/closed/1", article("One"))
	for policy, want := range map[crawl.Policy]string{crawl.Keep: "ok 1", crawl.Skip: "not-fetched 1"} {
		cfg := s.settings("a.test")
		cfg.TDM = policy
		p := crawler(t, cfg).Prober()
		for kind, url := range map[string]string{crawl.KindStart: "http://a.test/", crawl.KindPage: "http://a.test/closed/1"} {
			v, err := p.Visit(context.Background(), source("a", "a.test", nil), kind, url)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(v.Page.Outcome) + " " + v.Page.TDMReservation; kind == crawl.KindPage && got != want || kind == crawl.KindStart && got != "ok " {
				t.Errorf("%s: %s: %q, want %q", policy, url, got, want)
			}
		}
	}
	if n := s.count("a.test/.well-known/tdmrep.json"); n != 2 {
		t.Errorf("asked for %d times by two probers", n)
	}
}

package crawl_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
)

// TestPace measures the gaps between a host's requests on a clock that does not
// wait.
func TestPace(t *testing.T) {
	for _, c := range []struct {
		name, robots string
		noDelay      bool
		min          time.Duration
	}{
		{"by default", "", false, time.Second},
		{"Crawl-delay", "User-agent: *\nCrawl-delay: 7\n", false, 7 * time.Second},
		{"Crawl-delay in spite of NoDelay", "User-agent: *\nCrawl-delay: 7\n", true, 7 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, clock := newSite(t), newClock()
			s.now = clock.Now
			s.page("a.test/robots.txt", c.robots)
			s.page("a.test/", article("Front page", "/1", "/2", "/3"))
			for i := 1; i <= 3; i++ {
				s.page(fmt.Sprintf("a.test/%d", i), article(fmt.Sprint(i)))
			}
			cfg := s.settings("a.test")
			cfg.NoDelay = c.noDelay
			run(t, crawler(t, cfg, crawl.WithClock(clock)), jobIn(t.TempDir(), "r", source("a", "a.test", nil)))
			if len(s.hits) != 6 {
				t.Fatalf("%d requests", len(s.hits))
			}
			for i := range s.hits[1:] {
				if gap := s.hits[i+1].at.Sub(s.hits[i].at); gap < c.min {
					t.Errorf("%s before %s", gap, s.hits[i+1].target)
				}
			}
		})
	}
}

// TestRetries follows URLs that fail at first, or for ever.
func TestRetries(t *testing.T) {
	clock := newClock()
	s := newSite(t)
	s.now = clock.Now
	tries := map[string]int{}
	fail := func(path string, times int, status int, header ...string) {
		s.handle("a.test/"+path, func(w http.ResponseWriter, _ *http.Request) {
			s.mu.Lock()
			tries[path]++
			n := tries[path]
			s.mu.Unlock()
			if n <= times {
				if len(header) > 0 {
					w.Header().Set("Retry-After", header[0])
				}
				w.WriteHeader(status)
				return
			}
			_, _ = w.Write([]byte(article(path)))
		})
	}
	fail("flap", 2, 502)
	fail("busy", 1, 429, "30")
	fail("date", 1, 503, clock.Now().Add(2*time.Minute).Format(http.TimeFormat))
	fail("never", 99, 429)
	fail("year", 99, 429, "31536000")
	fail("missing", 99, 404)
	s.page("a.test/", article("Front page", "/flap", "/busy", "/date", "/never", "/missing", "/year"))
	_, got := run(t, crawler(t, s.settings("a.test"), crawl.WithClock(clock)), jobIn(t.TempDir(), "r", source("a", "a.test", nil)))
	want := []string{
		"http://a.test/ ok",
		"http://a.test/busy error status-429", "http://a.test/busy ok #2",
		"http://a.test/date error status-503", "http://a.test/date ok #2",
		"http://a.test/flap error status-502", "http://a.test/flap error #2 status-502", "http://a.test/flap ok #3",
		"http://a.test/missing error status-404",
		"http://a.test/never error status-429", "http://a.test/never error #2 status-429", "http://a.test/never error #3 status-429", "http://a.test/never error #4 status-429",
		"http://a.test/year error status-429",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
	// Retry-After holds for the host as a whole.
	for i, h := range s.hits {
		if strings.HasSuffix(h.target, "/busy") {
			if gap := s.hits[i+1].at.Sub(h.at); gap < 30*time.Second {
				t.Errorf("%s asked %s after a 429 that asked for 30 s", s.hits[i+1].target, gap)
			}
			break
		}
	}
}

// TestHostDown leaves a host that fails again and again.
func TestHostDown(t *testing.T) {
	s := newSite(t)
	var links []string
	for i := range 40 {
		links = append(links, fmt.Sprintf("/%d", i))
	}
	s.page("a.test/robots.txt", "")
	s.page("a.test/", article("Front page", links...))
	for _, l := range links {
		s.handle("a.test"+l, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	}
	sum, got := run(t, crawler(t, s.settings("a.test")), jobIn(t.TempDir(), "r", source("a", "a.test", nil)))
	if len(s.hits) > 15 {
		t.Errorf("%d requests to a dying host", len(s.hits))
	}
	down := 0
	for _, c := range got {
		if c.ErrorCode == "host-down" && c.Outcome == corpus.OutcomeNotFetched {
			down++
		}
	}
	if down < 25 || sum.Starts[0].Outcome != corpus.OutcomeError || sum.Starts[0].ErrorCode != "host-down" {
		t.Errorf("%d left; %+v", down, sum.Starts)
	}
}

// TestRobotsFaults holds what each failure of robots.txt means.
func TestRobotsFaults(t *testing.T) {
	status := func(n int) http.HandlerFunc { return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(n) } }
	redirect := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusMovedPermanently)
		}
	}
	rules := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(text)) }
	}
	for _, c := range []struct {
		name   string
		robots http.HandlerFunc
		want   string
	}{
		{"not found", status(404), "ok"},
		{"forbidden", status(403), "ok"},
		{"too many requests", status(429), "not-fetched robots-unreachable"},
		{"server error", status(500), "not-fetched robots-unreachable"},
		{"connection cut", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "not-fetched robots-unreachable"},
		{"loop", redirect("/robots.txt"), "ok"},
		{"rules on another host", redirect("http://b.test/rules"), "not-fetched robots"},
		{"disallowed", rules("User-agent: *\nDisallow: /\n"), "not-fetched robots"},
		{"for us alone", rules("User-agent: *\nDisallow: /\n\nUser-agent: framewatch\nAllow: /\n"), "ok"},
		{"endless", rules("User-agent: *\nDisallow: /\n" + strings.Repeat("# padding\n", 1<<20)), "not-fetched robots"},
		{"a day between requests", rules("User-agent: *\nCrawl-delay: 86400\n"), "not-fetched crawl-delay"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t)
			s.handle("a.test/robots.txt", c.robots)
			s.page("b.test/rules", "User-agent: *\nDisallow: /\n")
			s.page("a.test/", article("Front page"))
			_, got := run(t, crawler(t, s.settings("a.test", "b.test")), jobIn(t.TempDir(), "r", source("a", "a.test", nil)))
			if diff := cmp.Diff([]string{"http://a.test/ " + c.want}, lines(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

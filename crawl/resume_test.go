package crawl_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
)

// interrupted serves a source with a start page on each of two hosts; the first
// request for the second never ends, and the run with it.
func interrupted(t *testing.T, s *site, stop bool) (ctx context.Context, src corpus.Source) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	s.page("x.a.test/robots.txt", "User-agent: *\nDisallow: /private/\nCrawl-delay: 5\n")
	s.page("y.a.test/robots.txt", "")
	s.page("x.a.test/", article("Front page", "/private/1", "/p/1", "/p/2"))
	for _, p := range []string{"1", "2"} {
		s.page("x.a.test/p/"+p, article("Page "+p))
	}
	var asked atomic.Bool
	s.handle("y.a.test/", func(w http.ResponseWriter, r *http.Request) {
		if stop && !asked.Swap(true) {
			for s.count("x.a.test/") == 0 { // the other start page is there before
				time.Sleep(time.Millisecond)
			}
			cancel()
			<-r.Context().Done()
			return
		}
		_, _ = w.Write([]byte(article("The other page")))
	})
	return ctx, source("a", "a.test", func(src *corpus.Source) {
		src.Start, src.MaxPages = []string{"http://x.a.test/", "http://y.a.test/"}, 4
	})
}

// TestResumedBudget: what robots.txt forbids takes nothing from a source's budget,
// whichever process of the run read it.
func TestResumedBudget(t *testing.T) {
	var want []string
	for _, stop := range []bool{false, true} {
		s, clock := newSite(t), newClock()
		s.now = clock.Now
		ctx, src := interrupted(t, s, stop)
		cfg := s.settings("x.a.test", "y.a.test")
		job := jobIn(t.TempDir(), "r", src)
		if stop {
			if _, err := crawler(t, cfg, crawl.WithClock(clock)).Run(ctx, job); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if s.count("x.a.test/") != 1 || s.count("x.a.test/p/1") != 0 {
				t.Fatal("it was not stopped where it should be")
			}
		}
		before := len(s.hits)
		_, got := run(t, crawler(t, cfg, crawl.WithClock(clock)), job)
		if !stop {
			want = lines(got)
			continue
		}
		if diff := cmp.Diff(want, lines(got)); diff != "" {
			t.Error(diff)
		}
		// The process before may have asked the host a moment ago.
		last := s.hits[before-1].at
		for _, h := range s.hits[before:] {
			if gap := h.at.Sub(last); strings.HasPrefix(h.target, "x.a.test/") && gap < 5*time.Second {
				t.Errorf("%s before %s, Crawl-delay is 5 s", gap, h.target)
			}
		}
	}
}

// TestResumedRedirect: where a page of the wave under way was redirected to is a page of
// the run, whichever process of it was sent there.
func TestResumedRedirect(t *testing.T) {
	var want []string
	for _, stop := range []bool{false, true} {
		s := newSite(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		s.page("x.a.test/", article("Front page", "/moved", "/b", "http://y.a.test/stop"))
		s.handle("x.a.test/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/p/1", http.StatusMovedPermanently) })
		s.page("x.a.test/b", article("Page b", "/p/1"))
		s.page("x.a.test/p/1", article("Page 1"))
		var asked atomic.Bool
		s.handle("y.a.test/stop", func(w http.ResponseWriter, r *http.Request) {
			if stop && !asked.Swap(true) {
				for s.count("x.a.test/b") == 0 { // the redirect was followed before
					time.Sleep(time.Millisecond)
				}
				cancel()
				<-r.Context().Done()
				return
			}
			_, _ = w.Write([]byte(article("The other page")))
		})
		cfg := s.settings("x.a.test", "y.a.test")
		job := jobIn(t.TempDir(), "r", source("a", "a.test", func(src *corpus.Source) { src.Start = []string{"http://x.a.test/"} }))
		if stop {
			if _, err := crawler(t, cfg).Run(ctx, job); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
		_, got := run(t, crawler(t, cfg), job)
		if !stop {
			want = lines(got)
		} else if diff := cmp.Diff(want, lines(got)); diff != "" {
			t.Error(diff)
		}
		if n := s.count("x.a.test/p/1"); n != 1 {
			t.Errorf("stopped %t: the page was asked for %d times", stop, n)
		}
	}
}

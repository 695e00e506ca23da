package crawl_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"framewatch/corpus"
	"framewatch/crawl"
)

// small is a server behind several hosts, which counts requests at once.
type small struct {
	*site
	now, most atomic.Int32
}

// newSmall serves pages that take as long as it takes another request to come in,
// at most patience.
func newSmall(t *testing.T, patience time.Duration, hosts ...string) (*small, crawl.Option) {
	t.Helper()
	s, clock := &small{site: newSite(t)}, newClock()
	s.site.now = clock.Now
	both := make(chan struct{})
	var once sync.Once
	for _, host := range hosts {
		s.page(host+"/robots.txt", "")
		s.page(host+"/", article("Front page of "+host, "/1", "/2", "/3"))
		for i := 1; i <= 3; i++ {
			s.handle(fmt.Sprintf("%s/%d", host, i), func(w http.ResponseWriter, _ *http.Request) {
				if n := s.now.Add(1); n > s.most.Load() {
					s.most.Store(n)
				}
				defer s.now.Add(-1)
				if s.now.Load() > 1 {
					once.Do(func() { close(both) })
				}
				select {
				case <-both:
				case <-time.After(patience):
				}
				_, _ = w.Write([]byte(article(host)))
			})
		}
	}
	return s, crawl.WithClock(clock)
}

func grouped(src corpus.Source) corpus.Source {
	src.PaceGroup = "harbour"
	return src
}

// gaps is the least time between requests to any of the hosts.
func (s *small) gaps(t *testing.T, hosts ...string) (least time.Duration) {
	t.Helper()
	var last time.Time
	least = time.Hour
	n := 0
	for _, h := range s.hits {
		for _, host := range hosts {
			if !strings.HasPrefix(h.target, host+"/") {
				continue
			}
			if !last.IsZero() {
				least = min(least, h.at.Sub(last))
			}
			last = h.at
			n++
		}
	}
	if n < 2*len(hosts) {
		t.Fatalf("%d requests to %v", n, hosts)
	}
	return least
}

// TestPaceGroup: outlets on one small server are asked as one host is.
func TestPaceGroup(t *testing.T) {
	for _, c := range []struct {
		name  string
		delay time.Duration // Crawl-delay of one of them
		least time.Duration
	}{{"gaps", 0, time.Second}, {"a Crawl-delay holds for all", 7 * time.Second, 7 * time.Second}} {
		t.Run(c.name, func(t *testing.T) {
			s, clock := newSmall(t, time.Millisecond, "a.test", "www.b.test", "c.test")
			if c.delay > 0 {
				s.page("a.test/robots.txt", fmt.Sprintf("User-agent: *\nCrawl-delay: %d\n", c.delay/time.Second))
			}
			cfg := s.settings("a.test", "www.b.test", "c.test")
			cfg.NoDelay = false
			b := source("b", "www.b.test", func(src *corpus.Source) { src.Domain = "b.test" })
			sum, _ := run(t, crawler(t, cfg, clock), jobIn(t.TempDir(), "r", grouped(source("a", "a.test", nil)), grouped(b), source("c", "c.test", nil)))
			if sum.Stored != 15 {
				t.Fatalf("%d stored", sum.Stored)
			}
			if got := s.gaps(t, "a.test", "www.b.test"); c.delay == 0 && got < c.least {
				t.Errorf("%s between two requests to the group, want %s", got, c.least)
			}
			if got := s.gaps(t, "c.test"); got < time.Second {
				t.Errorf("%s between two requests to the host outside", got)
			}
			if c.delay == 0 {
				return
			}
			// Once the host that asks for it is known, its Crawl-delay is the group's.
			known, last := false, time.Time{}
			for _, h := range s.hits {
				if strings.HasPrefix(h.target, "c.test") {
					continue
				}
				if known && h.at.Sub(last) < c.least {
					t.Errorf("%s before %s", h.at.Sub(last), h.target)
				}
				known, last = known || h.target == "a.test/robots.txt", h.at
			}
		})
	}
}

// TestPaceGroupOneAtATime: with no gaps set, the hosts of a group are still asked
// one at a time, by a run and by a check of sources; without a group they are not.
func TestPaceGroupOneAtATime(t *testing.T) {
	alone := func(src corpus.Source) corpus.Source { return src }
	for patience, in := range map[time.Duration]func(corpus.Source) corpus.Source{20 * time.Millisecond: grouped, time.Minute: alone} {
		for name, ask := range map[string]func(c *crawl.Crawler, sources ...corpus.Source) error{
			"run": func(c *crawl.Crawler, sources ...corpus.Source) error {
				_, err := c.Run(t.Context(), jobIn(t.TempDir(), "r", sources...))
				return err
			},
			"check": func(c *crawl.Crawler, sources ...corpus.Source) error {
				p := c.Prober()
				var g errgroup.Group
				for _, src := range sources {
					g.Go(func() error {
						_, err := p.Visit(t.Context(), src, crawl.KindPage, "http://"+src.Domain+"/1")
						return err
					})
				}
				return g.Wait()
			},
		} {
			s, clock := newSmall(t, patience, "a.test", "b.test")
			sources := []corpus.Source{in(source("a", "a.test", nil)), in(source("b", "b.test", nil))}
			if err := ask(crawler(t, s.settings("a.test", "b.test"), clock), sources...); err != nil {
				t.Fatal(err)
			}
			if together := s.most.Load() > 1; together != (sources[0].PaceGroup == "") {
				t.Errorf("%s, group %q: %d at once", name, sources[0].PaceGroup, s.most.Load())
			}
		}
	}
}

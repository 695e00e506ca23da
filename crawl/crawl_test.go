package crawl_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/reason"
	"framewatch/internal/jumpclock"
)

// site is a loopback web of named hosts that remembers what it was asked.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]http.HandlerFunc // by host and target, else by host and path
	hits  []hit
	now   func() time.Time
}

type hit struct {
	target string // host and target
	at     time.Time
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{pages: map[string]http.HandlerFunc{}, now: time.Now}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.hits = append(s.hits, hit{r.Host + r.RequestURI, s.now()})
	f := s.pages[r.Host+r.RequestURI]
	if f == nil {
		f = s.pages[r.Host+r.URL.Path]
	}
	s.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	f(w, r)
}

func (s *site) handle(target string, f http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[target] = f
}

// page serves markup.
func (s *site) page(target, markup string) {
	s.handle(target, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, markup)
	})
}

func (s *site) count(target string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.hits {
		if h.target == target {
			n++
		}
	}
	return n
}

// article is invented text, long enough not to look like a wall.
func article(title string, links ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html><head><title>%s</title></head><body><article><h1>%s</h1>", title, title)
	for i := range 12 {
		fmt.Fprintf(&b, "<p>Paragraph %d of %s. The two lake states sent their envoys to the harbour town, where the mediators had set up a long table and a short agenda.</p>", i, title)
	}
	b.WriteString("</article>")
	for _, l := range links {
		fmt.Fprintf(&b, `<a href="%s">more</a>`, l)
	}
	return b.String() + "</body></html>"
}

// settings reach the site under any of the names, without waiting between
// requests.
func (s *site) settings(hosts ...string) crawl.Config {
	cfg := crawl.Default()
	cfg.AllowNet, cfg.NoDelay = []string{"127.0.0.0/8"}, true
	cfg.Hosts = map[string]string{}
	for _, h := range hosts {
		cfg.Hosts[h] = s.Listener.Addr().String()
	}
	return cfg
}

// newClock is a clock on which waiting takes no time.
func newClock() *jumpclock.Clock { return jumpclock.New(time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)) }

func crawler(t *testing.T, cfg crawl.Config, opts ...crawl.Option) *crawl.Crawler {
	t.Helper()
	c, err := crawl.New(cfg, slog.New(slog.DiscardHandler), append([]crawl.Option{crawl.WithClock(newClock())}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// jobIn is a job whose dataset is dir.
func jobIn(dir string, run corpus.RunID, sources ...corpus.Source) crawl.Job {
	placeState(dir)
	return crawl.Job{Run: run, StateDir: filepath.Join(dir, "_state"), WARCDir: filepath.Join(dir, "warc"), Sources: sources}
}

// run carries out a job and returns its captures without those of robots.txt.
func run(t *testing.T, c *crawl.Crawler, job crawl.Job) (crawl.Summary, []corpus.Capture) {
	t.Helper()
	sum, err := c.Run(context.Background(), job)
	if err != nil {
		t.Fatal(err)
	}
	return sum, captures(t, job)
}

func captures(t *testing.T, job crawl.Job) (out []corpus.Capture) {
	t.Helper()
	for c, err := range crawl.Captures(job.StateDir, job.Run) {
		if err != nil {
			t.Fatal(err)
		}
		if c.ErrorCode != "" && !reason.Known(c.ErrorCode) {
			t.Errorf("%s: code %q is not in the list of reasons", c.URL, c.ErrorCode)
		}
		if c.Kind != crawl.KindRobots {
			out = append(out, c)
		}
	}
	return out
}

// lines says in a line each what became of the captures.
func lines(captures []corpus.Capture) (out []string) {
	for _, c := range captures {
		line := fmt.Sprintf("%s %s", c.URL, c.Outcome)
		if c.Attempt > 1 {
			line += fmt.Sprintf(" #%d", c.Attempt)
		}
		if c.ErrorCode != "" {
			line += " " + c.ErrorCode
		}
		out = append(out, line)
	}
	return out
}

func source(id, host string, change func(*corpus.Source)) corpus.Source {
	src := corpus.Source{ID: corpus.SourceID(id), Domain: host, Country: "ZZ", Start: []string{"http://" + host + "/"}}
	if change != nil {
		change(&src)
	}
	return src
}

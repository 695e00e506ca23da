//go:build unix

package crawl_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier/postgres/pgtest"
)

// TestJoin: what two processes fetch for one run is what one fetches, down to the
// journal: feeds, redirects with cookies, other forms of pages, retries, refusals,
// missing pages and their archives.
func TestJoin(t *testing.T) {
	server := pgtest.Start(t)
	const hosts = 8
	var mu sync.Mutex
	asked := map[string]int{} // by crawl, host and path
	joined := make(chan struct{})
	var helped atomic.Int64
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		agent, _, _ := strings.Cut(r.UserAgent(), " ")
		mu.Lock()
		asked[agent+r.Host+r.URL.Path]++
		mu.Unlock()
		if strings.HasSuffix(r.UserAgent(), "decides") && r.URL.Path != "/robots.txt" {
			select { // until then one process would do all
			case <-joined:
			case <-r.Context().Done():
			}
		}
		if strings.HasSuffix(r.UserAgent(), "joins") {
			if helped.Add(1) == 25 {
				close(joined)
			}
		}
		serveOdd(w, r, &mu, asked, agent)
	}))
	t.Cleanup(site.Close)
	cfg := crawl.Default()
	cfg.AllowNet, cfg.NoDelay, cfg.Workers, cfg.Hosts, cfg.MaxPages = []string{"127.0.0.0/8"}, true, 2, map[string]string{}, 12
	var list []corpus.Source
	for i := range hosts {
		host := fmt.Sprintf("h%02d.test", i)
		cfg.Hosts[host] = site.Listener.Addr().String()
		list = append(list, source(host, host, func(s *corpus.Source) {
			if i%2 == 0 {
				s.Feeds = []string{"http://" + host + "/feed"}
			}
		}))
	}
	alone := jobIn(t.TempDir(), "r", list...)
	cfg.UserAgent = "Alone/1"
	if _, err := crawler(t, cfg).Run(t.Context(), alone); err != nil {
		t.Fatal(err)
	}
	together := jobIn(t.TempDir(), "r", list...)
	cfg.Frontier = server.Address("join")
	cfg.UserAgent = "Together/1 decides"
	first := crawler(t, cfg, crawl.WithLease(3*time.Second), crawl.WithClock(crawl.SystemClock()))
	if err := first.Settle(together.StateDir); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := first.Run(t.Context(), together)
		ended <- err
	}()
	cfg.UserAgent, cfg.Frontier = "Together/1 joins", ""
	second := crawler(t, cfg, crawl.WithLease(3*time.Second), crawl.WithClock(crawl.SystemClock()))
	done, err := second.Join(t.Context(), crawl.Job{StateDir: together.StateDir, WARCDir: together.WARCDir})
	if err != nil || !done.Ended || done.Run != "r" || done.Fetched == 0 {
		t.Errorf("joined: %+v, %v", done, err)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	want, got := captures(t, alone), captures(t, together)
	ignore := cmpopts.IgnoreFields(corpus.Capture{}, "FetchedAt", "WARCFile", "WARCOffset")
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Errorf("captures differ: %.3000s", diff)
	}
	series := map[bool]int{}
	for i, c := range got {
		if (want[i].WARCFile == "") != (c.WARCFile == "") {
			t.Errorf("%s is archived in %q, alone in %q", c.URL, c.WARCFile, want[i].WARCFile)
		}
		if !c.Outcome.Stored() {
			continue
		}
		series[strings.Contains(c.WARCFile, "-f")]++
		if p, err := crawl.ReadPage(strings.TrimSuffix(together.WARCDir, "/warc"), c); err != nil || corpus.SHA256(p.Body) != c.BodySHA256 {
			t.Errorf("read %s back: %v", c.URL, err)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for what, n := range asked {
		if path, ok := strings.CutPrefix(what, "Together/1"); ok && n != asked["Alone/1"+path] {
			t.Errorf("%s was asked for %d times, alone %d times", path, n, asked["Alone/1"+path])
		}
	}
	if series[true] < 20 || series[false] < 2 {
		t.Errorf("%d pages in archives of who joined, %d of who decided", series[true], series[false])
	}
}

// serveOdd serves hosts on which much is odd.
func serveOdd(w http.ResponseWriter, r *http.Request, mu *sync.Mutex, asked map[string]int, agent string) {
	var n int
	page := func(links ...string) { _, _ = w.Write([]byte(article(r.Host+r.URL.Path, links...))) }
	switch _, err := fmt.Sscanf(r.URL.Path, "/p/%d", &n); {
	case r.URL.Path == "/robots.txt":
		_, _ = w.Write([]byte("User-agent: *\nDisallow: /private/\n"))
	case r.URL.Path == "/feed":
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = fmt.Fprintf(w, `<rss version="2.0"><channel><title>x</title><item><link>http://%s/p/20</link></item><item><link>http://%s/p/21</link></item></channel></rss>`, r.Host, r.Host)
	case r.URL.Path == "/":
		page("/p/0", "/p/1", "/private/x", "/moved", "/cookie", "/gone", "/flaky", "/p/2?print=1", "/p/2")
	case r.URL.Path == "/moved":
		http.Redirect(w, r, "/p/30", http.StatusMovedPermanently)
	case r.URL.Path == "/cookie":
		if _, err := r.Cookie("seen"); err != nil {
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
			http.Redirect(w, r, "/cookie", http.StatusFound)
			return
		}
		page("/p/40")
	case r.URL.Path == "/flaky":
		mu.Lock()
		first := asked[agent+r.Host+r.URL.Path] == 1
		mu.Unlock()
		if first {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		page("/p/50")
	case err == nil && r.URL.RawQuery == "print=1":
		_, _ = w.Write([]byte(fmt.Sprintf(`<link rel="canonical" href="/p/%d">`, n) + article(r.Host+r.URL.Path)))
	case err == nil && n < 100:
		page("/private/y", fmt.Sprintf("/p/%d", 2*n+2), fmt.Sprintf("/p/%d", 2*n+3))
	default:
		http.NotFound(w, r)
	}
}

package nights

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"framewatch/internal/config"
	"framewatch/internal/jumpclock"
)

// before is how many days the outlets have published when the first night comes.
const before = 60

var dawn = time.Date(2031, 1, 6, 0, 0, 0, 0, time.UTC) // a Monday

// day is the midnight before a night; night 0 is the first.
func day(n int) time.Time { return dawn.AddDate(0, 0, n) }

// world is all outlets on one clock.
type world struct {
	mu      sync.Mutex
	clock   *jumpclock.Clock
	outlets []*outlet
	server  *httptest.Server
}

// newWorld makes outlets that publish up to the last night, with the same articles
// each time.
func newWorld(t *testing.T, nights int) *world {
	t.Helper()
	w := &world{clock: jumpclock.New(dawn), outlets: plan(nights)}
	n := 0
	for i, o := range w.outlets {
		r := rand.New(rand.NewPCG(16, uint64(i)))
		for d := -before; d < nights; d++ {
			n = o.publish(r, d, n)
		}
	}
	w.server = httptest.NewServer(w)
	t.Cleanup(w.server.Close)
	return w
}

// publish adds what an outlet publishes on a day: at weekends half as much.
func (o *outlet) publish(r *rand.Rand, d, n int) int {
	rate := o.rate
	if wd := day(d).Weekday(); wd == time.Saturday || wd == time.Sunday {
		rate /= 2
	}
	for range poisson(r, rate) {
		at := day(d).Add(time.Duration(r.IntN(23*60)) * time.Minute)
		a := &article{n: n, published: at}
		n++
		a.title, a.text = proses()[o.lang].write(r, 6)
		a.title = fmt.Sprintf("%s, %d", a.title, a.n) // no two alike
		if o.in("silent", at) != nil {
			continue
		}
		o.fate(r, a)
		o.articles = append(o.articles, a)
	}
	return n
}

// fate decides what becomes of an article: of ten, one is corrected on the day
// after, one weeks later, one moves, one is deleted.
func (o *outlet) fate(r *rand.Rand, a *article) {
	const hours = time.Hour
	switch r.IntN(10) {
	case 0:
		a.edited = a.published.Add(26 * hours)
	case 1:
		a.edited = a.published.Add(20 * 24 * hours)
	case 2:
		a.moved = a.published.Add(time.Duration(3+r.IntN(12)) * 24 * hours)
	case 3:
		a.gone, a.status = a.published.Add(time.Duration(4+r.IntN(30))*24*hours), []int{http.StatusNotFound, http.StatusGone}[r.IntN(2)]
		if r.IntN(4) == 0 {
			a.returned = a.gone.Add(40 * 24 * hours)
		}
	}
	if !a.edited.IsZero() {
		_, more := proses()[o.lang].write(r, 1)
		a.note = more[0]
	}
}

// poisson draws a number of articles (Knuth 1969, algorithm Q of section 3.4.1).
func poisson(r *rand.Rand, mean float64) (n int) {
	for p := r.Float64(); p > math.Exp(-mean); p *= r.Float64() {
		n++
	}
	return n
}

// ServeHTTP answers for all hosts.
func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range w.outlets {
		if host, _, _ := strings.Cut(r.Host, ":"); host == o.host() {
			o.serve(rw, r, w.clock.Now())
			return
		}
	}
	http.NotFound(rw, r)
}

// settings are those of a night: what the editors have written by then.
func (w *world) settings(t *testing.T, dir string, night int) *config.Loaded {
	t.Helper()
	var list strings.Builder
	list.WriteString("list: {id: nights, version: \"1\"}\nsources:\n")
	for _, o := range w.outlets {
		kind := "feeds"
		if o.sitemap {
			kind = "sitemaps"
		}
		pattern := "^/news/"
		if o.mended(day(night)) {
			pattern = "^/archive/"
		}
		fmt.Fprintf(&list, "- {id: %s, name: The %s, domain: %s, country: ZZ, owner_type: private_news, langs: [%s], start: [\"http://%s/\"], %s: [\"http://%s/list.xml\"], link_patterns: [%q]}\n",
			o.id, o.id, o.host(), o.lang, o.host(), kind, o.host(), pattern)
	}
	write(t, filepath.Join(dir, "sources.yaml"), list.String())
	write(t, filepath.Join(dir, "framewatch.yaml"), "sources: [sources.yaml]\ncrawl:\n  allow_net: [127.0.0.0/8]\n  no_delay: true\n  retries: 2\ncompare:\n  bootstrap: 100\n")
	cfg, err := config.Load(config.Options{File: filepath.Join(dir, "framewatch.yaml"), Flags: map[string]any{"data": filepath.Join(dir, "data")}})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Crawl.Hosts = map[string]string{}
	for _, o := range w.outlets {
		cfg.Crawl.Hosts[o.host()] = w.server.Listener.Addr().String()
	}
	return cfg
}

// mended holds once a redesign is over, as the editor has put the new addresses into
// the list.
func (o *outlet) mended(now time.Time) bool { return o.rebuilt(now) && o.in("redesign", now) == nil }

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

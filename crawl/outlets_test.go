//go:build unix

package crawl_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/corpus"
	"framewatch/crawl"
)

// outlets are the servers that are crawled, and what they see of the crawler. Workers
// are told apart by the numbers of their processes.
type outlets struct {
	address string // of the frontier
	delay   time.Duration
	latency time.Duration
	slow    time.Duration // that while something goes wrong

	mu       sync.Mutex
	requests int
	storms   int                  // calamities under way
	busy     map[string]int       // by host, who asks
	last     map[string]int       // by host, who asked last
	ended    map[string]time.Time // by host, the last answer
	asked    map[string][]int     // by host and path, who did
	woken    map[int]int          // requests of workers that were taken over while they were frozen, since they woke
	gone     map[int]bool         // workers that were killed, frozen or taken over
	silent   map[int]bool         // of these, those that were taken over though nobody froze them
	faults   []fault
	over     bool // all workers have ended
	trigger  int  // after how many requests something happens
	event    func(worker int)
	happened map[calamity]int
}

// fault is what an outlet saw that it should not have.
type fault struct {
	what         string
	before, then int // who asked
}

func newOutlets(delay time.Duration, address string) *outlets {
	return &outlets{address: address, delay: delay, busy: map[string]int{}, last: map[string]int{}, ended: map[string]time.Time{}, asked: map[string][]int{},
		woken: map[int]int{}, gone: map[int]bool{}, silent: map[int]bool{}, happened: map[calamity]int{}}
}

// open serves hosts of so many pages each, a quarter of them odd or hostile.
func (o *outlets) open(t *testing.T, hosts, pages int) (postgresSetup, []corpus.Source) {
	t.Helper()
	site := httptest.NewServer(http.HandlerFunc(o.serve))
	t.Cleanup(site.Close)
	setup := postgresSetup{Hosts: map[string]string{}, Frontier: o.address, Lease: killsLease, Delay: o.delay}
	var list []corpus.Source
	for i := range hosts {
		host := fmt.Sprintf("h%02d.test", i)
		switch i % 8 {
		case 6:
			host = fmt.Sprintf("odd%02d.test", i)
		case 7:
			host = fmt.Sprintf("hostile%02d.test", i)
		}
		setup.Hosts[host] = site.Listener.Addr().String()
		list = append(list, source(host, host, func(src *corpus.Source) { src.MaxPages = pages }))
	}
	return setup, list
}

// calm crawls undisturbed, with the state in a file.
func (o *outlets) calm(t *testing.T, setup postgresSetup, job crawl.Job) {
	t.Helper()
	if err := runChild(t, setup.Hosts, job); err != nil {
		t.Fatal(err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.faults, o.asked, o.requests = nil, map[string][]int{}, 0 // it keeps no gaps
}

func (o *outlets) serve(w http.ResponseWriter, r *http.Request) {
	var worker int
	_, _ = fmt.Sscanf(r.UserAgent(), "Framewatch/0.1 (worker %d)", &worker)
	latency, late, event := o.enter(r, worker)
	if event != nil {
		event(worker)
	}
	if !late {
		defer o.leave(r)
	}
	select {
	case <-time.After(latency):
	case <-r.Context().Done(): // whoever asked is no more
		return
	}
	switch {
	case strings.HasPrefix(r.Host, "odd"):
		var mu sync.Mutex
		serveOdd(w, r, &mu, map[string]int{r.Host + "/flaky": 1}, "") // each time as if it were the first
	case strings.HasPrefix(r.Host, "hostile"):
		serveHostile(w, r)
	default:
		servePlain(w, r)
	}
}

func servePlain(w http.ResponseWriter, r *http.Request) {
	var n int
	switch _, err := fmt.Sscanf(r.URL.Path, "/p/%d", &n); {
	case r.URL.Path == "/robots.txt":
		_, _ = w.Write([]byte("User-agent: *\nDisallow: /private/\n"))
	case r.URL.Path == "/":
		_, _ = w.Write([]byte(article(r.Host, "/p/0", "/p/1", "/private/x")))
	case err == nil:
		_, _ = w.Write([]byte(article(fmt.Sprint(r.Host, n), "/private/y", fmt.Sprintf("/p/%d", 2*n+2), fmt.Sprintf("/p/%d", 2*n+3))))
	default:
		http.NotFound(w, r)
	}
}

// bomb is 64 MiB of nothing. It is packed before, as who reads a part of it leaves while
// it is being made, and asks for something else.
var bomb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for range 64 {
		_, _ = z.Write(make([]byte, 1<<20))
	}
	_ = z.Close()
	return b.Bytes()
})

// serveHostile serves what is hostile and always the same: redirects in a circle and to
// addresses inside, bodies that end too early or are none of what they say, bytes that
// are no text, links without end, a robots.txt that is none.
func serveHostile(w http.ResponseWriter, r *http.Request) {
	var n int
	switch _, err := fmt.Sscanf(r.URL.Path, "/trap/%d", &n); {
	case r.URL.Path == "/robots.txt":
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<html>\x00\xff" + strings.Repeat("Disallow", 1000) + "\nUser-agent: *\nDisallow: /*?*secret*$\n"))
	case r.URL.Path == "/":
		_, _ = w.Write([]byte(article(r.Host, "/circle/a", "/inside", "/script", "/short", "/bomb", "/plain.gz", "/bytes", "/header", "/trap/0", "/trap/0?a=1&secret=2")))
	case r.URL.Path == "/circle/a":
		http.Redirect(w, r, "/circle/b", http.StatusFound)
	case r.URL.Path == "/circle/b":
		http.Redirect(w, r, "/circle/a", http.StatusFound)
	case r.URL.Path == "/inside":
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	case r.URL.Path == "/script":
		w.Header().Set("Location", "javascript:alert(1)")
		w.WriteHeader(http.StatusMovedPermanently)
	case r.URL.Path == "/short":
		w.Header().Set("Content-Length", "100000")
		_, _ = w.Write([]byte(article(r.Host)))
	case r.URL.Path == "/bomb":
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write(bomb())
	case r.URL.Path == "/plain.gz":
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write([]byte(article(r.Host)))
	case r.URL.Path == "/bytes":
		w.Header().Set("Content-Type", "text/html; charset=utf-16")
		_, _ = w.Write([]byte("\xff\xfe\x00<a href='/trap/\x00'>" + article(r.Host) + "\xf0\x9f"))
	case r.URL.Path == "/header":
		w.Header().Set("X-Robots-Tag", "noindex, "+strings.Repeat("x", 4000))
		w.Header().Set("Last-Modified", "yesterday\u202e")
		_, _ = w.Write([]byte(article(r.Host + "\u202e")))
	case err == nil:
		_, _ = w.Write([]byte(article(r.Host+r.URL.Path, fmt.Sprintf("/trap/%d", n+1), fmt.Sprintf("/trap/%d?session=%d", n+1, n), fmt.Sprintf("/trap/%d/", n))))
	default:
		http.NotFound(w, r)
	}
}

func (o *outlets) enter(r *http.Request, worker int) (latency time.Duration, late bool, event func(int)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	latency = o.latency
	if o.storms > 0 {
		latency = o.slow
	}
	if _, woken := o.woken[worker]; woken {
		// It was on its way when its process was frozen, or between the last look at the
		// lease and the system call: the host sees it, and no client can help that. Only
		// so many can be.
		o.woken[worker]++
		return latency, true, nil
	}
	now := time.Now()
	if before := o.busy[r.Host]; before != 0 {
		o.faults = append(o.faults, fault{fmt.Sprintf("worker %d asks %s while %d does", worker, r.Host, before), before, worker})
	}
	if gap := now.Sub(o.ended[r.Host]); gap < o.delay {
		o.faults = append(o.faults, fault{fmt.Sprintf("worker %d asks %s%s %s after the last answer", worker, r.Host, r.URL.Path, gap), o.last[r.Host], worker})
	}
	o.busy[r.Host], o.last[r.Host] = worker, worker
	o.asked[r.Host+r.URL.Path] = append(o.asked[r.Host+r.URL.Path], worker)
	if o.requests++; o.requests == o.trigger {
		return latency, false, o.event
	}
	return latency, false, nil
}

func (o *outlets) leave(r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.busy[r.Host], o.ended[r.Host] = 0, time.Now()
}

// next sets what happens at a request some way ahead.
func (o *outlets) next(ahead int, event func(worker int)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.trigger, o.event = o.requests+1+ahead, event
}

// judge holds what the outlets saw, when all workers have ended.
func (o *outlets) judge(t *testing.T, calamities int) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	t.Logf("%v over %d requests; requests of workers that were woken: %v; %d taken over by chance", o.happened, o.requests, o.woken, len(o.silent))
	n := 0
	for _, k := range o.happened {
		n += k
	}
	if n != calamities {
		t.Errorf("%d of %d calamities happened: too few pages", n, calamities)
	}
	for _, f := range o.faults {
		// On a busy machine a worker may be silent for so long that it is taken over,
		// and what it asks then is as late as that of one that was frozen.
		if !o.silent[f.before] && !o.silent[f.then] {
			t.Error(f.what)
		}
	}
	for worker, late := range o.woken {
		if late > childWorkers {
			t.Errorf("%d requests of worker %d after it was woken", late, worker)
		}
	}
	again, robots := 0, 0
	for target, askers := range o.asked {
		isRobots := strings.HasSuffix(target, "/robots.txt")
		if !isRobots && !strings.HasPrefix(target, "h0") && !strings.HasPrefix(target, "h1") && !strings.HasPrefix(target, "h2") && !strings.HasPrefix(target, "h3") {
			continue // of odd and hostile hosts some is asked for twice by right
		}
		for _, worker := range askers[:len(askers)-1] {
			if again++; isRobots {
				robots++
			}
			if !o.gone[worker] {
				t.Errorf("%s was asked for by %v, of whom %d did not end before its time", target, askers, worker)
			}
		}
	}
	const inHand = 4*childWorkers + 32 + childWorkers // dealt out to one, waiting for their commit, and in it
	t.Logf("%d asked for again, of these %d robots.txt", again, robots)
	if limit := inHand * (calamities + len(o.silent)); again > limit {
		t.Errorf("%d requests again, at most %d were in hand", again, limit)
	}
}

// compare holds that a crawl has the journal of a calm one, and each page that it
// names; it counts those that are stored, and of these those fetched for who decided.
func (o *outlets) compare(t *testing.T, calm, rough crawl.Job) (elsewhere, stored int) {
	t.Helper()
	want, got := captures(t, calm), captures(t, rough)
	ignore := cmpopts.IgnoreFields(corpus.Capture{}, "FetchedAt", "WARCFile", "WARCOffset")
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Errorf("captures differ: %.2000s", diff)
	}
	places := map[string]bool{}
	for _, c := range got {
		if !c.Outcome.Stored() {
			continue
		}
		if stored++; strings.Contains(c.WARCFile, "-f") {
			elsewhere++
		}
		place := fmt.Sprint(c.WARCFile, c.WARCOffset)
		if places[place] {
			t.Errorf("%s lies where another page does", c.URL)
		}
		places[place] = true
		if p, err := crawl.ReadPage(strings.TrimSuffix(rough.WARCDir, "/warc"), c); err != nil || corpus.SHA256(p.Body) != c.BodySHA256 {
			t.Errorf("read %s back: %v", c.URL, err)
		}
	}
	t.Logf("%d stored, %d of them fetched for another process", stored, elsewhere)
	return elsewhere, stored
}

// isGone notes that a worker is not there any more.
func (o *outlets) isGone(worker int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.gone[worker] = true
}

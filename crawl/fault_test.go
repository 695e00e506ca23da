package crawl_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/internal/jumpclock"
)

// faultyWeb is a web in memory. What it answers to a request depends on its seed,
// the address and how often it was asked for alone.
type faultyWeb struct {
	pages  map[string]string // by host and path
	seed   uint64            // 0 for a web without faults
	mu     sync.Mutex
	asked  map[string]int
	faults int
}

// newFaultyWeb has outlets in English and in Chinese, whose pages name each other.
func newFaultyWeb(seed uint64) (w *faultyWeb, outlets []corpus.Source) {
	const hosts, pages = 4, 12
	w = &faultyWeb{pages: map[string]string{}, seed: seed, asked: map[string]int{}}
	for i := range hosts {
		host := fmt.Sprintf("%c.test", 'a'+i)
		outlets = append(outlets, source(host[:1], host, nil))
		w.pages[host+"/robots.txt"] = "User-agent: *\nDisallow: /private/\n"
		w.pages[host+"/"] = article(host, "/p/0", "/p/1")
		for p := range pages {
			body := article(fmt.Sprint(host, p), fmt.Sprintf("/p/%d", (2*p+2)%pages), fmt.Sprintf("/p/%d", (2*p+3)%pages))
			if i%2 == 1 {
				body = strings.ReplaceAll(body, "The two lake states sent their envoys", "湖区两国派出代表前往港口城市，调解人准备了简短的议程")
			}
			w.pages[fmt.Sprintf("%s/p/%d", host, p)] = body
		}
	}
	return w, outlets
}

// RoundTrip answers, or fails as networks do. An address fails once at most, so that
// none is given up.
func (w *faultyWeb) RoundTrip(r *http.Request) (*http.Response, error) {
	target := r.URL.Host + r.URL.Path
	h := fnv.New64a()
	_, _ = io.WriteString(h, target)
	draw := rand.New(rand.NewPCG(w.seed, h.Sum64()))
	w.mu.Lock()
	w.asked[target]++
	first := w.asked[target] == 1
	w.mu.Unlock()
	body, ok := w.pages[target]
	answer := &http.Response{StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(body))}
	if !ok {
		answer.StatusCode, answer.Status = http.StatusNotFound, "404 Not Found"
	}
	if w.seed == 0 || !first || draw.IntN(3) > 0 {
		return answer, nil
	}
	w.mu.Lock()
	w.faults++
	w.mu.Unlock()
	cut := bytes.NewReader([]byte(body)[:len(body)/2])
	reset := &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	switch draw.IntN(6) {
	case 0:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "server misbehaving", Name: r.URL.Host, IsTemporary: true}}
	case 1:
		return nil, reset
	case 2:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	case 3:
		answer.Body = io.NopCloser(io.MultiReader(cut, failing{reset}))
	case 4:
		answer.Body = io.NopCloser(io.MultiReader(cut, failing{io.ErrUnexpectedEOF}))
	default:
		answer.StatusCode, answer.Status = http.StatusServiceUnavailable, "503 Service Unavailable"
		answer.Header.Set("Retry-After", "7")
	}
	return answer, nil
}

// failing is the rest of a body that does not come.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// joltedClock jumps forward and back by up to half a day, as a machine's does that
// is set right or wakes up.
type joltedClock struct {
	*jumpclock.Clock
	mu   sync.Mutex
	draw *rand.Rand
	off  time.Duration
}

func (c *joltedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.draw.IntN(40) == 0 {
		c.off = time.Duration(c.draw.IntN(24*3600)-12*3600) * time.Second
	}
	return c.Clock.Now().Add(c.off)
}

// rounds is how many seeds a test of faults has; `make soak` sets more.
func rounds(t *testing.T) int {
	if os.Getenv("FRAMEWATCH_KILLS") != "" {
		return 40 * kills(t)
	}
	if testing.Short() {
		return 3
	}
	return 12
}

// TestNetworkFaults: over a network that fails, on a clock that jumps, and broken
// off now and then, a crawl ends with the pages of an undisturbed one, and has a
// row for each fault.
func TestNetworkFaults(t *testing.T) {
	calm, outlets := newFaultyWeb(0)
	dir := t.TempDir()
	want := crawled(t, calm, newClock(), jobIn(dir, "r", outlets...), dir, nil)
	if len(want) != len(calm.pages)-len(outlets) {
		t.Fatalf("%d pages of %d", len(want), len(calm.pages))
	}
	faults := 0
	for seed := range rounds(t) {
		web, outlets := newFaultyWeb(uint64(seed + 1))
		draw := rand.New(rand.NewPCG(uint64(seed), 1))
		dir := t.TempDir()
		got := crawled(t, web, &joltedClock{Clock: newClock(), draw: draw}, jobIn(dir, "r", outlets...), dir, draw)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("seed %d (-calm +faulty):\n%.2000s", seed, diff)
		}
		faults += web.faults
	}
	if faults < 5*rounds(t) {
		t.Errorf("%d faults in %d crawls: the test shows nothing", faults, rounds(t))
	}
}

// crawled carries out a job, from the beginning to the end or broken off after some
// pages until one gets there, and returns the digests of the pages that it kept by address.
func crawled(t *testing.T, web *faultyWeb, clock crawl.Clock, job crawl.Job, dir string, breaks *rand.Rand) map[string]string {
	t.Helper()
	cfg := crawl.Default()
	cfg.AllowNet, cfg.NoDelay, cfg.Workers, cfg.Hosts = []string{"127.0.0.0/8"}, true, 4, map[string]string{}
	for _, s := range job.Sources {
		cfg.Hosts[s.Domain] = "127.0.0.1:9"
	}
	whole := false
	for broken := 0; !whole; broken++ {
		ctx, stop := context.WithCancel(t.Context())
		transport := http.RoundTripper(web)
		if breaks != nil && broken < 2 {
			transport = &stopping{RoundTripper: web, left: 5 + breaks.IntN(30), stop: stop}
		}
		_, err := crawler(t, cfg, crawl.WithClock(clock), crawl.WithTransport(transport)).Run(ctx, job)
		stop()
		if whole = err == nil; !whole && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	kept, failed := map[string]string{}, 0
	for c, err := range crawl.Captures(job.StateDir, job.Run) {
		switch {
		case err != nil:
			t.Fatal(err)
		case c.Outcome == corpus.OutcomeError:
			failed++
		case c.Outcome.Stored() && c.Kind != crawl.KindRobots:
			if _, twice := kept[c.URL]; twice {
				t.Errorf("%s is kept twice", c.URL)
			}
			kept[c.URL] = c.BodySHA256
			if p, err := crawl.ReadPage(dir, c); err != nil || corpus.SHA256(p.Body) != c.BodySHA256 {
				t.Errorf("read %s back: %v", c.URL, err)
			}
		}
	}
	if failed < web.faults-2*cfg.Workers || breaks == nil && failed != web.faults {
		t.Errorf("%d rows say that an answer failed, and %d did", failed, web.faults)
	}
	return kept
}

// stopping ends a crawl after some requests.
type stopping struct {
	http.RoundTripper
	mu   sync.Mutex
	left int
	stop func()
}

func (s *stopping) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	if s.left--; s.left == 0 {
		s.stop()
	}
	s.mu.Unlock()
	return s.RoundTripper.RoundTrip(r)
}

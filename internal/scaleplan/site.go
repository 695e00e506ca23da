//go:build linux

package main

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"time"

	"framewatch/internal/scaleplan/sim"
)

// site serves invented hosts, whose pages, latency and faults are as a simulated
// host's. Of each wave the first page names those of the next.
type site struct {
	hosts      []sim.Host
	paragraphs []string

	mu       sync.Mutex
	requests int
	meant    float64        // seconds until answers were to begin, over all requests
	asked    map[string]int // attempts of pages that may fail
}

// hostName is the name of host i.
func hostName(i int) string { return fmt.Sprintf("host%d.test", i) }

// numberOf is the number in a host's name.
func numberOf(name string) (int, bool) {
	i, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(name, "host"), ".test"))
	return i, err == nil
}

func newSite(hosts []sim.Host) *site {
	s := &site{hosts: hosts, asked: map[string]int{}}
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 4000)
	for i := range words {
		for range 1 + r.IntN(4) {
			words[i] += []string{"ba", "cor", "du", "el", "fin", "gra", "hal", "is", "jo", "ken", "lum", "mer"}[r.IntN(12)]
		}
	}
	for range 2000 {
		var b strings.Builder
		for range 60 {
			b.WriteString(words[int(float64(len(words))*math.Pow(r.Float64(), 2.5))]) // few words everywhere, most of them rare
			b.WriteByte(' ')
		}
		s.paragraphs = append(s.paragraphs, b.String())
	}
	return s
}

// serve listens on a free port of the loopback address.
func (s *site) serve() *httptest.Server { return httptest.NewServer(s) }

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		name = r.Host
	}
	i, ok := numberOf(name)
	if !ok || i >= len(s.hosts) {
		http.NotFound(w, r)
		return
	}
	h := &s.hosts[i]
	key := name + r.URL.Path
	attempt := s.count(key, h.Faults > 0)
	d := rand.New(rand.NewPCG(sumOf(key), uint64(attempt)))
	wait := latency(h, d)
	s.mu.Lock()
	s.meant += wait
	s.mu.Unlock()
	time.Sleep(time.Duration(wait * float64(time.Second)))
	if r.URL.Path == "/robots.txt" {
		fmt.Fprint(w, "User-agent: *\nDisallow: /private/\n")
		if h.CrawlDelay > 0 {
			fmt.Fprintf(w, "Crawl-delay: %g\n", h.CrawlDelay)
		}
		return
	}
	wave, number := 0, 0
	if r.URL.Path != "/" {
		if _, err := fmt.Sscanf(r.URL.Path, "/w/%d/%d", &wave, &number); err != nil || wave >= len(h.Waves) || number >= h.Waves[wave] {
			http.NotFound(w, r)
			return
		}
	}
	if d.Float64() < h.Faults {
		http.Error(w, "the press is being oiled", http.StatusServiceUnavailable)
		return
	}
	body := s.page(h, key, wave, number)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}

// sumOf is the same for a page in every run, so that what differs between runs is not
// the site.
func sumOf(key string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(key))
	return h.Sum64()
}

func (s *site) count(key string, remember bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	if remember {
		s.asked[key]++
	}
	return s.asked[key]
}

func latency(h *sim.Host, r *rand.Rand) float64 {
	if h.Spread == 0 {
		return h.Latency
	}
	return h.Latency * math.Exp(h.Spread*r.NormFloat64()-h.Spread*h.Spread/2)
}

// page is HTML of the length that the host's pages have: paragraphs, each with a
// link to a page that is known by then, as most links of a page are.
func (s *site) page(h *sim.Host, key string, wave, number int) []byte {
	var b strings.Builder
	size := int(h.KB * 1000)
	b.Grow(size + 1000)
	fmt.Fprintf(&b, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s</title></head><body><article><h1>%[1]s</h1>`, key)
	if next := wave + 1; number == 0 && next < len(h.Waves) {
		for i := range h.Waves[next] {
			fmt.Fprintf(&b, `<a href="/w/%d/%d">Page %d</a> `, next, i, i)
		}
	}
	at := sumOf(key)
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "<p class=\"para\">%s", s.paragraphs[(at+uint64(i)*7919)%uint64(len(s.paragraphs))])
		if wave > 0 {
			fmt.Fprintf(&b, `<a href="/w/%d/%d">More</a>`, wave, (number+i)%h.Waves[wave])
		}
		b.WriteString("</p>\n")
	}
	b.WriteString("</article></body></html>")
	return []byte(b.String())
}

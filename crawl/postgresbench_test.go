//go:build unix

package crawl_test

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"framewatch/crawl/frontier/postgres/pgtest"
)

// benchLease is short, so that who joins need not wait for long.
const benchLease = 6 * time.Second

// BenchmarkPostgres measures what a page of a crawl costs with its state on a
// server, the server's part with it, against the store in a file; and the same where
// another process fetches a part of the pages.
func BenchmarkPostgres(b *testing.B) {
	server := pgtest.Start(b)
	pages := benchPages(b)
	for helpers, hosts := range []int{benchHosts, 64} { // with few hosts little is to be had by others
		b.Run(fmt.Sprintf("joined=%d", helpers), func(b *testing.B) {
			site := benchSite(b, "dense", pages/hosts)
			at := benchSetup{Mode: "crawl", Addr: site.Listener.Addr().String(), Hosts: hosts, PerHost: pages / hosts, Lease: benchLease}
			if helpers > 0 {
				at.Workers = 4
			}
			var ratio, own, served, share []float64
			for i := 0; b.Loop(); i++ {
				at.Frontier = ""
				file := measureTogether(b, at, 0)
				at.Frontier = server.Address(fmt.Sprintf("bench%d_%d", helpers, i))
				before := server.CPU()
				there := measureTogether(b, at, helpers)
				server := (server.CPU() - before).Seconds() / float64(there.Pages) * 1000
				ratio, own, served = append(ratio, (there.CPU+server)/file.CPU), append(own, there.CPU/file.CPU), append(served, server/file.CPU)
				share = append(share, float64(there.elsewhere)/float64(there.Pages))
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(median(ratio), "x-embedded-cpu")
			b.ReportMetric(median(own), "x-embedded-cpu-crawler")
			b.ReportMetric(median(served), "x-embedded-cpu-server")
			b.ReportMetric(median(share), "share-elsewhere")
		})
	}
}

// together is what a crawl of several processes took, as a [benchResult] has it.
type together struct {
	benchResult
	elsewhere int // answers that others than who decides fetched
}

// measureTogether runs a crawl with some processes that join it.
func measureTogether(b *testing.B, s benchSetup, helpers int) together {
	b.Helper()
	s.Dir = b.TempDir()
	start := func(mode string) func() benchResult {
		setup := s
		setup.Mode = mode
		data, err := json.Marshal(setup)
		if err != nil {
			b.Fatal(err)
		}
		cmd := exec.CommandContext(b.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), benchEnv+"="+string(data))
		cmd.Stderr = os.Stderr
		return func() (r benchResult) {
			out, err := cmd.Output()
			if err == nil {
				err = json.Unmarshal(out, &r)
			}
			if err != nil {
				b.Errorf("%s: %v in %q", mode, err, out)
			}
			r.CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime() - r.Idle.CPU).Seconds()
			return r
		}
	}
	var all together
	var wait sync.WaitGroup
	others := make([]benchResult, helpers)
	for i := range others {
		run := start("join")
		wait.Go(func() { others[i] = run() })
	}
	all.benchResult = start(s.Mode)()
	wait.Wait()
	for _, r := range others {
		all.CPU += r.CPU
		all.elsewhere += r.Pages
	}
	all.CPU = all.CPU / float64(max(all.Pages, 1)) * 1000
	return all
}

// BenchmarkTogether measures how much sooner two processes are done than one, over
// many hosts that take from 200 to 700 ms to answer, where each process makes eight
// requests at once: the time from the first request that the hosts see to the last.
func BenchmarkTogether(b *testing.B) {
	const hosts, pages = 150, 10
	server := pgtest.Start(b)
	var mu sync.Mutex
	var first, last time.Time
	busy, faults := map[string]bool{}, 0
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		if first.IsZero() {
			first = time.Now()
		}
		if busy[r.Host] {
			faults++
		}
		busy[r.Host] = true
		mu.Unlock()
		time.Sleep(200*time.Millisecond + time.Duration(crc32.ChecksumIEEE([]byte(r.Host+r.URL.Path))%500)*time.Millisecond)
		var n int
		switch _, err := fmt.Sscanf(r.URL.Path, "/p/%d", &n); {
		case r.URL.Path == "/robots.txt":
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /private/\n"))
		case r.URL.Path == "/" || err == nil:
			_, _ = w.Write([]byte(article(r.Host+r.URL.Path, fmt.Sprintf("/p/%d", 2*n+1), fmt.Sprintf("/p/%d", 2*n+2))))
		default:
			http.NotFound(w, r)
		}
		mu.Lock()
		busy[r.Host], last = false, time.Now()
		mu.Unlock()
	}))
	b.Cleanup(site.Close)
	var ratio []float64
	for i := 0; b.Loop(); i++ {
		var took [2]time.Duration
		for helpers := range took {
			first = time.Time{}
			done := measureTogether(b, benchSetup{Mode: "crawl", Addr: site.Listener.Addr().String(), Hosts: hosts, PerHost: pages, Workers: 8,
				Frontier: server.Address(fmt.Sprintf("together%d_%d", i, helpers)), Lease: benchLease}, helpers)
			took[helpers] = last.Sub(first)
			b.Logf("%d processes: %d pages in %s, %d answers fetched by who joined", 1+helpers, done.Pages, took[helpers].Round(time.Millisecond), done.elsewhere)
		}
		ratio = append(ratio, float64(took[0])/float64(took[1]))
	}
	if faults > 0 {
		b.Errorf("%d requests to a host while another was under way", faults)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(ratio), "x-one-process")
}

package crawl_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// benchHosts is how many hosts the measured site has.
const benchHosts = 8

// benchPages is how many pages a measured crawl takes, over all hosts.
func benchPages(b *testing.B) int {
	if n, err := strconv.Atoi(os.Getenv("FRAMEWATCH_BENCH_PAGES")); err == nil {
		return max(n, benchHosts)
	}
	if testing.Short() {
		return 2000
	}
	b.Helper()
	return 20_000
}

// looks are the two kinds of page that are measured, of 40 KB each: a portal's,
// which is markup for the most part, and an essay's, which is text.
var looks = map[string]func(w *strings.Builder, n, total int){
	"dense": func(w *strings.Builder, n, total int) {
		for i := range 118 {
			fmt.Fprintf(w, `<div class="card card-%d" data-id="%d"><h3><a href="/p/%d.html">Story %d on the card</a></h3><span class="date">2026-03-04</span>`+
				`<img src="/i/%d.jpg" alt="x"></div>`+"\n", i, i, (n*3+i)%total, i, i)
			fmt.Fprintf(w, `<p class="para">Paragraph %d of page %d. The lake states sent envoys; <em>the harbour town</em> set a table. 调解员在湖边的镇上等候。 `+
				`<a href="/p/%d.html">More</a> in number %d.</p>`+"\n", i, n, (n*7+i*i+1)%total, n*i)
		}
	},
	"sparse": func(w *strings.Builder, n, total int) {
		for i := range 56 {
			fmt.Fprintf(w, `<p>Paragraph %d of page %d. %s</p>`+"\n", i, n, strings.Repeat("The two lake states sent their envoys to the harbour town, where the mediators "+
				"had set up a long table, a short agenda and 茶. ", 5))
			if i%3 == 0 {
				fmt.Fprintf(w, `<a href="/p/%d.html">Also on page %d</a>`+"\n", (n*7+i*i+1)%total, i)
			}
		}
	},
}

// benchSite serves the pages of one look, under any host name.
func benchSite(b *testing.B, look string, perHost int) *httptest.Server {
	b.Helper()
	// Pages are made before anything is measured, and each serves all hosts.
	pages := make([][]byte, perHost)
	for n := range pages {
		var w strings.Builder
		fmt.Fprintf(&w, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page %d</title><meta name="description" content="x"></head><body><ul>`, n)
		for i := range 30 {
			fmt.Fprintf(&w, `<li class="item-%d"><a href="/section/%d" class="nav">Section %d</a></li>`, i, i%10, i)
		}
		w.WriteString("</ul><article>")
		looks[look](&w, n, perHost)
		fmt.Fprintf(&w, `<a href="/p/%d.html">next</a> <a href="/p/%d.html">next but one</a></article></body></html>`, (2*n+1)%perHost, (2*n+2)%perHost)
		pages[n] = []byte(w.String())
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/p/"), ".html")
		n, err := strconv.Atoi(path)
		switch {
		case r.URL.Path == "/":
			n = 0
		case r.URL.Path == "/robots.txt":
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /private/\nDisallow: /section/\n"))
			return
		case err != nil || n < 0 || n >= perHost:
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(pages[n])))
		_, _ = w.Write(pages[n])
	}))
	b.Cleanup(s.Close)
	return s
}

// measure runs a child process of this binary over the site.
func measure(b *testing.B, mode string, site *httptest.Server, hosts, perHost int) benchResult {
	b.Helper()
	return measureAt(b, benchSetup{Mode: mode, Addr: site.Listener.Addr().String(), Hosts: hosts, PerHost: perHost})
}

func measureAt(b *testing.B, s benchSetup) benchResult {
	b.Helper()
	s.Dir = b.TempDir()
	setup, err := json.Marshal(s)
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.CommandContext(b.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), benchEnv+"="+string(setup))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%s: %v", s.Mode, err)
	}
	var r benchResult
	if err := json.Unmarshal(out, &r); err != nil {
		b.Fatalf("%s: %v in %q", s.Mode, err, out)
	}
	r.CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime() - r.Idle.CPU).Seconds() / float64(r.Pages) * 1000
	return r
}

// BenchmarkCrawl measures whole crawls, each in a process of its own, against
// the least that fetching and parsing the same pages costs.
func BenchmarkCrawl(b *testing.B) {
	for _, look := range []string{"dense", "sparse"} {
		b.Run(look, func(b *testing.B) {
			pages := benchPages(b)
			site := benchSite(b, look, pages/benchHosts)
			var ratio, archive, floors []float64
			var last benchResult
			for b.Loop() {
				floor := measure(b, "floor", site, benchHosts, pages/benchHosts)
				last = measure(b, "crawl", site, benchHosts, pages/benchHosts)
				bare := measure(b, "no-archive", site, benchHosts, pages/benchHosts)
				ratio, archive = append(ratio, last.CPU/floor.CPU), append(archive, last.CPU/bare.CPU)
				floors = append(floors, floor.CPU)
			}
			b.ReportMetric(0, "ns/op") // wall-clock time says nothing on a shared machine
			b.ReportMetric(last.CPU, "cpu-s/1k-pages")
			b.ReportMetric(median(ratio), "x-floor-cpu")
			b.ReportMetric(median(archive), "x-no-archive-cpu")
			// Scrapy needs so much longer that a part of the pages must do.
			if cpu, ok := measureScrapy(b, site.Listener.Addr().String(), min(pages/benchHosts, 250)); ok {
				b.ReportMetric(cpu/median(floors), "scrapy-x-floor-cpu")
			} else {
				b.Log("scrapy is not installed; its ratio is not measured")
			}
			last.report(b)
		})
	}
}

// BenchmarkSources measures what a page costs in a run over many sources of few
// pages each against one over a hundred, and what the crawler keeps of it.
func BenchmarkSources(b *testing.B) {
	const perHost, few = 5, 100
	many := 10_000
	if testing.Short() {
		many = 2000
	}
	pages := make([]string, perHost)
	for n := range pages {
		pages[n] = fmt.Sprintf(`<!doctype html><title>Page %d</title><p>The lake states sent envoys. 调解员在湖边的镇上等候。`, n)
		for next := range perHost {
			pages[n] += fmt.Sprintf(`<a href="/p/%d.html">Page %d</a> `, next, next)
		}
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/p/"), ".html"))
		if r.URL.Path == "/" {
			n, err = 0, nil
		}
		if r.URL.Path == "/robots.txt" {
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /private/\n"))
			return
		}
		if err != nil || n < 0 || n >= perHost {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(pages[n]))
	}))
	b.Cleanup(site.Close)
	var ratio []float64
	var small, big benchResult
	for b.Loop() {
		var costs []float64
		for range 5 { // short runs: their median
			small = measure(b, "crawl", site, few, perHost)
			costs = append(costs, small.CPU)
		}
		big = measure(b, "crawl", site, many, perHost)
		ratio = append(ratio, big.CPU/median(costs))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(big.CPU, "cpu-s/1k-pages")
	b.ReportMetric(median(ratio), "x-100-sources-cpu")
	b.ReportMetric(float64(big.Store)/(1<<20), "store-MB")
	big.report(b)
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

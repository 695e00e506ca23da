package crawl_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/sync/errgroup"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier/embedded"
)

const benchEnv = "FRAMEWATCH_TEST_BENCH"

// benchSetup tells a child process what to fetch and how.
type benchSetup struct {
	Mode    string // floor, crawl, no-archive, join
	Addr    string
	Hosts   int
	PerHost int
	Dir     string
	// Frontier is the server where the state is kept; empty for a file.
	Frontier string
	Workers  int           // requests at once, 0 = as many as by default
	Lease    time.Duration // of that server's store
}

// memory is what a process takes at a moment. Resident memory is what it
// allocated and, apart from that, what it mapped of files: the machine takes the
// latter back when it needs it.
type memory struct {
	Pages      int
	Anonymous  int // KiB
	File       int // KiB
	Goroutines int
	CPU        time.Duration
}

// benchResult is what a child process says of its crawl.
type benchResult struct {
	Pages  int
	CPU    float64 // seconds for 1,000 pages, without the start of the process
	Store  int64   // bytes of the crawler's memory on disk
	Idle   memory
	Points []memory // while it ran
}

// report prints what the crawl took above the idle process.
func (r benchResult) report(b *testing.B) {
	b.Helper()
	var top, early memory
	for _, p := range r.Points {
		top.Anonymous, top.File = max(top.Anonymous, p.Anonymous), max(top.File, p.File)
		top.Goroutines = max(top.Goroutines, p.Goroutines)
		if p.Pages <= r.Pages/4 {
			early.Anonymous, early.File = max(early.Anonymous, p.Anonymous), max(early.File, p.File)
		}
	}
	const mib = 1024.0
	b.ReportMetric(float64(r.Idle.Anonymous+r.Idle.File)/mib, "idle-MB")
	b.ReportMetric(float64(early.Anonymous-r.Idle.Anonymous)/mib, "quarter-anon-MB")
	b.ReportMetric(float64(top.Anonymous-r.Idle.Anonymous)/mib, "peak-anon-MB")
	b.ReportMetric(float64(early.File-r.Idle.File)/mib, "quarter-file-MB")
	b.ReportMetric(float64(top.File-r.Idle.File)/mib, "peak-file-MB")
	b.ReportMetric(float64(top.Goroutines), "goroutines")
}

// now reads what this process takes.
func now(pages int) memory {
	m := memory{Pages: pages, Goroutines: runtime.NumGoroutine()}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return m // not Linux: the ratios of CPU are still good
	}
	for line := range strings.Lines(string(status)) {
		switch name, rest, _ := strings.Cut(line, ":"); name {
		case "RssAnon":
			_, _ = fmt.Sscan(rest, &m.Anonymous)
		case "RssFile":
			_, _ = fmt.Sscan(rest, &m.File)
		}
	}
	return m
}

// benchChild is the main of a measured process.
func benchChild(setup []byte) error {
	var s benchSetup
	if err := json.Unmarshal(setup, &s); err != nil {
		return err
	}
	idle := now(0)
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return err
	}
	if p := os.Getenv("FRAMEWATCH_BENCH_PROFILE"); p != "" {
		f, err := os.Create(p + "-" + s.Mode)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	idle.CPU = time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	var r benchResult
	var err error
	switch s.Mode {
	case "floor":
		r, err = benchFloor(s)
	case "join":
		r, err = benchJoin(s)
	default:
		r, err = benchCrawl(s)
	}
	if err != nil {
		return err
	}
	r.Idle = idle
	return json.NewEncoder(os.Stdout).Encode(r)
}

func benchHost(i int) string { return fmt.Sprintf("host%d.test", i) }

// benchFloor fetches and parses the pages with net/http and goquery, one request
// at a time to a host, and nothing else.
func benchFloor(s benchSetup) (r benchResult, err error) {
	var g errgroup.Group
	counts := make([]int, s.Hosts)
	for i := range s.Hosts {
		g.Go(func() (err error) {
			counts[i], err = floorHost(s, benchHost(i))
			return err
		})
	}
	err = g.Wait()
	for _, n := range counts {
		r.Pages += n
	}
	return r, err
}

func floorHost(s benchSetup, host string) (n int, err error) {
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, s.Addr)
	}}}
	seen := map[string]bool{"/": true}
	for queue := []string{"/"}; len(queue) > 0 && n < s.PerHost; n++ {
		resp, err := client.Get("http://" + host + queue[0])
		if err != nil {
			return n, err
		}
		queue = queue[1:]
		doc, err := goquery.NewDocumentFromReader(resp.Body)
		_, _ = io.Copy(io.Discard, resp.Body)
		if err := errors.Join(err, resp.Body.Close()); err != nil {
			return n, err
		}
		for _, a := range doc.Find("a[href]").EachIter() {
			if href, _ := a.Attr("href"); strings.HasPrefix(href, "/p/") && !seen[href] {
				seen[href] = true
				queue = append(queue, href)
			}
		}
	}
	return n, nil
}

func (s benchSetup) settings() (crawl.Config, crawl.Job) {
	cfg := crawl.Default()
	cfg.AllowNet, cfg.NoDelay, cfg.MaxPages, cfg.MaxDepth = []string{"127.0.0.0/8"}, true, s.PerHost, 1000
	cfg.Hosts, cfg.Frontier = map[string]string{}, s.Frontier
	if s.Workers > 0 {
		cfg.Workers = s.Workers
	}
	for i := range s.Hosts {
		cfg.Hosts[benchHost(i)] = s.Addr
	}
	return cfg, crawl.Job{Run: "r", StateDir: filepath.Join(s.Dir, "_state"), WARCDir: filepath.Join(s.Dir, "warc")}
}

// benchJoin fetches for the process that crawls in the same folder, once there is one.
func benchJoin(s benchSetup) (r benchResult, err error) {
	cfg, job := s.settings()
	c, err := crawl.New(cfg, slog.New(slog.DiscardHandler), crawl.WithLease(s.Lease))
	if err != nil {
		return r, err
	}
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(10 * time.Millisecond) {
		done, err := c.Join(context.Background(), job)
		if errors.Is(err, crawl.ErrNothingToJoin) {
			continue
		}
		if err == nil && !done.Ended {
			err = errors.New("nobody decides")
		}
		r.Pages = done.Fetched
		return r, err
	}
	return r, crawl.ErrNothingToJoin
}

func benchCrawl(s benchSetup) (r benchResult, err error) {
	cfg, job := s.settings()
	for i := range s.Hosts {
		src, err := crawl.URLSource("http://" + benchHost(i) + "/")
		if err != nil {
			return r, err
		}
		job.Sources = append(job.Sources, src)
	}
	next := 0
	job.Progress = func(p crawl.Progress) {
		if p.Fetched >= next {
			next = p.Fetched + 250
			r.Points = append(r.Points, now(p.Fetched))
		}
	}
	opts := []crawl.Option{crawl.WithLease(s.Lease)}
	if s.Mode == "no-archive" {
		opts = append(opts, crawl.WithoutArchive())
	}
	c, err := crawl.New(cfg, slog.New(slog.DiscardHandler), opts...)
	if err != nil {
		return r, err
	}
	sum, err := c.Run(context.Background(), job)
	if err != nil {
		return r, err
	}
	if info, err := os.Stat(filepath.Join(job.StateDir, embedded.FileName)); s.Frontier == "" {
		if err != nil {
			return r, err
		}
		r.Store = info.Size()
	}
	r.Pages = sum.Outcomes[corpus.OutcomeOK] - s.Hosts // robots.txt is no page
	if want := s.PerHost * s.Hosts; r.Pages < want*9/10 {
		return r, fmt.Errorf("%d pages of %d: %v", r.Pages, want, sum.Outcomes)
	}
	return r, nil
}

// scrapySpider does with Scrapy what benchFloor does.
const scrapySpider = `
import scrapy
from scrapy.crawler import CrawlerProcess
class Spider(scrapy.Spider):
    name = "bench"
    async def start(self):
        for i in range(%d):
            yield scrapy.Request(%q + "/?h=%%d" %% i, headers={"Host": "host%%d.test" %% i}, cb_kwargs={"host": "host%%d.test" %% i}, dont_filter=True)
    seen = set()
    def parse(self, response, host):
        for href in response.css("a::attr(href)").getall():
            if href.startswith("/p/") and (host, href) not in self.seen and len(self.seen) < %d:
                self.seen.add((host, href))
                yield scrapy.Request(response.urljoin(href), headers={"Host": host}, cb_kwargs={"host": host}, dont_filter=True)
process = CrawlerProcess({"LOG_ENABLED": False, "ROBOTSTXT_OBEY": False, "CONCURRENT_REQUESTS_PER_DOMAIN": %d, "TELNETCONSOLE_ENABLED": False})
crawler = process.create_crawler(Spider)
process.crawl(crawler)
process.start()
print(crawler.stats.get_value("response_received_count", 0))
`

// measureScrapy gives Scrapy's CPU seconds for 1,000 of the pages; ok is false
// where it is not installed.
func measureScrapy(b *testing.B, addr string, perHost int) (cpu float64, ok bool) {
	b.Helper()
	python := os.Getenv("FRAMEWATCH_PYTHON")
	if python == "" {
		python = "python3"
	}
	if exec.CommandContext(b.Context(), python, "-c", "import scrapy").Run() != nil {
		return 0, false
	}
	spider := filepath.Join(b.TempDir(), "spider.py")
	script := fmt.Sprintf(scrapySpider, benchHosts, "http://"+addr, perHost*benchHosts, benchHosts)
	if err := os.WriteFile(spider, []byte(script), 0o644); err != nil {
		b.Fatal(err)
	}
	cmd := exec.CommandContext(b.Context(), python, spider)
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("scrapy: %v", err)
	}
	var pages int
	if _, err := fmt.Sscan(string(out), &pages); err != nil || pages == 0 {
		b.Fatalf("scrapy fetched nothing: %v in %q", err, out)
	}
	return (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds() / float64(pages) * 1000, true
}

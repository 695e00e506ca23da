//go:build linux

package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime/pprof"
	"sync/atomic"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/fetch"
	"framewatch/crawl/frontier/embedded"
	"framewatch/crawl/guard"
)

// first ends a crawl at its first request, and notes what was taken until then.
type first struct {
	cpu     float64
	at      time.Time
	stop    context.CancelFunc
	failure error
}

func (f *first) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.at.IsZero() {
		f.at = time.Now()
		f.cpu, f.failure = used()
		f.stop()
	}
	return nil, r.Context().Err()
}

// watch is the crawler's own transport, and how long it waited for answers. On a busy
// machine they begin later than the server means them to.
type watch struct {
	*http.Transport
	waited atomic.Int64
}

func newWatch(cfg crawl.Config) (*watch, error) {
	g, err := guard.New(cfg.AllowNet, cfg.Hosts, cfg.Resolver)
	if err != nil {
		return nil, err
	}
	return &watch{Transport: fetch.NewTransport(g, cfg.Workers, cfg.HeaderTimeout)}, nil
}

// RoundTrip is for http.Client.
func (w *watch) RoundTrip(r *http.Request) (*http.Response, error) {
	began := time.Now()
	defer func() { w.waited.Add(int64(time.Since(began))) }()
	return w.Transport.RoundTrip(r)
}

// job is a crawl of the hosts of a server.
func (s setup) job() (crawl.Config, crawl.Job, error) {
	cfg := crawl.Default()
	cfg.AllowNet, cfg.MaxPages, cfg.MaxDepth, cfg.Workers = []string{"127.0.0.0/8"}, s.Pages, 1000, s.Workers
	cfg.NoDelay, cfg.Delay = s.Delay == 0, time.Duration(s.Delay*float64(time.Second))
	cfg.Hosts = map[string]string{}
	job := crawl.Job{Run: "r", StateDir: filepath.Join(s.Dir, "_state"), WARCDir: filepath.Join(s.Dir, "warc")}
	for i := range s.Hosts {
		cfg.Hosts[hostName(i)] = s.Addr
		src, err := crawl.URLSource("http://" + hostName(i) + "/")
		if err != nil {
			return cfg, job, err
		}
		job.Sources = append(job.Sources, src)
	}
	return cfg, job, nil
}

// childSeed begins a crawl and ends it at its first request.
func childSeed(ctx context.Context, s setup) (m measures, err error) {
	cfg, job, err := s.job()
	if err != nil {
		return m, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	begun := &first{stop: stop}
	c, err := crawl.New(cfg, slog.New(slog.DiscardHandler), crawl.WithTransport(begun))
	if err != nil {
		return m, err
	}
	before, err := used()
	if err != nil {
		return m, err
	}
	began := time.Now()
	_, err = c.Run(ctx, job)
	if begun.at.IsZero() {
		return m, fmt.Errorf("nothing was asked for: %w", err)
	}
	m.CPU, m.Seconds = begun.cpu-before, begun.at.Sub(began).Seconds()
	return m, begun.failure
}

// childCrawl crawls.
func childCrawl(ctx context.Context, s setup) (m measures, err error) {
	cfg, job, err := s.job()
	if err != nil {
		return m, err
	}
	if m.Sync, err = syncTime(s.Dir); err != nil {
		return m, err
	}
	idle, err := anonymous()
	if err != nil {
		return m, err
	}
	next := 0
	job.Progress = func(p crawl.Progress) {
		if p.Fetched >= next {
			next = p.Fetched + 100
			now, _ := anonymous() // it was there a moment ago
			m.Peak = max(m.Peak, now-idle)
		}
	}
	watch, err := newWatch(cfg)
	if err != nil {
		return m, err
	}
	c, err := crawl.New(cfg, slog.New(slog.DiscardHandler), crawl.WithTransport(watch))
	if err != nil {
		return m, err
	}
	stop, err := profile(s.Profile)
	if err != nil {
		return m, err
	}
	defer stop()
	before, err := used()
	if err != nil {
		return m, err
	}
	began := time.Now()
	sum, err := c.Run(ctx, job)
	if err != nil {
		return m, err
	}
	m.Seconds = time.Since(began).Seconds()
	after, err := used()
	if err != nil {
		return m, err
	}
	m.CPU, m.Waited = after-before, time.Duration(watch.waited.Load()).Seconds()
	m.Pages = sum.Outcomes[corpus.OutcomeOK] - s.Hosts // robots.txt is no page
	if m.WARC, err = sizeOf(job.WARCDir); err != nil {
		return m, err
	}
	info, err := os.Stat(filepath.Join(job.StateDir, embedded.FileName))
	if err != nil {
		return m, err
	}
	m.Store = info.Size()
	return m, nil
}

// profile writes a CPU profile to a file until it is stopped, if there is a file.
func profile(name string) (stop func(), err error) {
	if name == "" {
		return func() {}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	return func() {
		pprof.StopCPUProfile()
		_ = f.Close() // what is missing is missed by who reads it
	}, nil
}

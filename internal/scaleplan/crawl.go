//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"framewatch/internal/scaleplan/plan"
)

// crawls measures the runs that the simulator has to reproduce.
func (l *lab) crawls(ctx context.Context, m *plan.Measured) error {
	for _, c := range plan.Crawls() {
		if l.name != "" && l.name != c.Name {
			continue
		}
		run, err := l.crawl(ctx, c, "")
		if err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
		fmt.Fprintf(l.log, "%-40s %7.2f s %7.2f CPU s %7d requests %6.1f MB peak %6.1f MB store\n", c.Name, run.Seconds, run.CPU, run.Requests, float64(run.Peak)/1e6, float64(run.Store)/1e6)
		i := slices.IndexFunc(m.Crawls, func(r plan.CrawlRun) bool { return r.Name == c.Name })
		if i < 0 {
			m.Crawls = append(m.Crawls, run)
		} else {
			m.Crawls[i] = run
		}
		if err := save(*m); err != nil {
			return err
		}
	}
	// What is no longer measured goes.
	m.Crawls = slices.DeleteFunc(m.Crawls, func(r plan.CrawlRun) bool {
		return !slices.ContainsFunc(plan.Crawls(), func(c plan.Crawl) bool { return c.Name == r.Name })
	})
	return nil
}

// crawl measures one crawl, some times, or once with a profile.
func (l *lab) crawl(ctx context.Context, c plan.Crawl, profile string) (run plan.CrawlRun, err error) {
	run = plan.CrawlRun{Name: c.Name, Runs: l.rounds}
	hosts := c.Each()
	if profile != "" || len(hosts) >= 10_000 {
		run.Runs = 1
	}
	var seconds, syncs, cpu []float64
	for range run.Runs {
		s := newSite(hosts)
		server := s.serve()
		dir := filepath.Join(l.scratch, "crawl")
		err := os.MkdirAll(dir, 0o755)
		var m measures
		if err == nil {
			m, err = l.start(ctx, setup{Mode: "crawl", Dir: dir, Addr: server.Listener.Addr().String(), Hosts: len(hosts), Pages: c.MaxPages(), Workers: c.Workers, Delay: c.Delay, Profile: profile})
		}
		server.Close()
		if err != nil {
			return run, err
		}
		if err := os.RemoveAll(dir); err != nil {
			return run, err
		}
		if run.Latency == 0 || m.Seconds < slices.Min(seconds) {
			if run.Latency = 1; s.meant > 0 {
				run.Latency = m.Waited / s.meant
			}
		}
		seconds, syncs, cpu = append(seconds, m.Seconds), append(syncs, m.Sync), append(cpu, m.CPU)
		run.Requests, run.Pages, run.WARC, run.Store, run.Peak = s.requests, m.Pages, m.WARC, m.Store, max(run.Peak, m.Peak)
	}
	slices.Sort(seconds)
	slices.Sort(syncs)
	slices.Sort(cpu)
	run.Seconds, run.CPU, run.Sync = seconds[0], middle(cpu), middle(syncs)
	return run, nil
}

// middle is the median of sorted values.
func middle(v []float64) float64 { return (v[(len(v)-1)/2] + v[len(v)/2]) / 2 }

// seeding measures what comes before the first request of a run.
func (l *lab) seeding(ctx context.Context, m *plan.Measured) error {
	m.Seeding = nil
	for _, n := range []int{100, 1000, 10_000, 30_000} {
		run := plan.Seeding{Sources: n}
		for round := range l.rounds + 1 {
			dir := filepath.Join(l.scratch, "seed")
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			s := setup{Mode: "seed", Dir: dir, Addr: "127.0.0.1:9", Hosts: n, Pages: 5, Workers: 1}
			var took measures
			var err error
			if round < l.rounds {
				took, err = l.start(ctx, s)
			} else { // strace costs too much to be measured with
				trace := filepath.Join(l.scratch, "trace")
				_, err = l.start(ctx, s, "strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace)
				if err == nil {
					run.Syncs, err = syncsIn(trace)
				}
			}
			if err != nil {
				return err
			}
			if round == 0 || round < l.rounds && took.CPU < run.CPU {
				run.CPU, run.Seconds = took.CPU, took.Seconds
			}
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
		}
		fmt.Fprintf(l.log, "seeding %d sources: %.3f CPU s, %.3f s, %d syncs\n", n, run.CPU, run.Seconds, run.Syncs)
		m.Seeding = append(m.Seeding, run)
	}
	return nil
}

// syncsIn counts the calls of a trace; where one was interrupted, the line of its
// return does not count.
func syncsIn(trace string) (int, error) {
	text, err := os.ReadFile(trace)
	if err != nil {
		return 0, err
	}
	return strings.Count(string(text), "sync("), nil
}

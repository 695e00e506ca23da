//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/embedded"
	"framewatch/internal/scaleplan/plan"
)

// frontierSizes are how many URLs the store knows when it is measured.
var frontierSizes = []int{100_000, 300_000, 1_000_000}

// lastURLs is over how many URLs a store of a size is measured.
const lastURLs = 50_000

// frontier measures the store in a file as it grows.
func (l *lab) frontier(ctx context.Context, m *plan.Measured) error {
	m.Frontier = nil
	dir := filepath.Join(l.scratch, "frontier")
	have := 0
	for _, n := range frontierSizes {
		fill, err := l.start(ctx, setup{Mode: "frontier", Dir: dir, Seed: have, URLs: n})
		if err != nil {
			return err
		}
		have = n
		f := plan.Frontier{URLs: n, Bytes: fill.Store, CPU: fill.CPU / lastURLs * 1e6, Written: fill.Written / lastURLs}
		for range l.rounds {
			open, err := l.start(ctx, setup{Mode: "open", Dir: dir})
			if err != nil {
				return err
			}
			if f.Open == 0 || open.CPU < f.Open {
				f.Open = open.CPU
			}
			f.Peak = max(f.Peak, open.Peak)
		}
		fmt.Fprintf(l.log, "%d URLs: %.0f MB, %.1f us CPU and %.0f bytes written a URL, %.2f CPU s to open, %.0f MB\n", n, float64(f.Bytes)/1e6, f.CPU, f.Written, f.Open, float64(f.Peak)/1e6)
		m.Frontier = append(m.Frontier, f)
	}
	return os.RemoveAll(dir)
}

// childFrontier makes the store know more URLs, as a crawl's commits do, and
// measures the last of them.
func childFrontier(_ context.Context, s setup) (m measures, err error) {
	store, err := embedded.Open(s.Dir)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	run, err := store.Begin(corpus.RunID(fmt.Sprintf("r%d", s.URLs)), "job")
	if err != nil {
		return m, err
	}
	r := rand.New(rand.NewPCG(1, uint64(s.Seed)))
	const each = 32 // results that are committed together
	var before float64
	var written int64
	for at := s.Seed; at < s.URLs; at += each {
		if s.URLs-at <= lastURLs && before == 0 {
			if before, err = used(); err != nil {
				return m, err
			}
			if written, err = fromProc("io", "write_bytes:"); err != nil {
				return m, err
			}
		}
		if err := commit(run, r, at, min(at+each, s.URLs)); err != nil {
			return m, err
		}
	}
	if err := run.Finish(); err != nil {
		return m, err
	}
	after, err := used()
	if err != nil {
		return m, err
	}
	now, err := fromProc("io", "write_bytes:")
	if err != nil {
		return m, err
	}
	// The journal goes when its captures are in the tables.
	if err := errors.Join(run.Close(), run.Drop()); err != nil {
		return m, err
	}
	info, err := os.Stat(filepath.Join(s.Dir, embedded.FileName))
	if err != nil {
		return m, err
	}
	m.CPU, m.Written, m.Store = after-before, float64(now-written), info.Size()
	return m, nil
}

// commit keeps what some URLs were, and their captures.
func commit(run frontier.Run, r *rand.Rand, from, to int) error {
	b := frontier.Batch{Known: map[string]frontier.Known{}}
	day := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := from; i < to; i++ {
		url := fmt.Sprintf("https://www.host%d.test/2031/01/%02d/a-headline-of-usual-length-%d.html", i%10_000, i%28+1, i)
		sha := corpus.SHA256([]byte(url))
		at := day.Add(time.Duration(i) * time.Second)
		b.Known[url] = frontier.Known{ETag: fmt.Sprintf(`"%016x"`, r.Uint64()), LastModified: at.Format(time.RFC1123), BodySHA256: sha, Fetched: at, Checked: at,
			WARCFile: "warc/20310101T000000Z-0000-00000.warc.gz", WARCOffset: int64(i) * 20_000, ContentType: "text/html; charset=utf-8", Run: "20310101T000000Z-0000"}
		b.Captures = append(b.Captures, corpus.Capture{Source: corpus.SourceID(fmt.Sprintf("host%d", i%10_000)), URL: url, FinalURL: url, Attempt: 1, Kind: frontier.KindPage, FetchedAt: at,
			Status: 200, Outcome: corpus.OutcomeOK, ContentType: "text/html; charset=utf-8", BodySHA256: sha, Bytes: 40_000})
	}
	if err := run.Commit(&b); err != nil {
		return err
	}
	if run.Full() {
		return run.Flush()
	}
	return nil
}

// childOpen opens the store, as each run does more than once.
func childOpen(_ context.Context, s setup) (m measures, err error) {
	before, err := used()
	if err != nil {
		return m, err
	}
	idle, err := anonymous()
	if err != nil {
		return m, err
	}
	store, err := embedded.Open(s.Dir)
	if err != nil {
		return m, err
	}
	after, err := used()
	if err != nil {
		return m, err
	}
	now, err := anonymous()
	m.CPU, m.Peak = after-before, now-idle
	return m, errors.Join(err, store.Close())
}

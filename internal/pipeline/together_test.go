//go:build unix

package pipeline_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"

	"framewatch/crawl/frontier/postgres/pgtest"
	"framewatch/internal/config"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// heard is a log that tells when something is said in it.
type heard struct {
	slog.Handler
	message string
	said    chan struct{}
	once    *sync.Once
}

func (h heard) Enabled(context.Context, slog.Level) bool { return true }

func (h heard) Handle(_ context.Context, r slog.Record) error {
	if r.Message == h.message {
		h.once.Do(func() { close(h.said) })
	}
	return nil
}

// underway is a run of a dataset that stands still in its crawl until it is let go.
type underway struct {
	free  chan struct{}
	ended chan outcome
}

type outcome struct {
	result *pipeline.Result
	err    error
}

func begun(ctx context.Context, cfg *config.Loaded, work func(*pipeline.Pipeline, context.Context) (*pipeline.Result, error)) underway {
	u := underway{make(chan struct{}), make(chan outcome, 1)}
	var once sync.Once
	began := make(chan struct{})
	p := pipeline.New(cfg, pipeline.Options{Command: "run", Progress: func(p pipeline.Progress) {
		if p.Step == "crawl" {
			once.Do(func() {
				close(began)
				select {
				case <-u.free:
				case <-ctx.Done():
				}
			})
		}
	}})
	go func() {
		result, err := work(p, ctx)
		u.ended <- outcome{result, err}
	}()
	<-began
	return u
}

// TestTogether: a second run or crawl of a dataset joins the first where its state is on
// a server, takes its place when it is gone, and is told that the dataset is locked where
// the state is a file; one of chosen sources joins nobody.
func TestTogether(t *testing.T) {
	server := pgtest.Start(t)
	for what, c := range map[string]struct {
		schema string // empty for a file
		second func(*pipeline.Pipeline, context.Context) (*pipeline.Result, error)
		gone   bool // the first one
	}{
		"file":                {"", (*pipeline.Pipeline).RunTogether, false},
		"crawl joins":         {"one", (*pipeline.Pipeline).CrawlTogether, false},
		"run joins":           {"two", (*pipeline.Pipeline).RunTogether, false},
		"run takes its place": {"three", (*pipeline.Pipeline).RunTogether, true},
	} {
		t.Run(what, func(t *testing.T) {
			if testing.Short() && c.gone {
				t.Skip("runs all stages")
			}
			cfg := web(t, filepath.Join(t.TempDir(), "data"))
			cfg.Sources = cfg.Sources[:2]
			if c.schema != "" {
				cfg.Crawl.Frontier = server.Address(c.schema)
			}
			joined := heard{slog.DiscardHandler, "fetching for another process", make(chan struct{}), &sync.Once{}}
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			first := begun(ctx, cfg, (*pipeline.Pipeline).CrawlTogether)
			p := pipeline.New(cfg, pipeline.Options{Command: "crawl", Log: slog.New(joined)})
			second := make(chan outcome, 1)
			go func() {
				result, err := c.second(p, t.Context())
				second <- outcome{result, err}
			}()
			if c.schema == "" {
				if got := <-second; !errors.Is(got.err, store.ErrLocked) {
					t.Errorf("a second crawl: %v", got.err)
				}
			} else {
				<-joined.said
			}
			_, err := pipeline.New(cfg, pipeline.Options{}).CrawlOnly(t.Context(), cfg.Sources[:1])
			if !errors.Is(err, store.ErrLocked) || errors.Is(err, pipeline.ErrOthersCrawl) != (c.schema != "") {
				t.Errorf("a crawl of one source: %v", err)
			}
			if c.gone {
				stop()
			} else {
				close(first.free)
			}
			ended := <-first.ended
			if c.gone != errors.Is(ended.err, context.Canceled) || !c.gone && (ended.err != nil || ended.result.Joined != nil || ended.result.Crawl.Stored == 0) {
				t.Errorf("the first crawl: %+v, %v", ended.result, ended.err)
			}
			if c.schema == "" {
				return
			}
			got := <-second
			switch {
			case got.err != nil:
				t.Fatalf("the second: %v", got.err)
			case c.gone:
				if got.result.Joined != nil || !got.result.Resumed || got.result.Documents == 0 {
					t.Errorf("who takes its place: %+v", got.result)
				}
			case got.result.Joined == nil || !got.result.Joined.Ended || got.result.Joined.Run != ended.result.RunID:
				t.Errorf("who joins: %+v", got.result)
			}
			expectClean(t, cfg.Data)
		})
	}
}

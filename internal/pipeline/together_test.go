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

// TestCrawlTogether: a second crawl of a dataset joins the first where its state is on
// a server, and is told that the dataset is locked where it is a file.
func TestCrawlTogether(t *testing.T) {
	for _, where := range []string{"file", "server"} {
		t.Run(where, func(t *testing.T) {
			cfg := web(t, filepath.Join(t.TempDir(), "data"))
			cfg.Sources = cfg.Sources[:4]
			if where == "server" {
				cfg.Crawl.Frontier = pgtest.Start(t).Address("together")
			}
			joined := heard{slog.DiscardHandler, "fetching for another process", make(chan struct{}), &sync.Once{}}
			begun, free := make(chan struct{}), make(chan struct{})
			var once sync.Once
			first := pipeline.New(cfg, pipeline.Options{Command: "crawl", Progress: func(p pipeline.Progress) {
				if p.Step == "crawl" {
					once.Do(func() { close(begun); <-free })
				}
			}})
			type outcome struct {
				result *pipeline.Result
				err    error
			}
			ended := make(chan outcome, 1)
			go func() {
				result, err := first.CrawlTogether(t.Context())
				ended <- outcome{result, err}
			}()
			<-begun
			second := make(chan outcome, 1)
			go func() {
				result, err := pipeline.New(cfg, pipeline.Options{Command: "crawl", Log: slog.New(joined)}).CrawlTogether(t.Context())
				second <- outcome{result, err}
			}()
			if where == "file" {
				if got := <-second; !errors.Is(got.err, store.ErrLocked) {
					t.Errorf("a second crawl: %v", got.err)
				}
				close(free)
			} else {
				<-joined.said
				close(free)
				if got := <-second; got.err != nil || got.result.Joined == nil || !got.result.Joined.Ended {
					t.Errorf("a second crawl: %+v, %v", got.result, got.err)
				}
			}
			if got := <-ended; got.err != nil || got.result.Joined != nil || got.result.Crawl.Stored == 0 {
				t.Errorf("the first crawl: %+v, %v", got.result, got.err)
			}
			expectClean(t, cfg.Data)
		})
	}
}

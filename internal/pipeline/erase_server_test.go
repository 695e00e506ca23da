//go:build unix

package pipeline_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/postgres"
	"framewatch/crawl/frontier/postgres/pgtest"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// TestErasureOnAServer: an erasure waits for no crawl and for no server, and changes
// nothing where one is under way, interrupted, or away; else it reaches the server's
// tables as it does the file, with what runs have left there.
func TestErasureOnAServer(t *testing.T) {
	countsAgain(t)
	server := pgtest.Start(t)
	cfg := web(t, filepath.Join(t.TempDir(), "data"))
	cfg.Sources = cfg.Sources[:1]
	cfg.Crawl.Frontier = server.Address("erasure")
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := documentsByID(t, cfg.Data)
	var victim store.DocumentRow
	for _, d := range before {
		if len(d.URL) > len(victim.URL) {
			victim = d
		}
	}
	_, path, _ := strings.Cut(victim.URL, "://")
	erase := func() error {
		_, err := pipeline.New(cfg, pipeline.Options{Command: "dataset erase"}).Erase(t.Context(), pipeline.Erasure{URL: victim.URL})
		return err
	}
	refused := func(what string, want, err error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s an erasure ends with %v, want %v", what, err, want)
		}
		if _, err := os.Stat(filepath.Join(cfg.Data, "_state", "erased.json")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s an erasure leaves a tombstone: %v", what, err)
		}
		expectDocuments(t, before, cfg.Data)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	first := begun(ctx, cfg, (*pipeline.Pipeline).Run)
	refused("while a run crawls", store.ErrLocked, erase())
	stop()
	if got := <-first.ended; !errors.Is(got.err, context.Canceled) {
		t.Fatal(got.err)
	}
	refused("after an interruption", pipeline.ErrUnfinished, erase())
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := postgres.Open(t.Context(), cfg.Crawl.Frontier, 0)
	if err != nil {
		t.Fatal(err)
	}
	refused("while somebody has the state", frontier.ErrLocked, erase())
	r, err := s.Begin("left", "job") // by a run that ended at a bad moment
	if err == nil {
		err = errors.Join(r.Seed([]frontier.Seed{{Links: []frontier.Link{{URL: victim.URL}}}}), s.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	if there, err := server.Holds([]byte(path)); err != nil || len(there) == 0 {
		t.Fatalf("%s is nowhere on the server, %v: the test would show nothing", path, err)
	}
	if err := erase(); err != nil {
		t.Fatal(err)
	}
	gone := func() {
		t.Helper()
		if there, err := server.Holds([]byte(path)); err != nil || len(there) > 0 {
			t.Errorf("%v of the server have %s, %v", there, path, err)
		}
		delete(before, victim.DocID)
		expectDocuments(t, before, cfg.Data)
		expectClean(t, cfg.Data)
	}
	gone()
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectDocuments(t, before, cfg.Data)
}

//go:build unix

package crawl_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier/embedded"
	"framewatch/crawl/frontier/postgres/pgtest"
)

// TestStateOnServer: a dataset's state is where its first run put it, whatever a
// later one is told, and nothing takes another dataset's.
func TestStateOnServer(t *testing.T) {
	server, s := pgtest.Start(t), newSite(t)
	s.page("a.test/", article("Front page", "/1"))
	s.page("a.test/1", article("Page"))
	src := source("a", "a.test", nil)
	crawlAt := func(dir, address string) error {
		t.Helper()
		cfg := s.settings("a.test")
		cfg.Frontier = address
		job := crawl.Job{Run: "r", StateDir: filepath.Join(dir, "_state"), WARCDir: filepath.Join(dir, "warc"), Sources: []corpus.Source{src}}
		c := crawler(t, cfg)
		if err := c.Settle(job.StateDir); err != nil {
			return err
		}
		_, err := c.Run(t.Context(), job)
		return err
	}
	first, second, file := t.TempDir(), t.TempDir(), t.TempDir()
	if err := crawlAt(file, ""); err != nil {
		t.Fatal(err)
	}
	there := server.Address("one")
	other := strings.Replace(there, "postgres://", "postgresql://", 1) // another name of the same server
	for i, step := range []struct {
		dir, address string
		refused      bool
	}{
		{first, there, false},
		{first, "", false},    // it goes on there
		{first, other, false}, // the server has moved
		{second, there, true}, // the schema is the first dataset's
		{second, server.Address("two"), false},
		{second, other, true},
		{first, server.Address("empty"), true}, // nothing is there
		{first, "", false},
		{file, there, true}, // a file is not copied
		{file, "", false},
	} {
		err := crawlAt(step.dir, step.address)
		if step.refused != errors.Is(err, crawl.ErrFrontier) || !step.refused && err != nil {
			t.Errorf("step %d: %v", i, err)
		}
	}
	if got, err := crawl.FrontierOf(filepath.Join(first, "_state")); err != nil || got != other {
		t.Errorf("the first dataset's state is at %q (%v), want %q", got, err, other)
	}
	for _, dir := range []string{first, second} {
		if _, err := os.Stat(filepath.Join(dir, "_state", embedded.FileName)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("a file beside the server: %v", err)
		}
	}
	// A server that has lost what it had is no dataset that has crawled nothing.
	note := filepath.Join(first, "_state", crawl.FrontierFile)
	data, err := os.ReadFile(note)
	if err == nil {
		err = os.WriteFile(note, []byte(strings.Replace(string(data), other, server.Address("lost"), 1)), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"", server.Address("lost")} {
		if err := crawlAt(first, address); !errors.Is(err, crawl.ErrFrontier) || !strings.Contains(err.Error(), "is gone") {
			t.Errorf("over an empty schema at %q: %v", address, err)
		}
	}
	if _, _, err := crawl.LookAt(t.Context(), filepath.Join(first, "_state"), ""); !errors.Is(err, crawl.ErrFrontier) {
		t.Errorf("an empty schema is looked at: %v", err)
	}
}

package embedded

import (
	"fmt"
	"testing"

	"go.etcd.io/bbolt"

	"framewatch/crawl/frontier"
)

// TestManySourcesBeginInOneStep: each step of the store is forced to disk, so the
// seeds of a run are one of them however many sources it has, and so is their
// first wave.
func TestManySourcesBeginInOneStep(t *testing.T) {
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := s.Begin("r", "job")
	if err != nil {
		t.Fatal(err)
	}
	steps := func() (id int) {
		if err := s.db.View(func(tx *bbolt.Tx) error { id = tx.ID(); return nil }); err != nil {
			t.Fatal(err)
		}
		return id
	}
	const n = 3000
	seeds := make([]frontier.Seed, n)
	turns := make([]frontier.Turn, n)
	states := make([]frontier.SourceState, n)
	for i := range seeds {
		seeds[i].Links = []frontier.Link{{URL: fmt.Sprintf("http://h%d.test/", i), Kind: frontier.KindStart}}
		turns[i] = frontier.Turn{Source: i, State: &states[i]}
	}
	before := steps()
	if err := r.Seed(seeds); err != nil {
		t.Fatal(err)
	}
	if got := steps() - before; got != 1 {
		t.Errorf("%d sources were seeded in %d steps", n, got)
	}
	before = steps()
	queued := 0
	err = r.Advance(turns, func(int, string, frontier.Link) frontier.Admission { return frontier.Admission{Take: true, Host: "h"} }, func(int, string) { queued++ })
	if err != nil {
		t.Fatal(err)
	}
	if got := steps() - before; got != 1 || queued != n {
		t.Errorf("%d sources began in %d steps, with %d items", n, got, queued)
	}
}

package store_test

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"framewatch/store"
)

// TestAGlobOverCurrentIsNeverAMixture reads data/current as any other program
// would, listing first and opening afterwards, while runs replace one table's
// rows and add to another's. A listing that a commit overtakes ends in a missing
// file, which is told; what is read whole is of one run.
func TestAGlobOverCurrentIsNeverAMixture(t *testing.T) {
	dir := t.TempDir()
	glob := func() map[string]int {
		names, err := filepath.Glob(filepath.Join(dir, "current", "*", "*.parquet"))
		if err != nil {
			return nil
		}
		deeper, err := filepath.Glob(filepath.Join(dir, "current", "*", "*", "*.parquet"))
		if err != nil {
			return nil
		}
		rows := map[string]int{}
		for _, n := range append(names, deeper...) {
			if _, err := os.ReadFile(n); err != nil {
				return nil
			}
			part := filepath.Base(n)[len("000001."):]
			rows[part[:len(run(1))]]++
		}
		return rows
	}
	replace := func(n int) {
		b, err := begin(dir, run(n))
		if err != nil {
			t.Error(err)
			return
		}
		defer b.Close()
		b.KeepFor(time.Hour)
		b.Replace("documents", "sources", "runs")
		for i := range 3 {
			row := store.DocumentRow{DocID: "d", SourceID: "harbour", Lang: "en", Month: start.AddDate(0, i, 0).Format("2006-01"), RunID: run(n)}
			if err := store.Append(b, row); err != nil {
				t.Error(err)
			}
		}
		if err := store.Append(b, store.SourceRow{SourceID: "harbour", RunID: run(n)}); err != nil {
			t.Error(err)
		}
		if _, err := b.Commit(tctx, start.Add(time.Duration(n)*time.Second)); err != nil {
			t.Error(err)
		}
	}
	replace(1)
	var over atomic.Bool
	var g errgroup.Group
	g.Go(func() error {
		for n := 2; n < 2+rounds(50); n++ {
			replace(n)
		}
		over.Store(true)
		return nil
	})
	whole, cut := 0, 0
	for n := 0; n < rounds(10_000) || !over.Load(); n++ {
		rows := glob()
		switch {
		case rows == nil:
			cut++
		case len(rows) != 1:
			t.Fatalf("a mixture of runs: %v", rows)
		default:
			whole++
			for _, n := range rows {
				if n != 5 {
					t.Fatalf("%d files, want 3 of documents, 1 of sources, 1 of runs", n)
				}
			}
		}
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	if whole == 0 {
		t.Error("nothing could be read whole")
	}
	t.Logf("%d whole, %d overtaken by a commit", whole, cut)
}

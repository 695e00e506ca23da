package pipeline_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"framewatch/internal/invented"
	"framewatch/store"
)

// columns of the tables that names, copies and translations read.
type (
	documentPass struct {
		Doc       store.Symbols `col:"doc_id"`
		Published []time.Time   `col:"published_at,null"`
		Lang      store.Symbols `col:"lang"`
		Title     []string      `col:"title,null"`
		Text      []string      `col:"text"`
		Credit    store.Symbols `col:"wire_credit"`
		Original  store.Symbols `col:"original_url"`
	}
	mentionPass struct {
		Doc     store.Symbols `col:"doc_id"`
		Surface store.Symbols `col:"surface"`
		Label   store.Symbols `col:"label"`
		Entity  store.Symbols `col:"entity_id"`
		Name    store.Symbols `col:"name"`
	}
	termPass struct {
		Doc  store.Symbols `col:"doc_id"`
		Lang store.Symbols `col:"lang"`
		Term store.Symbols `col:"term"`
		POS  store.Symbols `col:"pos"`
		N    []int64       `col:"n"`
	}
)

func (documentPass) Table() string { return store.DocumentRow{}.Table() }
func (mentionPass) Table() string  { return store.MentionRow{}.Table() }
func (termPass) Table() string     { return store.TermCountRow{}.Table() }

// pass reads a table once, column by column.
func pass[T interface{ Table() string }](b *testing.B, d *store.Dataset) {
	b.Helper()
	for _, err := range store.ScanColumns[T](b.Context(), d) {
		if err != nil {
			b.Fatal(err)
		}
	}
}

func used(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// growing is a dataset to which nights are added.
type growing struct {
	dir    string
	world  *invented.World
	nights int
}

func newGrowing(b *testing.B, documents int) *growing {
	b.Helper()
	g := &growing{dir: filepath.Join(b.TempDir(), "data"), world: invented.New(1)}
	if err := g.world.Write(b.Context(), g.dir, documents, invented.Run(1)); err != nil {
		b.Fatal(err)
	}
	overStages(b.Context(), b, g.dir)
	return g
}

// night adds ten articles and returns the CPU time of the stages, beyond that of
// a run without one.
func (g *growing) night(ctx context.Context, b *testing.B) time.Duration {
	b.Helper()
	g.nights++
	var articles []invented.Article
	from, to := invented.Night(g.nights, 10)
	for i := from; i < to; i++ {
		articles = append(articles, g.world.Article(i))
	}
	addArticles(b, g.dir, 1+g.nights, articles)
	before := used(b)
	overStages(ctx, b, g.dir)
	stages := used(b) - before
	before = used(b)
	overStages(ctx, b, g.dir)
	return stages - (used(b) - before)
}

// BenchmarkNight adds ten articles to a thousand and to ten thousand, and under
// FRAMEWATCH_SOAK to a hundred thousand, and tells what names, copies and
// translations cost, beside one pass over the columns that they read (x-pass)
// and one over table term_counts (x-terms). growth is the CPU time at the larger
// size less that at a thousand, in passes over its term_counts.
func BenchmarkNight(b *testing.B) {
	sizes := []int{1000, 10_000}
	if os.Getenv("FRAMEWATCH_SOAK") != "" {
		sizes = append(sizes, 100_000)
	}
	few := time.Duration(0)
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			g := newGrowing(b, n)
			night, read, terms := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
			for b.Loop() {
				night = min(night, g.night(b.Context(), b))
				d, err := store.Open(g.dir)
				if err != nil {
					b.Fatal(err)
				}
				before := used(b)
				pass[documentPass](b, d)
				pass[mentionPass](b, d)
				read = min(read, used(b)-before)
				before = used(b)
				pass[termPass](b, d)
				terms = min(terms, used(b)-before)
			}
			if few == 0 {
				few = night
			}
			var u syscall.Rusage
			if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(night.Seconds(), "cpu-s")
			b.ReportMetric(night.Seconds()/read.Seconds(), "x-pass")
			b.ReportMetric(night.Seconds()/terms.Seconds(), "x-terms")
			b.ReportMetric((night-few).Seconds()/terms.Seconds(), "growth")
			b.ReportMetric(float64(u.Maxrss)/1024, "peak-MiB")
		})
	}
}

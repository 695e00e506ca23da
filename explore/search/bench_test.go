//go:build unix

package search

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"framewatch/internal/config"
	"framewatch/internal/invented"
	"framewatch/nlp"
	"framewatch/store"
)

func cpuTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// least is the least CPU time that a function took.
func least(tb testing.TB, rounds int, do func()) time.Duration {
	tb.Helper()
	best := time.Duration(0)
	for i := range rounds {
		before := cpuTime(tb)
		do()
		if took := cpuTime(tb) - before; i == 0 || took < best {
			best = took
		}
	}
	return best
}

func benchDocs() int {
	if n, err := strconv.Atoi(os.Getenv("FRAMEWATCH_BENCH_DOCS")); err == nil {
		return n
	}
	return 10_000
}

// childRuns says to [TestIndexChild] that it runs in a folder that has data "data" and
// gets an index "index.db".
const childRuns = "FRAMEWATCH_SEARCH_BENCH_CHILD"

// childCost is what a process of its own took to open an index.
type childCost struct{ CPU, Peak float64 } // seconds, MB

// TestIndexChild is no test: the benchmarks run it in a process of its own.
func TestIndexChild(t *testing.T) {
	if os.Getenv(childRuns) == "" {
		t.Skip("runs in processes that the benchmarks start")
	}
	ds, err := store.Open("data")
	if err != nil {
		t.Fatal(err)
	}
	before := cpuTime(t)
	x, err := Open(t.Context(), ds, "index.db", nil)
	if err != nil {
		t.Fatal(err)
	}
	cost := childCost{CPU: (cpuTime(t) - before).Seconds(), Peak: peakMB(t)}
	if err := json.NewEncoder(os.Stderr).Encode(cost); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// peakMB is the most memory of this process, 0 where the system does not say. What
// getrusage has began with the memory of the process that started it.
func peakMB(t *testing.T) float64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes float64
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		t.Fatal(err)
	}
	return kilobytes / 1024
}

func openInChild(b *testing.B, dir string) (cost childCost) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Args[0], "-test.run", "^TestIndexChild$")
	cmd.Env, cmd.Dir = append(os.Environ(), childRuns+"=1"), dir
	r, err := cmd.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	if err := json.NewDecoder(r).Decode(&cost); err != nil {
		b.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	return cost
}

// inventedData is a folder with a dataset "data".
func inventedData(b *testing.B, docs int) string {
	b.Helper()
	dir := b.TempDir()
	if err := invented.New(1).Write(b.Context(), filepath.Join(dir, "data"), docs, invented.Run(1)); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkIndex measures indexing in processes of their own: CPU time over that of
// annotating the same documents (x-annotation; the issue asks for less than 1), of
// which a sample is annotated, and peak memory for 1,000 documents and for 10,000
// (FRAMEWATCH_BENCH_DOCS changes the larger number). "again" is opening an index
// that is of the dataset's state.
func BenchmarkIndex(b *testing.B) {
	const few, sample = 1000, 150
	many := benchDocs()
	small, large := inventedData(b, few), inventedData(b, many)
	world := invented.New(1)
	cfg, err := config.Load(config.Options{})
	if err != nil {
		b.Fatal(err)
	}
	a, err := nlp.New(cfg.Annotate, nlp.Resources{Gazetteers: cfg.Gazetteers, Codebooks: cfg.Codebooks, Models: cfg.Models, Registers: cfg.Registers}, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	annotate := func() {
		for i := range sample {
			if _, err := a.Annotate(b.Context(), world.Article(i).Document); err != nil {
				b.Fatal(err)
			}
		}
	}
	annotate() // loads what is loaded late
	var one, all, again childCost
	annotated := time.Duration(0)
	for b.Loop() {
		for _, dir := range []string{small, large} {
			if err := os.RemoveAll(filepath.Join(dir, "index.db")); err != nil {
				b.Fatal(err)
			}
		}
		one, all = openInChild(b, small), openInChild(b, large)
		again = openInChild(b, large)
		annotated = least(b, 2, annotate)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(all.CPU, "index-cpu-s/"+strconv.Itoa(many))
	b.ReportMetric(all.CPU/float64(many)/(annotated.Seconds()/sample), "x-annotation")
	b.ReportMetric(again.CPU, "again-cpu-s/"+strconv.Itoa(many))
	b.ReportMetric(one.Peak, "peak-MB/"+strconv.Itoa(few))
	b.ReportMetric(all.Peak, "peak-MB/"+strconv.Itoa(many))
	b.ReportMetric(again.Peak, "again-MB/"+strconv.Itoa(many))
}

// BenchmarkSearch holds the CPU time of a search with lines, counts and total
// against FTS5 asked directly in the same run (x-fts5; the issue asks for at most
// 1.5): the same expression to a table of the same tokens that has the texts, for
// the number of documents and the best 20 with a snippet each.
func BenchmarkSearch(b *testing.B) {
	ds, err := store.Open(filepath.Join(inventedData(b, benchDocs()), "data"))
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	x, err := Open(b.Context(), ds, filepath.Join(dir, "index.db"), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = x.Close() })
	peer := directly(b, x, filepath.Join(dir, "peer.db"))
	for _, q := range []struct{ name, text string }{{"word", "mediation"}, {"rare", "bakea OR traidea"}, {"words", "new order -mediation"}, {"phrase", `"of the"`}, {"prefix", "med*"}, {"chinese", "国际调解院"}, {"traditional", "調解"}} {
		b.Run(q.name, func(b *testing.B) {
			expression := parse(q.text).expression()
			found := 0
			own := func() {
				r, err := x.Search(b.Context(), Query{Text: q.text, Lines: 1})
				if err != nil {
					b.Fatal(err)
				}
				found = r.Total
			}
			direct := func() {
				if n := askDirectly(b, peer, expression); n != found || n == 0 {
					b.Fatalf("%d documents, the peer finds %d", found, n)
				}
			}
			mine, theirs := least(b, 1, own), least(b, 1, direct)
			for b.Loop() {
				for range 20 { // in turn, so that both meet what else the machine does
					mine, theirs = min(mine, least(b, 1, own)), min(theirs, least(b, 1, direct))
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(found), "found")
			b.ReportMetric(float64(mine.Microseconds())/1000, "cpu-ms")
			b.ReportMetric(mine.Seconds()/theirs.Seconds(), "x-fts5")
		})
	}
}

// directly is a table of FTS5 as one would make it to ask it directly: the same
// tokens, with their texts.
func directly(b *testing.B, x *Index, path string) *sql.DB {
	b.Helper()
	ctx := b.Context()
	db, err := write(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	exec := func(query string, args ...any) {
		if _, err := db.ExecContext(ctx, query, args...); err != nil {
			b.Fatal(err)
		}
	}
	exec("CREATE VIRTUAL TABLE peer USING fts5(title, text)")
	exec("BEGIN")
	err = each(ctx, x.db, "SELECT n, title, text FROM bodies", nil, func(scan func(...any) error) error {
		var n int64
		var title, text string
		if err := scan(&n, &title, &text); err != nil {
			return err
		}
		exec("INSERT INTO peer(rowid, title, text) VALUES (?, ?, ?)", n, string(spaced(nil, title)), string(spaced(nil, text)))
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	exec("COMMIT")
	exec("INSERT INTO peer(peer) VALUES ('optimize')")
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	if db, err = read(path); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db
}

func askDirectly(b *testing.B, db *sql.DB, expression string) (n int) {
	b.Helper()
	ctx := context.WithoutCancel(b.Context())
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM peer WHERE peer MATCH ?", expression).Scan(&n); err != nil {
		b.Fatal(err)
	}
	err := each(ctx, db, "SELECT rowid, snippet(peer, -1, '[', ']', '…', 16) FROM peer WHERE peer MATCH ? ORDER BY rank LIMIT 20", []any{expression}, func(scan func(...any) error) error {
		var id int64
		var snippet string
		return scan(&id, &snippet)
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

package store_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	articles "framewatch/internal/invented"
	"framewatch/store"
	"framewatch/store/disk"
	"framewatch/store/disk/disktest"
)

// BenchmarkNights reads a dataset of 400 nights, as their runs have left it,
// against one file of the same rows, by column and in DuckDB (where
// FRAMEWATCH_PYTHON names a Python that has it). In one dataset the articles come
// as they appear, in the other in random order over three years. What a night
// writes stands beside what is new in it.
func BenchmarkNights(b *testing.B) {
	const nights, each = 400, 10
	world := articles.New(1)
	for name, order := range map[string]func(x, y int) int{
		"appearing": func(x, y int) int { return world.Day(x).Compare(world.Day(y)) },
		"scattered": func(x, y int) int { return int(uint32(x)*2654435761%1_000_003) - int(uint32(y)*2654435761%1_000_003) },
	} {
		b.Run(name, func(b *testing.B) {
			mem := disktest.NewMem()
			ids := make([]int, nights*each)
			for i := range ids {
				ids[i] = i
			}
			slices.SortStableFunc(ids, order)
			var written int64
			for night := range nights {
				written += writeNight(b, mem, world, night, ids[night*each:(night+1)*each])
			}
			d, err := store.OpenOn(mem)
			if err != nil {
				b.Fatal(err)
			}
			whole := oneFile[store.TermCountRow](b, d)
			var many, one time.Duration
			for b.Loop() {
				many += least(func() { readWords(b, d) })
				one += least(func() { readWords(b, whole) })
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(many)/float64(one), "x-columns")
			b.ReportMetric(float64(written)/float64(bytesOf(d.Files(""))), "x-written")
			b.ReportMetric(float64(len(d.Files("term_counts"))), "files-of-words")
			duckDB(b, "term_counts", d, whole)
			duckDB(b, "documents", d, oneFile[store.DocumentRow](b, d))
			duckDB(b, "mentions", d, oneFile[store.MentionRow](b, d))
		})
	}
}

// writeNight commits a run and returns how many bytes of tables it wrote.
func writeNight(b *testing.B, fsys disk.FS, world *articles.World, night int, ids []int) int64 {
	b.Helper()
	d, err := store.CreateOn(fsys)
	if err != nil {
		b.Fatal(err)
	}
	batch, err := d.Begin(articles.Run(night))
	if err != nil {
		b.Fatal(err)
	}
	batch.KeepFor(0)
	for _, i := range ids {
		if err := articles.Append(batch, world.Article(i)); err != nil {
			b.Fatal(err)
		}
	}
	m, err := batch.Commit(b.Context(), articles.Run(night).Started.Add(time.Minute))
	if err != nil {
		b.Fatal(err)
	}
	return bytesOf(slices.DeleteFunc(m.Files, func(f store.File) bool { return string(f.Run()) != m.RunID }))
}

func bytesOf(files []store.File) int64 {
	sum := int64(0)
	for _, f := range files {
		sum += f.Bytes
	}
	return sum
}

// oneFile is a dataset whose rows of a table are those of d in one file.
func oneFile[T store.Row](b *testing.B, d *store.Dataset) *store.Dataset {
	b.Helper()
	mem := disktest.NewMem()
	whole, err := store.CreateOn(mem)
	if err != nil {
		b.Fatal(err)
	}
	batch, err := whole.Begin(articles.Run(0))
	if err != nil {
		b.Fatal(err)
	}
	for row, err := range store.Scan[T](b.Context(), d) {
		if err == nil {
			err = store.Append(batch, row) // of no month, as the month is no column
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if _, err := batch.Commit(b.Context(), start); err != nil {
		b.Fatal(err)
	}
	if whole, err = store.OpenOn(mem); err != nil {
		b.Fatal(err)
	}
	return whole
}

type wordColumns struct {
	Doc  store.Symbols `col:"doc_id"`
	Term store.Symbols `col:"term"`
	N    []int64       `col:"n"`
}

func (wordColumns) Table() string { return store.TermCountRow{}.Table() }

func readWords(b *testing.B, d *store.Dataset) {
	b.Helper()
	sum := int64(0)
	for batch, err := range store.ScanColumns[wordColumns](b.Context(), d) {
		if err != nil {
			b.Fatal(err)
		}
		for i, n := range batch.N {
			sum += n + int64(batch.Term.Codes[i])
		}
	}
	if sum == 0 {
		b.Fatal("no words")
	}
}

// least is the least CPU time of five calls.
func least(fn func()) time.Duration {
	best := time.Duration(1 << 62)
	for range 5 {
		began := cpu()
		fn()
		best = min(best, cpu()-began)
	}
	return best
}

// duckDB reports what a full scan of a table takes there against one of a
// single file, by the documented glob, one thread.
func duckDB(b *testing.B, name string, many, one *store.Dataset) {
	b.Helper()
	python := os.Getenv("FRAMEWATCH_PYTHON")
	if python == "" {
		return
	}
	out, err := exec.CommandContext(b.Context(), python, "-c", scanTwice, copyOut(b, many, name), copyOut(b, one, name)).Output()
	if err != nil {
		b.Logf("no DuckDB: %v", err)
		return
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(x, "x-duckdb-"+name)
}

// copyOut writes the files of a table into a folder.
func copyOut(b *testing.B, d *store.Dataset, name string) string {
	b.Helper()
	dir := b.TempDir()
	for _, f := range d.Files(name) {
		data, err := disk.ReadFile(d.FS(), f.Path, f.Bytes)
		if err != nil {
			b.Fatal(err)
		}
		to := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), os.WriteFile(to, data, 0o600)); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

const scanTwice = `
import sys, time
import duckdb
con = duckdb.connect()
con.sql('set threads = 1')
many, one = sys.argv[1:]
names = [c[0] for c in con.sql(f"describe select * from read_parquet('{one}/**/*.parquet', hive_partitioning=false)").fetchall()]
hashes = ', '.join(f'bit_xor(hash("{c}"))' for c in names)
def scan(d): return con.sql(f"select count(*), {hashes} from read_parquet('{d}/**/*.parquet', hive_partitioning=false)").fetchall()
assert scan(many) == scan(one)
best = {many: 1e9, one: 1e9}
for _ in range(9):
    for d in best:
        start = time.process_time()
        scan(d)
        best[d] = min(best[d], time.process_time() - start)
print(best[many] / best[one])
`

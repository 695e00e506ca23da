package table_test

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/parquet/file"

	"framewatch/store/table"
	"framewatch/store/table/tabletest"
)

func encode[T any](tb testing.TB, rows []T, o table.Options) []byte {
	tb.Helper()
	var b bytes.Buffer
	w, err := table.NewWriter(&b, reflect.TypeFor[T](), o)
	if err != nil {
		tb.Fatal(err)
	}
	if err := table.Append(w, rows); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// cpu is the least CPU time of five runs, the collector's included: other work on
// the machine does not count.
func cpu(fn func()) float64 {
	best := time.Duration(1 << 62)
	for range 5 {
		runtime.GC()
		start := cpuTime()
		fn()
		best = min(best, cpuTime()-start)
	}
	return best.Seconds()
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func benchWrite[T any](b *testing.B, rows []T) {
	data := encode(b, rows, table.Options{})
	like, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	columns := tabletest.Read(b, data, nil, true)
	var ours, raw, rawSize float64
	for b.Loop() {
		ours = cpu(func() { encode(b, rows, table.Options{}) })
		raw = cpu(func() {
			var out bytes.Buffer
			if err := tabletest.Write(&out, like, columns); err != nil {
				b.Fatal(err)
			}
			rawSize = float64(out.Len())
		})
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours*1e9/float64(len(rows)), "ns/row")
	b.ReportMetric(ours/raw, "x-raw")
	b.ReportMetric(float64(len(data))/rawSize, "x-raw-size")
	if python := os.Getenv("FRAMEWATCH_PYTHON"); python != "" {
		b.ReportMetric(ours/pyarrowWrites(b, python, data), "x-pyarrow")
	}
}

// pyarrowWrites is the CPU time that pyarrow takes for the same data, one
// thread, the same compression.
func pyarrowWrites(b *testing.B, python string, data []byte) float64 {
	b.Helper()
	name := filepath.Join(b.TempDir(), "rows.parquet")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.CommandContext(b.Context(), python, "-c", `
import io, sys, time
import pyarrow as pa, pyarrow.parquet as pq
pa.set_cpu_count(1)
t = pq.read_table(sys.argv[1], use_threads=False)
best = 1e9
for _ in range(5):
    start = time.process_time()
    pq.write_table(t, io.BytesIO(), compression='zstd', compression_level=3)
    best = min(best, time.process_time() - start)
print(best)`, name)
	out, err := cmd.Output()
	if err != nil {
		b.Skipf("no pyarrow: %v", err)
	}
	s, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

const benchRows = 100_000

func BenchmarkWrite(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	b.Run("term_counts", func(b *testing.B) { benchWrite(b, termRows(r, benchRows)) })
	b.Run("sentences", func(b *testing.B) { benchWrite(b, sentenceRows(r, benchRows)) })
	b.Run("mentions", func(b *testing.B) { benchWrite(b, mentionRows(r, benchRows)) })
	b.Run("documents", func(b *testing.B) { benchWrite(b, documentRows(r, benchRows/20)) })
}

func open(tb testing.TB, data []byte) *table.File {
	tb.Helper()
	f, err := table.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func benchScan[T any](b *testing.B, rows []T) {
	data := encode(b, rows, table.Options{})
	var ours, raw float64
	for b.Loop() {
		ours = cpu(func() {
			n := 0
			for _, err := range table.Rows[T](context.Background(), open(b, data)) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != len(rows) {
				b.Fatalf("%d rows", n)
			}
		})
		raw = cpu(func() { tabletest.Read(b, data, nil, false) })
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours*1e9/float64(len(rows)), "ns/row")
	b.ReportMetric(ours/raw, "x-raw")
}

func BenchmarkScan(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	b.Run("term_counts", func(b *testing.B) { benchScan(b, termRows(r, benchRows)) })
	b.Run("sentences", func(b *testing.B) { benchScan(b, sentenceRows(r, benchRows)) })
	b.Run("mentions", func(b *testing.B) { benchScan(b, mentionRows(r, benchRows)) })
	b.Run("documents", func(b *testing.B) { benchScan(b, documentRows(r, benchRows/20)) })
}

type termColumns struct {
	DocID table.Symbols `col:"doc_id"`
	Lang  table.Symbols `col:"lang"`
	Term  table.Symbols `col:"term"`
	POS   table.Symbols `col:"pos"`
	N     []int64       `col:"n"`
}

// BenchmarkColumns counts words by language: a pass over codes.
func BenchmarkColumns(b *testing.B) {
	data := encode(b, termRows(rand.New(rand.NewPCG(1, 2)), 4*benchRows), table.Options{})
	var ours, raw float64
	for b.Loop() {
		ours = cpu(func() { countTerms(b, data) })
		raw = cpu(func() { tabletest.Read(b, data, []string{"doc_id", "lang", "term", "pos", "n"}, false) })
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours*1e9/4/benchRows, "ns/row")
	b.ReportMetric(ours/raw, "x-raw")
}

func countTerms(tb testing.TB, data []byte) map[int32][]int64 {
	tb.Helper()
	scan, err := table.NewColumnScan[termColumns]()
	if err != nil {
		tb.Fatal(err)
	}
	counts := map[int32][]int64{}
	for c, err := range scan.Batches(context.Background(), open(tb, data)) {
		if err != nil {
			tb.Fatal(err)
		}
		for i, lang := range c.Lang.Codes {
			byTerm := counts[lang]
			if n := len(c.Term.Values); len(byTerm) < n {
				byTerm = append(byTerm, make([]int64, n-len(byTerm))...)
				counts[lang] = byTerm
			}
			byTerm[c.Term.Codes[i]] += c.N[i]
		}
	}
	return counts
}

// BenchmarkMerge sorts twenty files into one, against the same by way of rows.
func BenchmarkMerge(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	var files [][]byte
	for range 20 {
		files = append(files, encode(b, mentionRows(r, benchRows/20), table.Options{}))
	}
	var merged, rows float64
	for b.Loop() {
		merged = cpu(func() {
			from := make([]*table.File, len(files))
			for i, data := range files {
				from[i] = open(b, data)
			}
			if _, err := table.Merge(context.Background(), io.Discard, from, table.MergeOptions{SortBy: []string{"mention_id"}}); err != nil {
				b.Fatal(err)
			}
		})
		rows = cpu(func() {
			var all []mentionRow
			for _, data := range files {
				all = append(all, read[mentionRow](b, data)...)
			}
			slices.SortFunc(all, func(x, y mentionRow) int { return strings.Compare(x.MentionID, y.MentionID) })
			encode(b, all, table.Options{})
		})
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(merged*1e9/benchRows, "ns/row")
	b.ReportMetric(merged/rows, "x-rows")
}

// BenchmarkReadBack lets other engines read our files and pyarrow's of the same
// rows, one thread each.
func BenchmarkReadBack(b *testing.B) {
	python := os.Getenv("FRAMEWATCH_PYTHON")
	if python == "" {
		b.Skip("FRAMEWATCH_PYTHON names no Python with pyarrow, duckdb and polars")
	}
	r := rand.New(rand.NewPCG(1, 2))
	for name, data := range map[string][]byte{
		"term_counts": encode(b, termRows(r, 4*benchRows), table.Options{}),
		"sentences":   encode(b, sentenceRows(r, 4*benchRows), table.Options{}),
		"mentions":    encode(b, mentionRows(r, 4*benchRows), table.Options{}),
		"documents":   encode(b, documentRows(r, benchRows/5), table.Options{}),
	} {
		b.Run(name, func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "ours.parquet")
			if err := os.WriteFile(file, data, 0o600); err != nil {
				b.Fatal(err)
			}
			var out []byte
			for b.Loop() {
				var err error
				cmd := exec.CommandContext(b.Context(), python, "-c", readBack, file)
				cmd.Env = append(os.Environ(), "POLARS_MAX_THREADS=1")
				if out, err = cmd.Output(); err != nil {
					b.Skipf("no readers: %v", err)
				}
			}
			b.ReportMetric(0, "ns/op")
			for i, ratio := range strings.Fields(string(out)) {
				x, err := strconv.ParseFloat(ratio, 64)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(x, []string{"x-duckdb", "x-polars", "x-size"}[i])
			}
		})
	}
}

const readBack = `
import os, sys, time
import duckdb, polars, pyarrow.parquet as pq
ours, theirs = sys.argv[1], sys.argv[1] + '.pyarrow'
table = pq.read_table(ours)
pq.write_table(table, theirs, compression='zstd', compression_level=3)
con = duckdb.connect()
con.sql('set threads = 1')
hashes = ', '.join(f'bit_xor(hash("{c}"))' for c in table.column_names)
def scan(name): con.sql(f"select {hashes} from read_parquet('{name}')").fetchall()
def ratio(read):
    best = {ours: 1e9, theirs: 1e9}
    for _ in range(9):
        for name in best:
            start = time.process_time()
            read(name)
            best[name] = min(best[name], time.process_time() - start)
    return best[ours] / best[theirs]
print(ratio(scan), ratio(polars.read_parquet), os.path.getsize(ours) / os.path.getsize(theirs))
`

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

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"

	"framewatch/store/table"
)

// rawColumn is a column of a file in the form that Parquet's own writer takes:
// the floor that benchmarks measure against.
type rawColumn struct {
	defs, reps []int16
	texts      []parquet.ByteArray
	ints       []int64
	floats     []float64
	bools      []bool
	values     int
}

// writeRaw feeds arrow-go's column writers with a row group of values.
func writeRaw(w io.Writer, like *file.Reader, columns []rawColumn, more ...parquet.WriterProperty) error {
	props := append([]parquet.WriterProperty{parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(3),
		parquet.WithVersion(parquet.V2_LATEST)}, more...)
	out := file.NewParquetWriter(struct{ io.Writer }{w}, like.MetaData().Schema.Root(), file.WithWriterProps(parquet.NewWriterProperties(props...)))
	group, err := out.AppendRowGroupChecked()
	if err != nil {
		return err
	}
	for _, c := range columns {
		column, err := group.NextColumn()
		if err != nil {
			return err
		}
		switch column := column.(type) {
		case *file.ByteArrayColumnChunkWriter:
			_, err = column.WriteBatch(c.texts, c.defs, c.reps)
		case *file.Int64ColumnChunkWriter:
			_, err = column.WriteBatch(c.ints, c.defs, c.reps)
		case *file.Float64ColumnChunkWriter:
			_, err = column.WriteBatch(c.floats, c.defs, c.reps)
		case *file.BooleanColumnChunkWriter:
			_, err = column.WriteBatch(c.bools, c.defs, c.reps)
		}
		if err == nil {
			err = column.Close()
		}
		if err != nil {
			return err
		}
	}
	if err := group.Close(); err != nil {
		return err
	}
	return out.Close()
}

// readRaw reads all columns, or those named, by arrow-go's column readers; with
// keep the values are collected.
func readRaw(tb testing.TB, data []byte, only []string, keep bool) []rawColumn {
	tb.Helper()
	f, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	columns := make([]rawColumn, f.MetaData().Schema.NumColumns())
	for g := range f.NumRowGroups() {
		for i := range columns {
			name, _, _ := strings.Cut(f.MetaData().Schema.Column(i).Path(), ".")
			if only != nil && !strings.Contains(" "+strings.Join(only, " ")+" ", " "+name+" ") {
				continue
			}
			chunk, err := f.RowGroup(g).Column(i)
			if err != nil {
				tb.Fatal(err)
			}
			if err := readChunk(chunk, &columns[i], keep); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return columns
}

func readChunk(chunk file.ColumnChunkReader, c *rawColumn, keep bool) error {
	const batch = 8192
	defs, reps := make([]int16, batch), make([]int16, batch)
	texts, ints, floats, bools := make([]parquet.ByteArray, batch), make([]int64, batch), make([]float64, batch), make([]bool, batch)
	for chunk.HasNext() {
		var levels int64
		var n int
		var err error
		switch chunk := chunk.(type) {
		case *file.ByteArrayColumnChunkReader:
			levels, n, err = chunk.ReadBatch(batch, texts, defs, reps)
		case *file.Int64ColumnChunkReader:
			levels, n, err = chunk.ReadBatch(batch, ints, defs, reps)
		case *file.Float64ColumnChunkReader:
			levels, n, err = chunk.ReadBatch(batch, floats, defs, reps)
		case *file.BooleanColumnChunkReader:
			levels, n, err = chunk.ReadBatch(batch, bools, defs, reps)
		}
		if err != nil {
			return err
		}
		c.values += n
		if !keep {
			continue
		}
		if chunk.Descriptor().MaxDefinitionLevel() > 0 {
			c.defs = append(c.defs, defs[:levels]...)
		}
		if chunk.Descriptor().MaxRepetitionLevel() > 0 {
			c.reps = append(c.reps, reps[:levels]...)
		}
		switch chunk.(type) {
		case *file.ByteArrayColumnChunkReader:
			c.texts = append(c.texts, texts[:n]...)
		case *file.Int64ColumnChunkReader:
			c.ints = append(c.ints, ints[:n]...)
		case *file.Float64ColumnChunkReader:
			c.floats = append(c.floats, floats[:n]...)
		case *file.BooleanColumnChunkReader:
			c.bools = append(c.bools, bools[:n]...)
		}
	}
	return chunk.Err()
}

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
	columns := readRaw(b, data, nil, true)
	var ours, raw, rawSize float64
	for b.Loop() {
		ours = cpu(func() { encode(b, rows, table.Options{}) })
		raw = cpu(func() {
			var out bytes.Buffer
			if err := writeRaw(&out, like, columns); err != nil {
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
		raw = cpu(func() { readRaw(b, data, nil, false) })
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
		raw = cpu(func() { readRaw(b, data, []string{"doc_id", "lang", "term", "pos", "n"}, false) })
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

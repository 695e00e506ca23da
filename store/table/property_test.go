package table_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"

	"framewatch/store/table"
	"framewatch/store/table/tabletest"
)

// rounds is how often a test of chance is repeated: the number that CI has time
// for, times FRAMEWATCH_SOAK in make soak.
func rounds(n int) int {
	if k, err := strconv.Atoi(os.Getenv("FRAMEWATCH_SOAK")); err == nil && k > 0 {
		return n * k
	}
	return n
}

var fieldTypes = []reflect.Type{reflect.TypeFor[string](), reflect.TypeFor[[]byte](), reflect.TypeFor[int64](), reflect.TypeFor[float64](), reflect.TypeFor[bool](), reflect.TypeFor[time.Time](),
	reflect.TypeFor[*string](), reflect.TypeFor[*int64](), reflect.TypeFor[*float64](), reflect.TypeFor[*bool](), reflect.TypeFor[*time.Time](),
	reflect.TypeFor[[]string](), reflect.TypeFor[[]int64](), reflect.TypeFor[[]float64](), reflect.TypeFor[[]bool](), reflect.TypeFor[[]time.Time](), reflect.TypeFor[[]point]()}

// randomType is a row type with columns of random kinds and options.
func randomType(r *rand.Rand) reflect.Type {
	fields := make([]reflect.StructField, 1+r.IntN(9))
	for i := range fields {
		t := fieldTypes[r.IntN(len(fieldTypes))]
		name := fmt.Sprintf("c%d%s", i, []string{"", "_id", "_文"}[r.IntN(3)])
		list := t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8
		if t.Kind() != reflect.Pointer && !list && r.IntN(2) == 0 {
			name += ",null"
		}
		if r.IntN(4) == 0 {
			name += ",plain"
		}
		if t.Kind() == reflect.String && r.IntN(2) == 0 {
			name += ",key"
		}
		fields[i] = reflect.StructField{Name: fmt.Sprintf("C%d", i), Type: t, Tag: reflect.StructTag(`col:"` + name + `"`)}
	}
	return reflect.StructOf(fields)
}

// source makes the values of a column: of few or many kinds, more or less often
// null, the edges of each type among them.
type source struct {
	r     *rand.Rand
	kinds int
	nulls int // in 10
}

func (s source) fill(v reflect.Value) {
	n := s.r.IntN(s.kinds)
	if v.Kind() == reflect.Pointer {
		if s.r.IntN(10) < s.nulls {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	} else if s.r.IntN(10) < s.nulls {
		return // the zero value, null where it may be
	}
	switch to := v.Addr().Interface().(type) {
	case *string:
		*to = s.text(n)
	case *[]byte:
		*to = []byte(s.text(n) + "\xff")
	case *int64:
		*to = []int64{int64(n), -int64(n), math.MaxInt64 - int64(n), math.MinInt64 + int64(n)}[n%4]
	case *float64:
		*to = []float64{float64(n) / 3, -float64(n), math.Inf(1 - 2*(n%2)), math.Copysign(0, -1), math.NaN(), math.SmallestNonzeroFloat64}[n%6]
	case *bool:
		*to = n%2 == 0
	case *time.Time:
		*to = time.UnixMicro([]int64{int64(n), -62_135_596_800_000_000, 253_402_300_799_999_999, -int64(n) * 1e9}[n%4]).UTC()
	case *point:
		*to = point{Name: s.text(n), Start: int64(n), Share: float64(n), On: n%2 == 0, At: time.UnixMicro(int64(n)).UTC()}
	default:
		list := reflect.MakeSlice(v.Type(), s.r.IntN(4), 4)
		for i := range list.Len() {
			source{s.r, s.kinds, 0}.fill(list.Index(i))
		}
		v.Set(list)
	}
}

func (s source) text(n int) string {
	switch n % 7 {
	case 0:
		return ""
	case 1:
		return strings.Repeat("国", n%200) // about the length that a footer takes, and more
	case 2:
		return "caf\xe9" + strconv.Itoa(n)
	case 3:
		return "\x00\U0010FFFF" + strconv.Itoa(n)
	}
	return fmt.Sprintf("value %d", n)
}

func randomRows(r *rand.Rand, t reflect.Type, n int) reflect.Value {
	rows := reflect.MakeSlice(reflect.SliceOf(t), n, n)
	for c := range t.NumField() {
		s := source{r, 1 + int(math.Pow(float64(n), r.Float64())), []int{0, 1, 5, 9, 10}[r.IntN(5)]}
		for i := range n {
			s.fill(rows.Index(i).Field(c))
		}
	}
	return rows
}

func encodeValue(t *testing.T, rows reflect.Value) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := table.NewWriter(&b, rows.Type().Elem(), table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.AppendValue(rows), w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decodeValue(t *testing.T, data []byte, rowType reflect.Type) reflect.Value {
	t.Helper()
	f := open(t, data)
	rows := reflect.MakeSlice(reflect.SliceOf(rowType), 0, int(f.Rows()))
	err := table.Each(t.Context(), f, rowType, func(row reflect.Value) bool {
		rows = reflect.Append(rows, row)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// randomProps are ways in which another writer may lay out the same values.
func randomProps(r *rand.Rand) []parquet.WriterProperty {
	pick := func(of ...parquet.WriterProperty) parquet.WriterProperty { return of[r.IntN(len(of))] }
	return []parquet.WriterProperty{
		pick(parquet.WithDataPageVersion(parquet.DataPageV1), parquet.WithDataPageVersion(parquet.DataPageV2)),
		pick(parquet.WithDictionaryDefault(true), parquet.WithDictionaryDefault(false)),
		pick(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompression(compress.Codecs.Uncompressed)),
		pick(parquet.WithDataPageSize(200), parquet.WithDataPageSize(5000), parquet.WithDataPageSize(1<<20)),
		pick(parquet.WithBatchSize(7), parquet.WithBatchSize(1000)),
		pick(parquet.WithDictionaryPageSizeLimit(100), parquet.WithDictionaryPageSizeLimit(1<<20)),
	}
}

// TestAnyTableIsReadAsItWasWritten: random columns with random values, by us and by
// the reference in every combination of writer and reader.
func TestAnyTableIsReadAsItWasWritten(t *testing.T) {
	var told tabletest.Told
	sizes := []int{0, 1, 7, 300, 2000, 9000, 9000, 34_000}
	for seed := range uint64(rounds(40)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 3))
			rowType := randomType(r)
			rows := randomRows(r, rowType, sizes[int(seed)%len(sizes)])
			ours := encodeValue(t, rows)
			tabletest.Expect(t, ours, rows)
			tabletest.Expect(t, ours, decodeValue(t, ours, rowType))
			told.Add(tabletest.ExpectClaims(t, ours))

			like, err := file.NewParquetReader(bytes.NewReader(ours))
			if err != nil {
				t.Fatal(err)
			}
			var theirs bytes.Buffer
			if err := tabletest.Write(&theirs, like, tabletest.Read(t, ours, nil, true), randomProps(r)...); err != nil {
				t.Fatal(err)
			}
			tabletest.Expect(t, theirs.Bytes(), rows)
			tabletest.Expect(t, ours, decodeValue(t, theirs.Bytes(), rowType))
			if a, b := contentOf(t, ours), contentOf(t, theirs.Bytes()); a != b {
				t.Errorf("content %v by us, %v by the reference", a, b)
			}
			told.Add(expectSorted(t, r, rowType, ours))
		})
	}
	if told.Ranges < 100 || told.Filters < 5 || told.Indexes < 10 || told.Pages < 2*told.Indexes || told.Orders < 5 {
		t.Errorf("few claims were met: %+v", told)
	}
}

// expectSorted sorts a file by one of its columns and checks what the footer tells.
func expectSorted(t *testing.T, r *rand.Rand, rowType reflect.Type, data []byte) tabletest.Told {
	t.Helper()
	columns, err := table.ColumnsOf(rowType)
	if err != nil {
		t.Fatal(err)
	}
	columns = slices.DeleteFunc(slices.Clone(columns), func(c table.Column) bool { return strings.HasPrefix(c.Type, "list") })
	if len(columns) == 0 {
		return tabletest.Told{}
	}
	by := columns[r.IntN(len(columns))]
	sorted, content := merge(t, table.MergeOptions{SortBy: []string{by.Name}}, data)
	if got := contentOf(t, sorted); got != content || got != contentOf(t, data) {
		t.Errorf("content %v after sorting by %s", got, by.Name)
	}
	return tabletest.ExpectClaims(t, sorted)
}

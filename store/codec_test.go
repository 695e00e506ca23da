package store_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"framewatch/store"
	"framewatch/store/table"
	"framewatch/store/table/tabletest"
)

var (
	// someTexts are strings that have been trouble: empty, of several scripts, of
	// several directions, not composed, with NUL, no UTF-8, and long.
	someTexts = []string{"", "talks", "国际调解院", "🕊 é", "e\u0301", "\u202eהארגון", "\ufeff", "\u2028\r\n\t", "\U0010FFFF", "a\x00b", "caf\xe9", "\xe5\x9b", "NULL", "-", " ",
		strings.Repeat("word ", 51), strings.Repeat("w", 256), strings.Repeat("国", 5000)}
	someNumbers = []int64{0, 1, 2, -1, math.MaxInt64, math.MinInt64, 1 << 31, 1<<53 + 1}
	someShares  = []float64{0, 0.25, 1, -0.5, math.MaxFloat64, math.SmallestNonzeroFloat64, math.Inf(1), math.Inf(-1), 0.1 + 0.2}
	// someTimes are the edges of what calendars and other programs take: the first and the
	// last day of four digits, and the last moments in nanoseconds.
	someTimes = []time.Time{time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC), time.Date(1677, 9, 21, 0, 12, 43, 0, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
		time.UnixMicro(0).UTC(), time.Date(2262, 4, 11, 23, 47, 17, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC)}
)

func oneOf[T any](r *rand.Rand, values []T) T { return values[r.IntN(len(values))] }

// fill sets a value of any type that a row has to something random, invalid
// UTF-8 among it.
func fill(r *rand.Rand, v reflect.Value) {
	if _, ok := v.Interface().(time.Time); ok {
		switch r.IntN(6) {
		case 0: // stays zero
		case 1:
			v.Set(reflect.ValueOf(oneOf(r, someTimes)))
		default:
			v.Set(reflect.ValueOf(time.UnixMicro(r.Int64N(2e15)).UTC()))
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(oneOf(r, someTexts))
	case reflect.Int64:
		v.SetInt(oneOf(r, someNumbers))
	case reflect.Float64:
		v.SetFloat(oneOf(r, someShares))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Pointer:
		if r.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem())
		}
	case reflect.Slice:
		n := max(0, r.IntN(5)-2)
		if n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range n {
			fill(r, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	default:
		panic("a row with a " + v.Type().String())
	}
}

// mend does to a row what writing does: strings become valid, Month is left out,
// and a time that is no null stays the instant that it is.
func mend(v reflect.Value) {
	if _, ok := v.Interface().(time.Time); ok {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.ToValidUTF8(v.String(), "\uFFFD"))
	case reflect.Pointer:
		if !v.IsNil() {
			mend(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			mend(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name == "Month" {
				v.Field(i).SetZero()
			}
			mend(v.Field(i))
		}
	default:
	}
}

// TestEveryTableSurvivesTheRoundTrip writes random rows of every table.
func TestEveryTableSurvivesTheRoundTrip(t *testing.T) {
	oneByOne(t)
	for _, rowType := range store.RowTypes() {
		t.Run(rowType.Name(), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			rows := reflect.MakeSlice(reflect.SliceOf(rowType), 1500, 1500)
			for i := range rows.Len() {
				fill(r, rows.Index(i))
			}
			var b bytes.Buffer
			w, err := table.NewWriter(&b, rowType, table.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.AppendValue(rows); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			f, err := table.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
			if err != nil {
				t.Fatal(err)
			}
			tabletest.Expect(t, b.Bytes(), rows)
			tabletest.ExpectClaims(t, b.Bytes())
			i := 0
			err = table.Each(t.Context(), f, rowType, func(got reflect.Value) bool {
				want := rows.Index(i)
				mend(want)
				if !reflect.DeepEqual(want.Interface(), got.Interface()) {
					t.Errorf("row %d: %s", i, cmp.Diff(want.Interface(), got.Interface()))
				}
				i++
				return !t.Failed()
			})
			if err != nil || i != rows.Len() && !t.Failed() {
				t.Errorf("%d rows, %v", i, err)
			}
		})
	}
}

// TestForeignBytesDoNotMakeATableUnreadable goes the way of a run.
func TestForeignBytesDoNotMakeATableUnreadable(t *testing.T) {
	dir := t.TempDir()
	rows := documents(2)
	rows[0].Title, rows[0].Authors[0], rows[0].Langs[0].Lang = "Caf\xe9", "Jos\xe9", "\xff"
	write(t, dir, run(1), rows)
	for _, row := range scan[store.DocumentRow](t, open(t, dir)) {
		for _, s := range append([]string{row.Title, row.Langs[0].Lang}, row.Authors...) {
			if !utf8.ValidString(s) {
				t.Errorf("%q", s)
			}
		}
	}
}

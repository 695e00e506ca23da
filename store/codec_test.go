package store_test

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"framewatch/store"
	"framewatch/store/table"
)

// fill sets a value of any type that a row has to something random, invalid
// UTF-8 among it.
func fill(r *rand.Rand, v reflect.Value) {
	texts := []string{"", "talks", "国际调解院", "🕊 é", "a\x00b", "caf\xe9", "\xe5\x9b", strings.Repeat("word ", 80)}
	if _, ok := v.Interface().(time.Time); ok {
		if r.IntN(3) > 0 {
			v.Set(reflect.ValueOf(time.UnixMicro(r.Int64N(2e15)).UTC()))
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(texts[r.IntN(len(texts))])
	case reflect.Int64:
		v.SetInt(r.Int64N(5))
	case reflect.Float64:
		v.SetFloat(float64(r.IntN(5)) / 4)
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

package tabletest

import (
	"bytes"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// Expect checks that a file holds rows, a slice of structs with col tags: each leaf
// that the file has, by arrow-go's readers, against the fields of the rows. Strings
// are expected as the gate lets them through.
func Expect(tb testing.TB, data []byte, rows reflect.Value) {
	tb.Helper()
	f, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	if n := f.NumRows(); n != int64(rows.Len()) {
		tb.Fatalf("%d rows, want %d", n, rows.Len())
	}
	for i, got := range Read(tb, data, nil, true) {
		leaf := f.MetaData().Schema.Column(i)
		path := strings.Split(leaf.Path(), ".")
		field, null := fieldOf(rows.Type().Elem(), path[0])
		if field < 0 {
			tb.Errorf("no field has the column %s", leaf.Path())
			continue
		}
		want := column{leaf: path[len(path)-1]}
		for j := range rows.Len() {
			want.row(rows.Index(j).Field(field), null)
		}
		got.Defs = present(got.Defs, leaf.MaxDefinitionLevel(), len(want.here))
		if !slices.Equal(got.Defs, want.here) {
			tb.Errorf("%s: other values are null", leaf.Path())
		}
		if leaf.MaxRepetitionLevel() > 0 && !slices.Equal(got.Reps, want.Reps) {
			tb.Errorf("%s: lists of other lengths", leaf.Path())
		}
		if at := differs(got, want.Column); at != "" {
			tb.Errorf("%s: %s", leaf.Path(), at)
		}
	}
}

// fieldOf is the field of a column, and whether its zero value is null.
func fieldOf(t reflect.Type, name string) (field int, null bool) {
	for i := range t.NumField() {
		column, options, _ := strings.Cut(t.Field(i).Tag.Get("col"), ",")
		if all := strings.Split(options, ","); column == name || slices.Contains(all, "was="+name) {
			return i, slices.Contains(all, "null")
		}
	}
	return -1, false
}

// present says of each level whether it has a value: 1, or 0.
func present(defs []int16, most int16, levels int) []int16 {
	out := slices.Repeat([]int16{1}, levels)
	for i, d := range defs {
		if d < most {
			out[i] = 0
		}
	}
	return out
}

// column is a leaf that is put together from fields.
type column struct {
	Column
	leaf string  // name of a field of a list's structs
	here []int16 // by level: 1 for a value
}

func (c *column) row(v reflect.Value, null bool) {
	if v.Kind() != reflect.Slice || v.Type().Elem().Kind() == reflect.Uint8 {
		c.Reps = append(c.Reps, 0)
		c.scalar(v, null)
		return
	}
	if v.Len() == 0 {
		c.Reps, c.here = append(c.Reps, 0), append(c.here, 0)
	}
	for i := range v.Len() {
		c.Reps = append(c.Reps, int16(min(i, 1)))
		e := v.Index(i)
		if _, ok := e.Interface().(time.Time); e.Kind() == reflect.Struct && !ok {
			field, _ := fieldOf(e.Type(), c.leaf)
			e = e.Field(field)
		}
		c.scalar(e, false)
	}
}

func (c *column) scalar(v reflect.Value, null bool) {
	if v.Kind() == reflect.Pointer {
		if null = v.IsNil(); !null {
			v = v.Elem()
		}
	} else if null {
		null = v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0
	}
	if null {
		c.here = append(c.here, 0)
		return
	}
	c.here = append(c.here, 1)
	switch value := v.Interface().(type) {
	case time.Time:
		c.Ints = append(c.Ints, value.UnixMicro())
	case string:
		c.Texts = append(c.Texts, parquet.ByteArray(strings.ToValidUTF8(value, "\uFFFD")))
	case []byte:
		c.Texts = append(c.Texts, value)
	case int64:
		c.Ints = append(c.Ints, value)
	case float64:
		c.Floats = append(c.Floats, value)
	case bool:
		c.Bools = append(c.Bools, value)
	}
}

// differs says where two leaves hold other values.
func differs(got, want Column) string {
	switch {
	case !slices.EqualFunc(got.Texts, want.Texts, func(a, b parquet.ByteArray) bool { return bytes.Equal(a, b) }):
		return "other texts"
	case !slices.Equal(got.Ints, want.Ints):
		return "other whole numbers or times"
	case !slices.EqualFunc(got.Floats, want.Floats, func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }):
		return "other numbers"
	case !slices.Equal(got.Bools, want.Bools):
		return "other truth values"
	}
	return ""
}

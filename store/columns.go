package store

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"time"
)

// Symbols is a column of repeated strings: Codes[i] indexes Values; -1 is null.
// Codes are stable over a whole scan: a string has one code, and Values only
// grows.
type Symbols struct {
	Codes  []int32
	Values []string
}

// At is the string of row i, "" for a null.
func (s *Symbols) At(i int) string {
	if c := s.Codes[i]; c >= 0 {
		return s.Values[c]
	}
	return ""
}

// ScanColumns yields the rows of T's table column by column, a batch at a time,
// in the order of commits. T is a struct whose col tags name columns of the
// table; a field is a [Symbols], a []string, []int64, []float64, []bool or
// []time.Time, or []*int64 or []*float64 where a null differs from zero. All
// columns of a batch have the same length, which is never zero. A batch and its
// slices are valid until the next one, Symbols.Values for ever.
//
// A column that is not in an older file is null there if the field is a Symbols,
// has pointers or the option "null", else an error, as with [Scan].
func ScanColumns[T interface{ Table() string }](ctx context.Context, d *Dataset) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		batch := new(T)
		s, err := newColumnScan(reflect.ValueOf(batch).Elem())
		if err != nil {
			yield(nil, err)
			return
		}
		for _, f := range d.Files((*batch).Table()) {
			more := true
			err := s.file(ctx, d, f, func() bool {
				more = yield(batch, nil)
				return more
			})
			if err != nil {
				yield(nil, err)
			}
			if err != nil || !more {
				return
			}
		}
	}
}

// columnScan fills the slices of a batch from rows.
type columnScan struct {
	row     reflect.Type // a struct with one field for each column
	columns []reflect.Value
	codes   []map[string]int32 // of the fields that are Symbols
}

func newColumnScan(batch reflect.Value) (*columnScan, error) {
	s := &columnScan{}
	var fields []reflect.StructField
	for i := range batch.NumField() {
		f := batch.Type().Field(i)
		tag, ok := f.Tag.Lookup("col")
		if !ok {
			continue
		}
		of, err := cellType(f.Type)
		if err != nil {
			return nil, fmt.Errorf("field %s.%s: %w", batch.Type().Name(), f.Name, err)
		}
		var codes map[string]int32
		if f.Type == reflect.TypeFor[Symbols]() {
			codes = map[string]int32{}
		}
		s.columns, s.codes = append(s.columns, batch.Field(i)), append(s.codes, codes)
		fields = append(fields, reflect.StructField{Name: f.Name, Type: of, Tag: reflect.StructTag(fmt.Sprintf("col:%q", tag))})
	}
	s.row = reflect.StructOf(fields)
	return s, nil
}

// cellType is the type of one value of a column.
func cellType(t reflect.Type) (reflect.Type, error) {
	if t == reflect.TypeFor[Symbols]() {
		return reflect.TypeFor[*string](), nil
	}
	if t.Kind() == reflect.Slice {
		switch t.Elem() {
		case reflect.TypeFor[string](), reflect.TypeFor[int64](), reflect.TypeFor[float64](), reflect.TypeFor[bool](),
			reflect.TypeFor[time.Time](), reflect.TypeFor[*int64](), reflect.TypeFor[*float64]():
			return t.Elem(), nil
		}
	}
	return nil, fmt.Errorf("no column of type %s", t)
}

func (s *columnScan) file(ctx context.Context, d *Dataset, f File, yield func() bool) error {
	n := 0
	more := true
	for row, err := range d.readFile(ctx, f, s.row) {
		if err != nil {
			return err
		}
		if n == 0 {
			s.clear()
		}
		s.add(row)
		if n++; n == batchRows {
			if n, more = 0, yield(); !more {
				return nil
			}
		}
	}
	if n > 0 {
		yield()
	}
	return nil
}

func (s *columnScan) clear() {
	for i, c := range s.columns {
		if s.codes[i] != nil {
			c = c.FieldByName("Codes")
		}
		c.SetLen(0)
	}
}

func (s *columnScan) add(row reflect.Value) {
	for i, c := range s.columns {
		if s.codes[i] == nil {
			c.Set(reflect.Append(c, row.Field(i)))
			continue
		}
		symbols := c.Addr().Interface().(*Symbols)
		code := int32(-1)
		if v := row.Field(i); !v.IsNil() {
			text := v.Elem().String()
			var known bool
			if code, known = s.codes[i][text]; !known {
				code = int32(len(symbols.Values))
				s.codes[i][text] = code
				symbols.Values = append(symbols.Values, text)
			}
		}
		symbols.Codes = append(symbols.Codes, code)
	}
}

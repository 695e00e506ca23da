package store

import (
	"context"
	"fmt"
	"iter"
	"reflect"

	"framewatch/store/table"
)

// Columns are the columns of a table in their order, none where there is no such
// table. The result is shared and must not be changed.
func Columns(name string) []table.Column { return columnsOf(name) }

// ColumnType is the Go type of a column's values as [Values] yields them.
func ColumnType(name string, c table.Column) reflect.Type {
	t := rowTypeOf(name).Field(c.Index).Type
	if c.Pointer {
		return t.Elem()
	}
	return t
}

// Values yields the rows of some files of one table as values in the order of
// [Columns], for those who know the table at run time only. Null is nil, a time is
// in UTC, a list is a slice that may be empty. A row is the receiver's to keep.
func Values(ctx context.Context, d *Dataset, files []File) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, f := range files {
			t, cols := rowTypeOf(f.Table), columnsOf(f.Table)
			if t == nil {
				yield(nil, fmt.Errorf("read %s: no table %s", f.Path, f.Table))
				return
			}
			more := true
			err := d.eachRow(ctx, f, t, func(row reflect.Value) bool {
				more = yield(valuesOf(row, cols), nil)
				return more
			})
			if err != nil && more {
				yield(nil, err)
			}
			if err != nil || !more {
				return
			}
		}
	}
}

func valuesOf(row reflect.Value, cols []table.Column) []any {
	out := make([]any, len(cols))
	for i := range cols {
		out[i] = valueOf(&cols[i], row.Field(cols[i].Index))
	}
	return out
}

// valueOf is the value of a column's field, nil for null.
func valueOf(c *table.Column, v reflect.Value) any {
	switch {
	case c.Null && v.IsZero(), c.Pointer && v.IsNil():
		return nil
	case c.Pointer:
		return v.Elem().Interface()
	}
	return v.Interface()
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"framewatch/store/disk"
	"framewatch/store/table"
)

// withFile calls fn with a file of the dataset.
func (d *Dataset) withFile(f File, fn func(*table.File) error) error {
	return withFile(d.open, f, fn)
}

// withFile calls fn with a file of the dataset or of a run under way.
func withFile(open func(File) (disk.Reader, error), f File, fn func(*table.File) error) (err error) {
	r, err := open(f)
	if err != nil {
		return fmt.Errorf("read %s: %w", f.Path, err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	size, err := r.Seek(0, io.SeekEnd)
	if err == nil {
		var t *table.File
		if t, err = openTable(r, size, f.Table); err == nil {
			err = fn(t)
		}
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", f.Path, err)
	}
	return nil
}

// manyRows is from how many rows on a file has at least a byte for each; one of
// ours, which no other is like, takes five and more. Run lengths make millions of
// rows of nothing, for each of which a command does its work.
const manyRows = 1 << 16

// openTable opens a file of a table, with the names that its columns have today.
func openTable(r io.ReaderAt, size int64, name string) (*table.File, error) {
	f, err := table.Open(r, size)
	if err != nil {
		return nil, err
	}
	if f.Rows() > manyRows && f.Rows() > size {
		return nil, fmt.Errorf("damaged parquet: %d rows in %d bytes, which is no table of a run", f.Rows(), size)
	}
	if t := rowTypeOf(name); t != nil {
		return f.As(t)
	}
	return f, nil
}

// eachRow calls fn for each row of a file, as a value of t, until it returns
// false. The value is valid until fn returns.
func (d *Dataset) eachRow(ctx context.Context, f File, t reflect.Type, fn func(reflect.Value) bool) error {
	return d.withFile(f, func(f *table.File) error { return table.Each(ctx, f, t, fn) })
}

// Object is a row as its columns: what JSON output shows. Null is nil.
func Object(r Row) (map[string]any, error) {
	v := reflect.ValueOf(r)
	cols, err := table.ColumnsOf(v.Type())
	if err != nil {
		return nil, err
	}
	out := make(map[string]any, len(cols))
	for _, c := range cols {
		f := v.Field(c.Index)
		if c.Null && f.IsZero() {
			out[c.Name] = nil
			continue
		}
		out[c.Name] = f.Interface()
	}
	return out, nil
}

// FromObject reads a row back from the JSON of [Object]; columns that it does not have
// stay empty, and those that the table does not have are left alone.
func FromObject[T Row](data []byte) (row T, err error) {
	v := reflect.ValueOf(&row).Elem()
	cols, err := table.ColumnsOf(v.Type())
	if err != nil {
		return row, err
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return row, fmt.Errorf("not a row: %w", err)
	}
	for _, c := range cols {
		if value, ok := object[c.Name]; ok {
			if err := json.Unmarshal(value, v.Field(c.Index).Addr().Interface()); err != nil {
				return row, fmt.Errorf("column %s: %w", c.Name, err)
			}
		}
	}
	return row, nil
}

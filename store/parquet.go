package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"

	"framewatch/store/table"
)

// withFile calls fn with the Parquet file at path.
func withFile(path string, fn func(*table.File) error) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err == nil {
		var t *table.File
		if t, err = table.Open(f, info.Size()); err == nil {
			err = fn(t)
		}
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// eachRow calls fn for each row of a file, as a value of t, until it returns
// false. The value is valid until fn returns.
func eachRow(ctx context.Context, path string, t reflect.Type, fn func(reflect.Value) bool) error {
	return withFile(path, func(f *table.File) error { return table.Each(ctx, f, t, fn) })
}

// rowBuffer holds rows of one table that wait to be written.
type rowBuffer interface {
	len() int
	// months parts the rows by partition, their order kept.
	months() map[string]rowBuffer
	// write makes them a Parquet file.
	write(w io.Writer) error
}

type rowsOf[T Row] []T

func (r rowsOf[T]) len() int { return len(r) }

func (r rowsOf[T]) months() map[string]rowBuffer {
	byMonth := map[string]rowsOf[T]{}
	for _, row := range r {
		m := row.Partition()
		byMonth[m] = append(byMonth[m], row)
	}
	out := make(map[string]rowBuffer, len(byMonth))
	for m, rows := range byMonth {
		out[m] = rows
	}
	return out
}

func (r rowsOf[T]) write(w io.Writer) error {
	t, err := table.NewWriter(w, reflect.TypeFor[T](), table.Options{})
	if err != nil {
		return err
	}
	if err := table.Append(t, r); err != nil {
		return err
	}
	return t.Close()
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

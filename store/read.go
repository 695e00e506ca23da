package store

import (
	"bufio"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"

	"framewatch/store/table"
)

// MonthColumn is the column of tables with partitions that is in files' paths alone.
const MonthColumn = "month"

// Reading is some columns of a table, to be written as a stream in the order of
// commits. One batch of rows is in memory, whatever the table's size.
type Reading struct {
	dataset *Dataset
	table   string
	columns []table.Column
}

// ReadColumns lists the columns that [Dataset.Read] knows of a table, none where there
// is no such table.
func ReadColumns(name string) []string {
	names := ColumnNames(name)
	if ByMonth(name) {
		names = append(names, MonthColumn)
	}
	return names
}

// Read prepares to stream columns of a table; none are all of them.
func (d *Dataset) Read(name string, columns ...string) (*Reading, error) {
	all := slices.Clone(columnsOf(name))
	if all == nil {
		return nil, fmt.Errorf("no table %q", name)
	}
	if ByMonth(name) {
		all = append(all, table.PathColumn(MonthColumn, "month of publication, else of fetching"))
	}
	r := &Reading{dataset: d, table: name, columns: all}
	if len(columns) > 0 {
		r.columns = nil
	}
	for _, c := range columns {
		i := slices.IndexFunc(all, func(a table.Column) bool { return a.Name == c })
		if i < 0 {
			return nil, fmt.Errorf("no column %q in table %s", c, name)
		}
		if slices.ContainsFunc(r.columns, func(a table.Column) bool { return a.Name == c }) {
			return nil, fmt.Errorf("column %q is named twice", c)
		}
		r.columns = append(r.columns, all[i])
	}
	return r, nil
}

// Arrow writes a stream of the Arrow IPC format.
func (r *Reading) Arrow(ctx context.Context, w io.Writer) error {
	s := table.NewArrowStream(w, r.columns)
	for _, f := range r.dataset.Files(r.table) {
		err := r.dataset.withFile(f, func(t *table.File) error { return s.Add(ctx, t, f.Month()) })
		if err != nil {
			return err
		}
	}
	return s.Close()
}

// JSONLines writes a JSON object a line, its members in the order of the columns.
// Times are RFC 3339; a number that is none is null.
func (r *Reading) JSONLines(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriter(w)
	var line []byte
	err := r.each(ctx, func(values []any) (err error) {
		line = line[:0]
		for i, v := range values {
			sep := byte(',')
			if i == 0 {
				sep = '{'
			}
			line = append(strconv.AppendQuote(append(line, sep), r.columns[i].Name), ':')
			if line, err = table.AppendJSON(line, v); err != nil {
				return err
			}
		}
		_, err = out.Write(append(line, "}\n"...))
		return err
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// CSV writes comma-separated values (RFC 4180, lines end with LF) below a line of
// names, its cells as [table.Cell] has them.
func (r *Reading) CSV(ctx context.Context, w io.Writer) error {
	out := csv.NewWriter(w)
	cells := make([]string, len(r.columns))
	for i, c := range r.columns {
		cells[i] = c.Name
	}
	if err := out.Write(cells); err != nil {
		return err
	}
	err := r.each(ctx, func(values []any) (err error) {
		for i, v := range values {
			if cells[i], err = table.Cell(v); err != nil {
				return err
			}
		}
		return out.Write(cells)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// each calls fn with the values of every row: nil, string, []byte, int64, float64,
// bool, time.Time or a list.
func (r *Reading) each(ctx context.Context, fn func([]any) error) error {
	t := r.rowType()
	values := make([]any, len(r.columns))
	var failed error
	for _, f := range r.dataset.Files(r.table) {
		err := r.dataset.eachRow(ctx, f, t, func(row reflect.Value) bool {
			at := 0
			for i := range r.columns {
				c := &r.columns[i]
				if c.Index < 0 {
					if values[i] = nil; f.Month() != "" {
						values[i] = f.Month()
					}
					continue
				}
				values[i] = valueOf(c, row.Field(at))
				at++
			}
			failed = fn(values)
			return failed == nil
		})
		if err != nil || failed != nil {
			return cmp.Or(failed, err)
		}
	}
	return nil
}

// rowType is a struct of the columns that are in files, so that no other is read.
func (r *Reading) rowType() reflect.Type {
	var fields []reflect.StructField
	row := rowTypeOf(r.table)
	for _, c := range r.columns {
		if c.Index >= 0 {
			f := row.Field(c.Index)
			fields = append(fields, reflect.StructField{Name: f.Name, Type: f.Type, Tag: f.Tag})
		}
	}
	return reflect.StructOf(fields)
}

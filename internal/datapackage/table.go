package datapackage

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"framewatch/internal/export"
	"framewatch/nlp/codes"
	"framewatch/store/table"
)

// The folders of a package.
const (
	dataFolder  = "data"
	excelFolder = "excel"
	metaFolder  = "meta"
)

// tableForms are the forms in which a table is written.
type tableForms struct{ parquet, excel bool }

// written is a table that was written.
type written struct {
	export.Table
	folder string
	rows   int64
	forms  tableForms
	// values are those of columns that name others, or are named, by column.
	values map[string]map[string]struct{}
	// blank are the columns without nulls of which a text is empty, by their place:
	// in CSV that looks like a null.
	blank []bool
}

func (w *written) csvPath() string     { return w.folder + "/" + w.Name + ".csv" }
func (w *written) parquetPath() string { return w.folder + "/" + w.Name + ".parquet" }

// writeTable writes a table in its forms, in one go over its rows. linked are the
// columns whose values are to be remembered.
func writeTable(ctx context.Context, s *stage, folder string, t export.Table, forms tableForms, linked []string) (*written, error) {
	w := &written{Table: t, folder: folder, forms: forms, values: map[string]map[string]struct{}{}, blank: make([]bool, len(t.Fields))}
	for _, c := range linked {
		w.values[c] = map[string]struct{}{}
	}
	var sinks []sink
	open := func(path string, make func(io.Writer) (sink, error)) error {
		f, err := s.create(path)
		if err != nil {
			return err
		}
		to, err := make(f)
		if err != nil {
			return errors.Join(err, f.Close())
		}
		sinks = append(sinks, closing{to, f})
		return nil
	}
	err := open(w.csvPath(), func(f io.Writer) (sink, error) { return newCSV(f, t.Fields, false) })
	if err == nil && forms.excel {
		err = open(excelFolder+"/"+t.Name+".csv", func(f io.Writer) (sink, error) { return newCSV(f, t.Fields, true) })
	}
	if err == nil && forms.parquet {
		err = open(w.parquetPath(), func(f io.Writer) (sink, error) { return newParquet(f, t.Fields) })
	}
	if err == nil {
		err = w.fill(ctx, sinks)
	}
	for _, to := range sinks {
		err = errors.Join(err, to.close())
	}
	if err != nil {
		return nil, fmt.Errorf("write table %s: %w", t.Name, err)
	}
	return w, nil
}

// fill hands each row to every sink.
func (w *written) fill(ctx context.Context, sinks []sink) error {
	for row, err := range w.Rows {
		if err != nil {
			return err
		}
		if w.rows++; w.rows%1024 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if len(row) != len(w.Fields) {
			return fmt.Errorf("row %d has %d values for %d columns", w.rows, len(row), len(w.Fields))
		}
		for i, f := range w.Fields {
			if row[i] == nil && f.Go.Kind() == reflect.Slice {
				row[i] = reflect.MakeSlice(f.Go, 0, 0).Interface() // no form has null lists
			}
			w.blank[i] = w.blank[i] || row[i] == "" || row[i] == nil
			if seen := w.values[f.Name]; seen != nil && row[i] != nil {
				text, err := table.Cell(row[i])
				if err != nil {
					return err
				}
				seen[text] = struct{}{}
			}
		}
		for _, to := range sinks {
			if err := to.row(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// sink takes rows.
type sink interface {
	row([]any) error
	close() error
}

// closing closes the file below a sink, too.
type closing struct {
	sink
	file io.Closer
}

func (c closing) close() error { return errors.Join(c.sink.close(), c.file.Close()) }

// csvSink writes CSV as RFC 4180 has it, with line feeds. For spreadsheet programs
// it begins with a byte order mark, and no cell begins like a formula.
type csvSink struct {
	out   *csv.Writer
	cells []string
	excel bool
}

func newCSV(f io.Writer, fields []export.Field, excel bool) (sink, error) {
	if excel {
		if _, err := io.WriteString(f, bom); err != nil {
			return nil, err
		}
	}
	s := &csvSink{out: csv.NewWriter(f), cells: make([]string, len(fields)), excel: excel}
	for i, c := range fields {
		s.cells[i] = c.Name
	}
	return s, s.out.Write(s.cells)
}

// mostExcel is how many UTF-16 code units a cell of a spreadsheet holds. A longer
// one would be cut, or spill into the next rows, without a word.
const mostExcel = 32767

func (s *csvSink) row(values []any) error {
	for i, v := range values {
		text, err := table.Cell(v)
		if err != nil {
			return err
		}
		if s.excel {
			if _, is := v.(string); is {
				text = codes.Guarded(text)
			}
			text = shortened(text)
		}
		s.cells[i] = text
	}
	return s.out.Write(s.cells)
}

// shortened is a text that a cell of a spreadsheet holds, with a word on what is
// missing.
func shortened(text string) string {
	const note = " [cut: a cell holds no more, see data/]"
	units := 0
	for i, r := range text {
		units++
		if r > 0xffff {
			units++
		}
		if units > mostExcel {
			cut := []rune(text[:i])
			return string(cut[:len(cut)-len(note)]) + note
		}
	}
	return text
}

func (s *csvSink) close() error {
	s.out.Flush()
	return s.out.Error()
}

// parquetSink writes Parquet, some rows at a time.
type parquetSink struct {
	out   *table.Writer
	typ   reflect.Type
	batch reflect.Value
}

const parquetBatch = 1024

func newParquet(f io.Writer, fields []export.Field) (sink, error) {
	var columns []reflect.StructField
	for i, c := range fields {
		options, t := "", c.Go
		if c.Null && t.Kind() != reflect.Slice {
			t = reflect.PointerTo(t)
		}
		if c.Key {
			options = ",key"
		}
		columns = append(columns, reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: t, Tag: reflect.StructTag(fmt.Sprintf("col:%q", c.Name+options))})
	}
	t := reflect.StructOf(columns)
	out, err := table.NewWriter(f, t, table.Options{})
	return &parquetSink{out: out, typ: t, batch: reflect.MakeSlice(reflect.SliceOf(t), 0, parquetBatch)}, err
}

func (s *parquetSink) row(values []any) error {
	row := reflect.New(s.typ).Elem()
	for i, v := range values {
		f := row.Field(i)
		switch {
		case v == nil:
		case f.Kind() == reflect.Pointer:
			p := reflect.New(f.Type().Elem())
			p.Elem().Set(reflect.ValueOf(v))
			f.Set(p)
		default:
			f.Set(reflect.ValueOf(v))
		}
	}
	s.batch = reflect.Append(s.batch, row)
	if s.batch.Len() < parquetBatch {
		return nil
	}
	return s.flush()
}

func (s *parquetSink) flush() error {
	err := s.out.AppendValue(s.batch)
	s.batch = s.batch.Slice(0, 0)
	return err
}

func (s *parquetSink) close() error { return errors.Join(s.flush(), s.out.Close()) }

// linkedColumns are the columns of a table that name others or that others name.
func linkedColumns(t export.Table, all []export.Table) []string {
	var out []string
	for _, f := range t.Fields {
		named := slices.ContainsFunc(all, func(o export.Table) bool {
			return slices.ContainsFunc(o.Fields, func(g export.Field) bool { return g.References == t.Name+"."+f.Name })
		})
		to, _, _ := strings.Cut(f.References, ".")
		names := f.References != "" && slices.ContainsFunc(all, func(o export.Table) bool { return o.Name == to })
		if named || names {
			out = append(out, f.Name)
		}
	}
	return out
}

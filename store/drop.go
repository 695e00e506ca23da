package store

import (
	"context"
	"fmt"
	"io"
	"reflect"
	"slices"
)

// Drop takes the rows of documents out of the given tables. docs maps each
// document to its month, so that no other month is read; of those, only files
// that hold such rows are written again, without them. Rows that this batch has
// appended stay.
func (b *Batch) Drop(ctx context.Context, docs map[string]string, tables ...string) error {
	months := map[string]bool{"": true}
	for _, m := range docs {
		months[m] = true
	}
	for _, t := range rowTypes() {
		if !slices.Contains(tables, tableName(t)) {
			continue
		}
		for _, f := range b.base.Files(tableName(t)) {
			if b.dropped[f.Path] || !months[f.Month()] {
				continue
			}
			if err := b.dropFrom(ctx, f, t, docs); err != nil {
				return fmt.Errorf("take documents out of %s: %w", f.Path, err)
			}
		}
	}
	return nil
}

func (b *Batch) dropFrom(ctx context.Context, f File, t reflect.Type, docs map[string]string) error {
	cols, err := columnsOf(t)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(cols, func(c column) bool { return c.name == "doc_id" })
	if at < 0 {
		return fmt.Errorf("table %s has no doc_id", f.Table)
	}
	var left []reflect.Value
	err = b.base.eachRow(ctx, f, t, func(row reflect.Value) bool {
		if _, gone := docs[row.Field(cols[at].index).String()]; !gone {
			left = append(left, row)
		}
		return true
	})
	if err != nil || int64(len(left)) == f.Rows {
		return err
	}
	b.dropped[f.Path] = true
	if len(left) == 0 {
		return nil
	}
	return b.writePart(partition{f.Table, f.Month()}, &valuesOf{t, left})
}

// valuesOf is a part of rows whose type is known at run time only.
type valuesOf struct {
	t    reflect.Type
	rows []reflect.Value
}

func (p *valuesOf) len() int { return len(p.rows) }

func (p *valuesOf) write(w io.Writer) error { return writeFile(w, p.t, p.rows) }

// DocumentTables are the tables whose rows belong to one document each and that
// are made of it alone.
func DocumentTables() []string {
	var out []string
	for _, t := range rowTypes() {
		if _, month := t.FieldByName("Month"); month && hasColumn(t, "doc_id") {
			out = append(out, tableName(t))
		}
	}
	return out
}

func hasColumn(t reflect.Type, name string) bool {
	cols, err := columnsOf(t)
	return err == nil && slices.ContainsFunc(cols, func(c column) bool { return c.name == name })
}

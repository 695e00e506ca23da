package store

import (
	"context"
	"errors"
	"fmt"
	"path"
	"reflect"
	"slices"

	"framewatch/store/table"
)

// docColumn is the column by which rows belong to a document.
const docColumn = "doc_id"

// Drop takes the rows of documents out of the given tables. docs maps each
// document to its month, so that no other month is read; of those, only files
// that hold such rows are written again, without them. Rows that this batch has
// appended stay. It returns how many rows went, by table.
func (b *Batch) Drop(ctx context.Context, docs map[string]string, tables ...string) ([]TableRows, error) {
	if len(docs) == 0 {
		return nil, nil
	}
	gone := map[string]int64{}
	months := monthsOf(docs)
	// What an earlier call has left of a file counts like the file.
	left := slices.DeleteFunc(slices.Clone(b.files), func(f File) bool { return !b.left[f.Path] })
	for _, f := range slices.Concat(b.base.live, left) {
		if b.dropped[f.Path] || !months[f.Month()] || !slices.Contains(tables, f.Table) {
			continue
		}
		n, err := b.dropFrom(ctx, f, docs)
		if err != nil {
			return nil, fmt.Errorf("take documents out of %s: %w", f.Path, err)
		}
		gone[f.Table] += n
	}
	return inOrder(gone), nil
}

// monthsOf are the months of documents, and that of what has none.
func monthsOf(docs map[string]string) map[string]bool {
	months := map[string]bool{"": true}
	for _, m := range docs {
		months[m] = true
	}
	return months
}

func (b *Batch) dropFrom(ctx context.Context, f File, docs map[string]string) (gone int64, err error) {
	keep := func(doc string) bool { _, gone := docs[doc]; return !gone }
	met, err := b.holds(ctx, f, keep)
	if err != nil || !met {
		return 0, err
	}
	at := partition{f.Table, f.Month()}
	if !b.own(f) || b.left[f.Path] {
		b.left[b.peekName(at)] = true
	}
	rows, err := b.rewrite(ctx, at, []File{f}, table.MergeOptions{Filter: &table.Filter{Column: docColumn, Keep: keep}})
	if err != nil {
		return 0, err
	}
	return f.Rows - rows, b.forget([]File{f})
}

// Renew makes the rows that this batch has appended for documents the only ones
// of these that count, in the given tables. In a table and month in which they
// are the ones that were there, but for volatile columns, those stay and what
// was appended goes: such a file is not written again, and what was made from it
// is still right. docs maps each document to its month.
func (b *Batch) Renew(ctx context.Context, docs map[string]string, tables ...string) error {
	if len(docs) == 0 {
		return nil
	}
	if err := b.flush(false); err != nil {
		return err
	}
	months := monthsOf(docs)
	order, files := byPartition(b.live())
	for _, at := range order {
		if !months[at.month] || !slices.Contains(tables, at.table) {
			continue
		}
		if err := b.renew(ctx, at, files[at], docs); err != nil {
			return fmt.Errorf("renew documents of %s: %w", folderOf(at.table, at.month), err)
		}
	}
	return nil
}

func (b *Batch) renew(ctx context.Context, at partition, files []File, docs map[string]string) error {
	fresh := b.fresh(files)
	isFresh := pathsOf(fresh)
	out := slices.DeleteFunc(slices.Clone(files), func(f File) bool { return isFresh[f.Path] })
	before, err := b.contentOf(ctx, out, docs)
	if err != nil {
		return err
	}
	now, err := b.contentOf(ctx, fresh, docs)
	if err != nil {
		return err
	}
	if before == now {
		out = fresh
		b.appended[at.table] -= now.Rows
	}
	for _, f := range out {
		if _, err := b.dropFrom(ctx, f, docs); err != nil {
			return err
		}
	}
	return nil
}

// contentOf is the content of the rows of documents, without volatile columns.
func (b *Batch) contentOf(ctx context.Context, files []File, docs map[string]string) (table.Content, error) {
	var sum table.Content
	filter := &table.Filter{Column: docColumn, Keep: func(doc string) bool { _, ok := docs[doc]; return ok }}
	for _, f := range files {
		r, err := b.open(f)
		if err != nil {
			return sum, err
		}
		t, err := openTable(r, f.Bytes, f.Table)
		var c table.Content
		if err == nil {
			c, err = table.ContentOfRows(ctx, t, filter, volatileOf(f.Table)...)
		}
		if err = errors.Join(err, r.Close()); err != nil {
			return sum, fmt.Errorf("read %s: %w", f.Path, err)
		}
		sum = sum.Plus(c)
	}
	return sum, nil
}

// volatileOf lists the columns of a table that may differ between two runs over
// the same input.
func volatileOf(name string) []string {
	return namesOf(columnsOf(name), func(c table.Column) bool { return c.Volatile })
}

type docOnly struct {
	Doc table.Symbols `col:"doc_id"`
}

// holds reports whether a file has a row of a document that is not kept.
func (b *Batch) holds(ctx context.Context, at File, keep func(string) bool) (bool, error) {
	r, err := b.open(at)
	if err != nil {
		return false, err
	}
	defer r.Close()
	f, err := openTable(r, at.Bytes, at.Table)
	if err != nil {
		return false, err
	}
	scan, err := table.NewColumnScan[docOnly]()
	if err != nil {
		return false, err
	}
	met, seen := false, 0
	for batch, err := range scan.Batches(ctx, f) {
		if err != nil {
			return false, err
		}
		for ; seen < len(batch.Doc.Values); seen++ {
			met = met || !keep(batch.Doc.Values[seen])
		}
		if met {
			break
		}
	}
	return met, nil
}

// nextName is the path of the next part of a partition.
func (b *Batch) nextName(at partition) string {
	name := b.peekName(at)
	b.parts[at]++
	return name
}

func (b *Batch) peekName(at partition) string {
	return path.Join(folderOf(at.table, at.month), fmt.Sprintf("%s-%04d.parquet", b.run.RunID, b.parts[at]))
}

// DocumentTables are the tables whose rows belong to one document each and that
// are made of it alone.
func DocumentTables() []string {
	var out []string
	for _, t := range rowTypes() {
		_, month := t.FieldByName("Month")
		if across := t == reflect.TypeFor[SyndicationRow](); month && !across && slices.Contains(ColumnNames(tableName(t)), docColumn) {
			out = append(out, tableName(t))
		}
	}
	return out
}

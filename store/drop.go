package store

import (
	"context"
	"fmt"
	"path"
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
	months := map[string]bool{"": true}
	for _, m := range docs {
		months[m] = true
	}
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

func (b *Batch) dropFrom(ctx context.Context, f File, docs map[string]string) (gone int64, err error) {
	keep := func(doc string) bool { _, gone := docs[doc]; return !gone }
	met, err := b.holds(ctx, f, keep)
	if err != nil || !met {
		return 0, err
	}
	at := partition{f.Table, f.Month()}
	b.left[b.peekName(at)] = true
	rows, err := b.rewrite(ctx, at, []File{f}, table.MergeOptions{Filter: &table.Filter{Column: docColumn, Keep: keep}})
	if err != nil {
		return 0, err
	}
	return f.Rows - rows, b.forget([]File{f})
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
	f, err := table.Open(r, at.Bytes)
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
		if _, month := t.FieldByName("Month"); month && slices.Contains(ColumnNames(tableName(t)), docColumn) {
			out = append(out, tableName(t))
		}
	}
	return out
}

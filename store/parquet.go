package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

const (
	zstdLevel   = 3
	batchRows   = 4096  // rows turned into Arrow at a time
	groupRows   = 65536 // rows of a row group
	createdByID = "framewatch"
)

// writeFile writes rows, all of the same type, as one Parquet file.
func writeFile(w io.Writer, t reflect.Type, rows []reflect.Value) (err error) {
	schema, cols, err := schemaOf(t)
	if err != nil {
		return err
	}
	props := parquet.NewWriterProperties(
		parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(zstdLevel),
		parquet.WithMaxRowGroupLength(groupRows), parquet.WithPageIndexEnabled(true),
		parquet.WithCreatedBy(createdByID), parquet.WithVersion(parquet.V2_LATEST))
	fw, err := pqarrow.NewFileWriter(schema, w, props, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		return fmt.Errorf("start parquet: %w", err)
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for start := 0; start < len(rows); start += batchRows {
		for _, row := range rows[start:min(start+batchRows, len(rows))] {
			for i, c := range cols {
				c.append(b.Field(i), row.Field(c.index))
			}
		}
		// Write would open a row group per call.
		rec := b.NewRecordBatch()
		err = fw.WriteBuffered(rec)
		rec.Release()
		if err != nil {
			return fmt.Errorf("write parquet: %w", err)
		}
	}
	if err := fw.Close(); err != nil {
		return fmt.Errorf("finish parquet: %w", err)
	}
	return nil
}

// readFile yields the rows of a Parquet file as values of t, which may have
// fewer columns than the file: only those are read.
func (d *Dataset) readFile(ctx context.Context, f File, t reflect.Type) iter.Seq2[reflect.Value, error] {
	return func(yield func(reflect.Value, error) bool) {
		if err := d.eachRow(ctx, f, t, func(v reflect.Value) bool { return yield(v, nil) }); err != nil {
			yield(reflect.Value{}, fmt.Errorf("read %s: %w", f.Path, err))
		}
	}
}

// eachRow calls fn for each row until it returns false.
func (d *Dataset) eachRow(ctx context.Context, at File, t reflect.Type, fn func(reflect.Value) bool) (err error) {
	cols, err := columnsOf(t)
	if err != nil {
		return err
	}
	f, err := d.open(at)
	if err != nil {
		return err
	}
	defer f.Close()
	// arrow-go panics on some damaged files; a damaged file is an error here.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("damaged parquet: %v", p)
		}
	}()
	pf, err := file.NewParquetReader(f)
	if err != nil {
		return err
	}
	fr, err := pqarrow.NewFileReader(pf, pqarrow.ArrowReadProperties{BatchSize: batchRows}, memory.DefaultAllocator)
	if err != nil {
		return err
	}
	leaves, err := leavesOf(fr, cols)
	if err != nil {
		return err
	}
	rr, err := fr.GetRecordReader(ctx, leaves, nil)
	if err != nil {
		return err
	}
	defer rr.Release()
	for rr.Next() {
		rec := rr.RecordBatch()
		for i := range int(rec.NumRows()) {
			v := reflect.New(t).Elem()
			for _, c := range cols {
				if at := rec.Schema().FieldIndices(c.name); len(at) > 0 {
					c.read(rec.Column(at[0]), i, v.Field(c.index))
				}
			}
			if !fn(v) {
				return nil
			}
		}
	}
	if err := rr.Err(); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// leavesOf gives the Parquet leaf columns behind cols. A column of pointers or nulls is
// younger than some files and null in them.
func leavesOf(fr *pqarrow.FileReader, cols []column) ([]int, error) {
	manifest := fr.Manifest
	var leaves []int
	for _, c := range cols {
		found := false
		for i := range manifest.Fields {
			if manifest.Fields[i].Field.Name == c.name {
				found = true
				leaves = appendLeaves(leaves, &manifest.Fields[i])
			}
		}
		if !found && !c.null && !c.pointer { // a column that came with a later version is null in earlier files
			return nil, fmt.Errorf("no column %q (written by another version; see framewatch dataset schema)", c.name)
		}
	}
	return leaves, nil
}

func appendLeaves(leaves []int, f *pqarrow.SchemaField) []int {
	if f.IsLeaf() {
		return append(leaves, f.ColIndex)
	}
	for i := range f.Children {
		leaves = appendLeaves(leaves, &f.Children[i])
	}
	return leaves
}

// Package tabletest reads and writes Parquet files by arrow-go's own column readers
// and writers: the reference that package table is held against, and a way to make
// files that package table itself would not write.
package tabletest

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// Column is a leaf of a file in the form that arrow-go's own writer takes: levels,
// and the values of those that have one.
type Column struct {
	Defs, Reps []int16
	Texts      []parquet.ByteArray
	Ints       []int64
	Floats     []float64
	Bools      []bool
	Values     int
}

// Write feeds arrow-go's column writers with a row group of values.
func Write(w io.Writer, like *file.Reader, columns []Column, more ...parquet.WriterProperty) error {
	props := append([]parquet.WriterProperty{parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(3),
		parquet.WithVersion(parquet.V2_LATEST)}, more...)
	out := file.NewParquetWriter(struct{ io.Writer }{w}, like.MetaData().Schema.Root(), file.WithWriterProps(parquet.NewWriterProperties(props...)))
	group, err := out.AppendRowGroupChecked()
	if err != nil {
		return err
	}
	for _, c := range columns {
		column, err := group.NextColumn()
		if err != nil {
			return err
		}
		switch column := column.(type) {
		case *file.ByteArrayColumnChunkWriter:
			_, err = column.WriteBatch(c.Texts, c.Defs, c.Reps)
		case *file.Int64ColumnChunkWriter:
			_, err = column.WriteBatch(c.Ints, c.Defs, c.Reps)
		case *file.Float64ColumnChunkWriter:
			_, err = column.WriteBatch(c.Floats, c.Defs, c.Reps)
		case *file.BooleanColumnChunkWriter:
			_, err = column.WriteBatch(c.Bools, c.Defs, c.Reps)
		}
		if err == nil {
			err = column.Close()
		}
		if err != nil {
			return err
		}
	}
	if err := group.Close(); err != nil {
		return err
	}
	return out.Close()
}

// Read reads all columns, or those named, by arrow-go's column readers; with
// keep the values are collected.
func Read(tb testing.TB, data []byte, only []string, keep bool) []Column {
	tb.Helper()
	f, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	columns := make([]Column, f.MetaData().Schema.NumColumns())
	for g := range f.NumRowGroups() {
		for i := range columns {
			name, _, _ := strings.Cut(f.MetaData().Schema.Column(i).Path(), ".")
			if only == nil || slices.Contains(only, name) {
				readGroup(tb, f, g, i, &columns[i], keep)
			}
		}
	}
	return columns
}

// readGroup appends a leaf of a row group.
func readGroup(tb testing.TB, f *file.Reader, group, leaf int, c *Column, keep bool) {
	tb.Helper()
	chunk, err := f.RowGroup(group).Column(leaf)
	if err == nil {
		err = readChunk(chunk, c, keep)
	}
	if err != nil {
		tb.Fatal(err)
	}
}

func readChunk(chunk file.ColumnChunkReader, c *Column, keep bool) error {
	const batch = 8192
	defs, reps := make([]int16, batch), make([]int16, batch)
	texts, ints, floats, bools := make([]parquet.ByteArray, batch), make([]int64, batch), make([]float64, batch), make([]bool, batch)
	for chunk.HasNext() {
		var levels int64
		var n int
		var err error
		switch chunk := chunk.(type) {
		case *file.ByteArrayColumnChunkReader:
			levels, n, err = chunk.ReadBatch(batch, texts, defs, reps)
		case *file.Int64ColumnChunkReader:
			levels, n, err = chunk.ReadBatch(batch, ints, defs, reps)
		case *file.Float64ColumnChunkReader:
			levels, n, err = chunk.ReadBatch(batch, floats, defs, reps)
		case *file.BooleanColumnChunkReader:
			levels, n, err = chunk.ReadBatch(batch, bools, defs, reps)
		}
		if err != nil {
			return err
		}
		c.Values += n
		if !keep {
			continue
		}
		if chunk.Descriptor().MaxDefinitionLevel() > 0 {
			c.Defs = append(c.Defs, defs[:levels]...)
		}
		if chunk.Descriptor().MaxRepetitionLevel() > 0 {
			c.Reps = append(c.Reps, reps[:levels]...)
		}
		switch chunk.(type) {
		case *file.ByteArrayColumnChunkReader:
			c.Texts = append(c.Texts, texts[:n]...)
		case *file.Int64ColumnChunkReader:
			c.Ints = append(c.Ints, ints[:n]...)
		case *file.Float64ColumnChunkReader:
			c.Floats = append(c.Floats, floats[:n]...)
		case *file.BooleanColumnChunkReader:
			c.Bools = append(c.Bools, bools[:n]...)
		}
	}
	return chunk.Err()
}

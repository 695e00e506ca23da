package table

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/parquet/metadata"
)

// Footer is what the end of a file says of it.
type Footer struct {
	Bytes   int64 // of the footer itself
	Rows    int64
	Columns []FooterColumn // in their order
}

// FooterColumn is a column as a footer has it.
type FooterColumn struct {
	Name  string     // as it is called today, see [File.As]
	Paths [][]string // names down to each Parquet column: one, or one for each field of a list's structs
	Bytes int64      // compressed

	// Of a column that is no list:
	Nulls    int64
	HasNulls bool // whether Nulls is known
	// Min and Max are the least and the greatest value, exactly: int64, bool or
	// time.Time. They are nil where they are not known, where there is no value, and
	// of texts and floating-point numbers.
	Min, Max any
}

// Footer reads the footer of the file.
func (f *File) Footer() (foot Footer, err error) {
	defer fence(&err)
	foot.Rows = f.rows
	if foot.Bytes, err = f.footerBytes(); err != nil {
		return Footer{}, err
	}
	for _, l := range f.leaves {
		path := strings.Split(f.reader.MetaData().Schema.Column(l.index).Path(), ".")
		n := len(foot.Columns)
		if n == 0 || foot.Columns[n-1].Name != l.column {
			foot.Columns = append(foot.Columns, FooterColumn{Name: l.column})
			n++
		}
		c := &foot.Columns[n-1]
		c.Paths = append(c.Paths, path)
		if err := f.addChunks(c, l); err != nil {
			return Footer{}, fmt.Errorf("damaged parquet: column %s: %w", l.column, err)
		}
	}
	return foot, nil
}

// footerBytes is the length that stands before the last four bytes of a file.
func (f *File) footerBytes() (int64, error) {
	var tail [8]byte
	if _, err := f.source.ReadAt(tail[:], f.size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return 0, fmt.Errorf("read footer: %w", err)
	}
	return int64(binary.LittleEndian.Uint32(tail[:4])), nil
}

// addChunks adds what the row groups say of a leaf.
func (f *File) addChunks(c *FooterColumn, l fileLeaf) error {
	c.HasNulls = l.maxRep == 0
	known := l.maxRep == 0
	for i := range f.reader.NumRowGroups() {
		chunk, err := f.reader.MetaData().RowGroup(i).ColumnChunk(l.index)
		if err != nil {
			return err
		}
		c.Bytes += chunk.TotalCompressedSize()
		if l.maxRep > 0 {
			continue
		}
		s, err := chunk.Statistics()
		if err != nil {
			return err
		}
		if s == nil || !s.HasNullCount() {
			c.HasNulls, known = false, false
			continue
		}
		c.Nulls += s.NullCount()
		if s.NullCount() < chunk.NumValues() { // else it has no values, and no least one
			known = known && c.widen(s, l.kind)
		}
	}
	if !c.HasNulls {
		c.Nulls = 0
	}
	if !known {
		c.Min, c.Max = nil, nil
	}
	return nil
}

// widen takes the extremes of a row group in; false means that they are not known.
func (c *FooterColumn) widen(s metadata.TypedStatistics, k kind) bool {
	if !s.HasMinMax() {
		return false
	}
	switch s := s.(type) {
	case *metadata.Int64Statistics:
		low, high := s.Min(), s.Max()
		if k == timeKind {
			if first, ok := c.Min.(time.Time); ok {
				low, high = min(low, first.UnixMicro()), max(high, c.Max.(time.Time).UnixMicro())
			}
			c.Min, c.Max = time.UnixMicro(low).UTC(), time.UnixMicro(high).UTC()
			return true
		}
		if first, ok := c.Min.(int64); ok {
			low, high = min(low, first), max(high, c.Max.(int64))
		}
		c.Min, c.Max = low, high
		return true
	case *metadata.BooleanStatistics:
		low, high := s.Min(), s.Max()
		if first, ok := c.Min.(bool); ok {
			low, high = low && first, high || c.Max.(bool)
		}
		c.Min, c.Max = low, high
		return true
	}
	return false
}

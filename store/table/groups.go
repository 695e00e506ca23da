package table

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/metadata"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

const (
	indexRows   = 1 << 15 // a file of fewer rows has one or two pages a column, of which the footer says all
	bloomRows   = 1 << 13 // fewer rows are read as fast as a filter
	bloomErrors = 0.01
	bloomBytes  = 1 << 20
	magic       = "PAR1"
)

// groups writes a file from vectors, a row group at a time. arrow-go lays out
// headers, indexes and the footer; the pages are made here.
type groups struct {
	sink    *sink
	schema  *schema.Schema
	options Options
	leaves  []outLeaf
	vectors []vector // of the row group that is being filled

	rows  int   // of that group
	bytes int   // of its texts
	seen  []int // texts of each leaf that are in bytes
	total int64
	group int16

	footer *metadata.FileMetaDataBuilder
	index  *metadata.PageIndexBuilder // nil in small files
	blooms metadata.FileBloomFilterBuilder
	pages  *pageWriter
	err    error
}

// sink counts what is written.
type sink struct {
	w io.Writer
	n int64
}

func (s *sink) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.n += int64(n)
	return n, err
}

// Tell is the place in the file.
func (s *sink) Tell() int64 { return s.n }

func newGroups(w io.Writer, root *schema.GroupNode, o Options, plain []string) (*groups, error) {
	useCodec()
	s := schema.NewSchema(root)
	leaves, err := outLeaves(s, o.Keys, plain)
	if err != nil {
		return nil, err
	}
	for i := range leaves {
		leaves[i].key = leaves[i].key || leaves[i].maxRep == 0 && strings.HasSuffix(leaves[i].column, "_id")
	}
	g := &groups{sink: &sink{w: w}, schema: s, options: o, leaves: leaves, vectors: make([]vector, len(leaves)), seen: make([]int, len(leaves)),
		blooms: metadata.FileBloomFilterBuilder{Schema: s}, pages: pageWriters.Get().(*pageWriter)}
	props := []parquet.WriterProperty{parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(thoroughLevel),
		parquet.WithCreatedBy(createdBy), parquet.WithVersion(parquet.V2_LATEST)}
	if len(o.SortedBy) > 0 {
		order, err := g.order()
		if err != nil {
			return nil, err
		}
		props = append(props, parquet.WithSortingColumns(order))
	}
	g.footer = metadata.NewFileMetadataBuilder(s, parquet.NewWriterProperties(props...), nil)
	return g, nil
}

func (g *groups) order() ([]parquet.SortingColumn, error) {
	var order []parquet.SortingColumn
	for _, name := range g.options.SortedBy {
		i := slices.IndexFunc(g.leaves, func(l outLeaf) bool { return l.column == name && l.maxRep == 0 })
		if i < 0 {
			return nil, fmt.Errorf("sorted by %q: no such column", name)
		}
		order = append(order, parquet.SortingColumn{ColumnIdx: int32(i), NullsFirst: true})
	}
	return order, nil
}

// added counts rows that have been put into the vectors.
func (g *groups) added(rows int) error {
	if g.err != nil {
		return g.err
	}
	g.rows += rows
	g.total += int64(rows)
	for i := range g.vectors {
		texts := g.vectors[i].texts
		for _, s := range texts[g.seen[i]:] {
			g.bytes += len(s)
		}
		g.seen[i] = len(texts)
	}
	if g.rows >= groupRows || g.bytes >= groupBytes {
		g.err = g.flush()
	}
	return g.err
}

// flush writes the rows that wait as one row group.
func (g *groups) flush() (err error) {
	defer func() { // arrow-go panics where a writer below fails at a bad moment
		if p := recover(); p != nil {
			err = fmt.Errorf("write parquet: %v", p)
		}
	}()
	if err := g.start(); err != nil {
		return err
	}
	if g.index == nil && g.group == 0 && g.rows >= indexRows {
		g.index = &metadata.PageIndexBuilder{Schema: g.schema}
	}
	if g.index != nil {
		if err := g.index.AppendRowGroup(); err != nil {
			return fmt.Errorf("write parquet: %w", err)
		}
	}
	group := g.footer.AppendRowGroup()
	filters := map[string]metadata.BloomFilterBuilder{}
	for i := range g.leaves {
		l := &g.leaves[i]
		if err := g.column(group, l, &g.vectors[i]); err != nil {
			return fmt.Errorf("write parquet: column %s: %w", l.path, err)
		}
		if f := g.filter(l, &g.vectors[i]); f != nil {
			filters[l.path] = f
		}
		g.vectors[i].reset()
		g.seen[i] = 0
	}
	group.SetNumRows(g.rows)
	if err := group.Finish(0, g.group); err != nil {
		return fmt.Errorf("write parquet: %w", err)
	}
	g.blooms.AppendRowGroup(group, filters)
	g.rows, g.bytes = 0, 0
	g.group++
	return nil
}

func (g *groups) start() error {
	if g.sink.n > 0 {
		return nil
	}
	if _, err := io.WriteString(g.sink, magic); err != nil {
		return fmt.Errorf("start parquet: %w", err)
	}
	return nil
}

// filter is the bloom filter of a column that is looked up by value. A sorted
// column needs none: its statistics tell as much.
func (g *groups) filter(l *outLeaf, v *vector) metadata.BloomFilterBuilder {
	if !l.key || l.kind != textKind || g.rows < bloomRows || len(g.options.SortedBy) > 0 && g.options.SortedBy[0] == l.column {
		return nil
	}
	texts := v.texts
	if g.pages.coded {
		texts = g.pages.texts.values
	}
	f := metadata.NewBloomFilterFromNDVAndFPP(uint32(max(1, len(texts))), bloomErrors, bloomBytes, memory.DefaultAllocator)
	for _, s := range texts {
		f.InsertHash(f.Hasher().Sum64(bytesOf(s)))
	}
	return f
}

// pageWriters keep dictionaries and buffers from one file to the next: a run
// writes many small ones.
var pageWriters = sync.Pool{New: func() any { return &pageWriter{} }}

func (g *groups) recycle() {
	g.pages.pager, g.pages.sink, g.pages.leaf, g.pages.v = nil, nil, nil, nil
	clear(g.pages.texts.index)
	clear(g.pages.texts.values[:cap(g.pages.texts.values)])
	pageWriters.Put(g.pages)
	g.pages = nil
}

// close writes what is left, indexes and the footer.
func (g *groups) close() error {
	if g.err == nil && g.rows > 0 {
		g.err = g.flush()
	}
	if g.err == nil {
		g.err = g.finish()
	}
	if g.err != nil {
		return g.err
	}
	g.err = errClosed
	return nil
}

func (g *groups) finish() error {
	defer g.recycle()
	if err := g.start(); err != nil {
		return err
	}
	if err := g.blooms.WriteTo(g.sink); err != nil {
		return fmt.Errorf("finish parquet: %w", err)
	}
	if g.index != nil {
		var at metadata.PageIndexLocation
		g.index.Finish()
		if err := g.index.WriteTo(g.sink, &at); err != nil {
			return fmt.Errorf("finish parquet: %w", err)
		}
		if err := g.footer.SetPageIndexLocation(at); err != nil {
			return fmt.Errorf("finish parquet: %w", err)
		}
	}
	footer, err := g.footer.Snapshot()
	if err != nil {
		return fmt.Errorf("finish parquet: %w", err)
	}
	n, err := footer.WriteTo(g.sink, nil)
	if err == nil {
		_, err = g.sink.Write(append(binary.LittleEndian.AppendUint32(nil, uint32(n)), magic...))
	}
	if err != nil {
		return fmt.Errorf("finish parquet: %w", err)
	}
	return nil
}

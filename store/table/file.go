package table

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/metadata"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

const (
	maxPage    = 256 << 20 // bytes of a page; those of ours hold about 1 MB
	readBuffer = 64 << 10
)

// File is an open Parquet file of which the footer has been read.
type File struct {
	reader *file.Reader
	source io.ReaderAt
	size   int64
	rows   int64
	leaves []fileLeaf
	called map[string]string // columns by the names that they have in the file, where these are older versions'
}

// fileLeaf is one column of a file as its schema has it.
type fileLeaf struct {
	index   int
	column  string // of the table
	name    string // field of a list's structs
	kind    kind
	bad     error // set for what this package does not read
	depth   int   // names in its path
	maxDef  int16
	maxRep  int16
	element int16 // least definition level of an element of a list
}

// Open reads the footer of a Parquet file of size bytes.
func Open(r io.ReaderAt, size int64) (f *File, err error) {
	defer fence(&err)
	useCodec()
	props := parquet.NewReaderProperties(nil)
	props.BufferedStreamEnabled, props.BufferSize = true, readBuffer
	props.MaxCompressedPageSize, props.MaxUncompressedPageSize = min(size, maxPage), maxPage
	reader, err := file.NewParquetReader(io.NewSectionReader(r, 0, size), file.WithReadProps(props))
	if err != nil {
		return nil, fmt.Errorf("damaged parquet: %w", err)
	}
	f = &File{reader: reader, source: r, size: size, rows: reader.NumRows()}
	var rows int64
	for i := range reader.NumRowGroups() {
		n := reader.MetaData().RowGroup(i).NumRows()
		if n < 0 || n > f.rows-rows {
			return nil, errors.New("damaged parquet: row groups of more rows than the file")
		}
		rows += n
	}
	if rows != f.rows {
		return nil, errors.New("damaged parquet: row groups of fewer rows than the file")
	}
	for i := range reader.MetaData().Schema.NumColumns() {
		f.leaves = append(f.leaves, leafOf(i, reader.MetaData().Schema.Column(i)))
	}
	return f, nil
}

// As gives the columns that older versions of a row type called otherwise (option
// was) their name of today, for every reader and for [Merge]: a file that holds
// rows of both versions has one column. It returns f.
func (f *File) As(t reflect.Type) (*File, error) {
	cols, err := ColumnsOf(t)
	if err != nil {
		return nil, err
	}
	there := f.Columns()
	for _, c := range cols {
		if c.was == "" || slices.Contains(there, c.Name) {
			continue
		}
		for i := range f.leaves {
			if l := &f.leaves[i]; l.column == c.was {
				l.column = c.Name
				if f.called == nil {
					f.called = map[string]string{}
				}
				f.called[c.was] = c.Name
			}
		}
	}
	return f, nil
}

// Former reports whether the file has a column under a name that an older version
// gave it (see [File.As]); readers that do not know that meet two schemas.
func (f *File) Former() bool { return len(f.called) > 0 }

// fence makes a panic of the Parquet library an error: it panics on some
// damaged files.
func fence(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("damaged parquet: %v", p)
	}
}

func leafOf(index int, c *schema.Column) fileLeaf {
	path := strings.Split(c.Path(), ".")
	l := fileLeaf{index: index, column: path[0], depth: len(path), maxDef: c.MaxDefinitionLevel(), maxRep: c.MaxRepetitionLevel()}
	if len(path) > 3 {
		l.name = path[len(path)-1]
	}
	if l.kind, l.bad = kindOfLeaf(c); l.bad == nil && (l.maxRep > 1 || l.maxDef > 4 || l.maxRep == 0 && len(path) > 1 || len(path) > 4) {
		l.bad = fmt.Errorf("column %s: no support for its shape", c.Path())
	}
	l.element = l.maxDef
	for n := c.SchemaNode(); n != nil && n.RepetitionType() != parquet.Repetitions.Repeated; n = n.Parent() {
		if n.RepetitionType() == parquet.Repetitions.Optional {
			l.element--
		}
	}
	return l
}

// Rows is the number of rows.
func (f *File) Rows() int64 { return f.rows }

// Columns names the columns in their order.
func (f *File) Columns() []string {
	var names []string
	for _, l := range f.leaves {
		if len(names) == 0 || names[len(names)-1] != l.column {
			names = append(names, l.column)
		}
	}
	return names
}

// find returns the leaves behind a column, none for a column that the file does
// not have and that may be null.
func (f *File) find(c *Column) ([]fileLeaf, error) {
	var found []fileLeaf
	for _, want := range c.leaves {
		for _, l := range f.leaves {
			if l.column != c.Name || l.name != want.name {
				continue
			}
			if l.bad != nil {
				return nil, l.bad
			}
			if l.kind != want.kind || c.list != (l.maxRep > 0) {
				return nil, fmt.Errorf("column %q holds %s, not %s", c.Name, kindNames[l.kind], c.Type)
			}
			found = append(found, l)
		}
	}
	if len(found) == len(c.leaves) {
		return found, nil
	}
	if len(found) == 0 && (c.Nullable() || c.later) { // it came with a later version
		return nil, nil
	}
	return nil, fmt.Errorf("no column %q (written by another version; see framewatch dataset schema)", c.Name)
}

// pick is a leaf that is being read.
type pick struct {
	leaf    fileLeaf
	symbols *symbolTable
	chunk   *chunk
	vector  vector
}

// batches reads leaves of a file some rows at a time.
type batches struct {
	file  *File
	picks []*pick
	most  int   // rows of a batch
	group int   // the next row group
	left  int64 // rows of the present one
}

// next reads the next rows into the vectors of picks; 0 is the end.
func (b *batches) next(ctx context.Context) (n int, err error) {
	defer fence(&err)
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	for b.left == 0 {
		if b.group == b.file.reader.NumRowGroups() {
			return 0, b.close()
		}
		if err := b.open(); err != nil {
			return 0, err
		}
	}
	n = int(min(int64(b.most), b.left))
	for _, p := range b.picks {
		p.vector.reset()
		if err := p.chunk.read(n, &p.vector); err != nil {
			return 0, fmt.Errorf("damaged parquet: column %s: %w", p.leaf.column, err)
		}
	}
	b.left -= int64(n)
	return n, nil
}

// open starts the next row group.
func (b *batches) open() error {
	if err := b.close(); err != nil {
		return err
	}
	if len(b.picks) == 0 { // the rows are counted, for a footer may lie
		for _, l := range b.file.leaves {
			if l.bad == nil {
				b.picks = []*pick{{leaf: l}}
				break
			}
		}
	}
	group := b.file.reader.RowGroup(b.group)
	for _, p := range b.picks {
		if err := b.file.checkChunk(group, p.leaf); err != nil {
			return fmt.Errorf("damaged parquet: column %s: %w", p.leaf.column, err)
		}
		pages, err := group.GetColumnPageReader(p.leaf.index)
		if err != nil {
			return fmt.Errorf("damaged parquet: column %s: %w", p.leaf.column, err)
		}
		p.chunk = &chunk{pages: pages, kind: p.leaf.kind, maxDef: p.leaf.maxDef, maxRep: p.leaf.maxRep, symbols: p.symbols}
	}
	b.left = group.NumRows()
	b.group++
	return nil
}

// checkChunk holds what a footer says of a column against the file's size.
func (f *File) checkChunk(group *file.RowGroupReader, l fileLeaf) error {
	c, err := group.MetaData().ColumnChunk(l.index)
	if err != nil {
		return err
	}
	if z := c.Compression(); z != compress.Codecs.Zstd && z != compress.Codecs.Uncompressed {
		return fmt.Errorf("no support for the compression %s", z)
	}
	return f.checkPlace(c)
}

// checkPlace holds where a footer says that a column is against the file's size.
func (f *File) checkPlace(c *metadata.ColumnChunkMetaData) error {
	start := c.DataPageOffset()
	if c.HasDictionaryPage() && c.DictionaryPageOffset() > 0 {
		start = min(start, c.DictionaryPageOffset())
	}
	if n := c.TotalCompressedSize(); start < 0 || n < 0 || start > f.size || n > f.size-start {
		return errors.New("its place is beyond the file's end")
	}
	return nil
}

func (b *batches) close() error {
	var errs []error
	for _, p := range b.picks {
		if p.chunk != nil {
			errs = append(errs, p.chunk.pages.Close())
			p.chunk = nil
		}
	}
	return errors.Join(errs...)
}

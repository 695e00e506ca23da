package table

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"

	"github.com/apache/arrow-go/v18/parquet/schema"
)

const (
	zstdLevel  = 1        // see codec
	groupRows  = 1 << 17  // rows of a row group
	groupBytes = 64 << 20 // bytes of text after which a row group ends earlier
	splitRows  = 1024     // rows turned into columns at a time
	createdBy  = "framewatch"
)

// Options say what a writer cannot see from the rows.
type Options struct {
	// SortedBy names the columns in whose order rows are appended, ascending,
	// nulls first: the file says so, which spares readers whole row groups.
	SortedBy []string
	// Keys names columns that are looked up by value; large files get a bloom
	// filter for them. A Writer adds the columns with the option key and those
	// that end in _id.
	Keys []string
}

// Writer writes rows of one type as one Parquet file, a row group at a time. It
// keeps the strings of the rows of a group until the group is written.
type Writer struct {
	t       reflect.Type
	columns []Column
	out     *groups
}

// NewWriter starts a file of rows of type t, a struct with col tags. Nothing is
// written before the first row group is full or the writer is closed.
func NewWriter(w io.Writer, t reflect.Type, o Options) (*Writer, error) {
	cols, err := ColumnsOf(t)
	if err != nil {
		return nil, err
	}
	root, err := schemaOf(cols)
	if err != nil {
		return nil, fmt.Errorf("schema of %s: %w", t, err)
	}
	var plain []string
	for _, c := range cols {
		if c.plain {
			plain = append(plain, c.Name)
		}
		if c.Key {
			o.Keys = append(slices.Clip(o.Keys), c.Name)
		}
	}
	out, err := newGroups(w, root, o, plain)
	if err != nil {
		return nil, err
	}
	return &Writer{t: t, columns: cols, out: out}, nil
}

// Append adds rows to a file.
func Append[T any](w *Writer, rows []T) error {
	if t := reflect.TypeFor[T](); t != w.t {
		return fmt.Errorf("rows of %s for a file of %s", t, w.t)
	}
	w.grow(len(rows))
	for part := range slices.Chunk(rows, splitRows) {
		if err := w.add(cellsOf(part)); err != nil {
			return err
		}
	}
	return nil
}

// AppendValue is [Append] for a slice whose type is known at run time only.
func (w *Writer) AppendValue(rows reflect.Value) error {
	if rows.Kind() != reflect.Slice || rows.Type().Elem() != w.t {
		return fmt.Errorf("%s for a file of %s", rows.Type(), w.t)
	}
	w.grow(rows.Len())
	for i := 0; i < rows.Len(); i += splitRows {
		if err := w.add(cellsOfValue(rows.Slice(i, min(i+splitRows, rows.Len())))); err != nil {
			return err
		}
	}
	return nil
}

func (w *Writer) grow(rows int) {
	rows = min(rows, groupRows-w.out.rows)
	for i, l := range w.out.leaves {
		w.out.vectors[i].grow(l.kind, l.maxDef > 0, rows)
	}
}

func (w *Writer) add(rows cells) error {
	to := w.out.vectors
	for i := range w.columns {
		c := &w.columns[i]
		c.split(rows, to[:len(c.leaves)])
		to = to[len(c.leaves):]
	}
	return w.out.added(rows.n)
}

// Close writes what is left and the footer. It does not close the writer below.
func (w *Writer) Close() error { return w.out.close() }

// Rows is the number of rows appended.
func (w *Writer) Rows() int64 { return w.out.total }

// outLeaf is a leaf of a file that is written.
type outLeaf struct {
	name   string
	index  int
	path   string
	column string
	kind   kind
	maxDef int16
	maxRep int16
	plain  bool
	key    bool
}

func outLeaves(s *schema.Schema, keys, plain []string) ([]outLeaf, error) {
	leaves := make([]outLeaf, s.NumColumns())
	for i := range leaves {
		in := leafOf(i, s.Column(i))
		if in.bad != nil {
			return nil, in.bad
		}
		leaves[i] = outLeaf{index: i, path: s.Column(i).Path(), column: in.column, name: in.name, kind: in.kind, maxDef: in.maxDef, maxRep: in.maxRep,
			plain: slices.Contains(plain, in.column), key: in.maxRep == 0 && slices.Contains(keys, in.column)}
	}
	return leaves, nil
}

var errClosed = errors.New("table writer is closed")

package table

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// groups writes a file from vectors, a row group at a time. Properties of the
// file are settled by what its first row group holds.
type groups struct {
	w       io.Writer
	root    *schema.GroupNode
	options Options
	leaves  []outLeaf
	vectors []vector // of the row group that is being filled

	rows   int   // of that group
	bytes  int   // of its texts
	seen   []int // texts of each leaf that are in bytes
	total  int64
	file   *file.Writer
	arrays []parquet.ByteArray // scratch
	err    error
}

func newGroups(w io.Writer, root *schema.GroupNode, o Options, plain []string) (*groups, error) {
	useCodec()
	leaves, err := outLeaves(schema.NewSchema(root), o.Keys, plain)
	if err != nil {
		return nil, err
	}
	for i := range leaves {
		leaves[i].key = leaves[i].key || leaves[i].maxRep == 0 && strings.HasSuffix(leaves[i].column, "_id")
	}
	for _, name := range o.SortedBy {
		if !slices.ContainsFunc(leaves, func(l outLeaf) bool { return l.column == name && l.maxRep == 0 }) {
			return nil, fmt.Errorf("sorted by %q: no such column", name)
		}
	}
	return &groups{w: w, root: root, options: o, leaves: leaves, vectors: make([]vector, len(leaves)), seen: make([]int, len(leaves))}, nil
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

// sink keeps a writer below from being closed with the file.
type sink struct{ io.Writer }

func (g *groups) start() (err error) {
	g.file, err = file.NewParquetWriterWithError(sink{g.w}, g.root, file.WithWriterProps(g.properties()))
	if err != nil {
		return fmt.Errorf("start parquet: %w", err)
	}
	return nil
}

// flush writes the rows that wait as one row group.
func (g *groups) flush() (err error) {
	defer func() { // arrow-go panics where a writer below fails at a bad moment
		if p := recover(); p != nil {
			err = fmt.Errorf("write parquet: %v", p)
		}
	}()
	if g.file == nil {
		if err := g.start(); err != nil {
			return err
		}
	}
	group, err := g.file.AppendRowGroupChecked()
	if err != nil {
		return fmt.Errorf("write parquet: %w", err)
	}
	for i := range g.leaves {
		column, err := group.NextColumn()
		if err == nil {
			err = g.write(column, &g.leaves[i], &g.vectors[i])
		}
		if err == nil {
			err = column.Close()
		}
		if err != nil {
			return fmt.Errorf("write parquet: column %s: %w", g.leaves[i].path, err)
		}
		g.vectors[i].reset()
		g.seen[i] = 0
	}
	g.rows, g.bytes = 0, 0
	if err := group.Close(); err != nil {
		return fmt.Errorf("write parquet: %w", err)
	}
	return nil
}

func (g *groups) write(column file.ColumnChunkWriter, l *outLeaf, v *vector) (err error) {
	switch column := column.(type) {
	case *file.ByteArrayColumnChunkWriter:
		return g.writeTexts(column, l, v)
	case *file.Int64ColumnChunkWriter:
		_, err = column.WriteBatch(some(v.ints), v.defs, v.reps)
	case *file.Float64ColumnChunkWriter:
		_, err = column.WriteBatch(some(v.floats), v.defs, v.reps)
	case *file.BooleanColumnChunkWriter:
		_, err = column.WriteBatch(some(v.bools), v.defs, v.reps)
	}
	return err
}

// some is never nil: arrow-go takes nil for values that are to be null.
func some[V any](values []V) []V {
	if values == nil {
		return []V{}
	}
	return values
}

const textsAtOnce = 1 << 18 // bytes: a page's size is looked at in between

// writeTexts hands over texts in parts, so that long ones do not make pages of
// many megabytes.
func (g *groups) writeTexts(column *file.ByteArrayColumnChunkWriter, l *outLeaf, v *vector) error {
	clear(g.arrays[:cap(g.arrays)])
	g.arrays = byteArrays(l.kind, v.texts, g.arrays[:0])
	values := some(g.arrays)
	if l.maxRep > 0 || l.maxDef > 1 {
		_, err := column.WriteBatch(values, v.defs, v.reps)
		return err
	}
	for levels := v.levels(); levels > 0; {
		n, used, size := 0, 0, 0
		for n < levels && size < textsAtOnce {
			if l.maxDef == 0 || v.defs[len(v.defs)-levels+n] == l.maxDef {
				size += len(values[used])
				used++
			}
			n++
		}
		var defs []int16
		if l.maxDef > 0 {
			defs = v.defs[len(v.defs)-levels:][:n]
		}
		if _, err := column.WriteBatch(values[:used:used], defs, nil); err != nil {
			return err
		}
		values = values[used:]
		levels -= n
	}
	return nil
}

func (g *groups) close() error {
	if g.err != nil {
		return g.err
	}
	if g.rows > 0 {
		g.err = g.flush()
	} else if g.file == nil {
		g.err = g.start()
	}
	if g.err == nil {
		if err := g.file.Close(); err != nil {
			g.err = fmt.Errorf("finish parquet: %w", err)
		}
	}
	if g.err != nil {
		return g.err
	}
	g.err = errClosed
	return nil
}

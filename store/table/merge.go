package table

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// Filter keeps the rows of which a column has certain values. The column holds
// strings; a null counts as "".
type Filter struct {
	Column string
	Keep   func(value string) bool
}

// MergeOptions say how files are merged.
type MergeOptions struct {
	Filter *Filter  // nil keeps all rows
	SortBy []string // columns whose order the rows get, ascending, nulls first, less those that no file has; else the order is kept
	Keys   []string // see Options
}

// Merge writes the rows of files of one table as one file, without knowing the
// row type: columns are copied whole, those that this version does not know
// among them. A column that some of the files do not have is null in their rows.
// It returns the content of the rows that it took, which [ContentOf] the new
// file must equal before the old ones go.
//
// Without SortBy it holds one row group in memory, with it all rows (about the
// size of the values, repeated strings once for each dictionary).
func Merge(ctx context.Context, w io.Writer, from []*File, o MergeOptions) (Content, error) {
	if len(from) == 0 {
		return Content{}, errors.New("merge: no files")
	}
	root, err := union(from)
	if err != nil {
		return Content{}, fmt.Errorf("merge: %w", err)
	}
	o.SortBy = slices.DeleteFunc(slices.Clone(o.SortBy), func(name string) bool { return root.FieldIndexByName(name) < 0 })
	out, err := newGroups(w, root, Options{SortedBy: o.SortBy, Keys: o.Keys}, nil)
	if err != nil {
		return Content{}, fmt.Errorf("merge: %w", err)
	}
	m := &merger{out: out, options: o, to: out.vectors}
	if len(o.SortBy) > 0 {
		m.to = make([]vector, len(out.vectors))
	}
	m.grow(from)
	for _, f := range from {
		if err := m.file(ctx, f); err != nil {
			return Content{}, fmt.Errorf("merge: %w", err)
		}
	}
	if len(o.SortBy) > 0 {
		if err := m.sorted(ctx); err != nil {
			return Content{}, fmt.Errorf("merge: %w", err)
		}
	}
	return m.content, out.close()
}

// union is the schema of all columns of the files, in the order in which they
// first come; the newest file says how a column looks.
func union(from []*File) (*schema.GroupNode, error) {
	var names []string
	nodes := map[string]schema.Node{}
	seen := map[string]int{}
	for _, f := range from {
		root := f.reader.MetaData().Schema.Root()
		for i := range root.NumFields() {
			n, err := f.node(root.Field(i))
			if err != nil {
				return nil, err
			}
			old, ok := nodes[n.Name()]
			if !ok {
				names = append(names, n.Name())
			} else if !alike(old, n) {
				return nil, fmt.Errorf("column %q has two types", n.Name())
			}
			if !ok || old.RepetitionType() == parquet.Repetitions.Required {
				nodes[n.Name()] = n // nullable wins
			}
			seen[n.Name()]++
		}
	}
	fields := make(schema.FieldList, len(names))
	for i, name := range names {
		var err error
		if fields[i], err = copyNode(nodes[name], seen[name] < len(from)); err != nil {
			return nil, err
		}
	}
	return schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, noFieldID)
}

// node is a column under the name that the file's rows have today.
func (f *File) node(n schema.Node) (schema.Node, error) {
	name, ok := f.called[n.Name()]
	if !ok {
		return n, nil
	}
	return renamed(n, name, false)
}

// alike compares columns but for whether they may be null.
func alike(a, b schema.Node) bool {
	x, errX := copyNode(a, true)
	y, errY := copyNode(b, true)
	return errX == nil && errY == nil && x.Equals(y)
}

// copyNode is a node of its own for another schema. A list is never null: where
// it is not there it is empty.
func copyNode(n schema.Node, optional bool) (schema.Node, error) {
	return renamed(n, n.Name(), optional)
}

func renamed(n schema.Node, name string, optional bool) (schema.Node, error) {
	repetition := n.RepetitionType()
	switch n := n.(type) {
	case *schema.PrimitiveNode:
		if optional && repetition == parquet.Repetitions.Required {
			repetition = parquet.Repetitions.Optional
		}
		logical := n.LogicalType()
		if logical == nil {
			logical = schema.NoLogicalType{}
		}
		return schema.NewPrimitiveNodeLogical(name, repetition, logical, n.PhysicalType(), n.TypeLength(), noFieldID)
	case *schema.GroupNode:
		fields := make(schema.FieldList, n.NumFields())
		for i := range fields {
			var err error
			if fields[i], err = copyNode(n.Field(i), false); err != nil {
				return nil, err
			}
		}
		if l := n.LogicalType(); l != nil && !l.IsNone() {
			return schema.NewGroupNodeLogical(name, repetition, fields, l, noFieldID)
		}
		return schema.NewGroupNode(name, repetition, fields, noFieldID)
	}
	return nil, fmt.Errorf("column %s: no support for its shape", n.Path())
}

// merger takes rows of files over into vectors.
type merger struct {
	out     *groups
	options MergeOptions
	to      []vector
	rows    int // in to, where rows are to be sorted
	content Content
	hashes  rowHashes
	keep    []bool
}

// grow makes room for the rows of the files, as far as they wait together. What
// a footer claims is believed for one row group only.
func (m *merger) grow(from []*File) {
	var rows int64
	for _, f := range from {
		rows += f.rows
	}
	for i, l := range m.out.leaves {
		m.to[i].grow(l.kind, l.maxDef > 0, int(min(rows, groupRows)))
	}
}

// file takes the rows of one file.
func (m *merger) file(ctx context.Context, f *File) error {
	picks, err := f.all()
	if err != nil {
		return err
	}
	targets := make([]*pick, len(m.out.leaves)) // of each leaf that is written
	for i, l := range m.out.leaves {
		for _, p := range picks {
			if p.leaf.column == l.column && p.leaf.name == l.name {
				targets[i] = p
			}
		}
	}
	b := &batches{file: f, picks: picks, most: columnBatch}
	defer b.close()
	for {
		n, err := b.next(ctx)
		if err != nil || n == 0 {
			return err
		}
		if err := m.batch(n, picks, targets); err != nil {
			return err
		}
	}
}

func (m *merger) batch(n int, picks, targets []*pick) error {
	m.hashes.reset(n)
	for _, p := range picks {
		cleanAll(p.texts())
		m.hashes.add(p.leaf, &p.vector)
	}
	keep, kept, err := m.options.Filter.rows(n, picks, &m.keep)
	if err != nil {
		return err
	}
	m.content = m.content.Plus(m.hashes.content(keep))
	for i, p := range targets {
		if err := appendRows(&m.to[i], m.out.leaves[i], p, n, keep); err != nil {
			return err
		}
	}
	if len(m.options.SortBy) > 0 {
		m.rows += kept
		return nil
	}
	return m.out.added(kept)
}

// rows tells which of n rows stay, nil for all. A filter that is nil keeps all.
func (f *Filter) rows(n int, picks []*pick, room *[]bool) (keep []bool, kept int, err error) {
	if f == nil {
		return nil, n, nil
	}
	i := slices.IndexFunc(picks, func(p *pick) bool { return p.leaf.column == f.Column })
	if i < 0 || picks[i].leaf.kind != textKind || picks[i].leaf.maxRep > 0 {
		return nil, 0, fmt.Errorf("no column %q of strings", f.Column)
	}
	p := picks[i]
	texts := spread(n, p.vector.texts, p.vector.defs, p.leaf.maxDef, "", new([]string))
	*room = slices.Grow((*room)[:0], n)[:n]
	keep = *room
	for i, s := range texts {
		if i > 0 && s == texts[i-1] {
			keep[i] = keep[i-1]
		} else {
			keep[i] = f.Keep(s)
		}
		if keep[i] {
			kept++
		}
	}
	return keep, kept, nil
}

// appendRows takes over the rows of a batch that are kept; p is nil for a column
// that the file does not have.
func appendRows(to *vector, l outLeaf, p *pick, n int, keep []bool) error {
	if p == nil {
		for i := range n {
			if keep == nil || keep[i] {
				to.defs = append(to.defs, 0)
				if l.maxRep > 0 {
					to.reps = append(to.reps, 0)
				}
			}
		}
		return nil
	}
	v := &p.vector
	if keep == nil && p.leaf.maxDef == l.maxDef {
		to.defs, to.reps = append(to.defs, v.defs...), append(to.reps, v.reps...)
		to.texts, to.ints = append(to.texts, v.texts...), append(to.ints, v.ints...)
		to.floats, to.bools = append(to.floats, v.floats...), append(to.bools, v.bools...)
		return nil
	}
	if p.leaf.maxDef > l.maxDef {
		return fmt.Errorf("column %q: nulls where there may be none", l.column)
	}
	row, next := -1, 0
	for i := range v.levels() {
		if l.maxRep == 0 || v.reps[i] == 0 {
			row++
		}
		full := p.leaf.maxDef == 0 || v.defs[i] == p.leaf.maxDef
		if keep == nil || keep[row] {
			to.take(v, i, next, l, l.maxDef-p.leaf.maxDef, full)
		}
		if full {
			next++
		}
	}
	return nil
}

// take appends one level of another vector and its value, where it is full.
func (v *vector) take(from *vector, level, value int, l outLeaf, raise int16, full bool) {
	if l.maxDef > 0 {
		d := raise
		if from.defs != nil {
			d += from.defs[level]
		}
		v.defs = append(v.defs, d)
	}
	if l.maxRep > 0 {
		v.reps = append(v.reps, from.reps[level])
	}
	if !full {
		return
	}
	switch l.kind {
	case textKind, rawKind:
		v.texts = append(v.texts, from.texts[value])
	case floatKind:
		v.floats = append(v.floats, from.floats[value])
	case boolKind:
		v.bools = append(v.bools, from.bools[value])
	default:
		v.ints = append(v.ints, from.ints[value])
	}
}

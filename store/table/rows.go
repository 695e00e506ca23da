package table

import (
	"context"
	"iter"
	"reflect"
	"time"
)

const rowBatch = 1024 // rows that are built at a time

// Rows yields the rows of a file as values of T, a struct whose col tags name
// columns of the file: only those are read. A column that the file does not
// have, because it came with a later version, is null if it may be and else an
// error.
func Rows[T any](ctx context.Context, f *File) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		r, err := newRowReader(f, reflect.TypeFor[T]())
		if err != nil {
			yield(zero, err)
			return
		}
		defer r.close()
		rows := make([]T, min(rowBatch, f.rows))
		for {
			n, err := r.next(ctx)
			if err == nil && n > 0 {
				clear(rows)
				err = r.fill(cellsOf(rows[:n]))
			}
			if err != nil {
				yield(zero, err)
				return
			}
			if n == 0 {
				return
			}
			for i := range rows[:n] {
				if !yield(rows[i], nil) {
					return
				}
			}
		}
	}
}

// Each is [Rows] for a type that is known at run time only: it calls fn with
// each row until fn returns false. A row is valid until fn returns.
func Each(ctx context.Context, f *File, t reflect.Type, fn func(row reflect.Value) bool) error {
	r, err := newRowReader(f, t)
	if err != nil {
		return err
	}
	defer r.close()
	size := int(min(rowBatch, f.rows))
	rows := reflect.MakeSlice(reflect.SliceOf(t), size, size)
	for {
		n, err := r.next(ctx)
		if err != nil || n == 0 {
			return err
		}
		rows.Clear()
		if err := r.fill(cellsOfValue(rows.Slice(0, n))); err != nil {
			return err
		}
		for i := range n {
			if !fn(rows.Index(i)) {
				return nil
			}
		}
	}
}

// rowReader fills structs from the leaves of a file.
type rowReader struct {
	batches
	columns []readColumn
}

type readColumn struct {
	*Column
	picks []*pick // none for a column that the file does not have
}

func newRowReader(f *File, t reflect.Type) (*rowReader, error) {
	cols, err := ColumnsOf(t)
	if err != nil {
		return nil, err
	}
	r := &rowReader{batches: batches{file: f, most: rowBatch}}
	for i := range cols {
		leaves, err := f.find(&cols[i])
		if err != nil {
			return nil, err
		}
		c := readColumn{Column: &cols[i]}
		for _, l := range leaves {
			c.picks = append(c.picks, &pick{leaf: l})
		}
		r.picks, r.columns = append(r.picks, c.picks...), append(r.columns, c)
	}
	return r, nil
}

// fill sets the fields of rows, which are zero, from the present batch.
func (r *rowReader) fill(rows cells) (err error) {
	defer fence(&err)
	for _, c := range r.columns {
		switch {
		case len(c.picks) == 0:
		case c.list:
			if err := c.fillLists(rows, c.picks); err != nil {
				return err
			}
		case c.Pointer:
			fillPointers(&c.leaves[0], rows, c.picks[0])
		default:
			fillScalars(&c.leaves[0], rows, &c.picks[0].vector, c.picks[0].leaf.maxDef)
		}
	}
	return nil
}

func fillScalars(l *leaf, rows cells, v *vector, maxDef int16) {
	switch l.kind {
	case textKind:
		put(rows, l.offset, v.texts, v.defs, maxDef)
	case rawKind:
		eachValue(v.texts, v.defs, maxDef, func(row int, s string) { *cell[[]byte](rows, row, l.offset) = []byte(s) })
	case intKind:
		put(rows, l.offset, v.ints, v.defs, maxDef)
	case floatKind:
		put(rows, l.offset, v.floats, v.defs, maxDef)
	case boolKind:
		put(rows, l.offset, v.bools, v.defs, maxDef)
	case timeKind:
		eachValue(v.ints, v.defs, maxDef, func(row int, t int64) { *cell[time.Time](rows, row, l.offset) = time.UnixMicro(t).UTC() })
	}
}

// put stores values in a field of the rows whose level says that they have one.
func put[F any](rows cells, offset uintptr, values []F, defs []int16, maxDef int16) {
	if len(values) == rows.n {
		for i, value := range values {
			*cell[F](rows, i, offset) = value
		}
		return
	}
	next := 0
	for i, d := range defs {
		if d == maxDef {
			*cell[F](rows, i, offset) = values[next]
			next++
		}
	}
}

// eachValue calls fn with the values and the rows that have them.
func eachValue[F any](values []F, defs []int16, maxDef int16, fn func(row int, value F)) {
	if defs == nil {
		for i, value := range values {
			fn(i, value)
		}
		return
	}
	next := 0
	for i, d := range defs {
		if d == maxDef {
			fn(i, values[next])
			next++
		}
	}
}

func fillPointers(l *leaf, rows cells, p *pick) {
	v, maxDef := &p.vector, p.leaf.maxDef
	switch l.kind {
	case textKind:
		putPointers(rows, l.offset, v.texts, v.defs, maxDef)
	case intKind:
		putPointers(rows, l.offset, v.ints, v.defs, maxDef)
	case floatKind:
		putPointers(rows, l.offset, v.floats, v.defs, maxDef)
	case boolKind:
		putPointers(rows, l.offset, v.bools, v.defs, maxDef)
	case timeKind:
		times := make([]time.Time, len(v.ints))
		for i, t := range v.ints {
			times[i] = time.UnixMicro(t).UTC()
		}
		putPointers(rows, l.offset, times, v.defs, maxDef)
	case rawKind: // no plan has it
	}
}

func putPointers[F any](rows cells, offset uintptr, values []F, defs []int16, maxDef int16) {
	kept := append([]F(nil), values...) // the vector is used again
	next := 0
	for i := range rows.n {
		if defs == nil || defs[i] == maxDef {
			*cell[*F](rows, i, offset) = &kept[next]
			next++
		}
	}
}

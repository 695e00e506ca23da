package table

import (
	"slices"
	"time"
)

// vector holds values of one leaf: the Parquet form of a column, without nulls
// in the values. Levels are nil where the leaf has none.
type vector struct {
	defs, reps []int16

	texts  []string // of textKind and rawKind
	codes  []int32  // in place of texts, where a reader wants symbols
	ints   []int64
	floats []float64
	bools  []bool
}

func (v *vector) reset() {
	clear(v.texts) // let go of what they point to
	v.defs, v.reps, v.texts, v.codes = v.defs[:0], v.reps[:0], v.texts[:0], v.codes[:0]
	v.ints, v.floats, v.bools = v.ints[:0], v.floats[:0], v.bools[:0]
}

// grow makes room for n more levels and values of a kind, so that a large part
// of rows is not copied again and again.
func (v *vector) grow(k kind, levels bool, n int) {
	if levels {
		v.defs = slices.Grow(v.defs, n)
	}
	switch k {
	case textKind, rawKind:
		v.texts = slices.Grow(v.texts, n)
	case intKind, timeKind:
		v.ints = slices.Grow(v.ints, n)
	case floatKind:
		v.floats = slices.Grow(v.floats, n)
	case boolKind:
		v.bools = slices.Grow(v.bools, n)
	}
}

// levels is the number of levels, which is that of values where there are none.
func (v *vector) levels() int {
	if v.defs != nil {
		return len(v.defs)
	}
	return v.values()
}

func (v *vector) values() int {
	return max(len(v.texts), len(v.codes), len(v.ints), len(v.floats), len(v.bools))
}

// split appends the column's values of all rows to one vector for each leaf.
func (c *Column) split(rows cells, to []vector) {
	for i := range c.leaves {
		l, v := &c.leaves[i], &to[i]
		switch {
		case c.list:
			c.splitList(l, rows, v)
		case c.Pointer:
			splitPointers(l, rows, v)
		default:
			splitScalars(l, rows, c.Null, v)
		}
	}
}

func splitScalars(l *leaf, rows cells, null bool, v *vector) {
	switch l.kind {
	case textKind:
		v.texts, v.defs = take(rows, l.offset, null, v.texts, v.defs)
	case rawKind:
		takeBytes(l, rows, null, v)
	case intKind:
		v.ints, v.defs = take(rows, l.offset, null, v.ints, v.defs)
	case floatKind:
		v.floats, v.defs = take(rows, l.offset, null, v.floats, v.defs)
	case boolKind:
		v.bools, v.defs = take(rows, l.offset, null, v.bools, v.defs)
	case timeKind:
		for i := range rows.n {
			t := cell[time.Time](rows, i, l.offset)
			if null {
				if t.IsZero() {
					v.defs = append(v.defs, 0)
					continue
				}
				v.defs = append(v.defs, 1)
			}
			v.ints = append(v.ints, t.UnixMicro())
		}
	}
}

// take appends a field of every row; with null, zero values only as a level.
func take[F comparable](rows cells, offset uintptr, null bool, values []F, defs []int16) ([]F, []int16) {
	var zero F
	if !null {
		for i := range rows.n {
			values = append(values, *cell[F](rows, i, offset))
		}
		return values, defs
	}
	for i := range rows.n {
		f := *cell[F](rows, i, offset)
		if f == zero {
			defs = append(defs, 0)
			continue
		}
		values, defs = append(values, f), append(defs, 1)
	}
	return values, defs
}

func takeBytes(l *leaf, rows cells, null bool, v *vector) {
	for i := range rows.n {
		b := *cell[[]byte](rows, i, l.offset)
		if null {
			if len(b) == 0 {
				v.defs = append(v.defs, 0)
				continue
			}
			v.defs = append(v.defs, 1)
		}
		v.texts = append(v.texts, string(b)) // the caller may change b
	}
}

func splitPointers(l *leaf, rows cells, v *vector) {
	switch l.kind {
	case textKind:
		v.texts, v.defs = takePointers(rows, l.offset, v.texts, v.defs)
	case intKind:
		v.ints, v.defs = takePointers(rows, l.offset, v.ints, v.defs)
	case floatKind:
		v.floats, v.defs = takePointers(rows, l.offset, v.floats, v.defs)
	case boolKind:
		v.bools, v.defs = takePointers(rows, l.offset, v.bools, v.defs)
	case timeKind:
		for i := range rows.n {
			t := *cell[*time.Time](rows, i, l.offset)
			if t == nil {
				v.defs = append(v.defs, 0)
				continue
			}
			v.ints, v.defs = append(v.ints, t.UnixMicro()), append(v.defs, 1)
		}
	case rawKind: // no plan has it
	}
}

func takePointers[F any](rows cells, offset uintptr, values []F, defs []int16) ([]F, []int16) {
	for i := range rows.n {
		p := *cell[*F](rows, i, offset)
		if p == nil {
			defs = append(defs, 0)
			continue
		}
		values, defs = append(values, *p), append(defs, 1)
	}
	return values, defs
}

// Levels of a list: it is never null, its elements never are, but files have
// always declared that elements may be.
const (
	emptyList   = 0
	listElement = 2
)

// splitList appends lists; a nil slice is an empty list.
func (c *Column) splitList(l *leaf, rows cells, v *vector) {
	size := c.field.Elem().Size()
	for i := range rows.n {
		elems := listCells(rows, i, c.offset, size)
		if elems.n == 0 {
			v.defs, v.reps = append(v.defs, emptyList), append(v.reps, 0)
			continue
		}
		for j := range elems.n {
			v.defs = append(v.defs, listElement)
			v.reps = append(v.reps, int16(min(j, 1)))
		}
		splitScalars(l, elems, false, v)
	}
}

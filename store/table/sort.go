package table

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// places tells where the rows of a vector begin.
type places struct {
	levels []int32 // nil where each row is one level
	values []int32 // nil where each row is one value
}

func placesOf(l outLeaf, v *vector) places {
	var p places
	if l.maxDef == 0 {
		return p
	}
	next := int32(0)
	for i, d := range v.defs {
		if l.maxRep == 0 || v.reps[i] == 0 {
			p.values = append(p.values, next)
			if l.maxRep > 0 {
				p.levels = append(p.levels, int32(i))
			}
		}
		if d == l.maxDef {
			next++
		}
	}
	return p
}

// sorted writes the rows that were taken in the order of the key columns; rows
// with the same keys keep theirs.
func (m *merger) sorted(ctx context.Context) error {
	at := make([]places, len(m.to))
	for i := range m.to {
		at[i] = placesOf(m.out.leaves[i], &m.to[i])
	}
	order := make([]int32, m.rows)
	for i := range order {
		order[i] = int32(i)
	}
	var compare []func(a, b int32) int
	for _, name := range m.options.SortBy {
		i := slices.IndexFunc(m.out.leaves, func(l outLeaf) bool { return l.column == name && l.maxRep == 0 })
		compare = append(compare, comparer(m.out.leaves[i], &m.to[i], at[i]))
	}
	slices.SortFunc(order, func(a, b int32) int {
		for _, c := range compare {
			if d := c(a, b); d != 0 {
				return d
			}
		}
		return cmp.Compare(a, b)
	})
	for i, l := range m.out.leaves {
		m.out.vectors[i].grow(l.kind, l.maxDef > 0, min(m.rows, groupRows))
	}
	for part := range slices.Chunk(order, columnBatch) {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i := range m.to {
			m.out.vectors[i].pick(&m.to[i], m.out.leaves[i], at[i], part)
		}
		if err := m.out.added(len(part)); err != nil {
			return err
		}
	}
	return nil
}

// comparer compares two rows by one column, nulls first.
func comparer(l outLeaf, v *vector, at places) func(a, b int32) int {
	place := func(row int32) (value int32, full bool) {
		if at.values == nil {
			return row, true
		}
		return at.values[row], v.defs[row] == l.maxDef
	}
	values := func(a, b int32) int { return cmp.Compare(v.ints[a], v.ints[b]) }
	switch l.kind {
	case textKind, rawKind:
		values = func(a, b int32) int { return strings.Compare(v.texts[a], v.texts[b]) }
	case floatKind:
		values = func(a, b int32) int { return cmp.Compare(v.floats[a], v.floats[b]) }
	case boolKind:
		values = func(a, b int32) int { return cmp.Compare(truth(v.bools[a]), truth(v.bools[b])) }
	case intKind, timeKind:
	}
	return func(a, b int32) int {
		x, fullX := place(a)
		y, fullY := place(b)
		if !fullX || !fullY {
			return cmp.Compare(truth(fullX), truth(fullY))
		}
		return values(x, y)
	}
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// pick appends rows of another vector in the given order.
func (v *vector) pick(from *vector, l outLeaf, at places, rows []int32) {
	if l.maxRep > 0 {
		v.pickLists(from, l, at, rows)
		return
	}
	if l.maxDef > 0 {
		for _, row := range rows {
			v.defs = append(v.defs, from.defs[row])
		}
	}
	switch l.kind {
	case textKind, rawKind:
		v.texts = pickValues(v.texts, from.texts, from.defs, l.maxDef, at, rows)
	case floatKind:
		v.floats = pickValues(v.floats, from.floats, from.defs, l.maxDef, at, rows)
	case boolKind:
		v.bools = pickValues(v.bools, from.bools, from.defs, l.maxDef, at, rows)
	default:
		v.ints = pickValues(v.ints, from.ints, from.defs, l.maxDef, at, rows)
	}
}

func pickValues[F any](to, from []F, defs []int16, maxDef int16, at places, rows []int32) []F {
	if at.values == nil {
		for _, row := range rows {
			to = append(to, from[row])
		}
		return to
	}
	for _, row := range rows {
		if defs[row] == maxDef {
			to = append(to, from[at.values[row]])
		}
	}
	return to
}

func (v *vector) pickLists(from *vector, l outLeaf, at places, rows []int32) {
	for _, row := range rows {
		level, end, value := at.levels[row], int32(from.levels()), at.values[row]
		if int(row)+1 < len(at.levels) {
			end = at.levels[row+1]
		}
		for ; level < end; level++ {
			full := from.defs[level] == l.maxDef
			v.take(from, int(level), int(value), l, 0, full)
			if full {
				value++
			}
		}
	}
}

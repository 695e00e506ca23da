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
	slices.SortStableFunc(order, func(a, b int32) int {
		for _, c := range compare {
			if d := c(a, b); d != 0 {
				return d
			}
		}
		return 0
	})
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
	for _, row := range rows {
		level, end, value := row, row+1, row
		if at.levels != nil {
			level, end = at.levels[row], int32(from.levels())
			if int(row)+1 < len(at.levels) {
				end = at.levels[row+1]
			}
		}
		if at.values != nil {
			value = at.values[row]
		}
		for ; level < end; level++ {
			full := l.maxDef == 0 || from.defs[level] == l.maxDef
			v.take(from, int(level), int(value), l, 0, full)
			if full {
				value++
			}
		}
	}
}

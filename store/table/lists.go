package table

import (
	"fmt"
	"reflect"
)

// fillLists sets a list column: the elements of all rows lie in one slice, of
// which each row has its part. An empty list is nil.
func (c *Column) fillLists(rows cells, picks []*pick) error {
	total := 0
	first := picks[0]
	for _, d := range first.vector.defs {
		if d >= first.leaf.element {
			total++
		}
	}
	all := reflect.MakeSlice(c.field, total, total)
	elements := cellsOfValue(all)
	for i, p := range picks {
		present := p.elements()
		if len(present) != total {
			return fmt.Errorf("damaged parquet: column %s: fields with lists of unlike lengths", c.Name)
		}
		v := p.vector
		v.defs = present
		fillScalars(&c.leaves[i], elements, &v, p.leaf.maxDef-p.leaf.element)
	}
	return c.cut(rows, all, first)
}

// elements turns the levels of a list's leaf into those of its elements: rows
// without elements fall out, and 0 is an element that is null.
func (p *pick) elements() []int16 {
	v := &p.vector
	kept := make([]int16, 0, len(v.defs))
	for _, d := range v.defs {
		if d >= p.leaf.element {
			kept = append(kept, d-p.leaf.element)
		}
	}
	return kept
}

// cut gives each row its part of all.
func (c *Column) cut(rows cells, all reflect.Value, first *pick) error {
	v := &first.vector
	row, at := -1, 0
	for i := 0; i < len(v.reps); {
		start := at
		end := i
		for ; end < len(v.reps) && (end == i || v.reps[end] != 0); end++ {
			if v.defs[end] >= first.leaf.element {
				at++
			}
		}
		i = end
		if row++; row >= rows.n {
			return fmt.Errorf("damaged parquet: column %s: more lists than rows", c.Name)
		}
		if at > start {
			setList(rows, row, c.offset, all.Slice3(start, at, at))
		}
	}
	return nil
}

package table

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"time"
)

const columnBatch = 8192 // rows of a batch of columns

// ColumnScan reads files of one table column by column. T is a struct whose col
// tags name columns; a field is a [Symbols], a []string, []int64, []float64,
// []bool or []time.Time, or []*int64 or []*float64 where a null differs from
// zero. Codes of Symbols hold over all files of the scan: each dictionary page
// is translated once, so that a row costs a look-up.
type ColumnScan[T any] struct {
	batch *T
	plan  columnPlan
}

// columnPlan fills the fields of a batch, of whatever type: what is generic is
// compiled once for every type.
type columnPlan []columnField

// columnField is a field of the batch and what it takes to fill it.
type columnField struct {
	column  Column // what is looked for in a file
	symbols *symbolTable
	// fill sets the field from the values of n rows; v is nil for a column that
	// the file does not have.
	fill func(n int, v *vector, maxDef int16)
}

// NewColumnScan makes a plan for T.
func NewColumnScan[T any]() (*ColumnScan[T], error) {
	s := &ColumnScan[T]{batch: new(T)}
	var err error
	s.plan, err = newColumnPlan(reflect.ValueOf(s.batch).Elem())
	return s, err
}

func newColumnPlan(batch reflect.Value) (columnPlan, error) {
	if batch.Kind() != reflect.Struct {
		return nil, fmt.Errorf("columns of %s: not a struct", batch.Type())
	}
	var plan columnPlan
	for i := range batch.NumField() {
		f := batch.Type().Field(i)
		tag, ok := f.Tag.Lookup("col")
		if !ok {
			continue
		}
		c := columnField{column: Column{Index: i}}
		err := c.column.parse(tag)
		if err == nil {
			err = c.bind(batch.Field(i).Addr().Interface())
		}
		if err != nil {
			return nil, fmt.Errorf("field %s.%s: %w", batch.Type().Name(), f.Name, err)
		}
		plan = append(plan, c)
	}
	return plan, nil
}

// bind makes the function that fills a field.
func (c *columnField) bind(field any) error {
	k := intKind
	switch field := field.(type) {
	case *Symbols:
		k, c.column.Pointer = textKind, true
		c.symbols = &symbolTable{index: map[string]int32{}}
		var buffer []int32
		c.fill = func(n int, v *vector, maxDef int16) {
			field.Codes = spread(n, v.codesOf(), v.levelsOf(), maxDef, -1, &buffer)
			field.Values = c.symbols.values
		}
	case *[]string:
		k = textKind
		var buffer []string
		c.fill = func(n int, v *vector, maxDef int16) {
			*field = spread(n, v.textsOf(), v.levelsOf(), maxDef, "", &buffer)
		}
	case *[]int64:
		var buffer []int64
		c.fill = func(n int, v *vector, maxDef int16) {
			*field = spread(n, v.intsOf(), v.levelsOf(), maxDef, 0, &buffer)
		}
	case *[]float64:
		k = floatKind
		var buffer []float64
		c.fill = func(n int, v *vector, maxDef int16) {
			*field = spread(n, v.floatsOf(), v.levelsOf(), maxDef, 0, &buffer)
		}
	case *[]bool:
		k = boolKind
		var buffer []bool
		c.fill = func(n int, v *vector, maxDef int16) {
			*field = spread(n, v.boolsOf(), v.levelsOf(), maxDef, false, &buffer)
		}
	case *[]time.Time:
		k = timeKind
		var buffer []time.Time
		c.fill = func(n int, v *vector, maxDef int16) {
			*field = spread(n, times(v.intsOf()), v.levelsOf(), maxDef, time.Time{}, &buffer)
		}
	case *[]*int64:
		c.column.Pointer = true
		var buffer []*int64
		c.fill = func(n int, v *vector, maxDef int16) {
			*field = spread(n, pointers(v.intsOf()), v.levelsOf(), maxDef, nil, &buffer)
		}
	case *[]*float64:
		k, c.column.Pointer = floatKind, true
		var buffer []*float64
		c.fill = func(n int, v *vector, maxDef int16) {
			*field = spread(n, pointers(v.floatsOf()), v.levelsOf(), maxDef, nil, &buffer)
		}
	default:
		return fmt.Errorf("no column of type %s", reflect.TypeOf(field).Elem())
	}
	c.column.Type, c.column.leaves = kindNames[k], []leaf{{kind: k}}
	return nil
}

// Batches yields the rows of a file, a batch at a time, of which all columns
// have the same length, never zero. A batch and its slices are valid until the
// next one, Symbols.Values for ever.
func (s *ColumnScan[T]) Batches(ctx context.Context, f *File) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		if err := s.plan.each(ctx, f, func() bool { return yield(s.batch, nil) }); err != nil {
			yield(nil, err)
		}
	}
}

// each fills the batch again and again, and ends where next is false.
func (p columnPlan) each(ctx context.Context, f *File, next func() bool) error {
	b := &batches{file: f, most: columnBatch}
	picks := make([]*pick, len(p)) // nil for a column that the file does not have
	for i := range p {
		leaves, err := f.find(&p[i].column)
		if err != nil {
			return err
		}
		if len(leaves) > 0 {
			picks[i] = &pick{leaf: leaves[0], symbols: p[i].symbols}
			b.picks = append(b.picks, picks[i])
		}
	}
	defer b.close()
	for {
		n, err := b.next(ctx)
		if err != nil || n == 0 {
			return err
		}
		for i, pick := range picks {
			if pick != nil {
				p[i].fill(n, &pick.vector, pick.leaf.maxDef)
			} else {
				p[i].fill(n, nil, 0)
			}
		}
		if !next() {
			return nil
		}
	}
}

// The values of a vector, none for a column that is not there.

func (v *vector) levelsOf() []int16 {
	if v == nil {
		return nil
	}
	return v.defs
}

func (v *vector) codesOf() []int32 {
	if v == nil {
		return nil
	}
	return v.codes
}

func (v *vector) textsOf() []string {
	if v == nil {
		return nil
	}
	return v.texts
}

func (v *vector) intsOf() []int64 {
	if v == nil {
		return nil
	}
	return v.ints
}

func (v *vector) floatsOf() []float64 {
	if v == nil {
		return nil
	}
	return v.floats
}

func (v *vector) boolsOf() []bool {
	if v == nil {
		return nil
	}
	return v.bools
}

// spread gives each of n rows its value or null. Where there are no nulls the
// values are not copied.
func spread[V any](n int, values []V, defs []int16, maxDef int16, null V, buffer *[]V) []V {
	if len(values) == n {
		return values[:n:n]
	}
	*buffer = slices.Grow((*buffer)[:0], n)[:n]
	to := *buffer
	if len(values) == 0 {
		for i := range to {
			to[i] = null
		}
		return to
	}
	next := 0
	for i, d := range defs {
		to[i] = null
		if d == maxDef {
			to[i] = values[next]
			next++
		}
	}
	return to
}

func times(micros []int64) []time.Time {
	out := make([]time.Time, len(micros))
	for i, m := range micros {
		out[i] = time.UnixMicro(m).UTC()
	}
	return out
}

func pointers[V any](values []V) []*V {
	out := make([]*V, len(values))
	for i := range values {
		out[i] = &values[i]
	}
	return out
}

package table

import (
	"context"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// streamBatch is the rows of a batch: few, as each may have the text of an article.
const streamBatch = 2048

// ArrowStream writes files of one table as a stream of the Arrow IPC format, a batch
// of rows at a time: of whatever size the files are, a batch is in memory.
type ArrowStream struct {
	cols     []Column
	writer   *ipc.Writer
	schema   *arrow.Schema
	builders []array.Builder
}

// PathColumn is a column of texts that no file and no struct has (its Index is -1):
// all rows of a file have the value that is given with it, null where it is empty.
func PathColumn(name, desc string) Column {
	return Column{Name: name, Desc: desc, Type: kindNames[textKind], Index: -1, Null: true, fromPath: true, leaves: []leaf{{kind: textKind}}}
}

// NewArrowStream begins a stream of the given columns, in their order.
func NewArrowStream(w io.Writer, cols []Column) *ArrowStream {
	s := &ArrowStream{cols: cols}
	fields := make([]arrow.Field, len(cols))
	for i := range cols {
		fields[i] = arrow.Field{Name: cols[i].Name, Type: cols[i].arrowType(), Nullable: cols[i].Nullable()}
		s.builders = append(s.builders, array.NewBuilder(memory.DefaultAllocator, fields[i].Type))
	}
	s.schema = arrow.NewSchema(fields, nil)
	s.writer = ipc.NewWriter(w, ipc.WithSchema(s.schema))
	return s
}

func (k kind) arrowType() arrow.DataType {
	switch k {
	case textKind:
		return arrow.BinaryTypes.String
	case intKind:
		return arrow.PrimitiveTypes.Int64
	case floatKind:
		return arrow.PrimitiveTypes.Float64
	case boolKind:
		return arrow.FixedWidthTypes.Boolean
	case timeKind:
		return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}
	case rawKind:
	}
	return arrow.BinaryTypes.Binary
}

func (c *Column) arrowType() arrow.DataType {
	if !c.list {
		return c.leaves[0].kind.arrowType()
	}
	if c.leaves[0].name == "" {
		return arrow.ListOfField(arrow.Field{Name: "element", Type: c.leaves[0].kind.arrowType(), Nullable: true})
	}
	fields := make([]arrow.Field, len(c.leaves))
	for i, l := range c.leaves {
		fields[i] = arrow.Field{Name: l.name, Type: l.kind.arrowType()}
	}
	return arrow.ListOfField(arrow.Field{Name: "element", Type: arrow.StructOf(fields...), Nullable: true})
}

// Add writes the rows of a file; value is that of columns from the path. A column
// that the file lacks is null, or the zero value where it may not be null.
func (s *ArrowStream) Add(ctx context.Context, f *File, value string) (err error) {
	defer fence(&err)
	b := &batches{file: f, most: streamBatch}
	picks := make([][]*pick, len(s.cols))
	for i := range s.cols {
		if s.cols[i].fromPath {
			continue
		}
		leaves, err := f.find(&s.cols[i])
		if err != nil {
			return err
		}
		for _, l := range leaves {
			picks[i] = append(picks[i], &pick{leaf: l})
		}
		b.picks = append(b.picks, picks[i]...)
	}
	defer b.close()
	for {
		n, err := b.next(ctx)
		if err != nil || n == 0 {
			return err
		}
		if err := s.batch(n, picks, value); err != nil {
			return err
		}
	}
}

// batch writes the rows that are in the vectors.
func (s *ArrowStream) batch(n int, picks [][]*pick, value string) error {
	arrays := make([]arrow.Array, len(s.cols))
	defer func() {
		for _, a := range arrays {
			if a != nil {
				a.Release()
			}
		}
	}()
	for i := range s.cols {
		c, to := &s.cols[i], s.builders[i]
		switch {
		case c.fromPath && value == "":
			to.AppendNulls(n)
		case c.fromPath:
			for range n {
				to.(*array.StringBuilder).Append(value)
			}
		case len(picks[i]) == 0 && c.Nullable():
			to.AppendNulls(n)
		case len(picks[i]) == 0:
			to.AppendEmptyValues(n)
		case c.list:
			if err := c.buildLists(to.(*array.ListBuilder), picks[i]); err != nil {
				return err
			}
		default:
			p := picks[i][0]
			build(to, &p.vector, p.leaf.kind, p.leaf.maxDef)
		}
		arrays[i] = to.NewArray()
		if arrays[i].Len() != n {
			return fmt.Errorf("damaged parquet: column %s: %d values in %d rows", c.Name, arrays[i].Len(), n)
		}
	}
	rec := array.NewRecordBatch(s.schema, arrays, int64(n))
	defer rec.Release()
	return s.writer.Write(rec)
}

// build appends the values of a vector, and nulls where a level is below the
// greatest.
func build(to array.Builder, v *vector, k kind, maxDef int16) {
	next := 0
	for i := range v.levels() {
		if len(v.defs) > 0 && v.defs[i] < maxDef {
			to.AppendNull()
			continue
		}
		buildOne(to, v, k, next)
		next++
	}
}

// buildLists appends the lists of all rows: where they begin and end is in the levels
// of the first leaf.
func (c *Column) buildLists(to *array.ListBuilder, picks []*pick) error {
	leaves := make([]elementsOf, len(picks))
	for i, p := range picks {
		leaves[i] = elementsOf{v: &p.vector, kind: p.leaf.kind, defs: p.elements(), maxDef: p.leaf.maxDef - p.leaf.element}
		if len(leaves[i].defs) != len(leaves[0].defs) {
			return fmt.Errorf("damaged parquet: column %s: fields with lists of unlike lengths", c.Name)
		}
	}
	first := &picks[0].vector
	for i, d := range first.defs {
		if first.reps[i] == 0 {
			to.Append(true)
		}
		if d < picks[0].leaf.element {
			continue
		}
		fields, isStruct := to.ValueBuilder().(*array.StructBuilder)
		if !isStruct {
			leaves[0].build(to.ValueBuilder())
			continue
		}
		fields.Append(true)
		for i := range leaves {
			leaves[i].build(fields.FieldBuilder(i))
		}
	}
	return nil
}

// elementsOf are the elements of a leaf, one after another.
type elementsOf struct {
	v        *vector
	kind     kind
	defs     []int16
	maxDef   int16
	at, next int // element, and value
}

// build appends the next element.
func (e *elementsOf) build(to array.Builder) {
	d := e.defs[e.at]
	e.at++
	if d < e.maxDef {
		to.AppendNull()
		return
	}
	buildOne(to, e.v, e.kind, e.next)
	e.next++
}

func buildOne(to array.Builder, v *vector, k kind, at int) {
	switch k {
	case textKind:
		to.(*array.StringBuilder).Append(v.texts[at])
	case rawKind:
		to.(*array.BinaryBuilder).AppendString(v.texts[at])
	case intKind:
		to.(*array.Int64Builder).Append(v.ints[at])
	case floatKind:
		to.(*array.Float64Builder).Append(v.floats[at])
	case boolKind:
		to.(*array.BooleanBuilder).Append(v.bools[at])
	case timeKind:
		to.(*array.TimestampBuilder).Append(arrow.Timestamp(v.ints[at]))
	}
}

// Close ends the stream.
func (s *ArrowStream) Close() error {
	for _, b := range s.builders {
		b.Release()
	}
	return s.writer.Close()
}

package table

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// Records are structs with col tags whose lists may hold structs with lists: a
// document with the rows of every table about it. No Parquet file of a dataset has
// that shape; streams between programs do.
//
// A key of the record that its elements have, too, is theirs, and what is volatile in
// them is a run's: neither is written there, and the first is filled in when records
// are read.

const (
	// recordBytes is how large a batch of records grows, in bytes of its values. It is
	// the size of a record that fills memory, not their number.
	recordBytes = 4 << 20
	// recordBatch is the most records of a batch.
	recordBatch = 1024
)

// field is a column of a record, or of the structs of one of its lists.
type field struct {
	name      string
	desc      string
	index     []int // in the struct, or in one that it embeds
	kind      kind
	null      bool // the zero value is null
	pointer   bool
	list      bool
	fields    []field // of a list's structs
	inherited []pair  // keys of the record that these have
}

// pair are the places of a column in the record and in an element.
type pair struct{ outer, inner []int }

// recordPlans has the fields of record types, which are asked for with every record
// that is looked up.
var recordPlans sync.Map // reflect.Type -> []field

// recordFields reads the col tags of a record type.
func recordFields(t reflect.Type) ([]field, error) {
	if fields, ok := recordPlans.Load(t); ok {
		return fields.([]field), nil
	}
	fields, _, err := fieldsOf(t, nil)
	if err == nil {
		recordPlans.Store(t, fields)
	}
	return fields, err
}

// fieldsOf reads the col tags of a record type, or of an element in outer.
func fieldsOf(t, outer reflect.Type) (out []field, shared []pair, err error) {
	if t.Kind() != reflect.Struct {
		return nil, nil, fmt.Errorf("records of %s: not a struct", t)
	}
	for _, f := range reflect.VisibleFields(t) {
		tag, ok := f.Tag.Lookup("col")
		if !ok {
			continue
		}
		var c Column
		if err := c.parse(tag); err != nil {
			return nil, nil, fmt.Errorf("field %s.%s: %w", t.Name(), f.Name, err)
		}
		if outer != nil {
			if at := keyOf(outer, c.Name); at != nil {
				shared = append(shared, pair{at, f.Index})
				continue
			}
			if c.Volatile {
				continue
			}
		}
		n := field{name: c.Name, desc: f.Tag.Get("desc"), index: f.Index, null: c.Null}
		within := t
		if outer != nil { // two levels suffice
			within = nil
		}
		if err := n.plan(f.Type, within); err != nil {
			return nil, nil, fmt.Errorf("field %s.%s: %w", t.Name(), f.Name, err)
		}
		out = append(out, n)
	}
	return out, shared, nil
}

// keyOf is the field of a struct that has a key column of this name, nil for none.
func keyOf(t reflect.Type, name string) []int {
	for _, f := range reflect.VisibleFields(t) {
		var c Column
		if tag, ok := f.Tag.Lookup("col"); ok && c.parse(tag) == nil && c.Key && c.Name == name {
			return f.Index
		}
	}
	return nil
}

func (f *field) plan(t, record reflect.Type) error {
	if k, ok := scalarKind(t); ok {
		f.kind = k
		return nil
	}
	if t.Kind() != reflect.Pointer && t.Kind() != reflect.Slice {
		return fmt.Errorf("no column type for %s", t)
	}
	k, scalar := scalarKind(t.Elem())
	f.kind, f.pointer, f.list = k, t.Kind() == reflect.Pointer, t.Kind() == reflect.Slice
	switch {
	case scalar && !(f.pointer && k == rawKind):
		return nil
	case f.pointer:
		return fmt.Errorf("no column type for %s", t)
	}
	var err error
	f.fields, f.inherited, err = fieldsOf(t.Elem(), record)
	return err
}

func (f *field) arrowField() arrow.Field {
	t := f.kind.arrowType()
	if len(f.fields) > 0 {
		t = arrow.StructOf(arrowFields(f.fields)...)
	}
	if f.list {
		t = arrow.ListOfField(arrow.Field{Name: "element", Type: t})
	}
	return arrow.Field{Name: f.name, Type: t, Nullable: f.null || f.pointer}
}

func arrowFields(fields []field) []arrow.Field {
	out := make([]arrow.Field, len(fields))
	for i := range fields {
		out[i] = fields[i].arrowField()
	}
	return out
}

// typeName is the type as references of tables write it; what the structs of a list
// have is said where they are rows of a table.
func (f *field) typeName() string {
	name := kindNames[f.kind]
	if len(f.fields) > 0 {
		name = "struct"
	}
	if f.list {
		name = "list<" + name + ">"
	}
	return name
}

// RecordColumn describes a column of a record.
type RecordColumn struct {
	Name, Type, Desc string
}

// RecordColumns describes the columns of a record type, as a reference writes them.
func RecordColumns(t reflect.Type) ([]RecordColumn, error) {
	fields, err := recordFields(t)
	if err != nil {
		return nil, err
	}
	out := make([]RecordColumn, len(fields))
	for i := range fields {
		out[i] = RecordColumn{fields[i].name, fields[i].typeName(), fields[i].desc}
	}
	return out, nil
}

// RecordWriter writes records as a stream of the Arrow IPC format, in batches that
// are bounded by their bytes: one batch is in memory, or one record that is larger.
type RecordWriter[T any] struct {
	fields  []field
	stream  *ipc.Writer
	builder *array.RecordBuilder
	rows    int
	bytes   int
}

// NewRecordWriter begins a stream; meta are the schema's metadata, in their order,
// as pairs of key and value.
func NewRecordWriter[T any](w io.Writer, meta ...[2]string) (*RecordWriter[T], error) {
	fields, err := recordFields(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	keys, values := make([]string, len(meta)), make([]string, len(meta))
	for i, m := range meta {
		keys[i], values[i] = m[0], m[1]
	}
	about := arrow.NewMetadata(keys, values)
	schema := arrow.NewSchema(arrowFields(fields), &about)
	return &RecordWriter[T]{fields: fields, stream: ipc.NewWriter(w, ipc.WithSchema(schema)), builder: array.NewRecordBuilder(memory.DefaultAllocator, schema)}, nil
}

// Write adds a record. What is written goes out with its batch.
func (w *RecordWriter[T]) Write(record *T) error {
	v := reflect.ValueOf(record).Elem()
	for i := range w.fields {
		w.bytes += w.fields[i].append(w.builder.Field(i), v.FieldByIndex(w.fields[i].index))
	}
	if w.rows++; w.rows < recordBatch && w.bytes < recordBytes {
		return nil
	}
	return w.flush()
}

func (w *RecordWriter[T]) flush() error {
	if w.rows == 0 {
		return nil
	}
	w.rows, w.bytes = 0, 0
	batch := w.builder.NewRecordBatch()
	defer batch.Release()
	return w.stream.Write(batch)
}

// Close writes what is left and ends the stream. A stream that was not closed is
// taken by its reader for one that was cut off.
func (w *RecordWriter[T]) Close() error {
	err := w.flush()
	w.builder.Release()
	if err != nil {
		return err // without the mark of its end
	}
	return w.stream.Close()
}

// append adds a value to a column and returns about how many bytes it takes.
func (f *field) append(to array.Builder, v reflect.Value) int {
	const place = 8 // an offset or a number
	if f.list {
		list := to.(*array.ListBuilder)
		list.Append(true)
		n := place
		for i := range v.Len() {
			n += f.appendElement(list.ValueBuilder(), v.Index(i))
		}
		return n
	}
	if f.pointer {
		if v.IsNil() {
			to.AppendNull()
			return place
		}
		v = v.Elem()
	}
	if f.null && v.IsZero() || f.null && f.kind == rawKind && v.Len() == 0 {
		to.AppendNull()
		return place
	}
	return place + appendScalar(to, f.kind, v)
}

func (f *field) appendElement(to array.Builder, v reflect.Value) int {
	if len(f.fields) == 0 {
		return appendScalar(to, f.kind, v)
	}
	s := to.(*array.StructBuilder)
	s.Append(true)
	n := 0
	for i := range f.fields {
		n += f.fields[i].append(s.FieldBuilder(i), v.FieldByIndex(f.fields[i].index))
	}
	return n
}

func appendScalar(to array.Builder, k kind, v reflect.Value) int {
	switch k {
	case textKind:
		to.(*array.StringBuilder).Append(v.String())
		return v.Len()
	case rawKind:
		to.(*array.BinaryBuilder).Append(v.Bytes())
		return v.Len()
	case intKind:
		to.(*array.Int64Builder).Append(v.Int())
	case floatKind:
		to.(*array.Float64Builder).Append(v.Float())
	case boolKind:
		to.(*array.BooleanBuilder).Append(v.Bool())
	case timeKind:
		to.(*array.TimestampBuilder).Append(arrow.Timestamp(v.Interface().(time.Time).UnixMicro()))
	}
	return 0
}

// errNoColumn begins the message about a column that a stream lacks.
var errNoColumn = errors.New("no column")

// required checks that a schema has the columns named, and no other than allowed.
func required(s *arrow.Schema, names, allowed []string) error {
	var errs []error
	for _, name := range names {
		if !s.HasField(name) {
			errs = append(errs, fmt.Errorf("%w %q", errNoColumn, name))
		}
	}
	var seen []string
	for _, f := range s.Fields() {
		if slices.Contains(seen, f.Name) {
			errs = append(errs, fmt.Errorf("column %q stands twice", f.Name))
		}
		if seen = append(seen, f.Name); !slices.Contains(allowed, f.Name) {
			errs = append(errs, fmt.Errorf("column %q is none of this stream", f.Name))
		}
	}
	return errors.Join(errs...)
}

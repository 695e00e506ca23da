package store

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// column is one field of a row type.
type column struct {
	name     string
	desc     string
	index    int // field of the struct
	null     bool
	key      bool
	volatile bool
	pointer  bool // nil for what is not known
	kind     kind
}

// kind moves values of one Go type in and out of Arrow arrays.
type kind struct {
	name   string // as SCHEMA.md writes it
	arrow  arrow.DataType
	append func(b array.Builder, v reflect.Value)
	read   func(a arrow.Array, i int, v reflect.Value)
}

var timestampType = &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}

// kindOf returns the codec of a Go type. The set is closed: a row type with any
// other field is a mistake of the programmer that the first test shows.
func kindOf(t reflect.Type) (kind, error) {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return kind{"timestamp[us, UTC]", timestampType,
			func(b array.Builder, v reflect.Value) {
				b.(*array.TimestampBuilder).Append(arrow.Timestamp(v.Interface().(time.Time).UnixMicro()))
			},
			func(a arrow.Array, i int, v reflect.Value) {
				v.Set(reflect.ValueOf(time.UnixMicro(int64(a.(*array.Timestamp).Value(i))).UTC()))
			}}, nil
	case t.Kind() == reflect.String:
		return kind{"string", arrow.BinaryTypes.String,
			func(b array.Builder, v reflect.Value) { b.(*array.StringBuilder).Append(v.String()) },
			func(a arrow.Array, i int, v reflect.Value) {
				// The array's memory is reused; a row outlives it.
				v.SetString(strings.Clone(a.(*array.String).Value(i)))
			}}, nil
	case t.Kind() == reflect.Int64:
		return kind{"int64", arrow.PrimitiveTypes.Int64,
			func(b array.Builder, v reflect.Value) { b.(*array.Int64Builder).Append(v.Int()) },
			func(a arrow.Array, i int, v reflect.Value) { v.SetInt(a.(*array.Int64).Value(i)) }}, nil
	case t.Kind() == reflect.Float64:
		return kind{"double", arrow.PrimitiveTypes.Float64,
			func(b array.Builder, v reflect.Value) { b.(*array.Float64Builder).Append(v.Float()) },
			func(a arrow.Array, i int, v reflect.Value) { v.SetFloat(a.(*array.Float64).Value(i)) }}, nil
	case t.Kind() == reflect.Bool:
		return kind{"bool", arrow.FixedWidthTypes.Boolean,
			func(b array.Builder, v reflect.Value) { b.(*array.BooleanBuilder).Append(v.Bool()) },
			func(a arrow.Array, i int, v reflect.Value) { v.SetBool(a.(*array.Boolean).Value(i)) }}, nil
	case t.Kind() == reflect.Pointer:
		return pointerKind(t)
	case t.Kind() == reflect.Slice:
		return listKind(t)
	case t.Kind() == reflect.Struct:
		return structKind(t)
	}
	return kind{}, fmt.Errorf("no column type for %s", t)
}

// pointerKind makes a nil pointer a null.
func pointerKind(t reflect.Type) (kind, error) {
	of, err := kindOf(t.Elem())
	if err != nil {
		return kind{}, err
	}
	return kind{of.name, of.arrow,
		func(b array.Builder, v reflect.Value) {
			if v.IsNil() {
				b.AppendNull()
				return
			}
			of.append(b, v.Elem())
		},
		func(a arrow.Array, i int, v reflect.Value) {
			p := reflect.New(t.Elem())
			of.read(a, i, p.Elem())
			v.Set(p)
		}}, nil
}

// listKind writes a nil slice as an empty list: a list is never null.
func listKind(t reflect.Type) (kind, error) {
	of, err := kindOf(t.Elem())
	if err != nil {
		return kind{}, err
	}
	return kind{"list<" + of.name + ">", arrow.ListOf(of.arrow),
		func(b array.Builder, v reflect.Value) {
			lb := b.(*array.ListBuilder)
			lb.Append(true)
			for i := range v.Len() {
				of.append(lb.ValueBuilder(), v.Index(i))
			}
		},
		func(a arrow.Array, i int, v reflect.Value) {
			la := a.(*array.List)
			start, end := la.ValueOffsets(i)
			if start == end {
				return
			}
			out := reflect.MakeSlice(t, int(end-start), int(end-start))
			for j := start; j < end; j++ {
				of.read(la.ListValues(), int(j), out.Index(int(j-start)))
			}
			v.Set(out)
		}}, nil
}

func structKind(t reflect.Type) (kind, error) {
	cols, err := columnsOf(t)
	if err != nil {
		return kind{}, err
	}
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.name + ": " + c.kind.name
	}
	return kind{"struct<" + strings.Join(names, ", ") + ">", arrow.StructOf(fieldsOf(cols)...),
		func(b array.Builder, v reflect.Value) {
			sb := b.(*array.StructBuilder)
			sb.Append(true)
			for i, c := range cols {
				c.append(sb.FieldBuilder(i), v.Field(c.index))
			}
		},
		func(a arrow.Array, i int, v reflect.Value) {
			sa := a.(*array.Struct)
			for f, c := range cols {
				c.read(sa.Field(f), i, v.Field(c.index))
			}
		}}, nil
}

// append writes one value, as null where the column says that its zero value
// means "not known".
func (c column) append(b array.Builder, v reflect.Value) {
	if c.null && v.IsZero() {
		b.AppendNull()
		return
	}
	c.kind.append(b, v)
}

func (c column) read(a arrow.Array, i int, v reflect.Value) {
	if a.IsNull(i) {
		v.SetZero()
		return
	}
	c.kind.read(a, i, v)
}

func (c column) nullable(t reflect.Type) bool {
	return c.null || t.Field(c.index).Type.Kind() == reflect.Pointer
}

var columnCache sync.Map // reflect.Type -> []column: schemas are read for every file

// columnsOf reads the col tags of a struct type.
func columnsOf(t reflect.Type) ([]column, error) {
	if cols, ok := columnCache.Load(t); ok {
		return cols.([]column), nil
	}
	var cols []column
	for i := range t.NumField() {
		f := t.Field(i)
		tag, ok := f.Tag.Lookup("col")
		if !ok {
			continue
		}
		k, err := kindOf(f.Type)
		if err != nil {
			return nil, fmt.Errorf("field %s.%s: %w", t.Name(), f.Name, err)
		}
		name, options, _ := strings.Cut(tag, ",")
		c := column{name: name, desc: f.Tag.Get("desc"), index: i, kind: k, pointer: f.Type.Kind() == reflect.Pointer}
		for option := range strings.SplitSeq(options, ",") {
			switch option {
			case "null":
				c.null = true
			case "key":
				c.key = true
			case "volatile":
				c.volatile = true
			case "":
			default:
				return nil, fmt.Errorf("field %s.%s: unknown option %q", t.Name(), f.Name, option)
			}
		}
		cols = append(cols, c)
	}
	columnCache.Store(t, cols)
	return cols, nil
}

func fieldsOf(cols []column) []arrow.Field {
	fields := make([]arrow.Field, len(cols))
	for i, c := range cols {
		fields[i] = arrow.Field{Name: c.name, Type: c.kind.arrow}
	}
	return fields
}

// schemaOf is the Arrow schema of a row type, with nulls only where a column
// may have them.
func schemaOf(t reflect.Type) (*arrow.Schema, []column, error) {
	cols, err := columnsOf(t)
	if err != nil {
		return nil, nil, err
	}
	fields := fieldsOf(cols)
	for i, c := range cols {
		fields[i].Nullable = c.nullable(t)
	}
	return arrow.NewSchema(fields, nil), cols, nil
}

// Object is a row as its columns: what JSON output shows. Null is nil.
func Object(r Row) (map[string]any, error) {
	v := reflect.ValueOf(r)
	cols, err := columnsOf(v.Type())
	if err != nil {
		return nil, err
	}
	out := make(map[string]any, len(cols))
	for _, c := range cols {
		f := v.Field(c.index)
		if c.null && f.IsZero() {
			out[c.name] = nil
			continue
		}
		out[c.name] = f.Interface()
	}
	return out, nil
}

package table

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"
)

// Column is one column of a row type: a field with a col tag.
type Column struct {
	Name     string
	Desc     string // the desc tag
	Type     string // as a reference of the tables writes it
	Index    int    // field of the struct
	Null     bool   // the zero value is stored as null
	Key      bool   // one of the columns that together are unique
	Volatile bool   // may differ between two runs over the same input
	Pointer  bool   // nil is null

	field  reflect.Type
	offset uintptr
	list   bool
	later  bool
	plain  bool
	was    string // the column's name in files of older versions
	// fromPath is for a column that no file has, see [PathColumn].
	fromPath bool
	leaves   []leaf
}

// leaf is one Parquet column: a field, the elements of a list, or a field of
// the structs of a list.
type leaf struct {
	name   string // of a field of a list's structs, else empty
	kind   kind
	offset uintptr // in the row; in the element for a list
}

// List reports whether the column holds lists.
func (c *Column) List() bool { return c.list }

// Later reports whether the column came with a later version, and is the zero value
// where a file lacks it.
func (c *Column) Later() bool { return c.later }

// Was is what files of older versions call the column, empty where they call it the
// same.
func (c *Column) Was() string { return c.was }

// Leaf is a field of a list's structs, or the values of any other column.
type Leaf struct {
	Name string // empty but for a field
	Type string // string, binary, int64, double, bool or timestamp[us, UTC]
}

// Leaves are the values that make up the column: one kind of them, or the fields of
// a list's structs.
func (c *Column) Leaves() []Leaf {
	out := make([]Leaf, len(c.leaves))
	for i, l := range c.leaves {
		out[i] = Leaf{Name: l.name, Type: kindNames[l.kind]}
	}
	return out
}

// kind is the type of a value.
type kind uint8

const (
	textKind kind = iota // string, always valid UTF-8
	rawKind              // []byte
	intKind
	floatKind
	boolKind
	timeKind
)

var kindNames = [...]string{"string", "binary", "int64", "double", "bool", "timestamp[us, UTC]"}

// Nullable reports whether the column may hold nulls.
func (c *Column) Nullable() bool { return c.Null || c.Pointer }

// scalarKind tells the kind of a Go type.
func scalarKind(t reflect.Type) (kind, bool) {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return timeKind, true
	case t.Kind() == reflect.String:
		return textKind, true
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		return rawKind, true
	case t.Kind() == reflect.Int64:
		return intKind, true
	case t.Kind() == reflect.Float64:
		return floatKind, true
	case t.Kind() == reflect.Bool:
		return boolKind, true
	}
	return 0, false
}

var plans sync.Map // reflect.Type -> []Column: plans are asked for with every file

// ColumnsOf reads the col tags of a struct type: the column's name and, after
// commas, the options null, key, volatile, plain (values hardly repeat: no
// dictionary is tried), later (it came with a later version, and where a file
// lacks it, it is the zero value; nulls need no such option) and was=NAME (what
// older versions called it, see [File.As]). The result is shared and must not be changed.
func ColumnsOf(t reflect.Type) ([]Column, error) {
	if cols, ok := plans.Load(t); ok {
		return cols.([]Column), nil
	}
	if t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("rows of %s: not a struct", t)
	}
	var cols []Column
	for i := range t.NumField() {
		f := t.Field(i)
		tag, ok := f.Tag.Lookup("col")
		if !ok {
			continue
		}
		c := Column{Desc: f.Tag.Get("desc"), Index: i, field: f.Type, offset: f.Offset}
		if err := c.parse(tag); err != nil {
			return nil, fmt.Errorf("field %s.%s: %w", t.Name(), f.Name, err)
		}
		if err := c.plan(); err != nil {
			return nil, fmt.Errorf("field %s.%s: %w", t.Name(), f.Name, err)
		}
		cols = append(cols, c)
	}
	plans.Store(t, cols)
	return cols, nil
}

func (c *Column) parse(tag string) error {
	name, options, _ := strings.Cut(tag, ",")
	c.Name = name
	for option := range strings.SplitSeq(options, ",") {
		option, value, _ := strings.Cut(option, "=")
		switch option {
		case "null":
			c.Null = true
		case "key":
			c.Key = true
		case "volatile":
			c.Volatile = true
		case "plain":
			c.plain = true
		case "later":
			c.later = true
		case "was":
			c.was = value
		case "":
		default:
			return fmt.Errorf("unknown option %q", option)
		}
	}
	return nil
}

// plan finds the leaves. The set of types is closed: a row type with any other
// field is a mistake of the programmer that the first test shows.
func (c *Column) plan() error {
	t := c.field
	if k, ok := scalarKind(t); ok {
		c.Type, c.leaves = kindNames[k], []leaf{{kind: k, offset: c.offset}}
		return nil
	}
	if t.Kind() == reflect.Pointer {
		k, ok := scalarKind(t.Elem())
		if !ok || k == rawKind {
			return fmt.Errorf("no column type for %s", t)
		}
		c.Pointer, c.Type, c.leaves = true, kindNames[k], []leaf{{kind: k, offset: c.offset}}
		return nil
	}
	if t.Kind() != reflect.Slice || c.Null {
		return fmt.Errorf("no column type for %s", t)
	}
	c.list = true
	if k, ok := scalarKind(t.Elem()); ok {
		c.Type, c.leaves = "list<"+kindNames[k]+">", []leaf{{kind: k}}
		return nil
	}
	return c.planStructs(t.Elem())
}

func (c *Column) planStructs(t reflect.Type) error {
	if t.Kind() != reflect.Struct {
		return fmt.Errorf("no column type for a list of %s", t)
	}
	fields, err := ColumnsOf(t)
	if err != nil {
		return err
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		if f.list || f.Nullable() {
			return fmt.Errorf("column %s: structs of a list hold plain values only", f.Name)
		}
		names[i] = f.Name + ": " + f.Type
		c.leaves = append(c.leaves, leaf{name: f.Name, kind: f.leaves[0].kind, offset: f.offset})
	}
	if len(c.leaves) == 0 {
		return fmt.Errorf("no column type for a list of %s", t)
	}
	c.Type = "list<struct<" + strings.Join(names, ", ") + ">>"
	return nil
}

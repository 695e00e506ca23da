package table

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"time"
)

// AppendJSON appends a value of a row to b: texts with their letters as they are, bytes
// in base64, times as RFC 3339 in UTC with the fractions that they have, a list as an array,
// never null, and its structs as objects with the names of their columns, in the order of
// the columns. What a table would hold as null is null, and so is a number that is none,
// which JSON cannot write (RFC 8259). It is an error for a value that no column has.
func AppendJSON(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case string:
		return appendQuoted(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case float64:
		return appendFloat(b, v, "null"), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case time.Time:
		return append(v.UTC().AppendFormat(append(b, '"'), time.RFC3339Nano), '"'), nil
	case []byte:
		return append(base64.StdEncoding.AppendEncode(append(b, '"'), v), '"'), nil
	}
	return appendValue(b, reflect.ValueOf(v))
}

// Cell is a value of a row as a cell of CSV has it: a null is empty, a text as it is, a
// number that is none is NaN, INF or -INF (XML Schema, as Table Schema has it), all else as
// [AppendJSON] writes it, times without quotes.
func Cell(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case float64:
		none := "NaN"
		switch {
		case math.IsInf(v, 1):
			none = "INF"
		case math.IsInf(v, -1):
			none = "-INF"
		}
		return string(appendFloat(nil, v, none)), nil
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano), nil
	}
	b, err := AppendJSON(nil, v)
	return string(b), err
}

// appendValue is AppendJSON for what is known by its kind alone.
func appendValue(b []byte, v reflect.Value) ([]byte, error) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		return AppendJSON(b, v.Elem().Interface())
	case reflect.Slice:
		return appendList(b, v)
	case reflect.Struct:
		return appendObject(b, v)
	case reflect.String:
		return appendQuoted(b, v.String())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.AppendInt(b, v.Int(), 10), nil
	}
	return nil, fmt.Errorf("no column has values of type %s", v.Type())
}

func appendList(b []byte, list reflect.Value) ([]byte, error) {
	b = append(b, '[')
	var err error
	for i := range list.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = AppendJSON(b, list.Index(i).Interface()); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

func appendObject(b []byte, v reflect.Value) ([]byte, error) {
	columns, err := ColumnsOf(v.Type())
	if err != nil {
		return nil, err
	}
	b = append(b, '{')
	for i, c := range columns {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = appendQuoted(b, c.Name); err != nil {
			return nil, err
		}
		b = append(b, ':')
		var value any
		if f := v.Field(c.Index); !c.Null || !f.IsZero() {
			value = f.Interface()
		}
		if b, err = AppendJSON(b, value); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// appendFloat appends the shortest decimal that gives f again, in the form of
// encoding/json, or none where there is no such decimal.
func appendFloat(b []byte, f float64, none string) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(b, none...)
	}
	form := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) {
		form = 'e'
	}
	return strconv.AppendFloat(b, f, form, -1, 64)
}

func appendQuoted(b []byte, s string) ([]byte, error) {
	out := bytes.NewBuffer(b)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return nil, err
	}
	return out.Bytes()[:out.Len()-1], nil // without the encoder's line end
}

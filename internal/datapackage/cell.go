package datapackage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"time"

	"framewatch/store/table"
)

// timeForm is a time in a cell and in JSON: UTC, RFC 3339 with the microseconds
// that it has.
const timeForm = "2006-01-02T15:04:05.999999Z"

// cell is a value as a cell of CSV has it, exactly: a null is empty, a list an array
// of JSON, a truth value true or false, a number in the shortest form that gives
// the same number again.
func cell(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case bool:
		return strconv.FormatBool(v), nil
	case time.Time:
		return v.UTC().Format(timeForm), nil
	}
	var out bytes.Buffer
	if err := writeJSON(&out, reflect.ValueOf(v)); err != nil {
		return "", err
	}
	return out.String(), nil
}

// writeJSON writes a list of plain values or of structs with col tags as JSON, the
// names of a struct's columns in their order.
func writeJSON(out *bytes.Buffer, v reflect.Value) error {
	switch t := v.Type(); {
	case t == reflect.TypeFor[time.Time]():
		at, _ := v.Interface().(time.Time)
		out.WriteString(strconv.Quote(at.UTC().Format(timeForm)))
		return nil
	case t.Kind() == reflect.Pointer && v.IsNil():
		out.WriteString("null")
		return nil
	case t.Kind() == reflect.Pointer:
		return writeJSON(out, v.Elem())
	case t.Kind() == reflect.Slice:
		out.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := writeJSON(out, v.Index(i)); err != nil {
				return err
			}
		}
		out.WriteByte(']')
		return nil
	case t.Kind() == reflect.Struct:
		return writeObject(out, v)
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v.Interface()); err != nil {
		return fmt.Errorf("value of type %s: %w", v.Type(), err)
	}
	out.Truncate(out.Len() - 1) // the encoder's line end
	return nil
}

func writeObject(out *bytes.Buffer, v reflect.Value) error {
	columns, err := table.ColumnsOf(v.Type())
	if err != nil {
		return err
	}
	out.WriteByte('{')
	for i, c := range columns {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(strconv.Quote(c.Name) + ":")
		if f := v.Field(c.Index); c.Null && f.IsZero() {
			out.WriteString("null")
		} else if err := writeJSON(out, f); err != nil {
			return err
		}
	}
	out.WriteByte('}')
	return nil
}

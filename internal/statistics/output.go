package statistics

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"framewatch/compare/stats"
)

// Output writes objects as lines of JSON.
type Output struct {
	w      *bufio.Writer
	fields []Field
}

// NewOutput writes the objects of a statistic with these fields to w; [Output.Flush]
// ends it.
func NewOutput(w io.Writer, fields []Field) *Output {
	return &Output{w: bufio.NewWriterSize(w, 64<<10), fields: fields}
}

// Write writes an object. A field that is not documented is an error of the
// programmer.
func (o *Output) Write(object *Object) error {
	if object.err != nil {
		return object.err
	}
	for _, name := range object.names {
		if !slices.ContainsFunc(o.fields, func(f Field) bool { return f.Name == name }) {
			return fmt.Errorf("write: field %s is not among the fields that are documented", name)
		}
	}
	if note := object.note(); note != "" {
		object.add(noteField.Name, note)
	}
	object.b.WriteString("}\n")
	if _, err := o.w.Write(object.b.Bytes()); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// Flush writes what is left.
func (o *Output) Flush() error {
	if err := o.w.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// Object is an object being written: its fields stand in the order of the calls.
type Object struct {
	b     bytes.Buffer
	enc   *json.Encoder // into b; nil before the first field
	names []string
	notes []note
	err   error
}

// note is a remark, and the fields that it is about.
type note struct {
	fields []string
	text   string
}

// NewObject is an object without fields.
func NewObject() *Object { return &Object{} }

func (o *Object) add(name string, value any) *Object {
	if o.enc == nil {
		o.enc = json.NewEncoder(&o.b)
		o.enc.SetEscapeHTML(false)
		o.b.WriteByte('{')
	} else {
		o.b.WriteByte(',')
	}
	o.b.WriteString(strconv.Quote(name) + ":")
	if err := o.enc.Encode(value); err != nil && o.err == nil {
		o.err = fmt.Errorf("write field %s: %w", name, err)
	}
	o.b.Truncate(o.b.Len() - 1) // the encoder ends lines
	if name != noteField.Name {
		o.names = append(o.names, name)
	}
	return o
}

// Text adds a string.
func (o *Object) Text(name, value string) *Object { return o.add(name, value) }

// Texts adds a list of strings.
func (o *Object) Texts(name string, values []string) *Object {
	return o.add(name, append([]string{}, values...))
}

// Int adds a whole number.
func (o *Object) Int(name string, value int) *Object { return o.add(name, value) }

// Ints adds a list of whole numbers.
func (o *Object) Ints(name string, values []int) *Object {
	return o.add(name, append([]int{}, values...))
}

// Bool adds a truth value.
func (o *Object) Bool(name string, value bool) *Object { return o.add(name, value) }

// Null adds a field without a value and says why.
func (o *Object) Null(name, why string) *Object { return o.because(name, why).add(name, nil) }

// Float adds a number, rounded (see [stats.Rounded]). One that is not finite is
// null, and why, a clause such as "the word is in no text", says how that comes.
func (o *Object) Float(name string, value float64, why string) *Object {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return o.Null(name, why)
	}
	return o.add(name, stats.Rounded(value)+0) // no negative zero
}

// Floats adds a list of numbers, those that are not finite null.
func (o *Object) Floats(name string, values []float64, why string) *Object {
	out := make([]any, len(values))
	for i, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			o.because(name, why)
		} else {
			out[i] = stats.Rounded(v) + 0
		}
	}
	return o.add(name, out)
}

// Note adds a remark to the field note.
func (o *Object) Note(text string) *Object {
	if text != "" {
		o.remark(text)
	}
	return o
}

// because notes why a field has no value.
func (o *Object) because(field, why string) *Object {
	if why == "" {
		why = "not defined here"
	}
	n := o.remark(why)
	if !slices.Contains(n.fields, field) {
		n.fields = append(n.fields, field)
	}
	return o
}

// remark finds a note by its text, or adds it.
func (o *Object) remark(text string) *note {
	for i := range o.notes {
		if o.notes[i].text == text {
			return &o.notes[i]
		}
	}
	o.notes = append(o.notes, note{text: text})
	return &o.notes[len(o.notes)-1]
}

// note joins the notes, each behind the fields that it is about.
func (o *Object) note() string {
	var all []string
	for _, n := range o.notes {
		if len(n.fields) > 0 {
			n.text = strings.Join(n.fields, ", ") + ": " + n.text
		}
		all = append(all, n.text)
	}
	return strings.Join(all, "; ")
}

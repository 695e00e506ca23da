package jsonlines

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"framewatch/internal/invalid"
)

// Decode reads the object of a line into v, a pointer. The error says which line
// it is and what is wrong with it, in the words of who writes lines.
func (l Line) Decode(v any) error {
	if l.Err != nil {
		return l.Wrong(l.Err)
	}
	if !bytes.HasPrefix(l.Data, []byte("{")) {
		return l.Wrong(errors.New("is no JSON object"))
	}
	if err := json.Unmarshal(l.Data, v); err != nil {
		return l.Wrong(errors.New(Fault(err)))
	}
	return nil
}

// Wrong says that a line cannot be read, and why.
func (l Line) Wrong(why error) error { return fmt.Errorf("line %d: %w", l.N, why) }

// Lacks is the error of a line without a field, with what stands there instead.
func (l Line) Lacks(field string) error {
	var has map[string]json.RawMessage
	if err := json.Unmarshal(l.Data, &has); err != nil || len(has) == 0 {
		return l.Wrong(fmt.Errorf("the line has no %q", field))
	}
	names := slices.Sorted(maps.Keys(has))
	if raw, ok := has[field]; ok && string(raw) == "null" {
		return l.Wrong(fmt.Errorf("%q is null", field))
	}
	near := ""
	for _, name := range names {
		if near = invalid.Suggest(name, []string{field}); strings.Contains(near, "mean") {
			return l.Wrong(fmt.Errorf("the line has no %q; is it %q?", field, name))
		}
	}
	const most = 8 // names of fields that are told
	more := ""
	if len(names) > most {
		names, more = names[:most], ", ..."
	}
	return l.Wrong(fmt.Errorf("the line has no %q; it has %s%s", field, strings.Join(names, ", "), more))
}

// Fault says what is wrong with JSON, without the decoder's words for it; an error
// of another kind keeps its own.
func Fault(err error) string {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return "is a JSON " + kind.Value + ", no object"
	case errors.As(err, &kind):
		return fmt.Sprintf("field %q cannot be a JSON %s", kind.Field, kind.Value)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && strings.HasPrefix(syntax.Error(), "unexpected end"):
		return "ends within the JSON object"
	case errors.As(err, &syntax) && syntax.Offset <= 1:
		return "is no JSON object"
	case errors.As(err, &syntax):
		return fmt.Sprintf("is no JSON from byte %d on", syntax.Offset)
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// Unread is the error of lines of which some could not be read; the others were
// answered.
type Unread struct {
	Lines, Of int
	First     int // its number
}

// Error says how many, and where the first stands.
func (u *Unread) Error() string {
	return fmt.Sprintf("%d of %d lines could not be read, the first of them line %d", u.Lines, u.Of, u.First)
}

// Count takes one more line into account.
func (u *Unread) Count(l Line, unread bool) {
	u.Of++
	if !unread {
		return
	}
	if u.Lines++; u.Lines == 1 {
		u.First = l.N
	}
}

// Err is nil where every line could be read.
func (u *Unread) Err() error {
	if u.Lines == 0 {
		return nil
	}
	return u
}

package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// splice is a piece of a file's text and what takes its place.
type splice struct {
	from, to int // bytes
	text     string
}

// noted is the text of a list with checks at its addresses. It edits the text
// itself: an encoder would move comments and lay lists out anew.
func noted(data []byte, checks []Checked) ([]byte, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	at, e := byAddress(checks), &noter{text: newText(data)}
	for _, entry := range childAt(root.Content[0], "sources").Content {
		for _, f := range (SourceEntry{}).fields() {
			for _, item := range childAt(entry, f.name).Content {
				var a Address
				if err := item.Decode(&a); err != nil {
					return nil, err
				}
				c, ok := at[addressKey{childAt(entry, "id").Value, f.name, a.URL}]
				if !ok {
					continue
				}
				c.note(&a)
				if err := e.address(item, a); err != nil {
					return nil, fmt.Errorf("line %d: %s: %w", item.Line, a.URL, err)
				}
			}
		}
	}
	return e.apply(), nil
}

// childAt is the value of a key, an empty node where there is none.
func childAt(n *yaml.Node, key string) *yaml.Node {
	if next, _ := child(n, key); next != nil {
		return next
	}
	return &yaml.Node{}
}

// noter collects the splices of a text.
type noter struct {
	text
	splices []splice
}

// filled are the fields of an address that a check fills.
func filled(a Address) [][2]string {
	out := [][2]string{{"checked", a.Checked}, {"answer", a.Answer}, {"verified", a.Verified}, {"entries", ""}, {"newest", a.Newest}}
	if a.Entries > 0 {
		out[3][1] = strconv.Itoa(a.Entries)
	}
	return slices.DeleteFunc(out, func(f [2]string) bool { return f[1] == "" })
}

// address writes what is filled of an address into its item.
func (e *noter) address(item *yaml.Node, a Address) error {
	if item.Kind == yaml.ScalarNode {
		from, to, err := e.scalar(item)
		if err != nil {
			return err
		}
		written := string(e.data[from:to])
		if item.Style == 0 && strings.ContainsAny(written, ",?[]{}") { // has a meaning within braces
			quoted, err := json.Marshal(a.URL)
			if err != nil {
				return err
			}
			written = strings.NewReplacer(`\u0026`, "&", `\u003c`, "<", `\u003e`, ">").Replace(string(quoted))
		}
		fields := []string{"url: " + written}
		for _, f := range filled(a) {
			fields = append(fields, f[0]+": "+f[1])
		}
		e.splices = append(e.splices, splice{from, to, "{" + strings.Join(fields, ", ") + "}"})
		return nil
	}
	if item.Kind != yaml.MappingNode {
		return errors.New("is an alias; write the address out")
	}
	var missing []string
	for _, f := range filled(a) {
		value, _ := child(item, f[0])
		if value == nil {
			missing = append(missing, f[0]+": "+f[1])
			continue
		}
		from, to, err := e.scalar(value)
		if err != nil {
			return err
		}
		if value.Value != f[1] {
			e.splices = append(e.splices, splice{from, to, f[1]})
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return e.insert(item, missing)
}

// insert adds fields at the end of a mapping, or behind its url where the end of
// what is last cannot be told.
func (e *noter) insert(item *yaml.Node, fields []string) error {
	last := item.Content[len(item.Content)-1]
	_, to, err := e.scalar(last)
	if err != nil {
		last, _ = child(item, "url")
		if _, to, err = e.scalar(last); err != nil {
			return err
		}
	}
	if item.Style&yaml.FlowStyle != 0 {
		e.splices = append(e.splices, splice{to, to, ", " + strings.Join(fields, ", ")})
		return nil
	}
	end := e.lineEnd(to)
	indent := strings.Repeat(" ", item.Content[0].Column-1)
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(e.newline + indent + f)
	}
	e.splices = append(e.splices, splice{end, end, b.String()})
	return nil
}

// apply makes the new text.
func (e *noter) apply() []byte {
	slices.SortStableFunc(e.splices, func(a, b splice) int { return a.from - b.from })
	var out []byte
	done := 0
	for _, s := range e.splices {
		out = append(append(out, e.data[done:s.from]...), s.text...)
		done = s.to
	}
	return append(out, e.data[done:]...)
}

// text is a file in which places are found by line and column.
type text struct {
	data    []byte
	lines   []int  // where each begins
	newline string // by which they end
}

func newText(data []byte) text {
	t := text{data, []int{0}, "\n"}
	if i := bytes.IndexByte(data, '\n'); i > 0 && data[i-1] == '\r' {
		t.newline = "\r\n"
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if i += n; r == '\r' && i < len(data) && data[i] == '\n' {
			i++
		}
		switch r {
		case '\n', '\r', '\u0085', '\u2028', '\u2029': // the breaks of YAML 1.1, by which the parser counts
			t.lines = append(t.lines, i)
		}
	}
	return t
}

// scalar finds the text of a value of one line, with its quotes.
func (t text) scalar(n *yaml.Node) (from, to int, err error) {
	if n.Kind != yaml.ScalarNode || n.Line < 1 || n.Line > len(t.lines) {
		return 0, 0, errors.New("is no plain value")
	}
	from = t.lines[n.Line-1]
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(t.data[from:])
		from += size
	}
	rest := string(t.data[from:min(len(t.data), from+6*len(n.Value)+16)])
	switch {
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		length := quotedLen(rest)
		if length == 0 {
			return 0, 0, errors.New("its quotes cannot be followed")
		}
		return from, from + length, nil
	case n.Value != "" && strings.HasPrefix(rest, n.Value):
		return from, from + len(n.Value), nil
	}
	return 0, 0, errors.New("does not stand on one line")
}

// quotedLen is the length of the quoted text that s begins with; 0 without an end.
func quotedLen(s string) int {
	if s == "" {
		return 0
	}
	quote := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case quote == '"' && s[i] == '\\':
			i++
		case s[i] == quote && quote == '\'' && i+1 < len(s) && s[i+1] == quote:
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return 0
}

// lineEnd is where the line around a place ends.
func (t text) lineEnd(at int) int {
	i := bytes.IndexByte(t.data[at:], '\n')
	switch {
	case i < 0:
		return len(t.data)
	case i > 0 && t.data[at+i-1] == '\r':
		return at + i - 1
	default:
		return at + i
	}
}

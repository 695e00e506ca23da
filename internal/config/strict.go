package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"framewatch/internal/invalid"
)

// parse reads YAML into its tree. Syntax faults come with the parser's line.
func parse(file string, data []byte) (*yaml.Node, Mistakes) {
	var root, second yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	switch err := dec.Decode(&root); {
	case errors.Is(err, io.EOF):
		return &root, Mistakes{{File: file, Line: 1, Text: "the file is empty"}}
	case err != nil:
		return nil, SyntaxMistakes(file, data, err)
	}
	switch err := dec.Decode(&second); {
	case errors.Is(err, io.EOF):
		return &root, nil
	case err != nil:
		return nil, SyntaxMistakes(file, data, err)
	}
	return nil, Mistakes{{File: file, Line: second.Line, Text: "a second document begins (---), which nobody would read; keep one in a file"}}
}

// check compares a YAML tree with the Go type that it will be decoded into and
// returns every unknown key, repeated key and value of a wrong kind. What it
// reports is taken out of the tree, so that the rest can be decoded and checked
// for its meaning in the same pass.
func check(file string, root *yaml.Node, t reflect.Type) Mistakes {
	c := &checker{file: file}
	n := root
	if n.Kind == yaml.DocumentNode {
		n = n.Content[0]
	}
	c.node(n, t, "")
	return c.found
}

// ShortForm is the type of what may stand in place of a value of type t in a file;
// nil where nothing else may.
func ShortForm(t reflect.Type) reflect.Type {
	if v, ok := reflect.Zero(t).Interface().(interface{ ShortForm() any }); ok {
		return reflect.TypeOf(v.ShortForm())
	}
	return nil
}

type checker struct {
	file  string
	found Mistakes
}

func (c *checker) add(line int, format string, args ...any) {
	c.found = append(c.found, Mistake{File: c.file, Line: line, Text: fmt.Sprintf(format, args...)})
}

// refuse reports a value of a wrong kind and makes it null.
func (c *checker) refuse(n *yaml.Node, format string, args ...any) {
	c.add(n.Line, format, args...)
	*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: n.Line, Column: n.Column}
}

func (c *checker) node(n *yaml.Node, t reflect.Type, path string) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if n.Tag == "!!null" { // "key:" without a value is as if it were not there
		return
	}
	if short := ShortForm(t); short != nil && n.Kind != yaml.MappingNode {
		t = short
	}
	switch {
	case t == reflect.TypeFor[time.Duration]():
		c.duration(n, path)
	case t.Kind() == reflect.Struct:
		c.mapping(n, t, path)
	case t.Kind() == reflect.Map:
		c.table(n, t, path)
	case t.Kind() == reflect.Slice:
		c.sequence(n, t, path)
	default:
		c.scalar(n, t, path)
	}
}

func (c *checker) mapping(n *yaml.Node, t reflect.Type, path string) {
	if n.Kind != yaml.MappingNode {
		c.refuse(n, "%s: %s, want keys with values", orFile(path), describe(n))
		return
	}
	fields := yamlFields(t)
	known := make([]string, 0, len(fields))
	for name := range fields {
		known = append(known, name)
	}
	slices.Sort(known) // of equally near ones the first is suggested
	seen := map[string]int{}
	var kept []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		at := join(path, key.Value)
		if first, twice := seen[key.Value]; twice {
			c.add(key.Line, "%s: key stands twice (first in line %d); remove one", at, first)
			continue
		}
		seen[key.Value] = key.Line
		f, ok := fields[key.Value]
		if !ok {
			c.add(key.Line, "%s: unknown key%s", at, invalid.Suggest(key.Value, known))
			continue
		}
		c.node(n.Content[i+1], f, at)
		if n.Content[i+1].Tag != "!!null" {
			kept = append(kept, key, n.Content[i+1])
		}
	}
	n.Content = kept
}

func (c *checker) table(n *yaml.Node, t reflect.Type, path string) {
	if n.Kind != yaml.MappingNode {
		c.refuse(n, "%s: %s, want keys with values", orFile(path), describe(n))
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		c.node(n.Content[i+1], t.Elem(), join(path, n.Content[i].Value))
	}
}

func (c *checker) sequence(n *yaml.Node, t reflect.Type, path string) {
	if n.Kind != yaml.SequenceNode {
		c.refuse(n, "%s: %s, want a list ([a, b] or lines that start with -)", orFile(path), describe(n))
		return
	}
	for i, each := range n.Content {
		c.node(each, t.Elem(), fmt.Sprintf("%s[%d]", path, i))
	}
}

func (c *checker) duration(n *yaml.Node, path string) {
	if _, err := time.ParseDuration(n.Value); n.Kind != yaml.ScalarNode || err != nil || n.Tag == "!!int" {
		c.refuse(n, "%s: %q is not a duration; write a number with a unit, such as 500ms, 2s or 1h", path, n.Value)
	}
}

// scalarTags are the YAML tags that a Go kind accepts. A string also takes what
// looks like a date, which editors write without quotes.
var scalarTags = map[reflect.Kind][]string{
	reflect.String: {"!!str", "!!timestamp"}, reflect.Bool: {"!!bool"},
	reflect.Int: {"!!int"}, reflect.Int64: {"!!int"}, reflect.Uint64: {"!!int"},
	reflect.Float64: {"!!float", "!!int"},
}

var wanted = map[reflect.Kind]string{
	reflect.String: "text (put it in quotes)", reflect.Bool: "true or false", reflect.Int: "a whole number",
	reflect.Int64: "a whole number", reflect.Uint64: "a whole number", reflect.Float64: "a number",
}

func (c *checker) scalar(n *yaml.Node, t reflect.Type, path string) {
	if n.Kind == yaml.ScalarNode {
		for _, tag := range scalarTags[t.Kind()] {
			if n.Tag == tag {
				return
			}
		}
	}
	c.refuse(n, "%s: %s, want %s", path, describe(n), wanted[t.Kind()])
}

func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "keys with values"
	case yaml.SequenceNode:
		return "a list"
	default:
		return fmt.Sprintf("%q", n.Value)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func orFile(path string) string {
	if path == "" {
		return "the file"
	}
	return path
}

// yamlFields maps the YAML keys of a struct to the types of their fields.
func yamlFields(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		if name := yamlName(f); name != "" {
			out[name] = f.Type
		}
	}
	return out
}

// yamlName is a field's key, empty for a field that YAML does not reach.
func yamlName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	if name == "" {
		return strings.ToLower(f.Name)
	}
	return name
}

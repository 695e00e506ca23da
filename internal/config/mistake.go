package config

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"framewatch/internal/invalid"
)

// Mistake is one fault in a file.
type Mistake struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
	Text string `json:"text"`
}

// String is "file:line: text".
func (m Mistake) String() string {
	if m.Line == 0 {
		return fmt.Sprintf("%s: %s", m.File, m.Text)
	}
	return fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.Text)
}

// Mistakes is every fault of a configuration, as one error with a line each.
type Mistakes []Mistake

// Error lists the mistakes, one a line.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.String()
	}
	return strings.Join(lines, "\n")
}

// sorted orders mistakes by file (in the order they were read) and line.
func (ms Mistakes) sorted() Mistakes {
	slices.SortStableFunc(ms, func(a, b Mistake) int {
		if a.File != b.File {
			return 0
		}
		return a.Line - b.Line
	})
	return ms
}

// locate turns the Fields of err into mistakes with the lines of their paths.
func locate(file string, root *yaml.Node, err error) Mistakes {
	var out Mistakes
	for _, f := range invalid.Fields(err) {
		out = append(out, Mistake{File: file, Line: lineOf(root, f.Path), Text: f.Error()})
	}
	return out
}

// lineOf finds the line of a path such as "sources[3].names[0].lang"; where a
// part is missing, the line of its nearest ancestor.
func lineOf(root *yaml.Node, path string) int {
	n := root
	if n == nil {
		return 0
	}
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	line := n.Line
	for _, step := range splitPath(path) {
		next, at := child(n, step)
		if next == nil {
			break
		}
		n, line = next, at
	}
	return line
}

// splitPath cuts "a.b[3].c" into a, b, 3, c.
func splitPath(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
}

// child follows one step, through aliases; at is the line of the key.
func child(n *yaml.Node, step string) (next *yaml.Node, at int) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i+1], n.Content[i].Line
			}
		}
	case yaml.SequenceNode:
		var i int
		if _, err := fmt.Sscanf(step, "%d", &i); err == nil && i < len(n.Content) {
			return n.Content[i], n.Content[i].Line
		}
	default: // the others have no children
	}
	return nil, 0
}

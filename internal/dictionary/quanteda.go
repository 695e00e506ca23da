package dictionary

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"framewatch/internal/config"
)

// quanteda reads keys over lists of patterns. Nested keys are joined.
func (b *builder) quanteda(data []byte) {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		b.wrong = append(b.wrong, config.SyntaxMistakes(b.file, data, err)...)
		return
	}
	if len(root.Content) == 0 {
		b.fault(1, "is empty")
		return
	}
	if top := root.Content[0]; top.Kind == yaml.MappingNode {
		b.keys(top, nil)
	} else {
		b.fault(top.Line, "has no keys; a dictionary is keys over lists of patterns")
	}
}

// keys reads a mapping under the keys above it.
func (b *builder) keys(n *yaml.Node, above []string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		path := append(append([]string(nil), above...), key.Value)
		var c *category
		b.patterns(value, path, func() *category {
			if c == nil {
				c = b.category(strings.Join(path, "_"), key.Line)
				c.name = strings.Join(path, " / ")
			}
			return c
		})
	}
}

// patterns reads the value of a key: patterns, of which it makes a category, or
// further keys.
func (b *builder) patterns(n *yaml.Node, path []string, of func() *category) {
	switch n.Kind {
	case yaml.AliasNode:
		if b.inside[n.Alias] {
			b.fault(n.Line, "*%s stands inside itself; write its patterns out", n.Value)
			return
		}
		b.inside[n.Alias] = true
		b.patterns(n.Alias, path, of)
		delete(b.inside, n.Alias)
	case yaml.MappingNode:
		b.keys(n, path)
	case yaml.SequenceNode:
		for _, each := range n.Content {
			b.patterns(each, path, of)
		}
	default:
		if strings.TrimSpace(n.Value) == "" || n.Tag == "!!null" {
			b.note(n.Line, "an empty pattern of %q was left out", strings.Join(path, "_"))
			return
		}
		of().add(n.Value, n.Line)
	}
}

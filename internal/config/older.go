package config

import (
	"fmt"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"
)

// olderKey is a key of older settings that named one of what is a list today. It
// is read as a list of one.
type olderKey struct{ old, now string }

func olderKeys() []olderKey {
	return []olderKey{{"annotate.target", "annotate.targets"}, {"register", "registers"}, {"codebook", "codebooks"}}
}

// renew gives the older keys of a settings tree their names of today, in place.
func renew(file string, root *yaml.Node) Mistakes {
	var wrong Mistakes
	for _, k := range olderKeys() {
		section, old := parentOf(root, k.old)
		if section == nil {
			continue
		}
		now := k.now[strings.LastIndex(k.now, ".")+1:]
		for i := 0; i+1 < len(section.Content); i += 2 {
			key, value := section.Content[i], section.Content[i+1]
			if key.Value != old {
				continue
			}
			if _, at := child(section, now); at > 0 {
				wrong = append(wrong, Mistake{File: file, Line: key.Line, Text: fmt.Sprintf("%s: %s stands in line %d too; leave the older key out", k.old, k.now, at)})
				section.Content = append(section.Content[:i], section.Content[i+2:]...)
				break
			}
			key.Value = now
			if value.Kind == yaml.ScalarNode && value.Tag != "!!null" {
				section.Content[i+1] = listOf(value)
			}
		}
	}
	return wrong
}

// listOf is a list of a value, of none where it is empty.
func listOf(value *yaml.Node) *yaml.Node {
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: value.Line, Column: value.Column}
	if value.Value != "" {
		list.Content = []*yaml.Node{value}
	}
	return list
}

// parentOf is the mapping that may hold a key, and the key's last part.
func parentOf(root *yaml.Node, key string) (*yaml.Node, string) {
	n := root
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	steps := strings.Split(key, ".")
	for _, step := range steps[:len(steps)-1] {
		if n, _ = child(n, step); n == nil {
			return nil, ""
		}
	}
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode {
		return nil, ""
	}
	return n, steps[len(steps)-1]
}

// olderValue is what the environment or a flag gives a setting under its older
// key.
func olderValue(key string, flags map[string]any) (value []string, from Origin, ok bool) {
	for _, k := range olderKeys() {
		if k.now != key {
			continue
		}
		if one, given := flags[k.old].(string); given {
			return oneOf(one), FromFlag, true
		}
		if one, given := os.LookupEnv(envName(k.old)); given {
			return oneOf(one), FromEnv, true
		}
	}
	return nil, "", false
}

func oneOf(value string) []string {
	if value == "" {
		return []string{}
	}
	return []string{value}
}

// envName is the environment variable of a setting.
func envName(key string) string {
	return EnvPrefix + "_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"framewatch/nlp/frame"
)

// CodebookYAML is the i-th codebook as it was resolved, as a codebook file that can
// be loaded again; comments of the file that it was read from are not in it.
func (l *Loaded) CodebookYAML(i int) ([]byte, error) {
	// By way of JSON, which tells a list that is not there from one that is empty:
	// a group without requirements is another than one that asks for none.
	data, err := json.Marshal(frame.File{Codebook: l.Codebooks[i]})
	var tree yaml.Node
	if err == nil {
		err = yaml.Unmarshal(data, &tree)
	}
	if err == nil {
		spread(&tree)
		data, err = yaml.Marshal(&tree)
	}
	if err != nil {
		return nil, fmt.Errorf("write codebook %s: %w", l.Codebooks[i].ID, err)
	}
	return data, nil
}

// spread writes a tree over lines, without keys that say nothing.
func spread(n *yaml.Node) {
	n.Style = 0
	if n.Kind == yaml.MappingNode {
		var kept []*yaml.Node
		for i := 0; i+1 < len(n.Content); i += 2 {
			if v := n.Content[i+1]; v.Kind != yaml.ScalarNode || v.Tag != "!!null" && v.Value != "" {
				kept = append(kept, n.Content[i], v)
			}
		}
		n.Content = kept
	}
	for _, c := range n.Content {
		spread(c)
	}
}

// Card is the card of the i-th codebook's trained coder, which lies beside the
// codebook; nil without one.
func (l *Loaded) Card(i int) ([]byte, error) {
	at := l.Config.Codebooks[i]
	from := &loader{out: l, trees: map[string]*yaml.Node{"": l.tree}}
	shown, data, err := from.read(strings.TrimSuffix(at, filepath.Ext(at)) + ".card.md")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", shown, err)
	}
	return data, nil
}

package config

import (
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
	data, err := yaml.Marshal(frame.File{Codebook: l.Codebooks[i]})
	if err != nil {
		return nil, fmt.Errorf("write codebook %s: %w", l.Codebooks[i].ID, err)
	}
	return data, nil
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

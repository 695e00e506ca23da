package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/link"
)

// The lines of a gazetteer as the project writes them: one line a name. YAML
// is read strictly in internal/config, which a stage may not import; names are
// all that is wanted here.
var (
	entityLine = regexp.MustCompile(`^- id: (\S+)`)
	fieldLine  = regexp.MustCompile(`^  (label|kind): "?(\w+)"?`)
	nameLine   = regexp.MustCompile(`^  - \{text: ("[^"]*"|[^,]*), lang: ([\w-]+), variant: (\w+)(.*)\}`)
	labelPart  = regexp.MustCompile(`\blabel: (\w+)`)
)

// leastNames is how many names the gazetteers have at least; fewer means that
// their form has changed.
const leastNames = 1000

// gazetteers reads the names of the project's own gazetteers.
func gazetteers(dir string) ([]link.Entity, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var out []link.Entity
	names := 0
	for _, f := range files {
		data, err := os.ReadFile(f) //nolint:gosec // a file of the repository
		if err != nil {
			return nil, err
		}
		for row := range strings.Lines(string(data)) {
			if m := entityLine.FindStringSubmatch(row); m != nil {
				out = append(out, link.Entity{ID: corpus.EntityID(m[1])})
			}
			if len(out) > 0 && addLine(row, &out[len(out)-1]) {
				names++
			}
		}
	}
	if names < leastNames {
		return nil, fmt.Errorf("read gazetteers in %s: %d names: %w", dir, names, errors.ErrUnsupported)
	}
	return out, nil
}

// addLine reads one line of an entity and reports whether it is a name.
func addLine(row string, e *link.Entity) bool {
	if m := fieldLine.FindStringSubmatch(row); m != nil {
		if m[1] == "label" {
			e.Label = corpus.Label(m[2])
		} else {
			e.Kind = m[2]
		}
	}
	m := nameLine.FindStringSubmatch(row)
	if m == nil {
		return false
	}
	n := link.Name{Text: strings.Trim(m[1], `"`), Lang: m[2], Variant: corpus.Variant(m[3]), Metonym: strings.Contains(m[4], "metonym: true")}
	if l := labelPart.FindStringSubmatch(m[4]); l != nil {
		n.Label = corpus.Label(l[1])
	}
	e.Names = append(e.Names, n)
	return true
}

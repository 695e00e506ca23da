package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// notes writes what the changelog says of the version.
func (r *release) notes() error {
	changes, err := os.ReadFile(filepath.Join(r.root, "CHANGELOG.md"))
	if err != nil {
		return err
	}
	text, err := section(string(changes), r.version)
	if err != nil {
		return err
	}
	return os.WriteFile(r.file("NOTES.md"), []byte(text), 0o644)
}

// section is the part of a changelog (keepachangelog.com 1.1.0) about a version; a
// version that is no release is told by what is unreleased.
func section(changes, version string) (string, error) {
	name := version
	if strings.Contains(version, "-") {
		name = "Unreleased"
	}
	var out []string
	in := false
	for line := range strings.Lines(changes) {
		if strings.HasPrefix(line, "## ") {
			in = strings.HasPrefix(line, "## ["+name+"]")
		}
		if in {
			out = append(out, line)
		}
	}
	if len(out) < 2 {
		return "", fmt.Errorf("CHANGELOG.md says nothing of %s", name)
	}
	return strings.TrimSpace(strings.Join(out, "")) + "\n", nil
}

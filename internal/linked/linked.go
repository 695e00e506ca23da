// Package linked lists the modules that are linked into a program, each with the
// licences that it is under, for the check of licences and for the bill of materials
// of a release.
package linked

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// Module is a module of which some package is linked.
type Module struct {
	Path, Version string
	Sum           string // of go.sum: h1: and the SHA-256 of the tree, in base64
	Dir           string // where its files lie
}

// Modules lists the modules that a package of the tree in root links, by path, for
// the platform that the environment names. The main module is none of them, and
// neither is what stands in for another within the tree.
func Modules(ctx context.Context, root, pkg string) ([]Module, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-json=Module", pkg)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Stderr = root, &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list modules: %w: %s", err, strings.TrimSpace(stderr.String()))
	}
	found := map[string]Module{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Module *struct {
				Module
				Main    bool
				Replace *struct{ Path string }
			}
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("list modules: %w", err)
		}
		if m := p.Module; m != nil && !m.Main && m.Replace == nil {
			found[m.Path] = m.Module
		}
	}
	all := make([]Module, 0, len(found))
	for _, m := range found {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b Module) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

// looked are files that a person has read, by digest, as another text is to be read
// again: what they say is no licence that licensecheck knows.
var looked = map[string]string{
	"8438c9c89b849131ead81d5435cb97fcf052df5b0b286dda8a2d4c29e6cb3fd0": "LicenseRef-SQLite-public-domain",
	"5ae5bee3072a841376451b48d8cfcec7188e10543926d5870828d36c8a750dc5": "", // of modernc.org/memory: the address of a picture, which is not linked
}

// coverage is the least share of a licence file, in percent, that must be a
// licence that is known.
const coverage = 75

// Licences names, by their SPDX names, the licences in the licence files at the root
// of the module; none where it has no such file.
func (m Module) Licences() ([]string, error) {
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		if e.IsDir() || !strings.HasPrefix(name, "LICEN") && !strings.HasPrefix(name, "COPYING") && !strings.HasPrefix(name, "UNLICENSE") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(m.Dir, e.Name()))
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(text)) == 0 {
			continue // one module carries an empty file beside its licence
		}
		if id, ok := looked[fmt.Sprintf("%x", sha256.Sum256(text))]; ok {
			if id != "" {
				found = append(found, id)
			}
			continue
		}
		scan := licensecheck.Scan(text)
		if scan.Percent < coverage && len(scan.Match) == 0 {
			return nil, fmt.Errorf("%s is not a known licence", e.Name())
		}
		for _, m := range scan.Match {
			if !m.IsURL && !slices.Contains(found, m.ID) {
				found = append(found, m.ID)
			}
		}
	}
	return found, nil
}

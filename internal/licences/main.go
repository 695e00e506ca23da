// Command licences checks the licence of every module that is linked into the
// framewatch binary, and fails on one that is unknown or not permissive: the
// project is Apache-2.0, so no GPL, AGPL, LGPL or ODbL. With -v it lists them.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
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

// allowed are the SPDX names that may be linked into an Apache-2.0 binary.
var allowed = []string{"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MPL-2.0",
	"Unicode-DFS-2016", "Unicode-3.0", "Unlicense", "Zlib", "LicenseRef-SQLite-public-domain"}

// looked are files that a person has read, by digest, as another text is to be read
// again: what they say is no licence that licensecheck knows.
var looked = map[string]string{
	"8438c9c89b849131ead81d5435cb97fcf052df5b0b286dda8a2d4c29e6cb3fd0": "LicenseRef-SQLite-public-domain",
	"5ae5bee3072a841376451b48d8cfcec7188e10543926d5870828d36c8a750dc5": "", // of modernc.org/memory: the address of a picture, which is not linked
}

// coverage is the least share of a licence file, in percent, that must be a
// licence that is known.
const coverage = 75

func main() {
	if err := run(os.Stdout, slices.Contains(os.Args[1:], "-v")); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, verbose bool) error {
	var out bytes.Buffer
	// What is replaced is replaced by what stands in for it here (internal/standin).
	list := exec.CommandContext(context.Background(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{if not .Replace}}{{.Path}}\t{{.Dir}}{{end}}{{end}}{{end}}", "./cmd/framewatch")
	list.Stdout, list.Stderr = &out, os.Stderr
	if err := list.Run(); err != nil {
		return fmt.Errorf("list modules: %w", err)
	}
	modules := slices.Compact(slices.Sorted(slices.Values(strings.Split(strings.TrimSpace(out.String()), "\n"))))
	var faults []error
	count := 0
	for _, m := range modules {
		path, dir, ok := strings.Cut(m, "\t")
		if !ok {
			continue
		}
		count++
		found, err := licencesOf(dir)
		if err == nil {
			err = judge(found)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", path, err))
		}
		if verbose {
			fmt.Fprintf(w, "%-55s %s\n", path, strings.Join(found, ", "))
		}
	}
	fmt.Fprintf(w, "licences: %d modules are linked, %d faults\n", count, len(faults))
	return errors.Join(faults...)
}

// licencesOf names the licences in the licence files at the root of a module.
func licencesOf(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		if e.IsDir() || !strings.HasPrefix(name, "LICEN") && !strings.HasPrefix(name, "COPYING") && !strings.HasPrefix(name, "UNLICENSE") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
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

func judge(found []string) error {
	if len(found) == 0 {
		return errors.New("no licence file at the module's root")
	}
	for _, id := range found {
		if !slices.Contains(allowed, id) {
			return fmt.Errorf("licence %s is not among those that may be linked", id)
		}
	}
	return nil
}

// Command licences checks the licence of every module that is linked into the
// framewatch binary, and fails on one that is unknown or not permissive: the
// project is Apache-2.0, so no GPL, AGPL, LGPL or ODbL. With -v it lists them.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"framewatch/internal/linked"
)

// allowed are the SPDX names that may be linked into an Apache-2.0 binary.
var allowed = []string{"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MPL-2.0",
	"Unicode-DFS-2016", "Unicode-3.0", "Unlicense", "Zlib", "LicenseRef-SQLite-public-domain"}

func main() {
	if err := run(os.Stdout, slices.Contains(os.Args[1:], "-v")); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, verbose bool) error {
	modules, err := linked.Modules(context.Background(), ".", "./cmd/framewatch")
	if err != nil {
		return err
	}
	var faults []error
	for _, m := range modules {
		found, err := m.Licences()
		if err == nil {
			err = judge(found)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", m.Path, err))
		}
		if verbose {
			fmt.Fprintf(w, "%-55s %s\n", m.Path, strings.Join(found, ", "))
		}
	}
	fmt.Fprintf(w, "licences: %d modules are linked, %d faults\n", len(modules), len(faults))
	return errors.Join(faults...)
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

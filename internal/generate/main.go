// Command generate writes the files of this repository that are made from its
// code: the reference of the tables, the JSON Schemas of the files that editors
// write, the reference of the settings and the reasons of captures. make generate runs it from the top
// of the repository; with -check it only says what is stale.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path"

	"framewatch/internal/config"
	"framewatch/store"
)

func main() {
	check := flag.Bool("check", false, "write nothing, fail when a file is stale")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// product is one file and what writes it.
type product struct {
	path  string
	write func(io.Writer) error
}

func products() []product {
	out := []product{{"store/SCHEMA.md", store.WriteSchema}}
	for _, name := range config.SchemaNames() {
		out = append(out, product{path.Join("configs", config.SchemaPath(name)), func(w io.Writer) error {
			return buildJSONSchema(w, name, ".")
		}})
	}
	return append(out, product{"docs/config.md", writeReference}, product{"docs/reasons.md", writeReasons})
}

func run(check bool) error {
	for _, p := range products() {
		var b bytes.Buffer
		if err := p.write(&b); err != nil {
			return fmt.Errorf("%s: %w", p.path, err)
		}
		old, err := os.ReadFile(p.path)
		if err == nil && bytes.Equal(old, b.Bytes()) {
			continue
		}
		if check {
			return fmt.Errorf("%s is stale: run make generate", p.path)
		}
		if err := os.WriteFile(p.path, b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Command generate writes the files of this repository that are made from its
// code; make generate runs it, and tests fail when one of them is stale.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"framewatch/store"
)

func main() {
	for path, write := range map[string]func(io.Writer) error{"store/SCHEMA.md": store.WriteSchema} {
		var b bytes.Buffer
		err := write(&b)
		if err == nil {
			err = os.WriteFile(path, b.Bytes(), 0o644) //nolint:gosec // a file of the repository
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "generate %s: %v\n", path, err)
			os.Exit(1)
		}
	}
}

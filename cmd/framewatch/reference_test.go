package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

const referencePath = "../../docs/cli.md"

// TestReference keeps docs/cli.md, which is made from the commands' help; -update
// writes it.
func TestReference(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("# Commands\n\n<!-- Generated from the commands' help by make generate; do not edit. -->\n")
	root := newRoot(nil, nil, nil)
	root.InitDefaultHelpCmd()
	document(&b, root)
	if *update {
		if err := os.WriteFile(referencePath, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(referencePath)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("docs/cli.md is stale, run make generate:\n%s", diff)
	}
}

func document(b *bytes.Buffer, c *cobra.Command) {
	if c.Name() == "help" || c.Name() == "completion" || c.Hidden {
		return
	}
	c.InitDefaultHelpFlag()
	long := c.Long
	if long == "" {
		long = c.Short + "."
	}
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n```\n%s\n```\n", c.CommandPath(), long, strings.TrimSpace(c.UseLine()))
	if c.Example != "" {
		fmt.Fprintf(b, "\n```\n%s\n```\n", c.Example)
	}
	if flags := c.LocalFlags().FlagUsages(); flags != "" {
		fmt.Fprintf(b, "\n```\n%s```\n", flags)
	}
	for _, sub := range c.Commands() {
		document(b, sub)
	}
}

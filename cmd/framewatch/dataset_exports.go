package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"framewatch/internal/erased"
	"framewatch/internal/export"
	"framewatch/store"
)

func newDatasetExports(g *global) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "exports [DIR]", Short: "List what was exported, and what of it was erased or masked since",
		Long: `Exports lists the exports of a dataset that were made with this folder: level,
generation, days, how many documents, and those of them that were erased, or in which
a person was masked, since. Whoever has such an export is to be asked to remove them.

The record holds IDs of documents, which are digests, and nothing of the documents.`,
		Example: "  framewatch dataset exports\n  framewatch dataset exports iomed --json",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, a []string) error {
			ds, _, err := g.openDataset(a, false)
			if err != nil {
				return err
			}
			r, err := export.LoadRecord(ds.StateDir())
			if err != nil {
				return err
			}
			gone, err := erased.Load(ds.StateDir())
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(g.stdout).Encode(r.Since(gone))
			}
			for _, h := range r.Since(gone) {
				printHeld(g.text(), h)
				for _, id := range h.Erased {
					fmt.Fprintf(g.text(), "  document %s was erased since\n", id)
				}
				for _, id := range h.Masked {
					fmt.Fprintf(g.text(), "  a person was masked in document %s since\n", id)
				}
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the exports as JSON")
	return c
}

func printHeld(w io.Writer, h export.Held) {
	days := h.First
	if h.Last != h.First {
		days = fmt.Sprintf("%s to %s, %d times", h.First, h.Last, h.Times)
	}
	fmt.Fprintf(w, "export %d of %s: %s of run %s, %d documents\n", h.Number, days, h.Level, h.RunID, h.Held)
}

// printExported tells which exports hold documents that go.
func (g *global) printExported(dir string, ids []string) error {
	ds, err := store.Open(dir)
	if err != nil {
		return err
	}
	r, err := export.LoadRecord(ds.StateDir())
	if err != nil {
		return err
	}
	w := g.text()
	for _, h := range r.Holding(ids) {
		printHeld(w, h)
		for _, id := range h.Erased {
			fmt.Fprintf(w, "  holds document %s: whoever has the export is to be asked to remove it\n", id)
		}
	}
	return nil
}

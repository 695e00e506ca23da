package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"framewatch/store"
)

var (
	errDamaged   = errors.New("the dataset is damaged")
	errDifferent = errors.New("the datasets differ")
)

func newDataset(g *global) *cobra.Command {
	c := &cobra.Command{Use: "dataset", Short: "Look after the tables", Args: args(cobra.NoArgs)}
	c.AddCommand(newDatasetVerify(g), newDatasetDiff(g), newDatasetSchema(g), newDatasetFiles(g), newDatasetViews(g), newDatasetRead(g), newDatasetCaptures(g), newDatasetCatalog(g), newDatasetExport(g), newDatasetExports(g), newDatasetRefetch(g),
		newDatasetCompact(g), newDatasetBackup(g), newDatasetRestore(g), newDatasetErase(g), newDatasetRebuild(g))
	return c
}

// datasetDir is the folder that an argument, --data or the settings name.
func (g *global) datasetDir(a []string) (string, error) {
	if len(a) == 1 {
		return a[0], nil
	}
	if g.data != "" {
		return g.data, nil
	}
	cfg, err := g.load(nil)
	if err != nil {
		return "", err
	}
	return cfg.Data, nil
}

func newDatasetDiff(g *global) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "diff A B", Short: "Compare two datasets row by row",
		Long: `Diff compares two datasets as sets of rows, without what differs between two
runs over the same input: run and capture IDs, fetch times and places in WARC
files. It ends with 0 when they are equal and with 1 when they are not.`,
		Example: "  framewatch dataset diff iomed /mnt/backup/iomed",
		Args:    args(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, dirs []string) error {
			var d [2]*store.Dataset
			for i, dir := range dirs {
				var err error
				if d[i], err = store.Open(dir); err != nil {
					return err
				}
			}
			diffs, err := store.Diff(c.Context(), d[0], d[1])
			if err != nil {
				return err
			}
			if asJSON {
				if err := json.NewEncoder(g.stdout).Encode(diffs); err != nil {
					return fmt.Errorf("write: %w", err)
				}
			}
			different := 0
			for _, t := range diffs {
				if !t.Equal() {
					different++
				}
				if !asJSON {
					printDiff(g, t)
				}
			}
			if different > 0 {
				return fmt.Errorf("%w in %d tables", errDifferent, different)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the differences as JSON")
	return c
}

func printDiff(g *global, t store.TableDiff) {
	verdict := "equal"
	if !t.Equal() {
		verdict = fmt.Sprintf("differ: %d rows only in A, %d only in B", t.OnlyA, t.OnlyB)
	}
	fmt.Fprintf(g.text(), "%-16s %7d %7d rows  %s\n", t.Table, t.RowsA, t.RowsB, verdict)
	for _, row := range t.ExampleA {
		fmt.Fprintf(g.text(), "  A %s\n", short(row))
	}
	for _, row := range t.ExampleB {
		fmt.Fprintf(g.text(), "  B %s\n", short(row))
	}
}

// short cuts an example row for the screen, at a rune.
func short(s string) string {
	const limit = 300
	if len(s) <= limit {
		return s
	}
	r := []rune(s)
	return string(r[:min(limit, len(r))]) + " ..."
}

func newDatasetSchema(g *global) *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the reference of all tables",
		Example: "  framewatch dataset schema > SCHEMA.md",
		Args:    args(cobra.NoArgs),
		RunE:    func(*cobra.Command, []string) error { return store.WriteSchema(g.stdout) },
	}
}

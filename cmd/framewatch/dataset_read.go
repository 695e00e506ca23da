package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/store"
)

type readOptions struct {
	arrow, jsonl, csv bool
	columns           []string
	run               string
}

func newDatasetRead(g *global) *cobra.Command {
	var opt readOptions
	c := &cobra.Command{
		Use: "read TABLE [DIR]", Short: "Print a table: Arrow stream, JSON lines or CSV",
		Long: `Read prints the rows of a table, the column month included, as of the newest run or
of one whose generation is kept. It needs memory for some thousand rows, whatever
the table's size.

--arrow is a stream of the Arrow IPC format, for engines that read one from a pipe;
columns have the types of the tables. --jsonl (which it is without a flag) is a JSON
object a line, --csv has lists as JSON and nulls as empty cells.`,
		Example: "  framewatch dataset read documents iomed --columns doc_id,title,month\n  framewatch dataset read term_counts iomed --arrow | python count.py",
		Args:    args(cobra.RangeArgs(1, 2)),
		RunE:    func(c *cobra.Command, a []string) error { return runDatasetRead(c, g, a, opt) },
	}
	c.Flags().BoolVar(&opt.arrow, "arrow", false, "print a stream of the Arrow IPC format")
	c.Flags().BoolVar(&opt.jsonl, "jsonl", false, "print JSON lines")
	c.Flags().BoolVar(&opt.csv, "csv", false, "print comma-separated values")
	c.Flags().StringSliceVar(&opt.columns, "columns", nil, "only these columns, in this order (comma-separated)")
	c.Flags().StringVar(&opt.run, "run", "", "the state after the run of this `ID`, as long as it is kept")
	c.MarkFlagsMutuallyExclusive("arrow", "jsonl", "csv")
	return c
}

func runDatasetRead(c *cobra.Command, g *global, a []string, opt readOptions) error {
	name := a[0]
	if !slices.Contains(store.TableNames(), name) {
		return usageError{fmt.Errorf("no table %q%s", name, invalid.Suggest(name, store.TableNames()))}
	}
	for i, column := range opt.columns {
		if slices.Contains(opt.columns[:i], column) {
			return usageError{fmt.Errorf("column %q is named twice", column)}
		}
		if known := store.ReadColumns(name); !slices.Contains(known, column) {
			return usageError{fmt.Errorf("no column %q in table %s%s", column, name, invalid.Suggest(column, known))}
		}
	}
	if opt.arrow {
		if err := g.notToTerminal(); err != nil {
			return err
		}
	}
	d, _, err := g.openDataset(a[1:], false)
	if err != nil {
		return err
	}
	if opt.run != "" {
		run, err := corpus.ParseRunID(opt.run)
		if err != nil {
			return usageError{fmt.Errorf("--run: %w", err)}
		}
		if d, err = d.At(run); err != nil {
			return err
		}
	}
	r, err := d.Read(name, opt.columns...)
	if err != nil {
		return err
	}
	write := r.JSONLines
	switch {
	case opt.arrow:
		write = r.Arrow
	case opt.csv:
		write = r.CSV
	}
	if err := write(c.Context(), g.stdout); err != nil {
		return fmt.Errorf("read table %s: %w", name, err)
	}
	return nil
}

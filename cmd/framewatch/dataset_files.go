package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/internal/invalid"
	"framewatch/store"
)

func newDatasetFiles(g *global) *cobra.Command {
	var absolute bool
	c := &cobra.Command{
		Use: "files TABLE [DIR]", Short: "List the files of a table that count",
		Long: `Files prints the Parquet files that make up a table, one a line, as of the newest
run: for engines and file systems that cannot use the link DIR/current. The files
stay as they are for some days after a later run has replaced them.`,
		Example: "  framewatch dataset files documents iomed --absolute",
		Args:    args(cobra.RangeArgs(1, 2)),
		RunE: func(_ *cobra.Command, a []string) error {
			if !slices.Contains(store.TableNames(), a[0]) {
				return usageError{fmt.Errorf("no table %q%s", a[0], invalid.Suggest(a[0], store.TableNames()))}
			}
			d, _, err := g.openDataset(a[1:], absolute)
			if err != nil {
				return err
			}
			for _, f := range d.Files(a[0]) {
				fmt.Fprintln(g.stdout, d.PathOf(f))
			}
			return nil
		},
	}
	c.Flags().BoolVar(&absolute, "absolute", false, "print absolute paths")
	return c
}

// openDataset opens the dataset that an argument, --data or the settings name.
func (g *global) openDataset(a []string, absolute bool) (*store.Dataset, string, error) {
	dir, err := g.datasetDir(a)
	if err == nil && absolute && !store.InBucket(dir) {
		dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return nil, "", err
	}
	d, err := store.Open(dir)
	return d, dir, err
}

func newDatasetViews(g *global) *cobra.Command {
	var engine string
	c := &cobra.Command{
		Use: "views [DIR]", Short: "Print SQL that makes a view of every table",
		Long: `Views prints CREATE VIEW statements over the exact files of the newest run, with
absolute paths: what a query reads is one state, whatever is committed meanwhile.`,
		Example: "  framewatch dataset views iomed | duckdb iomed.duckdb",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, a []string) error {
			if engine != "duckdb" {
				return usageError{fmt.Errorf("--engine %q: duckdb is known", engine)}
			}
			d, dir, err := g.openDataset(a, true)
			if err != nil {
				return err
			}
			fmt.Fprintf(g.stdout, "-- %s, run %s\n", strings.ReplaceAll(dir, "\n", " "), d.Generation().RunID)
			for _, table := range store.TableNames() {
				fmt.Fprint(g.stdout, view(d, table))
			}
			return nil
		},
	}
	c.Flags().StringVar(&engine, "engine", "duckdb", "dialect of the statements: duckdb")
	return c
}

// view is the statement for one table.
func view(d *store.Dataset, table string) string {
	var paths []string
	for _, f := range d.Files(table) {
		paths = append(paths, "  '"+strings.ReplaceAll(d.PathOf(f), "'", "''")+"'")
	}
	if len(paths) == 0 {
		return "-- table " + table + " has no files\n"
	}
	return fmt.Sprintf("CREATE OR REPLACE VIEW %s AS SELECT * FROM read_parquet([\n%s], union_by_name = true);\n", table, strings.Join(paths, ",\n"))
}

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/store/catalog"
)

func newDatasetCatalog(g *global) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use: "catalog [DIR]", Short: "Write a catalogue for engines (DuckLake)",
		Long: `Catalog writes a catalogue of all tables in the form of DuckLake 1.0: one SQLite
file that DuckDB attaches with its extension ducklake. Each generation that is kept
is a snapshot with the number of the generation, so that a query reads one run,
whole, and earlier ones AT (VERSION => n). Parquet files are named, not copied.

Without --out the catalogue is DIR/catalog.ducklake (of a dataset in a bucket: in
the working folder on this machine), and once it is there every run that commits
keeps it up to date; remove the file to end that. One written elsewhere with --out
is brought up to date by this command alone, and can be read as long as the newest
generation that it knows is kept.

The catalogue holds the dataset's absolute path: update it where the dataset has
moved. It holds no text of the tables.`,
		Example: "  framewatch dataset catalog iomed\n  framewatch dataset catalog iomed --out /srv/shared/iomed.ducklake",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			d, _, err := g.openDataset(a, false)
			if err != nil {
				return err
			}
			path := out
			if path == "" {
				path = catalog.PathOf(d)
			}
			r, err := catalog.Update(c.Context(), path, d)
			if err != nil {
				return err
			}
			printCatalog(g, path, r)
			return nil
		},
	}
	c.Flags().StringVar(&out, "out", "", "file of the catalogue (default: DIR/catalog.ducklake)")
	return c
}

func printCatalog(g *global, path string, r catalog.Result) {
	how := fmt.Sprintf("%d added, %d expired", r.Added, r.Expired)
	if r.Anew {
		how = "written anew, as the dataset has another history"
	}
	fmt.Fprintf(g.stdout, "%s: %d snapshots (%s), %d tables, %d files, %d kB\n", path, r.Snapshots, how, r.Tables, r.Files, (r.Bytes+999)/1000)
	fmt.Fprintf(g.stdout, "  ATTACH 'ducklake:sqlite:%s' AS dataset (READ_ONLY);\n", strings.ReplaceAll(path, "'", "''"))
}

package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"framewatch/crawl"
	"framewatch/internal/backup"
	"framewatch/store"
)

func newDatasetBackup(g *global) *cobra.Command {
	return &cobra.Command{
		Use: "backup DEST [DIR]", Short: "Copy the dataset into another folder, also while a run writes",
		Long: `Backup copies the newest generation, its WARC files and what the crawler knows to
DEST and checks each byte against its digest. DEST is an empty or new folder, or an
earlier backup of the same dataset, to which only new files are copied. A backup is
a dataset: verify, compare and every reader take it.

A run under way is not part of it, nor are earlier generations and _trash.`,
		Example: "  framewatch dataset backup /mnt/backup/iomed iomed",
		Args:    args(cobra.RangeArgs(1, 2)),
		RunE: func(c *cobra.Command, a []string) error {
			dir, err := g.datasetDir(a[1:])
			if err != nil {
				return err
			}
			if err := store.OnlyFolder(dir, "dataset backup"); err != nil {
				return err
			}
			if err := store.OnlyFolder(a[0], "dataset backup"); err != nil {
				return err
			}
			done, err := backup.Backup(c.Context(), dir, a[0])
			if errors.Is(err, backup.ErrInside) {
				return usageError{err}
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(g.text(), "%s: run %s, %d files, %d of them new (%d bytes)\n", a[0], done.Run, done.Files, done.New, done.Bytes)
			return g.elsewhere(dir)
		},
	}
}

// elsewhere says what a backup has not: a crawl state on a server.
func (g *global) elsewhere(dir string) error {
	server, err := crawl.FrontierOf(filepath.Join(dir, "_state"))
	if server != "" {
		fmt.Fprintf(g.stderr, "the crawl state is on %s and not in the backup: dump that schema too (pg_dump), and keep _state/%s with it\n", server, crawl.FrontierFile)
	}
	return err
}

func newDatasetRestore(g *global) *cobra.Command {
	return &cobra.Command{
		Use: "restore SRC DEST", Short: "Copy a backup into an empty folder and verify it",
		Long: `Restore copies a backup into DEST, which is empty or not there, and verifies it.
The next run goes on from the run that the backup holds.`,
		Example: "  framewatch dataset restore /mnt/backup/iomed iomed",
		Args:    args(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, a []string) error {
			for _, dir := range a {
				if err := store.OnlyFolder(dir, "dataset restore"); err != nil {
					return err
				}
			}
			done, err := backup.Restore(c.Context(), a[0], a[1])
			if errors.Is(err, backup.ErrInside) || errors.Is(err, backup.ErrNotEmpty) {
				return usageError{err}
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(g.text(), "%s: run %s, %d files, all well\n", a[1], done.Run, done.Files)
			return nil
		},
	}
}

package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"framewatch/internal/pipeline"
	"framewatch/store"
)

func newDatasetRebuild(g *global) *cobra.Command {
	return &cobra.Command{
		Use: "rebuild", Short: "Make a damaged dataset sound again",
		Long: `Rebuild puts back what is missing or damaged: first from the other copies in the
dataset (manifests from the folders of links, files from links, marker and state),
by which nothing is lost. Where that does not suffice it makes all tables anew from
the WARC files, and says what it could not. What it replaces is moved to _trash,
never deleted.

A backup is better, if there is one: it has what WARC files do not tell.`,
		Example: "  framewatch dataset rebuild --data iomed",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			if err := store.OnlyFolder(cfg.Data, "dataset rebuild"); err != nil {
				return err
			}
			var done *pipeline.Rebuilt
			_, err = g.pipeline(c, cfg, func(p *pipeline.Pipeline) (*pipeline.Result, error) {
				var err error
				done, err = p.Rebuild(c.Context())
				return nil, err
			})
			if err != nil {
				return err
			}
			printRebuilt(g.text(), cfg.Data, done)
			return nil
		},
	}
}

func printRebuilt(w io.Writer, dir string, r *pipeline.Rebuilt) {
	if r.Mended != nil {
		for _, name := range r.Mended.Restored {
			fmt.Fprintf(w, "restored %s\n", name)
		}
		for _, name := range r.Mended.Missing {
			fmt.Fprintf(w, "no good copy of %s\n", name)
		}
	}
	if r.Moved != "" {
		fmt.Fprintf(w, "%s: what was there before lies in %s\n", dir, r.Moved)
	}
	if !r.FromWARC {
		fmt.Fprintf(w, "%s: nothing was lost\n", dir)
		return
	}
	fmt.Fprintf(w, "%s: tables were made anew from %d archived answers: %d documents\n", dir, r.Responses, r.Result.Documents)
	for _, d := range r.Damaged {
		fmt.Fprintf(w, "  not read to its end: %s\n", d)
	}
	fmt.Fprintf(w, "What could not be made again:\n"+
		"  failed requests, redirects, revisits and the history of runs\n"+
		"  what the crawler knew: the next crawl asks for every page as for the first time\n"+
		"  earlier versions' numbers where pages of an address are missing\n"+
		"  title, date and authors of documents that were imported as text (%d records)\n"+
		"  the outlet of pages from hosts in no source list (%d records; the host stands for it)\n", r.Plain, r.Unknown)
}

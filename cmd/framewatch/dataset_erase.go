package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

type eraseOptions struct {
	doc, url, person string
	dryRun           bool
}

func newDatasetErase(g *global) *cobra.Command {
	var opt eraseOptions
	c := &cobra.Command{
		Use: "erase --doc ID|--url URL|--person NAME", Short: "Remove an article or a person, for good",
		Long: `Erase answers a request for removal. It takes all versions of the article at an
address out of every table, its pages and the feeds and lists that name it out of
the WARC files, and its address out of what the crawler knows; it drops earlier
generations, _trash, reports in the dataset's folder and the explorer's index at
once, and computes anew what is computed over all documents. A tombstone of digests stays in _state, so that neither a crawl nor an
import brings the article back. A crawl's state on a PostgreSQL server is reached as the file is. While a crawl is
under way, or waits to go on after an interruption, nothing is removed.

What it cannot reach is printed: earlier exports that hold the article (the dataset
remembers them, see framewatch dataset exports), backups, reports and notebooks elsewhere,
and copies of the article at other addresses, which are documents of their own.

With --person it masks every spelling of a person's name in texts, titles and
credits and annotates those documents again: mentions, names, speakers, codings and
counts of the name go. NAME is a name as a text writes it, a name_id of table names
or an entity of the gazetteers. Pages in the WARC files keep the name; --url takes
them out.`,
		Example: "  framewatch dataset erase --url https://example.org/a --data iomed --dry-run\n  framewatch dataset erase --doc 0123456789abcdef0123456789abcdef --data iomed",
		Args:    args(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return runDatasetErase(c, g, opt) },
	}
	c.Flags().StringVar(&opt.doc, "doc", "", "doc_id of the article")
	c.Flags().StringVar(&opt.url, "url", "", "address of the article, as table documents has it")
	c.Flags().StringVar(&opt.person, "person", "", "name, name_id or entity of a person to mask everywhere")
	c.Flags().BoolVar(&opt.dryRun, "dry-run", false, "say what would go, and remove nothing")
	return c
}

func runDatasetErase(c *cobra.Command, g *global, opt eraseOptions) error {
	given := 0
	for _, s := range []string{opt.doc, opt.url, opt.person} {
		if s != "" {
			given++
		}
	}
	if given != 1 {
		return usageError{errors.New("erase needs --doc, --url or --person")}
	}
	cfg, err := g.load(nil)
	if err != nil {
		return err
	}
	if err := store.OnlyFolder(cfg.Data, "dataset erase"); err != nil {
		return err
	}
	var done *pipeline.Erased
	_, err = g.pipeline(c, cfg, func(p *pipeline.Pipeline) (*pipeline.Result, error) {
		var err error
		if opt.person != "" {
			done, err = p.ErasePerson(c.Context(), opt.person, opt.dryRun)
			return nil, err
		}
		done, err = p.Erase(c.Context(), pipeline.Erasure{Doc: corpus.DocID(opt.doc), URL: opt.url, DryRun: opt.dryRun})
		return nil, err
	})
	if errors.Is(err, pipeline.ErrNothingErased) {
		return fmt.Errorf("%s: %w", cfg.Data, err)
	}
	if err != nil {
		return err
	}
	printErased(g.text(), cfg.Data, done, opt.dryRun)
	if err := g.printExported(cfg.Data, done.Documents); err != nil {
		return err
	}
	if opt.person != "" {
		fmt.Fprintln(g.text(), "Pages in the archive keep the name, and a new version of an article brings it back; framewatch dataset erase --url takes an article out with its pages.")
	}
	return nil
}

func printErased(w io.Writer, dir string, e *pipeline.Erased, dry bool) {
	verb := "erased"
	if dry {
		verb = "would be erased"
	}
	fmt.Fprintf(w, "%s: %d documents %s\n", dir, len(e.Documents), verb)
	for _, id := range e.Documents {
		fmt.Fprintf(w, "  document %s\n", id)
	}
	for _, t := range e.Rows {
		fmt.Fprintf(w, "  %-16s %7d rows removed or changed\n", t.Table, t.Rows)
	}
	for _, a := range e.Archives {
		fmt.Fprintf(w, "  archive %s was written anew\n", a)
	}
	if len(e.Archives) > 0 {
		fmt.Fprintf(w, "  %d records were removed from the archive\n", e.Records)
	}
	for _, r := range e.Reports {
		fmt.Fprintf(w, "  %s was removed; framewatch report writes it anew\n", r)
	}
	if e.Naming > 0 {
		fmt.Fprintf(w, "  %d archive records of other pages name the address or quote the text, and stay\n", e.Naming)
	}
	for _, id := range e.Copies {
		fmt.Fprintf(w, "  document %s is a copy or translation at another address, and stays\n", id)
	}
	fmt.Fprintln(w, "Not reached: backups, packages that were exported, reports and notebooks outside the dataset, and what a file system or disk keeps of removed files.")
}

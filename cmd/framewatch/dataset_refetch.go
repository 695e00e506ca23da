package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"framewatch/extract"
	"framewatch/internal/datapackage"
	"framewatch/internal/pipeline"
	"framewatch/internal/refetch"
)

const refetchHelp = `Refetch builds the texts of a package again for a reader who has access to them:
it asks for each address, reads the page by the same rules, and compares the
text's SHA-256 with that of the package. It asks as a crawl does: robots.txt is
obeyed, one request at a time to a host, private addresses refused.

OUT is a folder, new or of an earlier call, and gets

  documents.jsonl    documents whose text is the same, for "framewatch import jsonl"
  documents.parquet  the same as a table
  outcomes.csv       every document of the package with its verdict:
    same         the text's digest is that of the package
    reread       the page is the same to the byte; this version reads it otherwise
    changed      another text stands there
    no_text      the page that stands there is no article
    gone         status 404 or 410, or a page that says so
    forbidden    by robots.txt, a reservation, a wall or a refusal
    unreachable  no answer, or a server's fault; the next call asks again
    refused      no public web address, or no digest

A call that was interrupted goes on where it was. The exit code is 3 where a
document was unreachable and 4 where none has the same text.`

func newDatasetRefetch(g *global) *cobra.Command {
	var f reachFlags
	var out string
	var asJSON bool
	c := &cobra.Command{
		Use: "refetch PACKAGE --out DIR", Short: "Build the texts of a package again from their addresses", Long: refetchHelp,
		Example: "  framewatch dataset refetch iomed-L2.zip --out texts\n  framewatch import jsonl texts/documents.jsonl --data mine",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			if out == "" {
				return usageError{errors.New("--out is needed: the folder for what is fetched")}
			}
			pkg, err := datapackage.Open(a[0])
			if err != nil {
				return usageError{err}
			}
			sum, err := g.refetch(c, f, pkg, out)
			if err = errors.Join(err, pkg.Close()); err != nil {
				return refetchError(err)
			}
			if asJSON {
				if err := json.NewEncoder(g.stdout).Encode(sum); err != nil {
					return fmt.Errorf("write: %w", err)
				}
			} else {
				printRefetch(g.text(), out, sum)
			}
			return judgeRefetch(sum)
		},
	}
	f.add(c)
	c.Flags().StringVarP(&out, "out", "o", "", "folder for the texts, new or of an earlier call")
	c.Flags().BoolVar(&asJSON, "json", false, "print the counts as JSON")
	return c
}

// refetch asks for a package's documents with the settings.
func (g *global) refetch(c *cobra.Command, f reachFlags, pkg *datapackage.Reader, out string) (sum refetch.Summary, err error) {
	cfg, cr, err := f.asker(g, c)
	if err != nil {
		return sum, err
	}
	e, err := extract.New(cfg.Extract)
	if err != nil {
		return sum, err
	}
	pdfs, err := pdfReader()
	if err != nil {
		return sum, err
	}
	progress := g.newProgress()
	defer progress.end()
	return refetch.Run(c.Context(), pkg, out, refetch.Options{Crawler: cr, Extractor: e.WithPDF(pdfs), Sources: cfg.Sources, Workers: cfg.Crawl.Workers,
		Progress: func(done, of int) { progress.show(pipeline.Progress{Step: "refetch", Done: done, Total: of}) }})
}

// refetchError is a package or a folder that cannot be used, as a matter of usage.
func refetchError(err error) error {
	if errors.Is(err, datapackage.ErrPackage) || errors.Is(err, refetch.ErrNoAddresses) || errors.Is(err, refetch.ErrFolder) {
		return usageError{err}
	}
	return err
}

func printRefetch(w io.Writer, out string, sum refetch.Summary) {
	fmt.Fprintf(w, "%d documents at %d addresses, of which %d were asked now\n", sum.Documents, sum.Addresses, sum.Asked)
	for _, v := range refetch.Verdicts() {
		if n := sum.Verdicts[v]; n > 0 {
			fmt.Fprintf(w, "  %-12s%d\n", v, n)
		}
	}
	if sum.OtherDates > 0 {
		fmt.Fprintf(w, "  of the same text, with another day of publication: %d\n", sum.OtherDates)
	}
	for _, name := range refetch.Files() {
		fmt.Fprintln(w, filepath.Join(out, name))
	}
}

// judgeRefetch is how a call ends that has asked for everything.
func judgeRefetch(sum refetch.Summary) error {
	switch n := sum.Verdicts[refetch.Unreachable]; {
	case sum.Verdicts[refetch.Same] == 0:
		return nothing{errors.New("no document of the package has the same text any more")}
	case n > 0:
		return fmt.Errorf("%w: %d documents could not be reached; the same call asks for them again", errIncomplete, n)
	}
	return nil
}

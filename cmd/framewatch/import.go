package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/internal/imports"
	"framewatch/internal/invalid"
	"framewatch/internal/pipeline"
)

func newImport(g *global) *cobra.Command {
	var source, mapFile, parts string
	var allow []string
	most := imports.MaxRecords
	c := &cobra.Command{
		Use: "import html|text|jsonl|csv|warc|arrow PATH...", Short: "Bring in documents that were not crawled here",
		Long: `Import reads saved pages (html, text; .gz allowed), records with a text or a page
(jsonl, csv), the responses of WARC files or pages in Arrow streams (those that
extract --arrow reads), and treats them like pages that were
fetched: captures with WARC records, documents, annotations, comparison.

Records have the fields url, title, text (or html, or html_path in jsonl),
published (YYYY-MM-DD or RFC 3339), authors, lang and source; html_path stays in
the folder of its file, and links in a folder stay in that folder. A map is a CSV
file whose first line is file,url,source.

With --parts the pages of WARC files and Arrow streams are not read and annotated
here: what extract --arrow and annotate --arrow have made of them elsewhere, by the
same settings, is taken from a folder (see scale/spark/README.md). Parts that are not
whole, or lack a page, are an error, and the dataset stays as it was.`,
		Example: "  framewatch import html saved/ --map saved/map.csv --data iomed\n  framewatch import warc CC-NEWS-*.warc.gz --source ccnews",
		Args: func(_ *cobra.Command, a []string) error {
			switch {
			case len(a) < 2:
				return usageError{errors.New("import needs a format and at least one path")}
			case !slices.Contains(imports.Formats(), a[0]):
				return usageError{fmt.Errorf("no format %q%s", a[0], invalid.Suggest(a[0], imports.Formats()))}
			}
			return nil
		},
		RunE: func(c *cobra.Command, a []string) error {
			if most < 1 {
				return usageError{fmt.Errorf("--max-records %d: must be more than 0", most)}
			}
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			opt := imports.Options{Format: a[0], Paths: a[1:], Map: mapFile, Source: corpus.SourceID(source), Allow: allow, Most: most}
			if parts != "" && opt.Format != "warc" && opt.Format != "arrow" {
				return usageError{fmt.Errorf("--parts has what was made of pages in WARC files and Arrow streams, not of %s", opt.Format)}
			}
			// A wrong path is told before anything is locked or written.
			if _, err := imports.Read(c.Context(), opt); err != nil {
				return usageError{err}
			}
			result, err := g.pipelineWith(c, cfg, parts, func(p *pipeline.Pipeline) (*pipeline.Result, error) { return p.Import(c.Context(), opt) })
			if err != nil {
				return err
			}
			printResult(g.text(), result)
			return judgeImport(result, a[0])
		},
	}
	partsFlag(c, &parts)
	c.Flags().StringVar(&source, "source", "import", "outlet that the documents belong to, unless they or the map say")
	c.Flags().StringArrayVar(&allow, "allow-path", nil, "another `DIR` that html_path and links may lead into (repeatable)")
	c.Flags().IntVar(&most, "max-records", most, "records that are read of one file; the rest of it is left out, which the run says")
	c.Flags().StringVar(&mapFile, "map", "", "CSV file that says where each file came from: file,url,source")
	return c
}

// judgeImport turns what an import did into its error: that there is nothing of the
// format in the input, that there is nothing at all, or that a part of it could not
// be read.
func judgeImport(r *pipeline.Result, format string) error {
	unread := r.Unread()
	nothing := r.Documents+r.Unchanged == 0
	switch {
	case len(unread) == 0 && nothing:
		return errors.Join(errNothing, sourceFailed(r))
	case len(unread) == 0:
		return sourceFailed(r)
	}
	first := unread[0].Message
	if file := strings.TrimPrefix(unread[0].URL, "file:///"); !strings.HasPrefix(first, file) {
		first = file + ": " + first
	}
	if nothing && !slices.ContainsFunc(unread, func(f pipeline.Failure) bool { return imports.OfFormat(f.Code) }) {
		return usageError{fmt.Errorf("nothing in the input is %s: %s", format, first)}
	}
	err := fmt.Errorf("%w: %d of the input's items could not be read, the first: %s", errIncomplete, len(unread), first)
	if nothing {
		err = fmt.Errorf("%w: %d items could not be read, the first: %s", errNothing, len(unread), first)
	}
	return errors.Join(err, sourceFailed(r))
}

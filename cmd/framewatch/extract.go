package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/extract"
	"framewatch/internal/confined"
	"framewatch/internal/pipeline"
)

func newExtract(g *global) *cobra.Command {
	var url string
	var jsonl bool
	var arrow arrowPages
	var parts string
	var allow []string
	c := &cobra.Command{
		Use: "extract [FILE|-]", Short: "Read the article in a page, or in every stored page again",
		Long: `With FILE (or - for standard input) extract reads one HTML, text or PDF page and
writes one JSON document. With --jsonl it reads lines {"id","url","html"} or
{"id","url","html_path"} from FILE or standard input and writes a line for each;
html_path stays in the folder of FILE. Lines on standard input may name any
file: who writes them can open it anyway.
With --arrow it reads a stream of the Arrow IPC format with the columns id, url and
body (and source_id, content_type, status and fetched_at, where they are known), or
with --warc the responses of a WARC file, or with --captures pages in the archive of
the dataset, and writes an Arrow stream with a row for each: the document, or why
there is none. See scale/spark/README.md.
Without FILE or such a flag it reads every stored page of the dataset again, without a
request; with --parts it takes what extract --arrow --captures and annotate --arrow
have made of all of them elsewhere, by the same settings.`,
		Example: "  framewatch extract page.html --url https://example.org/a\n  framewatch extract --jsonl < pages.jsonl > documents.jsonl\n  framewatch extract --arrow < pages.arrows | framewatch annotate --arrow > part.arrows\n  framewatch extract --data iomed\n  framewatch extract --data iomed --parts parts/",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			if url != "" {
				if err := fullAddress(url); err != nil {
					return usageError{fmt.Errorf("--url %w", err)}
				}
			}
			if err := cmp.Or(onlyWith(c, "url", len(a) > 0, "FILE"), onlyWith(c, "allow-path", jsonl, "--jsonl")); err != nil {
				return err
			}
			if err := arrow.check(c, g); err != nil {
				return err
			}
			if parts != "" && len(a) > 0 {
				return usageError{errors.New("--parts is of the dataset's pages, and not of a file's")}
			}
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			if len(a) == 0 && !jsonl && !arrow.on {
				result, err := g.pipelineWith(c, cfg, parts, func(p *pipeline.Pipeline) (*pipeline.Result, error) { return p.Extract(c.Context()) })
				if err != nil {
					return err
				}
				printResult(g.text(), result)
				return sourceFailed(result)
			}
			in, done, err := g.input(a)
			if err != nil {
				return err
			}
			defer done()
			if arrow.on {
				return arrow.extract(c.Context(), g, cfg, in)
			}
			e, err := extract.New(cfg.Extract)
			if err != nil {
				return err
			}
			pdfs, err := pdfReader()
			if err != nil {
				return err
			}
			e = e.WithPDF(pdfs)
			if jsonl {
				return extractLines(c.Context(), g, e, in, a, allow)
			}
			return extractOne(c.Context(), g, e, in, url)
		},
	}
	c.Flags().StringVar(&url, "url", "", "address of the page, for links and dates in it")
	c.Flags().BoolVar(&jsonl, "jsonl", false, "read and write JSON lines")
	arrow.flags(c)
	partsFlag(c, &parts)
	c.MarkFlagsMutuallyExclusive("arrow", "jsonl", "url", "parts")
	c.MarkFlagsMutuallyExclusive("warc", "captures")
	c.Flags().StringArrayVar(&allow, "allow-path", nil, "another `DIR` that html_path may lead into (repeatable)")
	return c
}

// maxPage bounds one page read from a file.
const maxPage = 64 << 20

func extractOne(ctx context.Context, g *global, e *extract.Extractor, in io.Reader, url string) error {
	body, err := io.ReadAll(io.LimitReader(in, maxPage+1))
	if err != nil {
		return fmt.Errorf("read page: %w", err)
	}
	if len(body) > maxPage {
		return usageError{fmt.Errorf("the page is larger than %d MiB", maxPage>>20)}
	}
	doc, err := e.Extract(ctx, corpus.Page{Capture: corpus.Capture{URL: url, FinalURL: url}, Body: body}, nil)
	var failed *extract.Failure
	if errors.As(err, &failed) {
		return fmt.Errorf("%w: %s (%s)", errNothing, failed.Message, failed.Code)
	}
	if err != nil {
		return err
	}
	return extract.WriteJSON(g.stdout, doc)
}

// extractLines answers the lines of in, which is the file that a names or standard
// input.
func extractLines(ctx context.Context, g *global, e *extract.Extractor, in io.Reader, a, allow []string) (err error) {
	base := "."
	if len(a) > 0 && a[0] != "-" {
		base = filepath.Dir(a[0])
	} else if here, err := os.Getwd(); err == nil {
		allow = append(allow, filepath.VolumeName(here)+string(filepath.Separator))
	}
	folders, err := confined.Open(base, allow...)
	if err != nil {
		return usageError{err}
	}
	defer func() { err = errors.Join(err, folders.Close()) }()
	return extract.JSONL(ctx, e.WithFiles(folders.Open), in, g.stdout)
}

// input opens the file that a command names, or standard input.
func (g *global) input(a []string) (io.Reader, func(), error) {
	if len(a) == 0 || a[0] == "-" {
		return g.stdin, func() {}, nil
	}
	f, err := os.Open(a[0])
	if err == nil {
		var info os.FileInfo
		if info, err = f.Stat(); err == nil && info.IsDir() {
			err = fmt.Errorf("%s is a folder; name a file in it", a[0])
		}
		if err != nil {
			_ = f.Close() // nothing was read
		}
	}
	if err != nil {
		return nil, nil, usageError{fmt.Errorf("read input: %w", err)}
	}
	return f, func() { _ = f.Close() }, nil
}

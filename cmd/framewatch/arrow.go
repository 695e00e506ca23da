package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/foreign"
	"framewatch/internal/imports"
	"framewatch/internal/limits"
	"framewatch/internal/pipeline"
	"framewatch/internal/streams"
	"framewatch/nlp"
	"framewatch/store"
)

// arrowPages are the flags of extract --arrow.
type arrowPages struct {
	on, warc, captures bool
	source             string
}

func (p *arrowPages) flags(c *cobra.Command) {
	c.Flags().BoolVar(&p.on, "arrow", false, "read and write streams of the Arrow IPC format")
	c.Flags().BoolVar(&p.warc, "warc", false, "with --arrow: read a WARC file")
	c.Flags().BoolVar(&p.captures, "captures", false, "with --arrow: read what dataset captures has printed, and the pages from the dataset's archive")
	c.Flags().StringVar(&p.source, "source", "import", "with --arrow: outlet of pages that name none, as import has it")
}

func (p *arrowPages) check(c *cobra.Command, g *global) error {
	for _, flag := range []string{"warc", "captures", "source"} {
		if err := onlyWith(c, flag, p.on, "--arrow"); err != nil {
			return err
		}
	}
	if !p.on {
		return nil
	}
	return g.notToTerminal()
}

// notToTerminal refuses to print what is no text.
func (g *global) notToTerminal() error {
	if isTerminal(foreign.Under(g.stdout)) {
		return usageError{errors.New("an Arrow stream is no text: send it to a program or a file")}
	}
	return nil
}

// extract answers a stream of pages, or the records of a WARC file.
func (p *arrowPages) extract(ctx context.Context, g *global, cfg *config.Loaded, in io.Reader) error {
	pdfs, err := pdfReader()
	if err != nil {
		return err
	}
	e, err := pipeline.NewAgain(cfg, pdfs)
	if err != nil {
		return err
	}
	pages, err := p.pages(ctx, e, cfg.Data, in)
	if err != nil {
		return err
	}
	return streams.Extract(ctx, e, answering(), pages, g.stdout)
}

// pages are those of the input, in its form.
func (p *arrowPages) pages(ctx context.Context, e *pipeline.Again, data string, in io.Reader) (pages iter.Seq2[streams.Given, error], err error) {
	source := corpus.SourceID(p.source)
	switch {
	case p.warc:
		return imports.WARC(ctx, in, source), nil
	case p.captures:
		d, failed := store.Open(data)
		if failed != nil {
			return nil, failed
		}
		pages, err = e.Archived(ctx, d, in)
	default:
		pages, err = streams.Pages(ctx, in, source)
	}
	if err != nil {
		return nil, usageError{err}
	}
	return pages, nil
}

func answering() streams.Answering {
	return streams.Answering{Workers: limits.Workers(), Program: version()}
}

// annotateArrow answers a stream of documents.
func annotateArrow(ctx context.Context, g *global, a []string) error {
	if err := g.notToTerminal(); err != nil {
		return err
	}
	return g.lines(a, func(cfg *config.Loaded, in io.Reader) error {
		documents, err := streams.Documents(in)
		if err != nil {
			return usageError{err}
		}
		annotator, err := g.annotator(cfg)
		if err != nil {
			return err
		}
		rules := streams.AnnotationRules(nlp.Recipe(cfg.Annotate, resources(cfg)))
		return streams.Annotate(ctx, streams.Annotator{Annotator: annotator, Rules: rules, Targets: cfg.Targets()}, answering(), documents, g.stdout)
	})
}

func resources(cfg *config.Loaded) nlp.Resources {
	return nlp.Resources{Gazetteers: cfg.Gazetteers, Codebooks: cfg.Codebooks, Models: cfg.Models, Registers: cfg.Registers}
}

// partsFlag is the flag of commands that take what was made elsewhere.
func partsFlag(c *cobra.Command, dir *string) {
	c.Flags().StringVar(dir, "parts", "", fmt.Sprintf("take what annotate --arrow has made elsewhere from the streams in `DIR`, a folder or s3://BUCKET/PREFIX, that its %s lists", streams.ListName))
}

func newDatasetCaptures(g *global) *cobra.Command {
	return &cobra.Command{
		Use: "captures", Short: "Print what extract reads of the archive, for other machines to read",
		Long: `Captures prints an Arrow stream with a row for each page of the dataset's archive
that extract reads again, in the order of the WARC files: by the settings' source
lists, and without what was erased. extract --arrow --captures reads these rows, or
some of them, where the archive is within reach, and extract --parts takes what came
of all of them. See scale/spark/README.md.`,
		Example: "  framewatch dataset captures --data iomed | framewatch extract --arrow --captures --data iomed | framewatch annotate --arrow > part.arrows",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := g.notToTerminal(); err != nil {
				return err
			}
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			captures, err := pipeline.New(cfg, pipeline.Options{}).Captures(c.Context())
			if err != nil {
				return err
			}
			return streams.WriteCaptures(captures, version(), g.stdout)
		},
	}
}

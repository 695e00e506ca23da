package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/foreign"
	"framewatch/internal/imports"
	"framewatch/internal/limits"
	"framewatch/internal/pipeline"
	"framewatch/internal/streams"
	"framewatch/nlp"
)

// arrowPages are the flags of extract --arrow.
type arrowPages struct {
	on, warc bool
	source   string
}

func (p *arrowPages) flags(c *cobra.Command) {
	c.Flags().BoolVar(&p.on, "arrow", false, "read and write streams of the Arrow IPC format")
	c.Flags().BoolVar(&p.warc, "warc", false, "with --arrow: read a WARC file")
	c.Flags().StringVar(&p.source, "source", "import", "with --arrow: outlet of pages that name none, as import has it")
}

func (p *arrowPages) check(g *global) error {
	if p.warc && !p.on {
		return usageError{errors.New("--warc goes with --arrow")}
	}
	if !p.on {
		return nil
	}
	return g.notToTerminal()
}

// notToTerminal refuses to print what is no text.
func (g *global) notToTerminal() error {
	if isTerminal(foreign.Under(g.stdout)) {
		return usageError{errors.New("--arrow prints bytes that are no text: send them to a program or a file")}
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
	source := corpus.SourceID(p.source)
	pages := imports.WARC(ctx, in, source)
	if !p.warc {
		if pages, err = streams.Pages(ctx, in, source); err != nil {
			return usageError{err}
		}
	}
	return streams.Extract(ctx, e, answering(), pages, g.stdout)
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
	c.Flags().StringVar(dir, "parts", "", fmt.Sprintf("take what annotate --arrow has made elsewhere from the streams in `DIR` that its %s lists", streams.ListName))
}

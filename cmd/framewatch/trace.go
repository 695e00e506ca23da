package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/spf13/cobra"

	"framewatch/compare"
	"framewatch/internal/coding"
	"framewatch/internal/config"
	"framewatch/internal/pipeline"
	"framewatch/internal/trace"
	"framewatch/store"
)

// errBroken means that a link of a trace does not hold.
var errBroken = errors.New("links are broken")

type traceOptions struct {
	limit     int
	all, json bool
	target    string
}

func newTrace(g *global) *cobra.Command {
	var opt traceOptions
	c := &cobra.Command{
		Use: "trace ID|-", Short: "Follow a number, or any row, back to the archived bytes, and check each step",
		Long: `Trace prints what an ID rests on: from a number to the documents behind it, to the
decisions on a frame in them, to hits, clauses and sentences, to text, capture and
the record in the archive. It checks each link anew: that a place in a text has the
words that a row says, that a sentence holds the hit, the digests of text, body and
record, that the page gives the same text again, that the documents selected again
are as many, and that the number computed again is the same. It says with which
versions of program, settings, codebook and lists each was made.

An ID is that of a hit, clause, sentence, mention, quote, claim, stance, document,
article or capture, as the tables have them, or of a number: cards of the report
have theirs under Trace, and framewatch compare --json prints them. At least 8
digits will do where no other ID begins so. With - rows of compare --json are read
from standard input.

A link that cannot be checked is told as such, with the reason, and never as one
that holds: an imported text has no archive, other rules read a page otherwise.
Nothing is written and nobody is asked. It ends with 1 if a link is broken, and
names the file and what to do; with 2 if nothing has the ID.`,
		Example: "  framewatch trace 4be1a0c27d --data iomed\n  framewatch trace 4be1a0c27d --all --json | jq '.. | .links? // empty | .[] | select(.verdict != \"ok\")'\n  framewatch compare speakers --json | head -n 1 | framewatch trace -",
		Args:    args(cobra.ExactArgs(1)),
		RunE:    func(c *cobra.Command, a []string) error { return g.trace(c, a[0], opt) },
	}
	countVar(c.Flags(), &opt.limit, "limit", 3, 1, "documents behind a number that are followed to the end")
	c.Flags().BoolVar(&opt.all, "all", false, "follow all of them")
	c.Flags().BoolVar(&opt.json, "json", false, "print one JSON object for each ID, with every link and its verdict")
	c.Flags().StringVar(&opt.target, "target", "", "target whose report has the number, where there are several (default: any)")
	return c
}

func (g *global) trace(c *cobra.Command, id string, opt traceOptions) error {
	cfg, err := g.load(nil)
	if err != nil {
		return err
	}
	if opt.target != "" {
		t, err := targetNamed(cfg, opt.target)
		if err != nil {
			return err
		}
		cfg = cfg.Only(t.ID)
	}
	ds, err := store.Open(cfg.Data)
	if err != nil {
		return err
	}
	load := sync.OnceValues(func() (*compare.Corpus, error) { return compare.Load(c.Context(), ds) })
	options, err := traced(cfg, ds)
	if err != nil {
		return err
	}
	options.Corpus = func(context.Context) (*compare.Corpus, error) { return load() }
	options.Figures = figuresOf(cfg, ds, options.Corpus)
	if options.Limit = opt.limit; opt.all {
		options.Limit = 0
	}
	broken := 0
	follow := func(t *trace.Trace, err error) error {
		var erased *trace.ErasedError
		switch {
		case errors.Is(err, trace.ErrUnknown), errors.Is(err, trace.ErrAmbiguous), errors.Is(err, trace.ErrForm), errors.As(err, &erased):
			return usageError{err}
		case err != nil:
			return err
		}
		broken += t.Broken
		return g.printTrace(t, opt.json)
	}
	if id != toStdout {
		err = follow(trace.Of(c.Context(), ds, id, options))
	} else {
		err = g.traceRows(c.Context(), ds, options, follow)
	}
	if err == nil && broken > 0 {
		err = fmt.Errorf("%s: %w: %d", cfg.Data, errBroken, broken)
	}
	return err
}

// traced is what a trace needs of the settings beside the report's figures.
func traced(cfg *config.Loaded, ds *store.Dataset) (trace.Options, error) {
	pdfs, err := pdfReader()
	if err != nil {
		return trace.Options{}, err
	}
	again, err := pipeline.NewAgain(cfg, pdfs)
	if err != nil {
		return trace.Options{}, err
	}
	parity := func(ctx context.Context, c *compare.Corpus, row store.EstimateRow) (store.EstimateRow, *compare.Behind, error) {
		return coding.ParityAgain(ctx, ds, c, cfg.Codebooks, row)
	}
	return trace.Options{Extract: again.Extract, Rules: again.Rules, Others: map[string]trace.Again{coding.QuestionHalves: parity, coding.QuestionTranslations: parity}}, nil
}

func (g *global) printTrace(t *trace.Trace, asJSON bool) error {
	if !asJSON {
		t.Print(g.stdout)
		return nil
	}
	if err := json.NewEncoder(g.stdout).Encode(t); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// traceRows follows rows in the form of compare --json.
func (g *global) traceRows(ctx context.Context, ds *store.Dataset, opt trace.Options, follow func(*trace.Trace, error) error) error {
	in := bufio.NewScanner(g.stdin)
	in.Buffer(nil, 1<<20)
	n := 0
	for in.Scan() {
		if len(in.Bytes()) == 0 {
			continue
		}
		n++
		row, err := store.FromObject[store.EstimateRow](in.Bytes())
		if err != nil {
			return usageError{fmt.Errorf("line %d: %w", n, err)}
		}
		if err := follow(trace.OfRow(ctx, ds, row, opt)); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read standard input: %w", err)
	}
	if n == 0 {
		return usageError{errors.New("standard input has no row: want lines of framewatch compare --json")}
	}
	return nil
}

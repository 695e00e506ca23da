package config

import (
	"context"
	"log/slog"

	"framewatch/internal/invalid"
	"framewatch/nlp"
)

// Check is the rest of what a run asks of its configuration, beyond [Load]: that it
// has sources, that what it annotates with can be compiled, that every term of the
// codebooks can count, and that their examples are coded as they say, as if the first
// target were their subject. The error is [Mistakes]. Commands on what is stored do
// without, as nothing of theirs would differ.
func (l *Loaded) Check(ctx context.Context) error { return l.check(ctx, l.checkSources()) }

// CheckForImport is Check for those who only import: they need no sources.
func (l *Loaded) CheckForImport(ctx context.Context) error { return l.check(ctx, nil) }

func (l *Loaded) check(ctx context.Context, wrong Mistakes) error {
	cfg := l.Annotate
	cfg.NER, cfg.Service = nlp.NERNone, nlp.Default().Service // terms are found without
	a, err := nlp.New(cfg, nlp.Resources{Gazetteers: l.Gazetteers, Codebooks: l.Codebooks, Models: l.Models, Registers: l.Registers}, slog.New(slog.DiscardHandler))
	if err != nil {
		return append(wrong, Mistake{File: l.File, Text: err.Error()})
	}
	for i, book := range l.Codebooks {
		err := a.CheckCodebook(ctx, i, book)
		if ctx.Err() != nil {
			return err
		}
		wrong = append(wrong, locate(l.books[i].shown, l.books[i].tree, invalid.Under("codebook", err))...)
	}
	if len(wrong) > 0 {
		return wrong.sorted()
	}
	return nil
}

// CheckSources is the part of [Loaded.Check] that a crawl alone asks.
func (l *Loaded) CheckSources() error {
	if wrong := l.checkSources(); len(wrong) > 0 {
		return wrong.sorted()
	}
	return nil
}

// checkSources finds that there is nothing to crawl. Imports and what is stored need
// no sources.
func (l *Loaded) checkSources() Mistakes {
	var wrong Mistakes
	if len(l.lists) == 0 {
		wrong = append(wrong, locate(l.File, l.tree, invalid.Errorf("sources", "", "is empty: a run has nothing to crawl; name a source list (imports need none: framewatch config validate --import)"))...)
	}
	for _, f := range l.lists {
		if len(f.list.Sources) == 0 {
			wrong = append(wrong, locate(f.shown, f.tree, invalid.Errorf("sources", "", "is empty: the list names no outlet; add one, or leave the list out"))...)
		}
	}
	return wrong
}

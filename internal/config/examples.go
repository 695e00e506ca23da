package config

import (
	"context"
	"log/slog"

	"framewatch/internal/invalid"
	"framewatch/nlp"
)

// CheckExamples codes the examples of every codebook, as if the first target were
// their subject. The error is [Mistakes] with those that are not coded as the
// codebook says.
func (l *Loaded) CheckExamples(ctx context.Context) error {
	cfg := l.Annotate
	cfg.NER, cfg.Service = nlp.NERNone, nlp.Default().Service // terms are found without
	a, err := nlp.New(cfg, nlp.Resources{Gazetteers: l.Gazetteers, Codebooks: l.Codebooks}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	var wrong Mistakes
	for i, book := range l.Codebooks {
		err := a.CheckExamples(ctx, i, book)
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

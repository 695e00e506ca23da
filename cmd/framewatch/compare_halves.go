package main

import (
	"context"
	"errors"
	"slices"

	"framewatch/compare"
	"framewatch/internal/coding"
	"framewatch/internal/config"
	"framewatch/nlp/frame"
	"framewatch/store"
)

const (
	halvesSummary = "whether the two halves of bilingual pages carry the same frames"
	halvesDoc     = `
The halves of documents in two languages, by pair of languages (dimension langs)
and frame, as framewatch codebook parity finds them (--pairs lists them there); a
frame counts where the codebook has terms for both languages.
  compared, both, first_only, second_only, neither   halves by where the frame is
  agree   both over all in which either half has it, with an interval over stories
  same    both and neither over all
It reads the codebook beside the tables.`
)

func halvesReply(ctx context.Context, ds *store.Dataset, cfg *config.Loaded, f compareFlags, selection compare.Selection) (*compare.Reply, error) {
	at := slices.IndexFunc(cfg.Codebooks, func(b frame.Codebook) bool { return b.ID == cfg.MainCodebook() })
	if at < 0 {
		return nil, usageError{errors.New("no codebook is set")}
	}
	book := cfg.Codebooks[at]
	if err := knownFrames(f.frames, book); err != nil {
		return nil, err
	}
	c, err := compare.Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	if err := c.Nothing(selection); err != nil {
		return nil, err
	}
	of := coding.ParityAsked{Selection: selection, Sampling: cfg.Compare.Sampling(), Frames: f.frames}
	spec := of.Spec(c, book)
	result, err := coding.ParityOf(ctx, ds, c, spec)
	if err != nil {
		return nil, err
	}
	answers, err := result.Answers(coding.Halves, of, book.ID)
	if err != nil {
		return nil, err
	}
	if len(answers) == 0 {
		return nil, usageError{errors.New("no document that counts has halves in two languages")}
	}
	return &compare.Reply{Answers: answers}, nil
}

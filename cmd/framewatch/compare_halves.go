package main

import (
	"context"
	"errors"
	"slices"

	"framewatch/compare"
	"framewatch/compare/stats"
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
	result, err := coding.ParityOf(ctx, ds, c, coding.ParitySpec{Target: selection.Target, Book: book, Frames: f.frames,
		Chooses:    func(id string) bool { return c.Selects(selection, id) },
		Resampling: cfg.Compare.Sampling().Resampling()})
	if err != nil {
		return nil, err
	}
	reply := &compare.Reply{}
	for _, r := range result.Rows {
		if r.Kind == coding.Halves {
			reply.Answers = append(reply.Answers, halvesAnswers(r, selection.Target)...)
		}
	}
	if len(reply.Answers) == 0 {
		return nil, usageError{errors.New("no document that counts has halves in two languages")}
	}
	return reply, nil
}

func halvesAnswers(r coding.ParityRow, target string) []compare.Answer {
	row := store.EstimateRow{TargetID: target, Question: halvesName, Spec: `{"question":"halves"}`, Dimension: "langs", GroupName: r.Langs, Preferred: true, Item: r.Frame,
		N: int64(r.Pairs), NPositive: int64(r.Both)}
	var out []compare.Answer
	for _, n := range []struct {
		statistic string
		value     int
	}{{"compared", r.Pairs}, {"both", r.Both}, {"first_only", r.First}, {"second_only", r.Second}, {"neither", r.Neither}} {
		count := row
		count.Statistic, count.Value, count.Method = n.statistic, float64(n.value), "count"
		out = append(out, compare.Answer{EstimateRow: count})
	}
	agree, same := row, row
	agree.Statistic, agree.Method, agree.ClusterBy = "agree", "bootstrap", "syndication"
	answer := compare.Answer{EstimateRow: agree}
	if r.Agree.Value == nil {
		answer.Missing, answer.Note = true, "no half has "+r.Frame
	} else {
		answer.Value, answer.CILo, answer.CIHi = stats.Rounded(*r.Agree.Value), rounded(r.Agree.Lo), rounded(r.Agree.Hi)
	}
	same.Statistic, same.Value, same.Method = "same", stats.Rounded(r.Same), "share"
	return append(out, answer, compare.Answer{EstimateRow: same})
}

func rounded(x *float64) *float64 {
	if x == nil {
		return nil
	}
	r := stats.Rounded(*x)
	return &r
}

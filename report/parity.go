package report

import (
	"context"
	"fmt"

	"framewatch/compare"
	"framewatch/compare/stats"
	"framewatch/internal/coding"
	"framewatch/store"
)

// parity shows how far the codebook finds the same frames in texts that say the
// same in two languages: what differs there is the codebook's doing, and looks like
// a difference between countries everywhere else.
func (b *builder) parity(ctx context.Context, ds *store.Dataset) ([]pageSection, error) {
	if b.cfg.Book == nil || b.cfg.Book.ID != b.codebook {
		return nil, nil
	}
	result, err := coding.ParityOf(ctx, ds, b.corpus, coding.ParitySpec{Target: b.settings.Target, Book: *b.cfg.Book,
		Resampling: stats.Resampling{B: b.settings.Bootstrap, Seed: b.settings.Seed, Confidence: b.settings.Confidence}})
	if err != nil {
		return nil, fmt.Errorf("parity: %w", err)
	}
	s := pageSection{ID: "parity", Title: "How far frames agree across languages"}
	shown := table{Title: "Texts that say the same in two languages", Head: []string{"Texts", "Frame", "Compared", "Found in both", "In one alone", "In neither", "Agree", "Interval"}}
	for _, r := range result.Rows {
		if r.Langs != compare.GroupAll || r.Both+r.First+r.Second == 0 {
			continue
		}
		name := "All frames"
		if r.Frame != coding.ItemAll {
			name = b.labels.frame(r.Frame).EN
		}
		shown.Rows = append(shown.Rows, []tableCell{text(map[string]string{coding.Halves: "Halves of a bilingual page", coding.Copies: "Translations"}[r.Kind]), text(name),
			number(count(r.Pairs)), number(count(r.Both)), number(count(r.First + r.Second)), number(count(r.Neither)), number(share(r.Agree)), number(interval(r.Agree))})
	}
	if len(shown.Rows) == 0 {
		s.Blocks = []block{{Text: "No text was read in two languages: how far the codebook agrees across languages is not known."}}
		return []pageSection{s}, nil
	}
	s.Blocks = []block{{Text: "“Agree” is the share of frames found in both of two texts that say the same, among those found in either. What is found in one alone is the codebook's doing, " +
		"and counts in every comparison of languages and countries on this page."}, {Table: &shown}}
	return []pageSection{s}, nil
}

func share(n coding.Number) string {
	if n.Value == nil {
		return "–"
	}
	return percent(*n.Value)
}

func interval(n coding.Number) string {
	if n.Lo == nil || n.Hi == nil {
		return "–"
	}
	return trimPercent(*n.Lo) + "–" + percent(*n.Hi)
}

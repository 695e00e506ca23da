package statistics

import (
	"context"

	"framewatch/compare/stats"
)

func keyness() Statistic {
	return Statistic{
		Name: "keyness", Short: "Words that mark one group of documents against another",
		About: "Each row is a document with its words and its group. One object a word comes out,\nin the order of the words.",
		Formulas: []Formula{
			{"g2", "2 * sum over four cells of O * ln(O / E)", "Dunning 1993, Computational Linguistics 19(1)"},
		},
		Fields: []Field{
			{"term", "the word"}, {"count_a", "its occurrences in group a"}, {"count_b", "in group b"},
			{"g2", "log-likelihood ratio of the table word x group, four cells"},
		},
		Options: func(f Flags) Run {
			var w words
			w.bind(f)
			w.bindSides(f)
			return func(ctx context.Context, in *Input, out *Output) error {
				c, err := w.count(ctx, in)
				if err != nil {
					return err
				}
				a, b, err := w.sides(c.groups)
				if err != nil {
					return err
				}
				for i, term := range c.terms {
					f := stats.Frequencies{A: c.of[a][i], B: c.of[b][i], NA: c.totals[a], NB: c.totals[b]}
					if err := out.Write(NewObject().Text("term", term).Int("count_a", f.A).Int("count_b", f.B).Float("g2", stats.G2(f), "")); err != nil {
						return err
					}
				}
				return nil
			}
		},
	}
}

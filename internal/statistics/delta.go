package statistics

import (
	"context"

	"framewatch/compare/lexical"
)

func delta() Statistic {
	return Statistic{
		Name: "delta", Short: "Distances of style between groups or documents: Burrows' and cosine delta, Eder's",
		About: `Each row is a document with its words; rows of one group are one text (--group doc_id
compares documents). One object a pair of texts comes out, in the order of their
names. z are the relative frequencies of a word in all texts, less their mean and
divided by their standard deviation (n-1). Ranks i of n words are by their count in
all texts, ties by the word. With two texts every z is plus or minus 0.7071 and a
distance tells nothing.`,
		Formulas: []Formula{
			{"burrows", "mean of |zA - zB|", "Burrows 2002, Literary and Linguistic Computing 17"},
			{"quadratic", "mean of (zA - zB)^2", "Argamon 2008, Literary and Linguistic Computing 23"},
			{"cosine", "1 - zA.zB / (|zA| |zB|)", "Smith & Aldridge 2011, Journal of Quantitative Linguistics 18; Evert et al. 2017, Digital Scholarship in the Humanities 32"},
			{"eder", "mean of |zA - zB| (n-i+1)/n", "Evert et al. 2017"},
			{"eder_stylo", "sum of |zA - zB| (n-i+2)/n", "Eder, Rybicki & Kestemont 2016, R Journal 8: dist.eder of package stylo"},
		},
		Fields: []Field{
			{"a", "a text"}, {"b", "one after it"}, {"burrows", "Burrows' delta"}, {"quadratic", "Argamon's quadratic delta"},
			{"cosine", "cosine delta, 0 to 2"}, {"eder", "Eder's delta"}, {"eder_stylo", "the same as stylo computes it"},
			{"n_words", "words that count: those that all texts use equally often do not"}, {"tokens_a", "tokens of text a"}, {"tokens_b", "of b"},
		},
		Example: "  framewatch stats delta --group outlet --top 200 documents.jsonl",
		Options: func(f Flags) Run {
			var w words
			var top int
			w.bindGroups(f)
			f.IntVar(&top, "top", 100, "most frequent words that are compared")
			return func(ctx context.Context, in *Input, out *Output) error {
				v, err := w.vocabulary(ctx, in)
				if err != nil {
					return err
				}
				var texts []lexical.Text
				for _, g := range v.groups {
					texts = append(texts, lexical.Text{Name: g, Counts: v.counts[g]})
				}
				pairs, words, err := lexical.Deltas(texts, top)
				if err != nil {
					return Usagef("%w", err)
				}
				note := ""
				if len(texts) == 2 {
					note = "two texts only: distances tell nothing"
				}
				for _, d := range pairs {
					o := NewObject().Text("a", d.A).Text("b", d.B).Float("burrows", d.Burrows, "").Float("quadratic", d.Quadratic, "")
					o.Float("cosine", d.Cosine, "a text uses every word as the mean text does").Float("eder", d.Eder, "").Float("eder_stylo", d.EderStylo, "")
					o.Int("n_words", len(words)).Int("tokens_a", v.totals[d.A]).Int("tokens_b", v.totals[d.B]).Note(note)
					if err := out.Write(o); err != nil {
						return err
					}
				}
				return nil
			}
		},
	}
}

package statistics

import (
	"context"
	"slices"

	"framewatch/compare/lexical"
	"framewatch/compare/stats"
)

func collocations() Statistic {
	return Statistic{
		Name: "collocations", Short: "Words that stand together more often than by chance",
		About: `Rows are documents with their words. One object a pair of words comes out, in the
order of the words: the node and a word in the window around it, --left tokens
before and --right after; the ends of documents end it. The default is bigrams.

O is how often the pair was found. With --margins words, the default, F1 and F2 are
the frequencies of both words, S = left + right and N the number of tokens: for
bigrams these are nltk's counts. With --margins pairs, F1 is the number of pairs
with the node, F2 that of pairs with the other word in the window, S = 1 and N the
number of all pairs, which are the exact margins of the table. The expected
frequency is E = F1 * S * F2 / N, and the table that g2, chi2, p_fisher and delta_p
measure is O, F1*S - O, F2 - O, N - F1*S - F2 + O.`,
		Formulas: []Formula{
			{"mi", "log2(O/E)", "Church & Hanks 1990, Computational Linguistics 16(1)"},
			{"mi3", "log2(O^3/E)", "Daille 1994; Oakes 1998"},
			{"npmi", "mi / -log2(O/N)", "Bouma 2009"},
			{"t", "(O-E) / sqrt(O)", "Church, Gale, Hanks & Hindle 1991"},
			{"z", "(O-E) / sqrt(E)", "Dennis 1965; Berry-Rogghe 1973"},
			{"g2", "2 * sum of O * ln(O/E) over the four cells", "Dunning 1993, Computational Linguistics 19(1)"},
			{"chi2", "sum of (O-E)^2 / E over the four cells", "Pearson 1900; Manning & Schuetze 1999, 5.3.3"},
			{"p_fisher", "probability, given the margins, of all tables that are no more probable than this one", "Fisher 1922; Pedersen 1996"},
			{"dice", "2 * O / (F1 + F2)", "Dice 1945; Smadja 1993"},
			{"log_dice", "14 + log2(dice)", "Rychly 2008"},
			{"delta_p_second", "O / (F1*S) - (F2-O) / (N - F1*S)", "Gries 2013, IJCL 18(1)"},
			{"delta_p_first", "O / F2 - (F1*S-O) / (N - F2)", "the same"},
		},
		Fields: []Field{
			{"term", "the node"}, {"collocate", "the word in its window"},
			{"count", "O, how often the pair was found"}, {"count_term", "F1"}, {"count_collocate", "F2"}, {"n", "N"},
			{"expected", "E"},
			{"mi", "pointwise mutual information, in bits"}, {"mi3", "the same with O cubed, for frequent pairs"},
			{"npmi", "mi from -1 (never together) to 1 (never apart)"},
			{"t", "t score"}, {"z", "z score"}, {"g2", "log-likelihood ratio"}, {"chi2", "chi-square"},
			{"p_fisher", "p value of Fisher's exact test, two-sided"},
			{"dice", "Dice coefficient"}, {"log_dice", "its logarithm, at most 14"},
			{"delta_p_second", "how much likelier the collocate is near the node than elsewhere"},
			{"delta_p_first", "how much likelier the node is near the collocate than elsewhere"},
		},
		Example: "  framewatch stats collocations --min-count 3 texts.jsonl\n  framewatch stats collocations --node port --left 5 --right 5 texts.jsonl",
		Options: func(f Flags) Run {
			c := &collocationsRun{}
			c.bind(f)
			f.StringSliceVar(&c.nodes, "node", nil, "words whose collocates are wanted (default: all)")
			f.IntVar(&c.window.Left, "left", 0, "tokens before the node")
			f.IntVar(&c.window.Right, "right", 1, "tokens after the node")
			f.IntVar(&c.least, "min-count", 1, "how often a pair must be found")
			f.StringVar(&c.margins, "margins", "words", "what frequencies are counted of: words or pairs")
			return c.run
		},
	}
}

type collocationsRun struct {
	words
	nodes   []string
	window  lexical.Window
	least   int
	margins string
}

// maxWindow is how wide a window may be: pairs in it are counted one by one.
const maxWindow = 1000

func (c *collocationsRun) run(ctx context.Context, in *Input, out *Output) error {
	if c.window.Left < 0 || c.window.Right < 0 || c.window.Left+c.window.Right == 0 || c.window.Left+c.window.Right > maxWindow {
		return Usagef("--left %d and --right %d: want a window of 1 to %d tokens", c.window.Left, c.window.Right, maxWindow)
	}
	margins := lexical.WordMargins
	switch c.margins {
	case "words":
	case "pairs":
		margins = lexical.PairMargins
	default:
		return Usagef("--margins is %q: want words or pairs", c.margins)
	}
	var keep func(string) bool
	if len(c.nodes) > 0 {
		keep = func(w string) bool { return slices.Contains(c.nodes, w) }
	}
	counted := lexical.Cooccurrence{Window: c.window}
	if err := c.each(ctx, in, func(d document) error { counted.Add(d.tokens, keep); return nil }); err != nil {
		return err
	}
	return counted.Each(max(1, c.least), margins, func(w lexical.Words, p lexical.Pair) error {
		o, err := pairObject(w, p)
		if err != nil {
			return err
		}
		return out.Write(o)
	})
}

func pairObject(w lexical.Words, p lexical.Pair) (*Object, error) {
	a := p.Association()
	const overlap, always = "the words are everywhere, or windows overlap so much that the table has no room for the pair", "the pair is everywhere"
	o := NewObject().Text("term", w.First).Text("collocate", w.Second).
		Int("count", p.Together).Int("count_term", p.First).Int("count_collocate", p.Second).Int("n", p.N).
		Float("expected", p.Expected(), "").
		Float("mi", a.MI, "").Float("mi3", a.MI3, "").Float("npmi", a.NPMI, always).
		Float("t", a.T, "").Float("z", a.Z, "").Float("g2", a.G2, overlap).Float("chi2", a.Chi2, overlap)
	if p.Possible() {
		fisher, err := stats.FisherExact(p.Table())
		if err != nil {
			return nil, err
		}
		o.Float("p_fisher", fisher, "")
	} else {
		o.Null("p_fisher", overlap)
	}
	return o.Float("dice", a.Dice, "").Float("log_dice", a.LogDice, "").
		Float("delta_p_second", a.DeltaPSecond, overlap).Float("delta_p_first", a.DeltaPFirst, overlap), nil
}

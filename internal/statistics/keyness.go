package statistics

import (
	"context"

	"framewatch/compare/stats"
)

func keyness() Statistic {
	return Statistic{
		Name: "keyness", Short: "Words that mark one group of documents against another",
		About: `Rows are documents with their words and their group. One object a word of either
group comes out, in the order of the words. O are observed counts: A of NA words in
group a, B of NB in group b; N = NA + NB; E are those expected if both groups used
the word alike, such as NA * (A+B) / N.

Words in running text are no independent draws, and neither are copies of one
story: p values rank and screen, they do not prove.`,
		Formulas: []Formula{
			{"g2", "2 * sum of O * ln(O/E) over the four cells of word x group; 0 * ln 0 = 0", "Dunning 1993, Computational Linguistics 19(1)"},
			{"g2_rayson", "the same over the two cells of the word: 2 * (A ln(A/E_A) + B ln(B/E_B))", "Rayson & Garside 2000, Workshop on Comparing Corpora"},
			{"chi2", "sum of (O-E)^2 / E over the four cells", "Pearson 1900"},
			{"chi2_yates", "the same with |O-E| less 1/2, and not below 0", "Yates 1934; as R's chisq.test and scipy's chi2_contingency"},
			{"p_fisher", "probability, given the margins, of all tables that are no more probable than this one", "Fisher 1922; two-sided as R's fisher.test and scipy's fisher_exact"},
			{"log_ratio", "log2((A/NA) / (B/NB)), a count of 0 taken as 1/2", "Hardie 2014"},
			{"diff_percent", "100 * (A/NA - B/NB) / (B/NB)", "Gabrielatos & Marchi 2011"},
			{"odds_ratio", "A * (NB-B) / (B * (NA-A))", "Everitt 2002"},
			{"odds_ratio_smoothed", "the same with 1/2 added to each cell", "Haldane 1956; Anscombe 1956, Biometrika 43"},
			{"bic, bic_rayson", "g2 - ln N, and g2_rayson - ln N", "Wilson 2013, Embracing Bayes factors for key item analysis"},
			{"ell", "g2_rayson / (2 * (A+B) * ln(1/q)), q the share of the smaller group in N", "Johnston, Berry & Mielke 2006, Perceptual and Motor Skills 103"},
			{"ell_ucrel", "g2_rayson / (N * ln(smaller E))", "UCREL's log-likelihood calculator, which names the same paper"},
			{"lrc", "the end nearer to 0 of the interval log2(p/(1-p) * NB/NA), 0 inside it; p Clopper-Pearson of A among A+B,\n      at 1 - (1 - confidence) / number of words", "Evert 2022, Measuring keyness; Clopper & Pearson 1934"},
			{"p_g2_bh, p_g2_holm", "p_g2 adjusted for all words in the output", "Benjamini & Hochberg 1995; Holm 1979"},
		},
		Fields: []Field{
			{"term", "the word"},
			{"count_a", "its occurrences in group a"}, {"count_b", "its occurrences in group b"},
			{"rel_a", "share of the words of group a"}, {"rel_b", "share of the words of group b"},
			{"g2", "log-likelihood ratio, four cells"}, {"g2_rayson", "log-likelihood ratio, the two cells of the word"},
			{"p_g2", "chance of such a g2 or a greater one (chi-square, 1 degree of freedom)"},
			{"p_g2_bh", "p_g2 after Benjamini and Hochberg"}, {"p_g2_holm", "p_g2 after Holm"},
			{"chi2", "chi-square"}, {"p_chi2", "its p value"},
			{"chi2_yates", "chi-square with the correction for continuity"}, {"p_chi2_yates", "its p value"},
			{"p_fisher", "p value of Fisher's exact test"},
			{"log_ratio", "binary logarithm of the ratio of shares; 1 is twice as frequent in a"},
			{"lrc", "log ratio, conservative: the least that the data allow"},
			{"diff_percent", "difference of shares in percent of that of b; null where b lacks the word"},
			{"odds_ratio", "ratio of odds; null where b lacks the word or a has no other"},
			{"odds_ratio_smoothed", "ratio of odds with half a word in each cell more"},
			{"bic", "approximate Bayes factor of g2: above 2 evidence for a difference, below 0 against"},
			{"bic_rayson", "approximate Bayes factor of g2_rayson"},
			{"ell", "effect size of g2_rayson, 0 to 1"},
			{"ell_ucrel", "effect size of g2_rayson as UCREL prints it"},
		},
		Example: "  framewatch stats keyness --a north --b south texts.jsonl",
		Options: func(f Flags) Run {
			k := &keynessRun{}
			k.bindSides(f)
			f.Float64Var(&k.confidence, "confidence", 0.95, "confidence of lrc, for all words together")
			f.IntVar(&k.least, "min-count", 1, "occurrences that a word must have in both groups together")
			return k.run
		},
	}
}

type keynessRun struct {
	words
	confidence float64
	least      int
}

func (k *keynessRun) run(ctx context.Context, in *Input, out *Output) error {
	if err := checkConfidence(k.confidence); err != nil {
		return err
	}
	v, a, b, err := k.twoGroups(ctx, in)
	if err != nil {
		return err
	}
	terms, counts := v.of(max(1, k.least), a, b)
	tables, p := make([]stats.Frequencies, len(terms)), make([]float64, len(terms))
	for i := range terms {
		tables[i] = stats.Frequencies{A: counts[0][i], B: counts[1][i], NA: v.totals[a], NB: v.totals[b]}
		p[i] = stats.PValue(stats.G2(tables[i]))
	}
	bh, holm := stats.BenjaminiHochberg(p), stats.Holm(p)
	for i, term := range terms {
		fisher, err := stats.FisherExact(tables[i])
		if err != nil {
			return err
		}
		t := tables[i]
		g2, g2Words, chi2, yates := stats.G2(t), stats.G2Words(t), stats.ChiSquare(t), stats.ChiSquareYates(t)
		const only, lacks = "the groups have no other word", "b lacks the word"
		object := NewObject().Text("term", term).Int("count_a", t.A).Int("count_b", t.B).
			Float("rel_a", float64(t.A)/float64(t.NA), "").Float("rel_b", float64(t.B)/float64(t.NB), "").
			Float("g2", g2, "").Float("g2_rayson", g2Words, "").
			Float("p_g2", p[i], "").Float("p_g2_bh", bh[i], "").Float("p_g2_holm", holm[i], "").
			Float("chi2", chi2, only).Float("p_chi2", stats.PValue(chi2), only).
			Float("chi2_yates", yates, only).Float("p_chi2_yates", stats.PValue(yates), only).
			Float("p_fisher", fisher, "").
			Float("log_ratio", stats.LogRatio(t), "").Float("lrc", stats.ConservativeLogRatio(t, k.confidence, len(terms)), "").
			Float("diff_percent", stats.PercentDiff(t), lacks).
			Float("odds_ratio", stats.OddsRatio(t), "b lacks the word or a has no other").Float("odds_ratio_smoothed", stats.SmoothedOddsRatio(t), "").
			Float("bic", stats.BayesFactor(g2, t), "").Float("bic_rayson", stats.BayesFactor(g2Words, t), "").
			Float("ell", stats.EffectOfG2(t), "").Float("ell_ucrel", stats.EffectOfG2UCREL(t), "the smaller expected count is 1")
		if t.A == 0 || t.B == 0 {
			object.Note("log_ratio: a count of 0 is taken as 1/2")
		}
		if err := out.Write(object); err != nil {
			return err
		}
	}
	return nil
}

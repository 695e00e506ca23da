package statistics

import (
	"context"
	"math"

	"framewatch/compare/stats"
)

func contrast() Statistic {
	return Statistic{
		Name: "contrast", Short: "Differences, risk ratios and odds ratios of shares between two groups",
		About: `Each row is a document. For each outcome, in this order, come out: the difference of
shares with the interval to be preferred (method mover) and, with --story, that in
which each story counts once; then difference, risk ratio and odds ratio with a
clustered sandwich (method sandwich), whose intervals are too narrow with few
clusters; then with --covariates the odds ratio net of them (method logistic).`,
		Formulas: []Formula{
			{"mover", "d - sqrt((pa-la)^2 + (ub-pb)^2 - 2r(pa-la)(ub-pb)), upper alike; l, u as in stats prevalence", "Zou & Donner 2008, Statistics in Medicine 27; Newcombe 1998, Statistics in Medicine 17"},
			{"sandwich", "sum over clusters of summed scores squared, times G/(G-1) (n-1)/(n-k); normal quantile", "Liang & Zeger 1986, Biometrika 73; the factor as in Stata and statsmodels"},
			{"two_way", "V(story) + V(outlet) - V(story and outlet)", "Cameron, Gelbach & Miller 2011, Journal of Business & Economic Statistics 29"},
			{"logistic", "most likely coefficient of group a in a logistic regression with an intercept", "Hosmer & Lemeshow 2000, Applied Logistic Regression"},
			{"p_outlets", "share of ways to share out the outlets among the groups with as large a difference", "Fisher 1935; Phipson & Smyth 2010, Statistical Applications in Genetics 9"},
		},
		Fields: []Field{
			{"outcome", "column"}, {"group_a", "group that is compared"}, {"group_b", "group that it is compared with"},
			{"statistic", "difference, difference_per_story, risk_ratio or odds_ratio, of a against b"}, {"method", "mover, sandwich or logistic"},
			{"value", "the estimate; a ratio, not its logarithm"}, {"se", "standard error; of a ratio that of its natural logarithm"},
			{"ci_lo", "lower end of the interval"}, {"ci_hi", "upper end"}, {"df", "degrees of freedom of its t quantile; null where it is normal"},
			{"p", "two-sided p value of no difference"}, {"p_holm", "the same adjusted over the outcomes after Holm"}, {"p_bh", "after Benjamini & Hochberg"},
			{"p_outlets", "of a permutation of outlets (mover, with --outlet)"},
			{"share_a", "share in group a"}, {"share_b", "in group b"}, {"k_a", "documents of a with the outcome"}, {"n_a", "documents of a that are coded"},
			{"k_b", "of b with the outcome"}, {"n_b", "of b that are coded"}, {"n_stories", "stories in both"}, {"n_outlets", "outlets in both"},
			{"cluster_by", "document, story, outlet or two_way"}, {"covariates", "that the estimate is net of"}, {"confidence", "of the interval"},
		},
		Example: "  framewatch stats contrast --a signatory --b other --outcome frame_x,frame_y --group bloc --story syndication_group documents.csv",
		Options: func(f Flags) Run {
			var c contrasted
			c.bind(f, "outcome")
			c.bindGroup(f, "column with a document's group")
			c.sides.bindNames(f)
			f.StringSliceVar(&c.covariates, "covariates", nil, "columns of a logistic regression besides the group: numbers, or else categories")
			f.IntVar(&c.permutations, "permutations", 10000, "of outlets, at most; all are tried where there are fewer")
			f.Uint64Var(&c.seed, "seed", 1, "of the permutations")
			bindConfidence(f, &c.confidence)
			return c.run
		},
	}
}

// contrasted are the flags of contrast.
type contrasted struct {
	binary
	sides        words
	covariates   []string
	permutations int
	seed         uint64
	confidence   float64
}

// difference is an estimate of a contrast; ratios are given as such.
type difference struct {
	outcome           int
	statistic, method string
	value, se, p, df  float64
	interval          stats.Interval
	outlets           float64 // p of the permutation
	why               string  // something is not defined
	note              string
	sides             sides
	covariates        []string
}

// sides are the counts of both groups.
type sides struct {
	k, n             [2]int
	stories, outlets int
}

func (c *contrasted) run(ctx context.Context, in *Input, out *Output) error {
	if err := checkConfidence(c.confidence); err != nil {
		return err
	}
	if c.permutations < 2 || c.permutations > 1e7 {
		return Usagef("--permutations %d: want 2 to 10000000", c.permutations)
	}
	if c.group == "" {
		return Usagef("--group names no column")
	}
	if len(c.outcomes) == 0 {
		return Usagef("--outcome names no column")
	}
	documents, err := c.read(ctx, in, c.covariates, func(row Row, d *observation) error {
		for _, column := range c.covariates {
			text, err := optionalText(row, column)
			if err != nil {
				return err
			}
			d.covariates = append(d.covariates, text)
		}
		return nil
	})
	if err != nil {
		return err
	}
	a, b, err := c.sides.sides(groups(documents))
	if err != nil {
		return err
	}
	var all []difference
	for i := range c.outcomes {
		all = append(all, c.compare(documents, i, a, b)...)
	}
	return c.write(out, all, a, b)
}

// compare makes the estimates of an outcome.
func (c *contrasted) compare(documents []observation, outcome int, a, b string) []difference {
	first := func(d observation) bool { return d.group == a }
	s := sampleOf(documents, outcome, func(d observation) bool { return d.group == a || d.group == b })
	of := sides{}
	onFirst := make([]bool, len(s.documents))
	for i, d := range s.documents {
		side := 1
		if onFirst[i] = first(d); onFirst[i] {
			side = 0
		}
		of.n[side]++
		if s.positive[i] {
			of.k[side]++
		}
	}
	of.stories, of.outlets = distinct(s.stories), distinct(s.outlets)
	out := c.mover(s.parts(first), s.parts(func(d observation) bool { return !first(d) }), of.n)
	out = append(out, c.sandwich(s, onFirst)...)
	if len(c.covariates) > 0 {
		out = append(out, c.logistic(s, onFirst))
	}
	for i := range out {
		out[i].outcome, out[i].sides = outcome, of
	}
	return out
}

func distinct(labels []int) int {
	seen := map[int]bool{}
	for _, l := range labels {
		seen[l] = true
	}
	return len(seen)
}

func (c *contrasted) mover(a, b []stats.Part, n [2]int) (out []difference) {
	by, _ := c.clustering()
	documents, perStory := stats.Differences(a, b, by, c.confidence)
	var p, pPerStory stats.Permutation
	if c.outlet != "" && n[0] > 0 && n[1] > 0 {
		p, pPerStory = stats.Resampling{B: c.permutations, Seed: int64(c.seed), Confidence: c.confidence}.PermuteOutlets(a, b)
	}
	for i, got := range []stats.ClusteredDifference{documents, perStory} {
		d := difference{statistic: "difference", method: "mover", value: got.Value, se: none, p: none, df: none,
			interval: stats.Interval{Lo: none, Hi: none}, outlets: optionalNumber(p.P, p.OK)}
		if i == 1 {
			if c.story == "" {
				break
			}
			d.statistic, d.outlets = "difference_per_story", optionalNumber(pPerStory.P, pPerStory.OK)
		}
		switch {
		case n[0] == 0 || n[1] == 0:
			d.value, d.why = none, "a group has no document that is coded"
		case !got.OK:
			d.why = "fewer than two clusters in a group"
		default:
			d.se, d.p, d.interval, d.df = got.SE, got.P, got.Interval, optionalNumber(got.DF, got.DF > 0)
		}
		out = append(out, d)
	}
	return out
}

func (c *contrasted) sandwich(s sample, onFirst []bool) (out []difference) {
	by, _ := c.clustering()
	got, err := stats.Contrast(s.positive, onFirst, s.clusters(by)...)
	why := ""
	if err != nil {
		why = err.Error()
	}
	if got.N[0] == 0 || got.N[1] == 0 {
		nothing := stats.Effect{Value: none, SE: none}
		got.Difference, got.LogRiskRatio, got.LogOddsRatio = nothing, nothing, nothing
		why = "a group has no document that is coded"
	}
	for _, e := range []struct {
		name string
		of   stats.Effect
	}{{"difference", got.Difference}, {"risk_ratio", got.LogRiskRatio}, {"odds_ratio", got.LogOddsRatio}} {
		out = append(out, c.effect(e.name, "sandwich", e.of, why))
	}
	return out
}

// effect makes a difference, or a ratio of its logarithm.
func (c *contrasted) effect(statistic, method string, of stats.Effect, why string) difference {
	_, p := of.Z()
	d := difference{statistic: statistic, method: method, value: of.Value, se: of.SE, p: p, df: none, interval: of.Interval(c.confidence), outlets: none, why: why}
	if d.why == "" {
		switch {
		case math.IsNaN(of.Value):
			d.why = "a share is 0 or 1"
		case math.IsNaN(of.SE):
			d.why = "the variance by two ways of clustering is below 0"
		case of.SE == 0:
			d.why = "no variance"
			d.interval = stats.Interval{Lo: none, Hi: none}
		}
	}
	if statistic != "difference" {
		d.value, d.interval = math.Exp(d.value), stats.Interval{Lo: math.Exp(d.interval.Lo), Hi: math.Exp(d.interval.Hi)}
	}
	return d
}

// write adjusts p values over outcomes, each kind of estimate for itself.
func (c *contrasted) write(out *Output, all []difference, a, b string) error {
	_, by := c.clustering()
	tests := make([]test, len(all))
	for i, d := range all {
		tests[i] = test{family: d.statistic + " " + d.method, p: d.p}
	}
	adjusted, _ := adjustAll(tests)
	for i, d := range all {
		o := NewObject().Text("outcome", c.outcomes[d.outcome]).Text("group_a", a).Text("group_b", b).Text("statistic", d.statistic).Text("method", d.method)
		o.Float("value", d.value, d.why).Float("se", d.se, d.why).Float("ci_lo", d.interval.Lo, d.why).Float("ci_hi", d.interval.Hi, d.why)
		o.Float("df", d.df, "the quantile is normal").Float("p", d.p, d.why)
		for j, method := range adjustments {
			if method.name == "bh" || method.name == "holm" {
				o.Float("p_"+method.name, adjusted[i][j], d.why)
			}
		}
		if d.method == "mover" && c.outlet != "" {
			o.Float("p_outlets", d.outlets, "there is one way only to share out the outlets")
		}
		for side, name := range []string{"a", "b"} {
			share := float64(d.sides.k[side]) / float64(d.sides.n[side])
			o.Float("share_"+name, share, "no document is coded").Int("k_"+name, d.sides.k[side]).Int("n_"+name, d.sides.n[side])
		}
		o.Int("n_stories", d.sides.stories)
		if c.outlet != "" {
			o.Int("n_outlets", d.sides.outlets)
		}
		o.Text("cluster_by", by)
		if d.covariates != nil {
			o.Texts("covariates", d.covariates)
		}
		if err := out.Write(o.Float("confidence", c.confidence, "").Note(d.note)); err != nil {
			return err
		}
	}
	return nil
}

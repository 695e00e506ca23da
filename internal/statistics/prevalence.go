package statistics

import (
	"context"

	"framewatch/compare/stats"
)

func prevalence() Statistic {
	return Statistic{
		Name: "prevalence", Short: "Shares of documents by group, with intervals that know copies and outlets",
		About: `Each row is a document. One object comes out for each outcome and group, in this
order, and with --story another one in which each story counts once. ci_lo and ci_hi
are to be preferred. The others show what they would be: wilson takes documents as
independent, bootstrap resamples stories (or outlets where --story is not given) and
is too narrow where few have the outcome.`,
		Formulas: []Formula{
			{"wilson", "(p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)", "Wilson 1927, Journal of the American Statistical Association 22"},
			{"ci", "the same with n the effective number of documents, z a t quantile where outlets are clusters", "Korn & Graubard 1998, Survey Methodology 24; variances: Kish 1965, Survey Sampling; two ways: Cameron, Gelbach & Miller 2011"},
			{"bootstrap", "percentiles of shares over clusters drawn with replacement", "Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13"},
			{"design_effect", "se^2 / (p(1-p)/n)", "Kish 1965"},
		},
		Fields: []Field{
			{"outcome", "column"}, {"group", "group, where --group names a column"},
			{"statistic", "share, or share_per_story: the mean over stories of their shares"}, {"value", "the share, 0 to 1"},
			{"k", "documents with the outcome"}, {"n", "documents that are coded"}, {"n_not_coded", "documents left out"},
			{"n_stories", "stories among n"}, {"n_outlets", "outlets among n, where --outlet names a column"},
			{"cluster_by", "document, story, outlet or two_way"}, {"se", "standard error"}, {"ci_lo", "lower end of the preferred interval"}, {"ci_hi", "upper end"},
			{"df", "degrees of freedom of its t quantile; null where it is normal"},
			{"n_effective", "independent documents that would tell as much"}, {"design_effect", "by how much clusters multiply the variance"},
			{"wilson_lo", "lower end of Wilson's interval, of k among n (share only)"}, {"wilson_hi", "upper end"},
			{"bootstrap_se", "standard error over resampled clusters"}, {"bootstrap_lo", "lower end of their percentile interval"}, {"bootstrap_hi", "upper end"},
			{"replicates", "bootstrap samples"}, {"seed", "of their random numbers"}, {"confidence", "of the intervals"},
		},
		Example: "  framewatch stats prevalence --outcome frame_x --group bloc --story syndication_group --outlet outlet documents.csv",
		Options: func(f Flags) Run {
			var p prevalent
			p.binary.bind(f, "outcome")
			p.bindGroup(f, "column with a document's group; \"\" for one group")
			p.resampling.bind(f)
			return p.run
		},
	}
}

// prevalent are the flags of prevalence.
type prevalent struct {
	binary
	resampling
}

func (p *prevalent) run(ctx context.Context, in *Input, out *Output) error {
	if err := p.check(); err != nil {
		return err
	}
	if len(p.outcomes) == 0 {
		return Usagef("--outcome names no column")
	}
	documents, err := p.read(ctx, in, nil, nil)
	if err != nil {
		return err
	}
	for i := range p.outcomes {
		for _, g := range groups(documents) {
			all := 0
			s := sampleOf(documents, i, func(d observation) bool {
				if d.group == g {
					all++
				}
				return d.group == g
			})
			if err := p.write(out, p.outcomes[i], g, s, all); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *prevalent) write(out *Output, outcome, group string, s sample, all int) error {
	by, name := p.clustering()
	parts := s.parts(everything)
	documents, perStory := stats.Shares(parts, by, p.confidence)
	booted, bootedPerStory := p.bootstrap(parts)
	naive, err := stats.Wilson(s.k, len(parts), p.confidence)
	if err != nil {
		return err
	}
	for i, got := range []stats.Clustered{documents, perStory} {
		if i == 1 && p.story == "" {
			break
		}
		o := NewObject().Text("outcome", outcome)
		if p.group != "" {
			o.Text("group", group)
		}
		o.Text("statistic", []string{"share", "share_per_story"}[i])
		known := len(parts) > 0
		o.Float("value", optionalNumber(got.Value, known), "no document is coded")
		o.Int("k", s.k).Int("n", len(parts)).Int("n_not_coded", all-len(parts)).Int("n_stories", got.Stories)
		if p.outlet != "" {
			o.Int("n_outlets", got.Outlets)
		}
		o.Text("cluster_by", name)
		writeClustered(o, got, len(parts))
		if i == 0 {
			o.Float("wilson_lo", naive.Lo, "").Float("wilson_hi", naive.Hi, "")
			writeBootstrap(o, booted)
		} else {
			writeBootstrap(o, bootedPerStory)
		}
		o.Int("replicates", p.replicates).Int("seed", int(p.seed)).Float("confidence", p.confidence, "")
		if err := out.Write(o); err != nil {
			return err
		}
	}
	return nil
}

// writeClustered adds the preferred interval.
func writeClustered(o *Object, got stats.Clustered, n int) {
	const few = "fewer than two clusters"
	o.Float("se", optionalNumber(got.SE, got.OK), few)
	o.Float("ci_lo", optionalNumber(got.Interval.Lo, got.OK), few).Float("ci_hi", optionalNumber(got.Interval.Hi, got.OK), few)
	o.Float("df", optionalNumber(got.DF, got.OK && got.DF > 0), "the quantile is normal")
	o.Float("n_effective", optionalNumber(got.Effective, got.OK), few)
	effect := none
	if got.OK {
		effect = stats.DesignEffect(got.SE, got.Value, n)
	}
	o.Float("design_effect", effect, "not defined for a share of 0 or 1")
}

func writeBootstrap(o *Object, got stats.Bootstrapped) {
	const why = "fewer than two clusters, or no bootstrap"
	o.Float("bootstrap_se", optionalNumber(got.SE, got.OK), why)
	o.Float("bootstrap_lo", optionalNumber(got.Interval.Lo, got.OK), why).Float("bootstrap_hi", optionalNumber(got.Interval.Hi, got.OK), why)
}

// bootstrap resamples stories, or outlets where they alone are known.
func (p *prevalent) bootstrap(parts []stats.Part) (documents, perStory stats.Bootstrapped) {
	at := map[int32]int{}
	var clusters []stats.Cluster
	for _, part := range parts {
		key := part.Story
		if p.story == "" && p.outlet != "" {
			key = part.Outlet
		}
		i, ok := at[key]
		if !ok {
			i = len(clusters)
			at[key] = i
			clusters = append(clusters, stats.Cluster{})
		}
		clusters[i].K += part.K
		clusters[i].N += part.N
	}
	r := stats.Resampling{B: p.replicates, Seed: int64(p.seed), Confidence: p.confidence}
	return r.Shares(clusters)
}

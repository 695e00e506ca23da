package statistics

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"framewatch/compare/stats"
)

// audits are the flags and rows of corrections by hand codes.
type audits struct {
	auto, hand, p, story, outlet, group string
	unlabelled                          string
	confidence                          float64
}

func (a *audits) bind(f Flags, probability bool) {
	f.StringVar(&a.auto, "auto", "auto", "column with the program's code, from 0 to 1")
	f.StringVar(&a.hand, "hand", "hand", "column with the hand code, from 0 to 1; empty where there is none")
	if probability {
		f.StringVar(&a.p, "p", "p", "column with the probability of being drawn for hand coding")
	}
	f.StringVar(&a.group, "group", "", "column with the group, for one object a group and, of two, their difference")
	f.StringVar(&a.unlabelled, "unlabelled", "", "further file, of rows without hand codes")
	f.Float64Var(&a.confidence, "confidence", 0.95, "confidence of the intervals")
}

func (a *audits) bindClusters(f Flags) {
	f.StringVar(&a.story, "story", "", "column with what rows belong to, such as a story with its copies (default: each row by itself)")
	f.StringVar(&a.outlet, "outlet", "", "column with the outlet, or another second cluster")
}

// auditedGroup are the rows of a group.
type auditedGroup struct {
	name  string
	units []stats.Audited
}

// groups reads the rows, groups by name. Without --group there is one, without name.
func (a *audits) groups(ctx context.Context, in *Input) ([]auditedGroup, error) {
	if err := checkConfidence(a.confidence); err != nil {
		return nil, err
	}
	inputs := []*Input{in}
	if a.unlabelled != "" {
		more, err := Open(nil, a.unlabelled)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, more)
	}
	clusters := map[string]int{}
	number := func(row Row, column string, otherwise int) (int, error) {
		if column == "" {
			return otherwise, nil
		}
		text, err := row.Text(column)
		if err != nil {
			return 0, err
		}
		key := column + "\x00" + text
		if clusters[key] == 0 {
			clusters[key] = len(clusters) + 1
		}
		return clusters[key], nil
	}
	found := map[string]*auditedGroup{}
	n := 0
	for i, input := range inputs {
		columns := Columns{Need: []string{a.auto, a.story, a.outlet, a.group}, May: []string{a.p, a.hand}}
		if i == 0 {
			columns = Columns{Need: []string{a.auto, a.hand, a.story, a.outlet, a.group}, May: []string{a.p}}
		}
		for row, err := range input.Rows(ctx, columns) {
			if err != nil {
				return nil, err
			}
			n++
			u, err := a.unit(row)
			if err != nil {
				return nil, err
			}
			if i > 0 && u.Coded {
				return nil, row.Errorf("%s has a value in a file of rows without hand codes", a.hand)
			}
			if u.Story, err = number(row, a.story, -n); err != nil {
				return nil, err
			}
			if u.Outlet, err = number(row, a.outlet, 0); err != nil {
				return nil, err
			}
			name := ""
			if a.group != "" {
				if name, err = row.Text(a.group); err != nil {
					return nil, err
				}
			}
			if found[name] == nil {
				found[name] = &auditedGroup{name: name}
			}
			found[name].units = append(found[name].units, u)
		}
	}
	var out []auditedGroup
	for _, g := range found {
		out = append(out, *g)
	}
	slices.SortFunc(out, func(x, y auditedGroup) int { return strings.Compare(x.name, y.name) })
	return out, nil
}

// unit reads the codes of a row.
func (a *audits) unit(row Row) (u stats.Audited, err error) {
	if u.Auto, err = row.Number(a.auto); err != nil {
		return u, err
	}
	if u.Hand, u.Coded, err = row.MaybeNumber(a.hand); err != nil {
		return u, err
	}
	for _, code := range []struct {
		column string
		value  float64
	}{{a.auto, u.Auto}, {a.hand, u.Hand}} {
		if code.value < 0 || code.value > 1 {
			return u, row.Errorf("%s is %v, not from 0 to 1", code.column, code.value)
		}
	}
	if a.p == "" || !u.Coded {
		return u, nil
	}
	known := false
	if u.P, known, err = row.MaybeNumber(a.p); err == nil && known && (u.P <= 0 || u.P > 1) {
		err = row.Errorf("%s is %v, not above 0 and up to 1", a.p, u.P)
	}
	return u, err
}

// correctionFields are the fields of an object that [writeCorrected] writes.
func correctionFields(own ...Field) []Field {
	return slices.Concat([]Field{
		{"group", "the group; of a difference both, the first less the second; empty without --group"},
		{"method", "how it was corrected"},
		{"value", "the corrected mean, or difference of means"},
		{"raw", "the same of the program's codes"},
	}, own, []Field{
		{"se", "standard error with rows independent, as published"}, {"ci_lo", "lower end of its normal interval"}, {"ci_hi", "upper end"},
		{"se_story", "standard error with rows summed by --story, without small-sample factor; null without it"},
		{"se_cluster", "standard error by --story and --outlet, for small samples"}, {"df", "degrees of freedom of its interval"},
		{"ci_cluster_lo", "lower end of that interval, within what a share can be"}, {"ci_cluster_hi", "upper end"},
		{"n", "rows"}, {"n_coded", "of them with hand code"}, {"n_effective", "equally weighted hand codes that would tell as much (Kish 1965)"},
	})
}

const clusterSource = "Cameron, Gelbach & Miller 2011, JBES 29(2); CR3 of MacKinnon & White 1985; skewness Johnson 1978, JASA 73"

var clusterFormula = Formula{"se_cluster", "square root of sum_story s^2 + max(0, sum_outlet s^2 - sum_both s^2), s the sum of influences in a cluster over\n      1 - its share of rows; Satterthwaite's t, shifted by skewness; never below what half an unseen error more would give", clusterSource}

// correctedBy reads audits and writes what methods make of them; own adds the fields
// that they alone have.
func correctedBy(f Flags, methods []stats.Correction, own func(*Object, stats.Corrected)) Run {
	a := &audits{}
	a.bind(f, true)
	a.bindClusters(f)
	return func(ctx context.Context, in *Input, out *Output) error {
		groups, err := a.groups(ctx, in)
		if err != nil {
			return err
		}
		return a.writeCorrected(groups, out, methods, own)
	}
}

// writeCorrected writes the means of groups and, of two, their difference.
func (a *audits) writeCorrected(groups []auditedGroup, out *Output, methods []stats.Correction, own func(*Object, stats.Corrected)) error {
	one := func(name string, n int, m stats.Correction, c stats.Corrected, err error) error {
		object := NewObject().Text("group", name).Text("method", string(m))
		why := ""
		if err != nil {
			why = err.Error()
			c = stats.Corrected{Value: math.NaN(), Raw: math.NaN(), Plain: stats.Spread{SE: math.NaN(), Interval: stats.Interval{Lo: math.NaN(), Hi: math.NaN()}}}
		}
		object.Float("value", c.Value, why).Float("raw", c.Raw, why)
		own(object, c)
		object.Float("se", c.Plain.SE, why).Float("ci_lo", c.Plain.Interval.Lo, why).Float("ci_hi", c.Plain.Interval.Hi, why)
		story, cluster, few := c.StorySE, c.Clustered, why
		if a.story == "" {
			story = math.NaN()
		}
		if !c.OK {
			cluster = stats.Spread{SE: math.NaN(), DF: math.NaN(), Interval: stats.Interval{Lo: math.NaN(), Hi: math.NaN()}}
			if why == "" {
				few = "fewer than two clusters"
			}
		}
		noStory := why
		if noStory == "" {
			noStory = "no --story is named"
		}
		object.Float("se_story", story, noStory).Float("se_cluster", cluster.SE, few).Float("df", cluster.DF, few).
			Float("ci_cluster_lo", cluster.Interval.Lo, few).Float("ci_cluster_hi", cluster.Interval.Hi, few).
			Int("n", n).Int("n_coded", c.Coded).Float("n_effective", c.Effective, why)
		if c.Clipped {
			object.Note("the clustered interval is cut at what a share can be")
		}
		return out.Write(object)
	}
	for _, m := range methods {
		for _, g := range groups {
			c, err := m.Mean(g.units, a.confidence)
			if err := one(g.name, len(g.units), m, c, err); err != nil {
				return err
			}
		}
		if len(groups) == 2 {
			x, y := groups[0], groups[1]
			c, err := m.Difference(x.units, y.units, a.confidence)
			if err := one(fmt.Sprintf("%s - %s", x.name, y.name), len(x.units)+len(y.units), m, c, err); err != nil {
				return err
			}
		}
	}
	return nil
}

func dsl() Statistic {
	return Statistic{
		Name: "dsl", Short: "A mean or a difference of means of a program's codes, corrected by hand codes that were drawn by design",
		About: `Rows have the program's code; those that were drawn for hand coding have the hand code
too, and the probability with which they were drawn. Right whatever the program's
errors depend on, as long as the probabilities are the true ones and none is 0.
One object a group comes out, by name, and of two groups one for the difference.`,
		Formulas: []Formula{
			{"value", "mean of y, y = auto + (hand coded) / p * (hand - auto)", "Egami, Hinck, Stewart & Wei 2023, arXiv 2306.04746"},
			{"se", "square root of sum (y - value)^2 / n^2", "the same: sandwich of the moment condition"},
			clusterFormula,
		},
		Fields:  correctionFields(),
		Example: "  framewatch stats dsl --p inclusion_probability --story story --outlet outlet codes.csv",
		Options: func(f Flags) Run {
			return correctedBy(f, []stats.Correction{stats.DSL}, func(*Object, stats.Corrected) {})
		},
	}
}

func ppi() Statistic {
	return Statistic{
		Name: "ppi", Short: "A mean or a difference of means of hand codes, helped by a program's codes of more rows",
		About: `Rows have the program's code, those that people have coded the hand code too. Without
probabilities (--p) the coded rows are taken for a simple random sample, apart from the
others; with them the weights 1/p are divided by their sum, and mean(auto) is of all rows.
Two objects a group come out, by name: ppi, then ppi_plus; and the same of the difference
of two groups.`,
		Formulas: []Formula{
			{"value", "lambda * mean(auto of rows without hand code) + mean(hand - lambda * auto of those with one)", "Angelopoulos, Bates, Fannjiang, Jordan & Zrnic 2023, Science 382"},
			{"lambda", "1 for ppi; for ppi_plus cov(hand, auto) / ((1 + n/N) var(auto)), within 0 and 1", "Angelopoulos, Duchi & Zrnic 2023, arXiv 2311.01453; as ppi_py"},
			{"se", "square root of lambda^2 var(auto)/N + var(hand - lambda * auto)/n", "the same"},
			clusterFormula,
		},
		Fields:  correctionFields(Field{"lambda", "weight of the program's codes; null for a difference"}),
		Example: "  framewatch stats ppi --unlabelled rest.csv coded.csv",
		Options: func(f Flags) Run {
			return correctedBy(f, []stats.Correction{stats.PPI, stats.PPIPlus}, func(o *Object, c stats.Corrected) {
				lambda, why := c.Lambda, ""
				if c.Lambda == 0 && c.Difference {
					lambda, why = math.NaN(), "each group has its own"
				}
				if math.IsNaN(c.Value) {
					lambda, why = math.NaN(), "there is no estimate"
				}
				o.Float("lambda", lambda, why)
			})
		},
	}
}

package statistics

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"framewatch/compare/stats"
)

func agreement() Statistic {
	return Statistic{
		Name: "agreement", Aliases: []string{"reliability"}, Short: "How far coders agree",
		About: `Each row is one code: what a coder says of a unit. With --coders each row is a unit
and these columns are the coders. Empty values are not coded. Values that are all
numbers are in their order; others have one by --order only. One object a
coefficient comes out, for each item in turn. Intervals resample clusters of units
with all their codes, and are percentiles; they are too narrow for few clusters.`,
		Formulas: []Formula{
			{"percent", "mean over units of the share of pairs of codes that agree", "Fleiss 1971, Psychological Bulletin 76"},
			{"alpha_*", "1 - observed / expected disagreement, of pairs within units and of all pairs of codes", "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C"},
			{"kappa", "(po - pe) / (1 - pe); of more than two coders the mean over pairs of coders", "Cohen 1960, Educational and Psychological Measurement 20; Light 1971, Psychological Bulletin 76"},
			{"kappa_linear, kappa_quadratic", "1 - sum w o / sum w e, w = |i - j| or (i - j)^2 for categories i and j in order", "Cohen 1968, Psychological Bulletin 70"},
			{"fleiss", "(percent - sum p^2) / (1 - sum p^2), p the mean share of a category", "Fleiss 1971; with codes missing Gwet 2014, Handbook of Inter-Rater Reliability, chapter 2"},
			{"ac1", "(percent - pe) / (1 - pe), pe = sum p (1 - p) / (q - 1) for q categories", "Gwet 2008, British Journal of Mathematical and Statistical Psychology 61"},
			{"ac2_linear, ac2_quadratic", "ac1 with partial agreement 1 - w / max w, pe times sum of these / q", "Gwet 2014, chapter 3"},
		},
		Fields: []Field{
			{"item", "what was coded, where --item names a column"}, {"coefficient", "one of the formulas; alpha_ with nominal, ordinal, interval or ratio"},
			{"value", "the coefficient"}, {"se", "bootstrap standard error"}, {"ci_lo", "lower end of its interval"}, {"ci_hi", "upper end"},
			{"n_units", "units that two coders or more coded"}, {"n_coders", "coders with a code"}, {"n_codes", "codes"},
			{"n_categories", "values that are used, or in --order"}, {"n_clusters", "clusters among n_units"},
			{"replicates", "bootstrap samples"}, {"seed", "of their random numbers"}, {"confidence", "of the interval"},
		},
		Example: "  framewatch stats agreement --unit doc_id --coder coder --value code codes.csv\n" +
			"  framewatch stats agreement --coders anna,ben,chen --order against,neutral,for stance.csv",
		Options: func(f Flags) Run {
			var a agreed
			a.bind(f)
			return a.run
		},
	}
}

// agreed are the flags of agreement.
type agreed struct {
	unit, coder, value, item, cluster string
	coders, order                     []string
	missing                           []string
	resampling
}

func (a *agreed) bind(f Flags) {
	f.StringVar(&a.unit, "unit", "unit", "column with the unit that is coded")
	f.StringVar(&a.coder, "coder", "coder", "column with the coder")
	f.StringVar(&a.value, "value", "value", "column with the code")
	f.StringSliceVar(&a.coders, "coders", nil, "columns of the coders, for a table with a row a unit; in place of --unit, --coder and --value")
	f.StringVar(&a.item, "item", "", "column with what is coded, such as a frame; each is measured by itself")
	f.StringVar(&a.cluster, "cluster", "", "column with the group of units that are resampled together, such as a story (default: each unit)")
	f.StringSliceVar(&a.order, "order", nil, "values from lowest to highest, where they are no numbers")
	f.StringSliceVar(&a.missing, "missing", []string{"NA", "NaN"}, "values that mean not coded, besides empty ones")
	a.resampling.bind(f)
}

// itemCodes are the codes of an item by unit and coder.
type itemCodes struct {
	codes   map[string]map[string]string
	cluster map[string]string // of each unit
	coders  map[string]bool
	values  map[string]bool
	n       int
}

func (a *agreed) run(ctx context.Context, in *Input, out *Output) error {
	if err := a.check(); err != nil {
		return err
	}
	items, err := a.read(ctx, in)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(items)) {
		if err := a.measure(name, items[name], out); err != nil {
			return err
		}
	}
	return nil
}

func (a *agreed) read(ctx context.Context, in *Input) (map[string]*itemCodes, error) {
	columns := Columns{Need: append([]string{a.item, a.cluster}, a.coders...)}
	if len(a.coders) == 0 {
		columns.Need = append(columns.Need, a.unit, a.coder)
		columns.May = []string{a.value}
	}
	items := map[string]*itemCodes{}
	n := 0
	for row, err := range in.Rows(ctx, columns) {
		if err != nil {
			return nil, err
		}
		n++
		item, err := optionalText(row, a.item)
		if err != nil {
			return nil, err
		}
		of := items[item]
		if of == nil {
			of = &itemCodes{map[string]map[string]string{}, map[string]string{}, map[string]bool{}, map[string]bool{}, 0}
			items[item] = of
		}
		cluster, err := optionalText(row, a.cluster)
		if err != nil {
			return nil, err
		}
		if len(a.coders) > 0 {
			for _, coder := range a.coders {
				if err := a.add(of, row, strconv.Itoa(n), coder, coder, cluster); err != nil {
					return nil, err
				}
			}
			continue
		}
		unit, err := row.Text(a.unit)
		if err != nil {
			return nil, err
		}
		coder, err := row.Text(a.coder)
		if err != nil {
			return nil, err
		}
		if !row.Has(a.value) && !absent(row, a.value) {
			_, err := row.Text(a.value)
			return nil, err
		}
		if err := a.add(of, row, unit, coder, a.value, cluster); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// add notes one code.
func (a *agreed) add(of *itemCodes, row Row, unit, coder, column, cluster string) error {
	value, err := optionalText(row, column)
	if err != nil {
		return err
	}
	if of.codes[unit] == nil {
		of.codes[unit] = map[string]string{}
		of.cluster[unit] = cluster
	}
	if of.cluster[unit] != cluster {
		return row.Errorf("unit %q is in cluster %q here and in %q before", unit, cluster, of.cluster[unit])
	}
	if value = strings.TrimSpace(value); value == "" || slices.Contains(a.missing, value) {
		return nil
	}
	if len(a.order) > 0 && !slices.Contains(a.order, value) {
		return row.Errorf("%s is %q, which is not in --order %s", column, value, strings.Join(a.order, ","))
	}
	if _, twice := of.codes[unit][coder]; twice {
		return row.Errorf("coder %q codes unit %q twice", coder, unit)
	}
	of.codes[unit][coder] = value
	of.coders[coder], of.values[value] = true, true
	of.n++
	return nil
}

// named is a coefficient as it is printed; why says what it needs, where it cannot
// be had.
type named struct {
	name  string
	what  stats.Coefficient
	level stats.Level
	why   string
}

// coefficients are all, with those that these values do not allow marked.
func (a *agreed) coefficients(values []string) ([]named, []float64) {
	points := make([]float64, len(values))
	numbers, positive := len(values) > 0, true
	for i, v := range values {
		x, err := strconv.ParseFloat(v, 64)
		points[i] = x
		numbers = numbers && err == nil
		positive = positive && x >= 0
	}
	var ordered, numeric, ratio string
	if !numbers {
		numeric, ratio = "values are no numbers", "values are no numbers"
		if len(a.order) == 0 {
			ordered = "values have no order; give it by --order"
		}
	} else if !positive {
		ratio = "some values are below 0"
	}
	if numbers && !slices.IsSorted(points) {
		numeric, ratio = "--order is not that of the numbers", "--order is not that of the numbers"
	}
	return []named{
		{"percent", stats.PercentAgreement, stats.NominalLevel, ""},
		{"alpha_nominal", stats.KrippendorffAlpha, stats.NominalLevel, ""},
		{"alpha_ordinal", stats.KrippendorffAlpha, stats.OrdinalLevel, ordered},
		{"alpha_interval", stats.KrippendorffAlpha, stats.IntervalLevel, numeric},
		{"alpha_ratio", stats.KrippendorffAlpha, stats.RatioLevel, ratio},
		{"kappa", stats.LightKappa, stats.NominalLevel, ""},
		{"kappa_linear", stats.LinearKappa, stats.OrdinalLevel, ordered},
		{"kappa_quadratic", stats.QuadraticKappa, stats.OrdinalLevel, ordered},
		{"fleiss", stats.FleissKappa, stats.NominalLevel, ""},
		{"ac1", stats.GwetAC, stats.NominalLevel, ""},
		{"ac2_linear", stats.LinearAC, stats.OrdinalLevel, ordered},
		{"ac2_quadratic", stats.QuadraticAC, stats.OrdinalLevel, ordered},
	}, points
}

// sorted are the values in order: that of --order, of the numbers, or of the texts.
func (a *agreed) sorted(used map[string]bool) []string {
	if len(a.order) > 0 {
		return a.order
	}
	return slices.SortedFunc(maps.Keys(used), func(x, y string) int {
		p, errX := strconv.ParseFloat(x, 64)
		q, errY := strconv.ParseFloat(y, 64)
		if errX == nil && errY == nil {
			return cmp.Or(cmp.Compare(p, q), cmp.Compare(x, y))
		}
		return cmp.Compare(x, y)
	})
}

func (a *agreed) measure(item string, of *itemCodes, out *Output) error {
	values := a.sorted(of.values)
	which, points := a.coefficients(values)
	coders := slices.Sorted(maps.Keys(of.coders))
	var units []stats.CodedUnit
	for _, unit := range slices.Sorted(maps.Keys(of.codes)) {
		u := stats.CodedUnit{Values: make([]int, len(coders)), Cluster: of.cluster[unit]}
		for i, c := range coders {
			u.Values[i] = stats.NotCoded
			if value, ok := of.codes[unit][c]; ok {
				u.Values[i] = slices.Index(values, value)
			}
		}
		units = append(units, u)
	}
	r := stats.Resampling{B: a.replicates, Seed: int64(a.seed), Confidence: a.confidence}
	n, clusters, measured := 0, 0, map[string]stats.Bootstrapped{}
	for _, level := range []stats.Level{stats.NominalLevel, stats.OrdinalLevel, stats.IntervalLevel, stats.RatioLevel} {
		var names []string
		var what []stats.Coefficient
		for _, c := range which {
			if c.level == level {
				names, what = append(names, c.name), append(what, c.what)
			}
		}
		var got []stats.Bootstrapped
		n, clusters, got = r.Coefficients(units, stats.Scale{Level: level, Points: points}, what...)
		for i, name := range names {
			measured[name] = got[i]
		}
	}
	for _, c := range which {
		o := NewObject()
		if a.item != "" {
			o.Text("item", item)
		}
		o.Text("coefficient", c.name)
		writeAgreement(o, measured[c.name], c.why, a.replicates)
		o.Int("n_units", n).Int("n_coders", len(coders)).Int("n_codes", of.n).Int("n_categories", len(values)).Int("n_clusters", clusters)
		o.Int("replicates", a.replicates).Int("seed", int(a.seed)).Float("confidence", a.confidence, "")
		if err := out.Write(o); err != nil {
			return err
		}
	}
	return nil
}

// writeAgreement adds a coefficient, or why these values do not allow it.
func writeAgreement(o *Object, got stats.Bootstrapped, why string, replicates int) {
	value := got.Value
	switch {
	case why != "":
		value, got.OK = none, false
	case math.IsNaN(value):
		why = "not defined where every code is the same or no unit has two"
	case replicates < 2:
		why = "no bootstrap"
	default:
		why = "fewer than two clusters, or resampling varies nothing"
	}
	o.Float("value", value, why)
	o.Float("se", optionalNumber(got.SE, got.OK), why)
	o.Float("ci_lo", optionalNumber(got.Interval.Lo, got.OK), why).Float("ci_hi", optionalNumber(got.Interval.Hi, got.OK), why)
}

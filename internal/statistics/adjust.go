package statistics

import (
	"context"
	"math"

	"framewatch/compare/stats"
)

func adjust() Statistic {
	return Statistic{
		Name: "adjust", Short: "Adjust p values for the number of tests",
		About: `Each row is a test. One object a row comes out, in the order of the rows. Rows
without a p value are no tests: they stay null and do not count.`,
		Formulas: []Formula{
			{"bonferroni", "min(1, m p)", "Dunn 1961, Journal of the American Statistical Association 56"},
			{"holm", "max over ranks j <= i of (m - j + 1) p(j)", "Holm 1979, Scandinavian Journal of Statistics 6"},
			{"hochberg", "min over ranks j >= i of (m - j + 1) p(j)", "Hochberg 1988, Biometrika 75"},
			{"bh", "min over ranks j >= i of m p(j) / j", "Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57"},
			{"by", "bh times 1 + 1/2 + ... + 1/m", "Benjamini & Yekutieli 2001, Annals of Statistics 29"},
		},
		Fields: []Field{
			{"row", "number of the row, from 1"}, {"id", "its name, where --id names a column"}, {"family", "its family, where --family does"},
			{"p", "p value of the row"}, {"m", "tests in the family"},
			{"bonferroni", "adjusted: bounds the chance of any false rejection"}, {"holm", "the same with more power"},
			{"hochberg", "with more power still, for tests that are independent or depend positively"},
			{"bh", "bounds the expected share of false rejections, for such tests"}, {"by", "bounds it for any tests"},
		},
		Example: "  framewatch stats adjust --p p --id frame tests.csv",
		Options: func(f Flags) Run {
			var p, id, family string
			f.StringVar(&p, "p", "p", "column with p values")
			f.StringVar(&id, "id", "", "column with names of tests")
			f.StringVar(&family, "family", "", "column with the family within which tests are adjusted (default: all rows are one)")
			return func(ctx context.Context, in *Input, out *Output) error {
				var tests []test
				for row, err := range in.Rows(ctx, Columns{Need: []string{p, id, family}}) {
					if err != nil {
						return err
					}
					t, err := readTest(row, p, id, family)
					if err != nil {
						return err
					}
					tests = append(tests, t)
				}
				adjusted, m := adjustAll(tests)
				for i, t := range tests {
					o := NewObject().Int("row", i+1)
					if id != "" {
						o.Text("id", t.id)
					}
					if family != "" {
						o.Text("family", t.family)
					}
					const why = "the row has no p value"
					o.Float("p", t.p, why).Int("m", m[t.family])
					for j, a := range adjustments {
						o.Float(a.name, adjusted[i][j], why)
					}
					if err := out.Write(o); err != nil {
						return err
					}
				}
				return nil
			}
		},
	}
}

var adjustments = []struct {
	name string
	of   func([]float64) []float64
}{{"bonferroni", stats.Bonferroni}, {"holm", stats.Holm}, {"hochberg", stats.Hochberg}, {"bh", stats.BenjaminiHochberg}, {"by", stats.BenjaminiYekutieli}}

// test is a p value, NaN for none.
type test struct {
	id, family string
	p          float64
}

func readTest(row Row, p, id, family string) (t test, err error) {
	value, ok, err := row.MaybeNumber(p)
	if err != nil {
		return t, err
	}
	t.p = none
	if ok {
		if value < 0 || value > 1 {
			return t, row.Errorf("%s is %v, not a p value from 0 to 1", p, value)
		}
		t.p = value
	}
	if t.id, err = optionalText(row, id); err != nil {
		return t, err
	}
	t.family, err = optionalText(row, family)
	return t, err
}

// adjustAll adjusts tests within their families, by each of adjustments; m is how
// many tests each has.
func adjustAll(tests []test) (adjusted [][]float64, m map[string]int) {
	adjusted, m = make([][]float64, len(tests)), map[string]int{}
	at := map[string][]int{}
	for i, t := range tests {
		adjusted[i] = make([]float64, len(adjustments))
		for j := range adjusted[i] {
			adjusted[i][j] = none
		}
		if !math.IsNaN(t.p) {
			at[t.family] = append(at[t.family], i)
			m[t.family]++
		}
	}
	for _, rows := range at {
		p := make([]float64, len(rows))
		for i, row := range rows {
			p[i] = tests[row].p
		}
		for j, a := range adjustments {
			for i, v := range a.of(p) {
				adjusted[rows[i]][j] = v
			}
		}
	}
	return adjusted, m
}

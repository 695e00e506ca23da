package statistics

import (
	"context"
	"fmt"

	"framewatch/compare/stats"
)

func roganGladen() Statistic {
	return Statistic{
		Name: "rogan-gladen", Short: "A share that a program finds, corrected for its sensitivity and specificity",
		About: `Codes are 0 or 1. Rows without hand code give the share that the program finds; rows
with one its sensitivity and specificity, unless --sensitivity and --specificity say
them. Right where the program errs as often, of texts alike, as among the coded rows.
One object a group comes out, by name.`,
		Formulas: []Formula{
			{"value", "(q + sp - 1) / (se + sp - 1), q the share found", "Rogan & Gladen 1978, American Journal of Epidemiology 107"},
			{"se", "square root of (q(1-q)/n + value^2 se(1-se)/n_se + (1-value)^2 sp(1-sp)/n_sp) / (se + sp - 1)^2", "the same, delta method"},
			{"lang_lo, lang_hi", "the same with z^2/2 added to both counts of q and 1 to those of the rates, shifted by\n      2 z^2 (value se(1-se)/n_se - (1-value) sp(1-sp)/n_sp)", "Lang & Reiczigel 2014, Preventive Veterinary Medicine 113; as R's asht::prevSeSp"},
		},
		Fields: []Field{
			{"group", "the group; empty without --group"},
			{"value", "corrected share, within 0 and 1"}, {"raw", "share that the program finds"},
			{"se", "standard error"}, {"ci_lo", "lower end of the normal interval, within 0 and 1"}, {"ci_hi", "upper end"},
			{"lang_lo", "lower end of the interval of Lang and Reiczigel"}, {"lang_hi", "upper end"},
			{"clipped", "the formula's value was not within 0 and 1"},
			{"sensitivity", "share found among rows that have it by hand"}, {"n_sensitivity", "of how many rows; 0 where --sensitivity says it"},
			{"specificity", "share not found among rows that do not have it"}, {"n_specificity", "of how many rows"},
			{"n", "rows of raw"}, {"n_positive", "of them found"},
		},
		Example: "  framewatch stats rogan-gladen --unlabelled rest.csv coded.csv\n  framewatch stats rogan-gladen --sensitivity .9 --specificity .95 rest.csv",
		Options: func(f Flags) Run {
			r := &roganGladenRun{}
			r.bind(f, false)
			f.Float64Var(&r.sensitivity.Value, "sensitivity", 0, "sensitivity, where rows have no hand codes")
			f.Float64Var(&r.specificity.Value, "specificity", 0, "specificity, the same")
			f.IntVar(&r.sensitivity.N, "n-sensitivity", 0, "rows on which --sensitivity was measured; 0 where it is known")
			f.IntVar(&r.specificity.N, "n-specificity", 0, "the same of --specificity")
			return r.run
		},
	}
}

type roganGladenRun struct {
	audits
	sensitivity, specificity stats.Rate
}

func (r *roganGladenRun) run(ctx context.Context, in *Input, out *Output) error {
	given := r.sensitivity.Value != 0 || r.specificity.Value != 0
	for name, rate := range map[string]stats.Rate{"sensitivity": r.sensitivity, "specificity": r.specificity} {
		if given && !(rate.Value > 0 && rate.Value <= 1) || rate.N < 0 {
			return Usagef("--%s is %v on %d rows: want both rates, above 0 and up to 1", name, rate.Value, rate.N)
		}
	}
	groups, err := r.groups(ctx, in)
	if err != nil {
		return err
	}
	for _, g := range groups {
		var k, n int
		var present, absent, found, passed int
		for _, u := range g.units {
			if (u.Auto != 0 && u.Auto != 1) || (u.Hand != 0 && u.Hand != 1) {
				return Usagef("a code is neither 0 nor 1: dsl and ppi take shares")
			}
			switch {
			case !u.Coded || given:
				n, k = n+1, k+int(u.Auto)
			case u.Hand == 1:
				present, found = present+1, found+int(u.Auto)
			default:
				absent, passed = absent+1, passed+1-int(u.Auto)
			}
		}
		sensitivity, specificity := r.sensitivity, r.specificity
		if !given {
			sensitivity, specificity = stats.Rate{Value: share(found, present), N: present}, stats.Rate{Value: share(passed, absent), N: absent}
		}
		object := NewObject().Text("group", g.name)
		c, err := stats.CorrectShare(k, n, sensitivity, specificity, r.confidence)
		why := ""
		switch {
		case n == 0:
			why = "no row is without hand code"
		case !given && (present == 0 || absent == 0):
			why = fmt.Sprintf("%d rows have it by hand and %d do not: both are needed", present, absent)
		case err != nil:
			why = err.Error()
		}
		if why == "" {
			object.Float("value", c.Value, "").Float("raw", share(k, n), "").Float("se", c.SE, "").Float("ci_lo", c.Delta.Lo, "").Float("ci_hi", c.Delta.Hi, "").
				Float("lang_lo", c.Lang.Lo, "").Float("lang_hi", c.Lang.Hi, "").Bool("clipped", c.Clipped)
		} else {
			object.Null("value", why).Float("raw", share(k, n), why)
			for _, f := range []string{"se", "ci_lo", "ci_hi", "lang_lo", "lang_hi"} {
				object.Null(f, why)
			}
			object.Bool("clipped", false)
		}
		object.Float("sensitivity", sensitivity.Value, "no row has it by hand").Int("n_sensitivity", sensitivity.N).
			Float("specificity", specificity.Value, "every row has it by hand").Int("n_specificity", specificity.N).Int("n", n).Int("n_positive", k)
		if err := out.Write(object); err != nil {
			return err
		}
	}
	return nil
}

// share is NaN of nothing.
func share(k, n int) float64 { return float64(k) / float64(n) }

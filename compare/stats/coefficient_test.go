package stats_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"framewatch/compare/stats"
)

// levels of the example of Krippendorff 2011, section C, by krippendorff 0.9.0; in
// the second case the last category has the value 9.
func TestAlphaOfEveryLevel(t *testing.T) {
	units := coded("abccbadab...", "abccbbdabe.c", ".cccbcdbbea.", "abccbddabea.")
	for _, c := range []struct {
		points []float64
		want   [4]float64
	}{
		{[]float64{1, 2, 3, 4, 5}, [4]float64{0.743421052632, 0.815387503755, 0.849107142857, 0.797402774712}},
		{[]float64{1, 2, 3, 4, 9}, [4]float64{0.743421052632, 0.815387503755, 0.947319201995, 0.837888211922}},
	} {
		for i, level := range []stats.Level{stats.NominalLevel, stats.OrdinalLevel, stats.IntervalLevel, stats.RatioLevel} {
			_, _, got := resampling.Coefficients(units, stats.Scale{Level: level, Points: c.points}, stats.KrippendorffAlpha)
			near(t, "alpha", got[0].Value, c.want[i], 1e-11)
		}
	}
}

// TestWeightedKappas compares with scikit-learn 1.9.1's cohen_kappa_score, and
// Fleiss' kappa with his own example as statsmodels 0.15.0 computes it: ten
// patients, fourteen raters.
func TestWeightedKappas(t *testing.T) {
	units := coded("aabbccddabcdcbadccba", "abbbcddcabcdbbaaccca")
	_, _, got := resampling.Coefficients(units, stats.Categories(4), stats.LightKappa, stats.LinearKappa, stats.QuadraticKappa)
	for i, want := range []float64{0.59595959596, 0.656652360515, 0.679633867277} {
		near(t, "kappa", got[i].Value, want, 1e-11)
		if !got[i].OK || got[i].Interval.Lo >= want || got[i].Interval.Hi <= want {
			t.Errorf("interval %v of %v", got[i].Interval, want)
		}
	}
	var patients []stats.CodedUnit
	for _, row := range [][]int{{0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1}, {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0},
		{2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}} {
		var u stats.CodedUnit
		for category, n := range row {
			u.Values = append(u.Values, slices.Repeat([]int{category}, n)...)
		}
		patients = append(patients, u)
	}
	_, _, got = resampling.Coefficients(patients, stats.Categories(5), stats.FleissKappa)
	near(t, "Fleiss", got[0].Value, 0.209930704422, 1e-11)
}

// TestPartialAgreement computes AC2 of two coders by hand: they agree on two of
// four units and are one step of two apart on the others.
func TestPartialAgreement(t *testing.T) {
	units := coded("abcb", "abbc")
	_, _, got := resampling.Coefficients(units, stats.Categories(3), stats.GwetAC, stats.LinearAC, stats.QuadraticAC)
	// Shares 1/4, 1/2, 1/4: the sum of p(1-p) is 5/8. Weights sum to 3, 3+4/2 and
	// 3+4·3/4 over 6 pairs.
	for i, c := range []struct{ agreeing, weights float64 }{{.5, 3}, {.75, 5}, {.875, 6}} {
		chance := .625 * c.weights / 6
		near(t, "AC", got[i].Value, (c.agreeing-chance)/(1-chance), 1e-12)
	}
}

// TestCoefficientsOfSteps: reversing a scale changes nothing, and a
// stretched one changes the interval level alone.
func TestCoefficientsOfSteps(t *testing.T) {
	all := []stats.Coefficient{stats.PercentAgreement, stats.KrippendorffAlpha, stats.LightKappa, stats.LinearKappa, stats.QuadraticKappa,
		stats.FleissKappa, stats.GwetAC, stats.LinearAC, stats.QuadraticAC}
	a, b := "abbcdeeacbdcca", "aabcdedbcbe.ca"
	reversed := strings.NewReplacer("a", "e", "b", "d", "d", "b", "e", "a")
	for _, level := range []stats.Level{stats.NominalLevel, stats.OrdinalLevel, stats.IntervalLevel} {
		scale := stats.Scale{Level: level, Points: []float64{1, 2, 3, 4, 5}}
		_, _, x := resampling.Coefficients(coded(a, b), scale, all...)
		_, _, y := resampling.Coefficients(coded(reversed.Replace(a), reversed.Replace(b)), scale, all...)
		for i := range all {
			near(t, "coefficient of the reversed scale", y[i].Value, x[i].Value, 1e-12)
		}
		wide := stats.Scale{Level: level, Points: []float64{1, 2, 3, 4, 50}}
		_, _, z := resampling.Coefficients(coded(a, b), wide, stats.KrippendorffAlpha)
		if changed := math.Abs(z[0].Value-x[1].Value) > 1e-9; changed != (level == stats.IntervalLevel) {
			t.Errorf("level %v, stretched: alpha %v, before %v", level, z[0].Value, x[1].Value)
		}
	}
}

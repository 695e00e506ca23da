package stats_test

import (
	"math"
	"testing"

	"framewatch/compare/stats"
)

// TestG2 compares with scipy 1.17.1,
//
//	chi2_contingency([[a,b],[na-a,nb-b]], correction=False, lambda_="log-likelihood")
func TestG2(t *testing.T) {
	for _, c := range []struct {
		f     stats.Frequencies
		g2, p float64
	}{
		{stats.Frequencies{A: 10, B: 3, NA: 1000, NB: 1500}, 7.3840822131, 0.00658036404088},
		{stats.Frequencies{A: 0, B: 7, NA: 1200, NB: 900}, 11.8933968911, 0.000563332914054},
		{stats.Frequencies{A: 120, B: 80, NA: 40000, NB: 60000}, 32.5040163617, 1.18946456172e-08},
		{stats.Frequencies{A: 5, B: 5, NA: 1000, NB: 1000}, 0, 1},
		{stats.Frequencies{A: 289, B: 1, NA: 5000, NB: 500000}, 2671.09235604, 0},
	} {
		got := stats.G2(c.f)
		near(t, "G2", got, c.g2, 1e-10)
		if p := stats.PValue(got); math.Abs(p-c.p) > 1e-9*c.p+1e-300 {
			t.Errorf("p of %v = %.12g, want %.12g", c.f, p, c.p)
		}
	}
}

// TestG2Words computes Rayson & Garside's two cells by hand: expected counts
// are 5.2 and 7.8.
func TestG2Words(t *testing.T) {
	f := stats.Frequencies{A: 10, B: 3, NA: 1000, NB: 1500}
	near(t, "G2Words", stats.G2Words(f), 2*(10*math.Log(10/5.2)+3*math.Log(3/7.8)), 1e-12)
	if stats.G2Words(f) >= stats.G2(f) {
		t.Error("two cells are not below four")
	}
	if got := stats.G2(stats.Frequencies{NA: 10, NB: 10}); got != 0 {
		t.Errorf("G2 of a word that occurs nowhere = %v, want 0 without any epsilon", got)
	}
}

func TestEffectSizes(t *testing.T) {
	twice := stats.Frequencies{A: 40, B: 10, NA: 2000, NB: 1000}
	near(t, "log ratio", stats.LogRatio(twice), 1, 1e-12)
	near(t, "log ratio of 0 and 4", stats.LogRatio(stats.Frequencies{A: 0, B: 4, NA: 1000, NB: 1000}), -3, 1e-12)
	near(t, "percent", stats.PercentDiff(twice), 100, 1e-12)
	if v := stats.PercentDiff(stats.Frequencies{A: 1, NA: 10, NB: 10}); !math.IsInf(v, 1) {
		t.Errorf("percent difference from zero = %v, want +Inf", v)
	}
}

// TestWeightedLogOdds compares with the paper's formulas in numpy:
//
//	d = log((a+p)/(n1+n0-a-p)) - log((b+p)/(n2+n0-b-p)); z = d / sqrt(1/(a+p)+1/(b+p))
func TestWeightedLogOdds(t *testing.T) {
	got, err := stats.WeightedLogOdds([]int{30, 5, 0, 12, 200}, []int{10, 5, 9, 14, 210}, []float64{4, 1, .9, 2.6, 41})
	if err != nil {
		t.Fatal(err)
	}
	delta := []float64{0.964264236137, 0.00343642949858, -2.42533183603, -0.131934830658, -0.2175867138}
	z := []float64{3.03653937531, 0.00595207048817, -2.20291703764, -0.36771609453, -2.41265488763}
	for i := range got {
		near(t, "delta", got[i].Delta, delta[i], 1e-11)
		near(t, "z", got[i].Z, z[i], 1e-11)
	}
	if _, err := stats.WeightedLogOdds([]int{1}, []int{1, 2}, []float64{1}); err == nil {
		t.Error("words that do not match gave no error")
	}
	if _, err := stats.WeightedLogOdds([]int{1}, []int{1}, []float64{0}); err == nil {
		t.Error("a prior of zero gave no error")
	}
}

// TestBenjaminiHochberg uses the fifteen p values of Benjamini & Hochberg
// (1995), section 3.2, and statsmodels 0.15.0 multipletests(p, method="fdr_bh").
// At .05 the paper rejects the four smallest.
func TestBenjaminiHochberg(t *testing.T) {
	p := []float64{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1}
	want := []float64{0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0638571428571, 0.0638571428571, 0.0645, 0.0765, 0.486,
		0.581181818182, 0.714875, 0.753230769231, 0.813214285714, 1}
	rejected := 0
	for i, got := range stats.BenjaminiHochberg(p) {
		near(t, "adjusted", got, want[i], 1e-11)
		if got <= .05 {
			rejected++
		}
	}
	if rejected != 4 {
		t.Errorf("%d rejected, want 4", rejected)
	}
	mixed := stats.BenjaminiHochberg([]float64{.04, .01, .03})
	for i, want := range []float64{.04, .03, .04} {
		near(t, "adjusted in the order of the input", mixed[i], want, 1e-12)
	}
}

// TestHolm compares with statsmodels 0.15.0 multipletests(p, method="holm").
func TestHolm(t *testing.T) {
	p := []float64{.01, .04, .03, .005, 1}
	for i, want := range []float64{.04, .09, .09, .025, 1} {
		near(t, "adjusted", stats.Holm(p)[i], want, 1e-12)
	}
	if got := stats.Holm(nil); len(got) != 0 {
		t.Errorf("of none: %v", got)
	}
}

// TestOtherAdjustments uses the same p values and statsmodels' fdr_by,
// simes-hochberg and bonferroni.
func TestOtherAdjustments(t *testing.T) {
	p := []float64{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1}
	for _, c := range []struct {
		name string
		of   func([]float64) []float64
		want []float64
	}{
		{"BY", stats.BenjaminiYekutieli, []float64{0.00497734348984, 0.00995468697969, 0.0315231754357, 0.118211907884, 0.200089208292,
			0.211892622853, 0.211892622853, 0.214025770063, 0.253844517982, 1, 1, 1, 1, 1, 1}},
		{"Hochberg", stats.Hochberg, []float64{0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.2682, 0.2682, 0.2752, 0.3213, 1, 1, 1, 1, 1, 1}},
		{"Bonferroni", stats.Bonferroni, []float64{0.0015, 0.006, 0.0285, 0.1425, 0.3015, 0.417, 0.447, 0.516, 0.6885, 1, 1, 1, 1, 1, 1}},
	} {
		for i, got := range c.of(p) {
			near(t, c.name, got, c.want[i], 1e-11)
		}
		if got := c.of(nil); len(got) != 0 {
			t.Errorf("%s of no test: %v", c.name, got)
		}
	}
}

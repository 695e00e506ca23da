package stats_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"framewatch/compare/stats"
)

// TestTwoByTwoByHand: tables that can be reckoned on paper, and textbook values.
func TestTwoByTwoByHand(t *testing.T) {
	tea := stats.Frequencies{A: 3, NA: 4, B: 1, NB: 4} // Fisher's lady tasting tea
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"chi-square of 3:1 and 1:3", stats.ChiSquare(tea), 2},
		{"with Yates", stats.ChiSquareYates(tea), 0.5},
		{"Yates does not go beyond 0", stats.ChiSquareYates(stats.Frequencies{A: 1, NA: 3, B: 1, NB: 2}), 0},
		{"odds ratio", stats.OddsRatio(tea), 9},
		{"smoothed odds ratio", stats.SmoothedOddsRatio(tea), 3.5 * 3.5 / (1.5 * 1.5)},
		{"odds ratio, b lacks the word", stats.OddsRatio(stats.Frequencies{A: 1, NA: 2, NB: 3}), math.Inf(1)},
		{"Bayes factor", stats.BayesFactor(5, stats.Frequencies{NA: 1, NB: 1}), 5 - math.Ln2},
		{"effect, all in the smaller corpus", stats.EffectOfG2(stats.Frequencies{A: 7, NA: 100, NB: 300}), 1},
		{"effect, as expected", stats.EffectOfG2(stats.Frequencies{A: 10, NA: 100, B: 30, NB: 300}), 0},
		{"interval of 0 among 10", stats.ClopperPearson(0, 10, 0.05).Hi, 1 - math.Pow(0.025, 0.1)},
		{"interval of 10 among 10", stats.ClopperPearson(10, 10, 0.05).Lo, math.Pow(0.025, 0.1)},
		{"log ratio within its interval", stats.ConservativeLogRatio(stats.Frequencies{A: 3, NA: 100, B: 2, NB: 100}, 0.95, 1), 0},
		{"log ratio, all on one side", stats.ConservativeLogRatio(stats.Frequencies{A: 20, NA: 100, NB: 100}, 0.95, 1), math.Log2(math.Pow(0.025, 0.05) / (1 - math.Pow(0.025, 0.05)))},
		{"log ratio, none of it", stats.ConservativeLogRatio(stats.Frequencies{NA: 100, B: 20, NB: 100}, 0.95, 1), -math.Log2(math.Pow(0.025, 0.05) / (1 - math.Pow(0.025, 0.05)))},
	} {
		if math.Abs(c.got-c.want) > 1e-9 && c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	if got := stats.ConservativeLogRatio(stats.Frequencies{NA: 1, NB: 1}, 0.95, 1); !math.IsNaN(got) {
		t.Errorf("log ratio of a word that never occurs: %v", got)
	}
}

func TestFisherExactByHand(t *testing.T) {
	for _, c := range []struct {
		f    stats.Frequencies
		want float64
	}{
		{stats.Frequencies{A: 3, NA: 4, B: 1, NB: 4}, 34.0 / 70},
		{stats.Frequencies{A: 4, NA: 4, B: 0, NB: 4}, 2.0 / 70},
		{stats.Frequencies{A: 0, NA: 4, B: 0, NB: 4}, 1},
		{stats.Frequencies{A: 1, NA: 10, B: 11, NB: 14}, 0.00276}, // Agresti's table, by enumeration
		{stats.Frequencies{A: 0, NA: 0, B: 3, NB: 9}, 1},
	} {
		got, err := stats.FisherExact(c.f)
		if err != nil || math.Abs(got-c.want) > 1e-5 {
			t.Errorf("%+v: %v, %v, want %v", c.f, got, err, c.want)
		}
	}
	if _, err := stats.FisherExact(stats.Frequencies{A: 3, NA: 2, B: 1, NB: 4}); err == nil {
		t.Error("no error where a word is commoner than all words")
	}
}

// TestFisherExactIsTheSumOfProbabilities compares with the sum over all tables of
// binomial coefficients, in exact whole numbers.
func TestFisherExactIsTheSumOfProbabilities(t *testing.T) {
	choose := func(n, k int) float64 {
		c := 1.0
		for i := range k {
			c = c * float64(n-i) / float64(i+1)
		}
		return math.Round(c)
	}
	rng := rand.New(rand.NewPCG(1, 14))
	for range 300 {
		f := stats.Frequencies{NA: 1 + rng.IntN(20), NB: 1 + rng.IntN(20)}
		f.A, f.B = rng.IntN(f.NA+1), rng.IntN(f.NB+1)
		k := f.A + f.B
		sum := 0.0
		for a := max(0, k-f.NB); a <= min(k, f.NA); a++ {
			if w := choose(f.NA, a) * choose(f.NB, k-a); w <= choose(f.NA, f.A)*choose(f.NB, f.B) {
				sum += w
			}
		}
		want := sum / choose(f.NA+f.NB, k)
		got, err := stats.FisherExact(f)
		if err != nil || math.Abs(got-want) > 1e-12 {
			t.Errorf("%+v: %v, %v, want %v", f, got, err, want)
		}
		if swapped, err := stats.FisherExact(stats.Frequencies{A: f.B, NA: f.NB, B: f.A, NB: f.NA}); err != nil || math.Abs(swapped-want) > 1e-12 {
			t.Errorf("%+v with the sides swapped: %v, %v, want %v", f, swapped, err, want)
		}
	}
}

// TestMeasuresTurnWithTheSides: swapping the corpora turns the sign of what has one
// and leaves the rest; Yates never exceeds Pearson.
func TestMeasuresTurnWithTheSides(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 14))
	near := func(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-9*max(1, math.Abs(a)) }
	for range 200 {
		f := stats.Frequencies{NA: 2 + rng.IntN(5000), NB: 2 + rng.IntN(5000)}
		f.A, f.B = rng.IntN(f.NA), 1+rng.IntN(f.NB-1)
		g := stats.Frequencies{A: f.B, NA: f.NB, B: f.A, NB: f.NA}
		lrc := stats.ConservativeLogRatio(f, 0.95, 10)
		if !near(stats.ChiSquare(f), stats.ChiSquare(g)) || !near(stats.EffectOfG2(f), stats.EffectOfG2(g)) || !near(lrc, -stats.ConservativeLogRatio(g, 0.95, 10)) {
			t.Errorf("%+v: other values with the sides swapped", f)
		}
		if stats.ChiSquareYates(f) > stats.ChiSquare(f) || stats.EffectOfG2(f) < 0 || stats.EffectOfG2(f) > 1 {
			t.Errorf("%+v: Yates %v of %v, effect %v", f, stats.ChiSquareYates(f), stats.ChiSquare(f), stats.EffectOfG2(f))
		}
		i := stats.LogRatioInterval(f, 0.95, 1)
		if r := stats.LogRatio(f); f.A > 0 && (r < i.Lo || r > i.Hi) || math.Abs(lrc) > math.Abs(r) || lrc*r < 0 {
			t.Errorf("%+v: log ratio %v, interval %v, conservative %v", f, r, i, lrc)
		}
	}
}

func TestLogOddsVariances(t *testing.T) {
	got, err := stats.WeightedLogOdds([]int{1, 2}, []int{0, 4}, []float64{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	// y of the first word are 2 of 5 and 1 of 6.
	if want := 1.0/2 + 1.0/1; math.Abs(got[0].Variance-want) > 1e-12 || math.Abs(got[0].FullVariance-(want+1.0/3+1.0/5)) > 1e-12 {
		t.Errorf("variances %v and %v", got[0].Variance, got[0].FullVariance)
	}
}

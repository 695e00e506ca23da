package trend_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"framewatch/compare/trend"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tolerance*max(1, math.Abs(want)) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

// TestSegment compares with all divisions tried one by one in numpy.
func TestSegment(t *testing.T) {
	counts := []float64{3, 5, 2, 4, 11, 9, 13, 10, 12, 4, 3, 5, 2, 6}
	exposure := []float64{10, 12, 9, 11, 10, 10, 12, 9, 11, 10, 9, 12, 10, 11}
	got, err := trend.Segment(counts, exposure, trend.Poisson, 2, 3)
	if err != nil {
		t.Fatal(err)
	}
	for m, want := range []struct {
		breaks  []int
		ll, bic float64
	}{{[]int{}, -38.840549028, 80.3201553856}, {[]int{4}, -34.6864775638, 77.2901271165}, {[]int{4, 9}, -26.1940768782, 65.5834404045},
		{[]int{2, 4, 9}, -26.1301489562, 70.7336992198}} {
		if !slices.Equal(got[m].Breaks, want.breaks) {
			t.Errorf("Poisson, %d breaks: %v", m, got[m].Breaks)
		}
		near(t, "log-likelihood", got[m].LogLikelihood, want.ll, 1e-11)
		near(t, "BIC", got[m].BIC, want.bic, 1e-11)
	}
	near(t, "rate", got[2].Means[1], 55./52, 1e-12)
	if trend.Chosen(got) != 2 {
		t.Errorf("chosen %d breaks", trend.Chosen(got))
	}

	values := []float64{.3, .5, .2, .4, 1.1, .9, 1.3, 1.0, 1.2, .4, .3, .5, .2, .6}
	for _, far := range []float64{0, 1e6} {
		for i := range values {
			values[i] += far
		}
		got, err = trend.Segment(values, nil, trend.LeastSquares, 2, 3)
		if err != nil {
			t.Fatal(err)
		}
		for m, want := range []struct {
			breaks    []int
			loss, bic float64
		}{{[]int{}, 1.93214285714, 17.2824064338}, {[]int{4}, 1.475, 18.7809174907}, {[]int{4, 9}, 0.25, -0.79030076287},
			{[]int{4, 6, 9}, 0.216666666667, 2.48440208539}} {
			if !slices.Equal(got[m].Breaks, want.breaks) {
				t.Errorf("least squares, %d breaks: %v", m, got[m].Breaks)
			}
			near(t, "squares", got[m].Loss, want.loss, 1e-8)
			near(t, "BIC", got[m].BIC, want.bic, 1e-8)
		}
	}
}

// TestSegmentIsTheBest tries every division of short series.
func TestSegmentIsTheBest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		values := make([]float64, 9)
		for i := range values {
			values[i] = float64(rng.IntN(5))
		}
		for _, model := range []trend.Model{trend.Poisson, trend.LeastSquares} {
			got, err := trend.Segment(values, nil, model, 2, 2)
			if err != nil {
				t.Fatal(err)
			}
			for a := 2; a <= 5; a++ {
				for b := a + 2; b <= 7; b++ {
					if l := loss(t, values[:a], model) + loss(t, values[a:b], model) + loss(t, values[b:], model); l < got[2].Loss-1e-9 {
						t.Errorf("%v: %v leaves %v, breaks at %d and %d %v", values, got[2].Breaks, got[2].Loss, a, b, l)
					}
				}
			}
		}
	}
}

func loss(t *testing.T, values []float64, model trend.Model) float64 {
	t.Helper()
	one, err := trend.Segment(values, nil, model, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	return one[0].Loss
}

func TestSegmentAtItsEnds(t *testing.T) {
	flat := make([]float64, 6)
	for _, model := range []trend.Model{trend.Poisson, trend.LeastSquares} {
		got, err := trend.Segment(flat, nil, model, 1, 9)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 6 || got[5].Loss != 0 || trend.Chosen(got) != 0 {
			t.Errorf("model %v of a flat series: %d divisions, chosen %d, %+v", model, len(got), trend.Chosen(got), got[5])
		}
	}
	if got, err := trend.Segment([]float64{1, 1, 1, 7, 7, 7}, nil, trend.LeastSquares, 2, 2); err != nil || trend.Chosen(got) != 1 || !math.IsNaN(got[1].BIC) {
		t.Errorf("two exact levels: %+v, %v", got, err)
	}
	for name, c := range map[string]struct {
		values, exposure []float64
		shortest, most   int
	}{"nothing": {nil, nil, 1, 1}, "negative": {[]float64{-1}, nil, 1, 0}, "half a count": {[]float64{.5}, nil, 1, 0}, "no exposure": {[]float64{1}, []float64{0}, 1, 0},
		"too short": {[]float64{1, 2}, nil, 3, 0}, "no length": {[]float64{1}, nil, 0, 0}, "not a number": {[]float64{math.NaN()}, nil, 1, 0}} {
		if _, err := trend.Segment(c.values, c.exposure, trend.Poisson, c.shortest, c.most); err == nil {
			t.Errorf("%s gave no error", name)
		}
	}
}

// TestCompareRates compares with scipy 1.13.1: binomtest(after, n, share of the
// exposure), and proportion_ci(.95, "exact") as a ratio of rates.
func TestCompareRates(t *testing.T) {
	for _, c := range []struct {
		before, after trend.Window
		p, lo, hi     float64 // of the share
	}{
		{trend.Window{Count: 7, Exposure: 10}, trend.Window{Count: 15, Exposure: 10}, 0.133800506592, 0.451275572426, 0.861353478446},
		{trend.Window{Count: 7, Exposure: 10}, trend.Window{Count: 0, Exposure: 10}, 0.015625, 0, 0.409616397225},
		{trend.Window{Count: 37, Exposure: 7}, trend.Window{Count: 3, Exposure: 3}, 0.000872534873664, 0.015742179851, 0.203864748733},
		{trend.Window{Count: 0, Exposure: 3}, trend.Window{Count: 9, Exposure: 1}, 3.81469726562e-06, 0.66373288312, 1},
		{trend.Window{Count: 50, Exposure: 2}, trend.Window{Count: 100, Exposure: 2}, 5.44753310339e-05, 0.585156993734, 0.741443636606},
		{trend.Window{Count: 3, Exposure: 1}, trend.Window{Count: 0, Exposure: 9}, 0.001, 0, 0.707598226179},
		{trend.Window{Count: 7, Exposure: 2}, trend.Window{Count: 5, Exposure: 1}, 0.549601931353, 0.151652229808, 0.723330314318},
	} {
		got, err := trend.CompareRates(c.before, c.after, .95)
		if err != nil {
			t.Fatal(err)
		}
		scale := c.before.Exposure / c.after.Exposure
		near(t, "p", got.P, c.p, 1e-9)
		near(t, "lower end", got.Interval.Lo, c.lo/(1-c.lo)*scale, 1e-9)
		if c.hi == 1 {
			if !math.IsInf(got.Interval.Hi, 1) || !math.IsInf(got.Ratio, 1) {
				t.Errorf("nothing before: %+v", got)
			}
			continue
		}
		near(t, "upper end", got.Interval.Hi, c.hi/(1-c.hi)*scale, 1e-9)
		near(t, "ratio", got.Ratio, float64(c.after.Count)/float64(c.before.Count)*scale, 1e-12)
	}
	none, err := trend.CompareRates(trend.Window{Exposure: 3}, trend.Window{Exposure: 4}, .95)
	if err != nil || !math.IsNaN(none.Ratio) || none.P != 1 || none.Interval.Lo != 0 || !math.IsInf(none.Interval.Hi, 1) {
		t.Errorf("nothing at all: %+v, %v", none, err)
	}
	if _, err := trend.CompareRates(trend.Window{Exposure: 0}, trend.Window{Exposure: 4}, .95); err == nil {
		t.Error("no exposure gave no error")
	}
}

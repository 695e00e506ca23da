package stats_test

import (
	"math"
	"testing"

	"framewatch/compare/stats"
)

// near compares with the digits that the reference prints.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tolerance*max(1, math.Abs(want)) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

// TestWilson compares with statsmodels 0.15.0,
//
//	proportion_confint(k, n, alpha=1-c, method="wilson")
//
// which gives, rounded, the four intervals of Newcombe (1998), table I, method 3.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n       int
		confidence float64
		lo, hi     float64
	}{
		{0, 10, .95, 0, 0.277532799863},
		{1, 10, .95, 0.0178762130951, 0.404150026795},
		{81, 263, .95, 0.255288519878, 0.366209576983},
		{15, 148, .95, 0.0623863995307, 0.160487241723},
		{20, 20, .95, 0.838874841947, 1},
		{5, 50, .9, 0.0495290344774, 0.191537514152},
		{500, 100000, .99, 0.00445739055375, 0.00560829056472},
		{0, 0, .95, 0, 1},
	} {
		got, err := stats.Wilson(c.k, c.n, c.confidence)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "lower bound", got.Lo, c.lo, 1e-11)
		near(t, "upper bound", got.Hi, c.hi, 1e-11)
	}
	for _, c := range []struct {
		k, n       int
		confidence float64
	}{{-1, 3, .95}, {4, 3, .95}, {1, -1, .95}, {1, 3, 0}, {1, 3, 1}} {
		if _, err := stats.Wilson(c.k, c.n, c.confidence); err == nil {
			t.Errorf("Wilson(%d, %d, %v) gave no error", c.k, c.n, c.confidence)
		}
	}
}

func TestIntervalsOverlap(t *testing.T) {
	for _, c := range []struct {
		a, b stats.Interval
		want bool
	}{
		{stats.Interval{Lo: 0, Hi: 1}, stats.Interval{Lo: 1, Hi: 2}, true},
		{stats.Interval{Lo: 0, Hi: 1}, stats.Interval{Lo: 1.1, Hi: 2}, false},
		{stats.Interval{Lo: 3, Hi: 4}, stats.Interval{Lo: 0, Hi: 9}, true},
	} {
		if got := c.a.Overlaps(c.b); got != c.want || c.b.Overlaps(c.a) != c.want {
			t.Errorf("%v overlaps %v: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestDesignEffect(t *testing.T) {
	near(t, "design effect", stats.DesignEffect(math.Sqrt(.3*.7/100), .3, 100), 1, 1e-12)
	near(t, "design effect", stats.DesignEffect(2*math.Sqrt(.3*.7/100), .3, 100), 4, 1e-12)
	if v := stats.DesignEffect(0, 1, 100); !math.IsNaN(v) {
		t.Errorf("design effect of a share of 1 = %v, want NaN", v)
	}
}

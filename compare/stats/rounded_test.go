package stats_test

import (
	"math"
	"testing"

	"framewatch/compare/stats"
)

func TestRounded(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{
		{0, 0},
		{1. / 3, .333333333333},
		{math.Nextafter(1./3, 1), .333333333333},
		{-2. / 3e9, -6.66666666667e-10},
		{123456789012345, 123456789012000},
		{1e-310, 1e-310},
		{math.MaxFloat64, 1.79769313486e308},
		{1.79769313486e308, 1.79769313486e308},
		{math.Inf(-1), math.Inf(-1)},
	} {
		if got := stats.Rounded(c.x); got != c.want {
			t.Errorf("Rounded(%v) = %v, want %v", c.x, got, c.want)
		}
	}
	if got := stats.Rounded(math.NaN()); !math.IsNaN(got) {
		t.Errorf("Rounded(NaN) = %v", got)
	}
}

package trend

import (
	"fmt"
	"math"

	"framewatch/compare/stats"
)

// Window is what was counted on one side of an event: Count items over Exposure
// (days, or documents of any kind).
type Window struct {
	Count    int
	Exposure float64
}

// RateRatio is the rate after an event over the rate before. It is +Inf where
// nothing was counted before, and NaN where nothing was counted at all; Interval
// is then from its lower bound to +Inf, and from 0 to +Inf.
type RateRatio struct {
	Ratio    float64
	Interval stats.Interval
	P        float64
}

// CompareRates compares two Poisson counts by the binomial distribution of the
// second given both (Przyborowski & Wilenski 1940). The interval is exact (Clopper &
// Pearson 1934, taken from the share to the ratio of rates, as Ulm 1990 does): it
// covers at least the confidence. P is two-sided, the probability under equal rates
// of all outcomes no more likely than the one seen, as R's poisson.test and scipy's
// binomtest count them. Counts are taken as independent: copies of one story are
// not.
func CompareRates(before, after Window, confidence float64) (RateRatio, error) {
	if before.Count < 0 || after.Count < 0 || !(before.Exposure > 0) || !(after.Exposure > 0) || confidence <= 0 || confidence >= 1 {
		return RateRatio{}, fmt.Errorf("rates of %d in %v and %d in %v at %v: want counts from 0, exposures above 0 and a confidence between 0 and 1",
			before.Count, before.Exposure, after.Count, after.Exposure, confidence)
	}
	n := before.Count + after.Count
	scale := before.Exposure / after.Exposure
	odds := func(p float64) float64 {
		if p == 1 {
			return math.Inf(1)
		}
		return p / (1 - p) * scale
	}
	if n == 0 {
		return RateRatio{Ratio: math.NaN(), Interval: stats.Interval{Lo: 0, Hi: math.Inf(1)}, P: 1}, nil
	}
	i := stats.ClopperPearson(after.Count, n, 1-confidence)
	return RateRatio{Ratio: float64(after.Count) / float64(before.Count) * scale, Interval: stats.Interval{Lo: odds(i.Lo), Hi: odds(i.Hi)},
		P: binomialTest(after.Count, n, after.Exposure/(before.Exposure+after.Exposure))}, nil
}

// binomialTest sums the probabilities of outcomes no more likely than k among n. Those
// within rounding of it count too, or two equal tails would be one. Probabilities
// are taken relative to that of the mode, each from the one before: sums and
// products of numbers above 0 lose nothing, and are the same on every machine.
func binomialTest(k, n int, p float64) float64 {
	mode := min(int(math.Floor(float64(n+1)*p)), n)
	odds := p / (1 - p)
	relative := make([]float64, n+1)
	relative[mode] = 1
	for i := mode; i < n; i++ {
		relative[i+1] = relative[i] * float64(n-i) / float64(i+1) * odds
	}
	for i := mode; i > 0; i-- {
		relative[i-1] = relative[i] * float64(i) / float64(n-i+1) / odds
	}
	limit := relative[k] * (1 + 1e-7)
	outer, all := 0.0, 0.0
	for _, r := range relative {
		if r <= limit {
			outer += r
		}
		all += r
	}
	return outer / all
}

package trend

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

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

// binomialTest sums the probabilities of outcomes no more likely than k. Those
// within rounding of it count too, or two equal tails would be one.
func binomialTest(k, n int, p float64) float64 {
	b := distuv.Binomial{N: float64(n), P: p}
	limit := b.Prob(float64(k)) * (1 + 1e-7)
	mode := int(math.Floor(float64(n+1) * p))
	if b.Prob(float64(min(mode, n))) <= limit {
		return 1
	}
	// The other tail begins where probability has fallen to the limit.
	if k < mode {
		lo, hi := mode, n+1
		for lo < hi {
			if mid := (lo + hi) / 2; b.Prob(float64(mid)) <= limit {
				hi = mid
			} else {
				lo = mid + 1
			}
		}
		return min(1, b.CDF(float64(k))+upper(b, lo, n))
	}
	lo, hi := -1, mode
	for lo < hi {
		if mid := (lo + hi + 1) / 2; b.Prob(float64(mid)) <= limit {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	below := 0.0
	if lo >= 0 {
		below = b.CDF(float64(lo))
	}
	return min(1, below+upper(b, k, n))
}

// upper is the probability of at least k of n.
func upper(b distuv.Binomial, k, n int) float64 {
	if k > n {
		return 0
	}
	if k <= 0 {
		return 1
	}
	return distuv.Beta{Alpha: float64(k), Beta: float64(n - k + 1)}.CDF(b.P)
}

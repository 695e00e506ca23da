package stats

import (
	"fmt"
	"math"
)

// Effect is an estimate with its standard error; SE is NaN where it is not defined.
type Effect struct{ Value, SE float64 }

// Z is the estimate in standard errors, and P the probability of one as far from 0
// in a standard normal distribution; NaN without a standard error above 0.
func (e Effect) Z() (z, p float64) {
	if !(e.SE > 0) {
		return math.NaN(), math.NaN()
	}
	z = e.Value / e.SE
	return z, math.Erfc(math.Abs(z) / math.Sqrt2)
}

// Interval is Value ± the normal quantile times SE; it is exp of its ends for a
// ratio whose logarithm the effect is. NaN where SE is.
func (e Effect) Interval(confidence float64) Interval {
	half := math.Sqrt2 * math.Erfinv(confidence) * e.SE
	return Interval{e.Value - half, e.Value + half}
}

// Contrasted is how two shares differ, first side against second: their difference,
// and the natural logarithms of the risk ratio and of the odds ratio.
type Contrasted struct {
	K, N                                   [2]int
	Difference, LogRiskRatio, LogOddsRatio Effect
}

// Contrast compares the share of positive observations on the first side with that
// on the second, with clusters in one way or two (see [Sandwich]). Standard errors
// are linearised (delta method). As the model with one parameter a side is
// saturated, they are those of a linear, a log-binomial and a logistic regression
// of the observations on the side with a clustered sandwich. With no success, or
// successes only, on a side a logarithm is not defined and is NaN.
func Contrast(positive, first []bool, clusters ...[]int) (Contrasted, error) {
	var out Contrasted
	side := func(i int) int {
		if first[i] {
			return 0
		}
		return 1
	}
	for i, p := range positive {
		out.N[side(i)]++
		if p {
			out.K[side(i)]++
		}
	}
	if out.N[0] == 0 || out.N[1] == 0 {
		return out, fmt.Errorf("contrast of %d observations with %d: want some on both sides", out.N[0], out.N[1])
	}
	var p [2]float64
	for s := range p {
		p[s] = float64(out.K[s]) / float64(out.N[s])
	}
	influence := make([][]float64, len(positive))
	for i, yes := range positive {
		s, y := side(i), 0.0
		if yes {
			y = 1
		}
		influence[i] = make([]float64, 2)
		influence[i][s] = (y - p[s]) / float64(out.N[s])
	}
	v, err := Sandwich(influence, clusters...)
	if err != nil {
		v = [][]float64{{math.NaN(), math.NaN()}, {math.NaN(), math.NaN()}}
	}
	along := func(value, a, b float64) Effect {
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return Effect{math.NaN(), math.NaN()}
		}
		return Effect{value, rootOf(a*a*v[0][0] + b*b*v[1][1] + 2*a*b*v[0][1])}
	}
	out.Difference = along(p[0]-p[1], 1, -1)
	out.LogRiskRatio = along(math.Log(p[0])-math.Log(p[1]), 1/p[0], -1/p[1])
	out.LogOddsRatio = along(math.Log(p[0]/(1-p[0]))-math.Log(p[1]/(1-p[1])), 1/(p[0]*(1-p[0])), -1/(p[1]*(1-p[1])))
	return out, err
}

// rootOf takes the square root of a variance that rounding may have left below 0.
func rootOf(variance float64) float64 {
	if variance < 0 && variance > -1e-18 {
		return 0
	}
	return math.Sqrt(variance)
}

package stats

import (
	"cmp"
	"slices"
)

// BenjaminiHochberg adjusts p values for the number of tests so that rejecting
// those up to q keeps the expected share of false rejections at q (Benjamini &
// Hochberg 1995). Give it every test that was made, not only those to be shown.
// The result is in the order of p.
func BenjaminiHochberg(p []float64) []float64 {
	return stepUp(p, func(rank int) float64 { return float64(len(p)) / float64(rank) })
}

// BenjaminiYekutieli is [BenjaminiHochberg] for tests that depend on each other in
// any way, at the price of the factor 1 + 1/2 + ... + 1/m (Benjamini & Yekutieli
// 2001, theorem 1.3).
func BenjaminiYekutieli(p []float64) []float64 {
	harmonic := 0.0
	for i := range p {
		harmonic += 1 / float64(i+1)
	}
	return stepUp(p, func(rank int) float64 { return harmonic * float64(len(p)) / float64(rank) })
}

// Hochberg keeps the probability of any false rejection at q as [Holm] does, with
// more power, where tests are independent or depend positively (Hochberg 1988).
func Hochberg(p []float64) []float64 {
	return stepUp(p, func(rank int) float64 { return float64(len(p) - rank + 1) })
}

// Bonferroni keeps the probability of any false rejection at q: p times the number
// of tests (Dunn 1961). [Holm] is never worse.
func Bonferroni(p []float64) []float64 {
	out := make([]float64, len(p))
	for i, v := range p {
		out[i] = min(1, v*float64(len(p)))
	}
	return out
}

// stepUp goes from the largest p value down: each times the factor of its rank,
// counted from the smallest, and no more than those above it.
func stepUp(p []float64, factor func(rank int) float64) []float64 {
	out := make([]float64, len(p))
	least := 1.0
	order := ascending(p)
	for rank := len(p); rank > 0; rank-- {
		at := order[rank-1]
		least = min(least, p[at]*factor(rank))
		out[at] = least
	}
	return out
}

// Holm adjusts p values for the number of tests so that the chance of any false
// rejection among those up to α is at most α, whatever the tests have to do
// with each other (Holm 1979): p of rank i among m times m-i+1, and never less
// than that of a smaller p. The result is in the order of p.
func Holm(p []float64) []float64 {
	out := make([]float64, len(p))
	most := 0.0
	for i, at := range ascending(p) {
		most = max(most, min(1, p[at]*float64(len(p)-i)))
		out[at] = most
	}
	return out
}

// ascending lists the places of p by value, equal ones in the order of p.
func ascending(p []float64) []int {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p[i], p[j]) })
	return order
}

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
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p[j], p[i]) })
	out := make([]float64, len(p))
	least := 1.0
	for i, at := range order {
		rank := len(p) - i
		least = min(least, p[at]*float64(len(p))/float64(rank))
		out[at] = least
	}
	return out
}

// Holm adjusts p values for the number of tests so that the chance of any false
// rejection among those up to α is at most α, whatever the tests have to do
// with each other (Holm 1979): p of rank i among m times m-i+1, and never less
// than that of a smaller p. The result is in the order of p.
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p[i], p[j]) })
	out := make([]float64, len(p))
	most := 0.0
	for i, at := range order {
		most = max(most, min(1, p[at]*float64(len(p)-i)))
		out[at] = most
	}
	return out
}

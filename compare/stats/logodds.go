package stats

import (
	"fmt"
	"math"
)

// LogOdds is a word's weighted log-odds ratio.
type LogOdds struct {
	Delta float64 // log-odds on the first side minus the second
	Z     float64 // Delta in standard errors
	// Variance is that of Z, the approximation 1/yᵢ + 1/yⱼ of the paper, which
	// takes a word to be rare. FullVariance adds 1/(nᵢ-yᵢ) + 1/(nⱼ-yⱼ), with the
	// prior in all counts.
	Variance, FullVariance float64
}

// WeightedLogOdds compares the words of two corpora under an informative
// Dirichlet prior (Monroe, Colaresi & Quinn 2008, equations 15, 16, 20 and 22):
// a[w] and b[w] are counts of the same word w, prior[w] > 0 its pseudo-count.
func WeightedLogOdds(a, b []int, prior []float64) ([]LogOdds, error) {
	if len(a) != len(b) || len(a) != len(prior) {
		return nil, fmt.Errorf("weighted log-odds: %d, %d and %d words: want the same words on both sides and in the prior", len(a), len(b), len(prior))
	}
	var na, nb, n0 float64
	for w := range a {
		if prior[w] <= 0 || a[w] < 0 || b[w] < 0 {
			return nil, fmt.Errorf("weighted log-odds: word %d has counts %d and %d and prior %v: want counts of at least 0 and a prior above 0", w, a[w], b[w], prior[w])
		}
		na += float64(a[w])
		nb += float64(b[w])
		n0 += prior[w]
	}
	out := make([]LogOdds, len(a))
	for w := range a {
		ya, yb := float64(a[w])+prior[w], float64(b[w])+prior[w]
		delta := math.Log(ya/(na+n0-ya)) - math.Log(yb/(nb+n0-yb))
		variance := 1/ya + 1/yb
		out[w] = LogOdds{Delta: delta, Z: delta / math.Sqrt(variance), Variance: variance, FullVariance: variance + 1/(na+n0-ya) + 1/(nb+n0-yb)}
	}
	return out, nil
}

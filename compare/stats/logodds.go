package stats

import (
	"fmt"
	"math"
)

// LogOdds is a word's weighted log-odds ratio.
type LogOdds struct {
	Delta float64 // log-odds on the first side minus the second
	Z     float64 // Delta in standard errors
}

// WeightedLogOdds compares the words of two corpora under an informative
// Dirichlet prior (Monroe, Colaresi & Quinn 2008, equations 15, 16, 20 and 22):
// a[w] and b[w] are counts of the same word w, prior[w] > 0 its pseudo-count.
// The variance is the two-term approximation of the paper.
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
		out[w] = LogOdds{Delta: delta, Z: delta / math.Sqrt(1/ya+1/yb)}
	}
	return out, nil
}

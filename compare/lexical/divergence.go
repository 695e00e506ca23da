package lexical

import (
	"fmt"
	"math"
)

// JensenShannon is the Jensen-Shannon divergence of the shares that words have in
// two groups, in nats (Lin 1991): ½ KL(P‖M) + ½ KL(Q‖M), M the mean of both. a[w] and
// b[w] count the same word. It lies between 0 and ln 2; over ln 2 it is in bits, and
// its square root is a distance (Endres & Schindelin 2003), which is what
// scipy.spatial.distance.jensenshannon returns. NaN where a group has no words.
func JensenShannon(a, b []int) (float64, error) {
	na, nb, err := totals(a, b)
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for w := range a {
		p, q := float64(a[w])/na, float64(b[w])/nb
		m := (p + q) / 2
		sum += relative(p, m) + relative(q, m)
	}
	if math.IsNaN(sum) {
		return sum, nil
	}
	return max(0, sum/2), nil
}

// KullbackLeibler is the divergence Σ p·ln(p/q) of the first group's shares from the
// second's, in nats (Kullback & Leibler 1951), with smoothing added to each count of
// each word that either group has. Without smoothing it is +Inf where the second
// group lacks a word of the first.
func KullbackLeibler(a, b []int, smoothing float64) (float64, error) {
	na, nb, err := totals(a, b)
	if err != nil {
		return 0, err
	}
	if smoothing < 0 {
		return 0, fmt.Errorf("divergence: smoothing of %v", smoothing)
	}
	for w := range a {
		if a[w]+b[w] > 0 {
			na += smoothing
			nb += smoothing
		}
	}
	sum := 0.0
	for w := range a {
		if a[w]+b[w] > 0 {
			sum += relative((float64(a[w])+smoothing)/na, (float64(b[w])+smoothing)/nb)
		}
	}
	if math.IsNaN(sum) {
		return sum, nil
	}
	return max(0, sum), nil
}

// relative is p·ln(p/q), with 0·ln 0 = 0.
func relative(p, q float64) float64 {
	if p == 0 {
		return 0
	}
	return p * math.Log(p/q)
}

func totals(a, b []int) (na, nb float64, err error) {
	if len(a) != len(b) {
		return 0, 0, fmt.Errorf("divergence: counts of %d and %d words: want the same words in both groups", len(a), len(b))
	}
	for w := range a {
		if a[w] < 0 || b[w] < 0 {
			return 0, 0, fmt.Errorf("divergence: word %d has counts %d and %d", w, a[w], b[w])
		}
		na += float64(a[w])
		nb += float64(b[w])
	}
	return na, nb, nil
}

package trained

import (
	"cmp"
	"math"
	"slices"
)

// calibration makes a probability of a score: sigmoid(slope*score+shift), after
// Platt 1999 (Probabilistic outputs for support vector machines).
type calibration struct{ slope, shift float64 }

func (c calibration) p(score float64) float64 { return sigmoid(c.slope*score + c.shift) }

// judged is a score of a text that the model did not learn from, beside its label.
type judged struct{ score, label float64 }

// calibrate fits a calibration to scores out of fold. A prior that the scores are
// right as they are (slope 1, shift 0) weighs as much as a few texts, for frames
// that are rare.
func calibrate(known []judged) calibration {
	x := []float64{1, 0}
	minimise(func(x, gradient []float64) float64 {
		value := ((x[0]-1)*(x[0]-1) + x[1]*x[1]) / 2
		gradient[0], gradient[1] = x[0]-1, x[1]
		for _, k := range known {
			z := x[0]*k.score + x[1]
			value += softplus(z) - k.label*z
			g := sigmoid(z) - k.label
			gradient[0] += g * k.score
			gradient[1] += g
		}
		return value
	}, x, 100)
	return calibration{slope: max(x[0], 0), shift: x[1]}
}

// shrink is the number of positive texts at which a frame's own best threshold
// and that of all frames together weigh the same.
const shrink = 8

// threshold is a frame's threshold on probabilities: the one with the best F1 out
// of fold, drawn towards that of all frames the more, the fewer positives it
// rests on.
func threshold(own []judged, shared float64) float64 {
	positives := 0.
	for _, k := range own {
		positives += k.label
	}
	if positives == 0 {
		return shared
	}
	a := positives / (positives + shrink)
	return a*bestF1(own) + (1-a)*shared
}

// bestF1 is the threshold from which a text counts as positive that gives the best
// F1: half-way between the last score above and the first below. A label between 0
// and 1 counts in part.
func bestF1(known []judged) float64 {
	sorted := slices.SortedStableFunc(slices.Values(known), func(a, b judged) int { return cmp.Compare(b.score, a.score) })
	positives := 0.
	for _, k := range sorted {
		positives += k.label
	}
	best, at, hit := 0., math.Inf(1), 0.
	for i, k := range sorted {
		hit += k.label
		last := i+1 == len(sorted)
		if !last && sorted[i+1].score == k.score {
			continue
		}
		if f1 := 2 * hit / (float64(i+1) + positives); f1 > best {
			best = f1
			if last {
				at = k.score
			} else {
				at = (k.score + sorted[i+1].score) / 2
			}
		}
	}
	return at
}

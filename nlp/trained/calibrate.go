package trained

import (
	"cmp"
	"slices"
)

// calibration makes a probability of a score and the rules' say:
// sigmoid(slope*score + rules*say + shift). With the score alone that is the method
// of Platt 1999 (Probabilistic outputs for support vector machines); that the
// rules are weighed here, on scores out of fold, and not where the score is fitted
// is stacked generalisation (Wolpert 1992): a model that knows its texts by heart
// would find that it can do without rules.
type calibration struct{ slope, rules, shift float64 }

func (c calibration) p(score, say float64) float64 {
	return sigmoid(c.slope*score + c.rules*say + c.shift)
}

// judged is a score of a text that the model did not learn from, with the rules'
// say, beside its label.
type judged struct {
	score, say, label float64
	text              int
}

// trust is the variance of the rules' weight under its prior.
const trust = 9

// calibrate fits a calibration to scores out of fold. A prior that the scores are
// right as they are (slope 1, nothing else) weighs as much as a few texts, for
// frames that are rare.
func calibrate(known []judged) calibration {
	x := []float64{1, 0, 0}
	minimise(func(x, gradient []float64) float64 {
		value := ((x[0]-1)*(x[0]-1) + x[1]*x[1]/trust + x[2]*x[2]) / 2
		gradient[0], gradient[1], gradient[2] = x[0]-1, x[1]/trust, x[2]
		for _, k := range known {
			z := x[0]*k.score + x[1]*k.say + x[2]
			value += softplus(z) - k.label*z
			g := sigmoid(z) - k.label
			gradient[0] += g * k.score
			gradient[1] += g * k.say
			gradient[2] += g
		}
		return value
	}, x, 1e-6, 100)
	return calibration{slope: max(x[0], 0), rules: max(x[1], 0), shift: x[2]}
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
	best, at, hit := 0., 1., 0.
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

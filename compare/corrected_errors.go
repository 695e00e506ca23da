package compare

import (
	"maps"
	"math"
	"slices"

	"framewatch/compare/stats"
)

// What a program may get wrong.
const (
	Sensitivity = "sensitivity" // of documents with the frame by hand: those in which the program finds it
	Specificity = "specificity" // of documents without it: those in which it does not
)

// ErrorDifference is a rate of the program in a group against that in the other
// documents. Rates are weighted by one over the probability of being drawn; N are the
// hand-coded stories behind a rate that tell as much (Kish 1965). P is Fisher's exact
// test on counts of that size, PAdj Holm's adjustment over all rates, groups and
// frames that were tested.
type ErrorDifference struct {
	Frame, Rate string
	By, Group   string
	Value, Rest float64
	N, NRest    float64
	P, PAdj     float64
}

// errorLevel is at which adjusted p value a difference of errors is told.
const errorLevel = 0.05

// Told reports whether the difference is more than chance.
func (e ErrorDifference) Told() bool { return e.PAdj <= errorLevel }

// rate is a weighted share of hand-coded stories.
type rate struct{ right, all map[int]float64 }

func (r *rate) add(story int, weight float64, right float64) {
	if r.all == nil {
		r.right, r.all = map[int]float64{}, map[int]float64{}
	}
	r.all[story] += weight
	r.right[story] += weight * right
}

// value is the rate, and on how many stories of equal weight it would stand.
func (r *rate) value() (share, n float64) {
	var right, all, squares float64
	for _, story := range slices.Sorted(maps.Keys(r.all)) {
		w := r.all[story]
		right, all, squares = right+r.right[story], all+w, squares+w*w
	}
	if all == 0 {
		return 0, 0
	}
	return right / all, all * all / squares
}

// leastRate is on how many stories a rate must stand to be tested.
const leastRate = 5

// errorsBy tests whether the program errs otherwise in each group than in the rest of
// docs.
func (c *Corpus) errorsBy(by string, groups []group, docs []int32, frame string, facts []frameFact, codes map[int32]storyCode) []ErrorDifference {
	var out []ErrorDifference
	for _, g := range groups {
		member := map[int32]bool{}
		for _, i := range g.docs {
			member[i] = true
		}
		var sensitivity, specificity [2]rate // in the group, in the rest
		for _, i := range docs {
			code, ok := codes[c.docs[i].story]
			if !ok || facts[i]&factCoded == 0 {
				continue
			}
			side, found, weight := 1, 0.0, 1.0
			if member[i] {
				side = 0
			}
			if facts[i]&factPresent != 0 {
				found = 1
			}
			if code.probability > 0 {
				weight = 1 / code.probability
			}
			story := int(c.docs[i].story)
			if code.value > 0 {
				sensitivity[side].add(story, weight*code.value, found)
			}
			if code.value < 1 {
				specificity[side].add(story, weight*(1-code.value), 1-found)
			}
		}
		for _, r := range []struct {
			name  string
			rates *[2]rate
		}{{Sensitivity, &sensitivity}, {Specificity, &specificity}} {
			e := ErrorDifference{Frame: frame, Rate: r.name, By: by, Group: g.name}
			e.Value, e.N = r.rates[0].value()
			e.Rest, e.NRest = r.rates[1].value()
			if math.Min(e.N, e.NRest) < leastRate {
				continue
			}
			nA, nB := math.Round(e.N), math.Round(e.NRest)
			p, err := stats.FisherExact(stats.Frequencies{A: int(math.Round(e.Value * nA)), B: int(math.Round(e.Rest * nB)), NA: int(nA), NB: int(nB)})
			if err != nil {
				continue // rates lie between 0 and 1
			}
			e.P = p
			out = append(out, e)
		}
	}
	return out
}

// adjustErrors fills in the adjusted p values.
func adjustErrors(list []ErrorDifference) {
	p := make([]float64, len(list))
	for i, e := range list {
		p[i] = e.P
	}
	for i, adjusted := range stats.Holm(p) {
		list[i].PAdj = adjusted
	}
}

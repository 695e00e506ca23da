package stats

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Judged is a unit of which somebody has said whether a thing is present, and
// something has predicted it. Weight is for how many units of the population it
// stands, 1 over its inclusion probability; 0 counts as 1. Units of one Cluster
// are resampled together; an empty one is a cluster of its own.
type Judged struct {
	Present, Predicted bool
	Weight             float64
	Cluster            string
}

// Retrieval is how well a prediction finds what is present. Counts are of units,
// without weights; Precision, Recall and F1 are weighted (Horvitz-Thompson ratio
// estimators; Särndal, Swensson and Wretman 1992, section 5.6), and NaN where they
// have no denominator. Intervals resample clusters; where every unit is right, or
// every one wrong, that varies nothing, and the interval is Wilson's over units
// (for F1 of the share tp / (tp+fp+fn), of which F1 is a monotone function).
type Retrieval struct {
	N, Clusters                 int
	Present, Predicted, Correct int // Correct: present and predicted
	Precision, Recall, F1       Bootstrapped
}

// outcome sums weights of what is right and wrong.
type outcome struct{ tp, fp, fn float64 }

func (o outcome) precision() float64 { return o.tp / (o.tp + o.fp) }
func (o outcome) recall() float64    { return o.tp / (o.tp + o.fn) }
func (o outcome) f1() float64        { return 2 * o.tp / (2*o.tp + o.fp + o.fn) }

// Retrieval measures predictions against judgements.
func (r Resampling) Retrieval(units []Judged) (Retrieval, error) {
	out := Retrieval{N: len(units)}
	for _, u := range units {
		if u.Present {
			out.Present++
		}
		if u.Predicted {
			out.Predicted++
		}
		if u.Present && u.Predicted {
			out.Correct++
		}
	}
	kinds, counts := outcomeKinds(units)
	for _, n := range counts {
		out.Clusters += n
	}
	all := summed(kinds, counts)
	var precision, recall, f1 []float64
	if out.Clusters > 1 {
		r.Each(counts, func(times []int) {
			o := summed(kinds, times)
			precision, recall, f1 = append(precision, o.precision()), append(recall, o.recall()), append(f1, o.f1())
		})
	}
	wrong := out.Present + out.Predicted - 2*out.Correct
	var err error
	if out.Precision, err = r.atEnds(all.precision(), precision, out.Correct, out.Predicted); err != nil {
		return out, err
	}
	if out.Recall, err = r.atEnds(all.recall(), recall, out.Correct, out.Present); err != nil {
		return out, err
	}
	out.F1, err = r.atEnds(all.f1(), f1, out.Correct, out.Correct+wrong)
	if err == nil && out.F1.OK && (out.Correct == 0 || wrong == 0) {
		i := &out.F1.Interval
		i.Lo, i.Hi = 2*i.Lo/(1+i.Lo), 2*i.Hi/(1+i.Hi)
	}
	return out, err
}

// atEnds is Summary, with Wilson's interval where k of n units are none or all.
func (r Resampling) atEnds(value float64, replicates []float64, k, n int) (Bootstrapped, error) {
	if n == 0 || k > 0 && k < n {
		return r.varying(value, replicates), nil
	}
	i, err := Wilson(k, n, r.Confidence)
	return Bootstrapped{Value: value, Interval: i, OK: err == nil}, err
}

func summed(kinds []outcome, times []int) outcome {
	var o outcome
	for i, k := range kinds {
		m := float64(times[i])
		o.tp += m * k.tp
		o.fp += m * k.fp
		o.fn += m * k.fn
	}
	return o
}

// outcomeKinds lists the distinct clusters in a fixed order with their numbers.
func outcomeKinds(units []Judged) (kinds []outcome, counts []int) {
	clusters := map[string][]Judged{}
	for i, u := range units {
		key := "c" + u.Cluster
		if u.Cluster == "" {
			key = fmt.Sprint(i)
		}
		if u.Weight == 0 {
			u.Weight = 1
		}
		clusters[key] = append(clusters[key], u)
	}
	number := map[outcome]int{}
	for _, members := range clusters {
		// Sums of weights depend on their order in the last digit.
		slices.SortFunc(members, func(a, b Judged) int { return cmp.Compare(a.Weight, b.Weight) })
		var o outcome
		for _, u := range members {
			switch {
			case u.Present && u.Predicted:
				o.tp += u.Weight
			case u.Predicted:
				o.fp += u.Weight
			case u.Present:
				o.fn += u.Weight
			}
		}
		number[o]++
	}
	kinds = slices.SortedFunc(maps.Keys(number), func(a, b outcome) int {
		return cmp.Or(cmp.Compare(a.tp, b.tp), cmp.Compare(a.fp, b.fp), cmp.Compare(a.fn, b.fn))
	})
	for _, k := range kinds {
		counts = append(counts, number[k])
	}
	return kinds, counts
}

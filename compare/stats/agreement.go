package stats

import (
	"fmt"
	"maps"
	"slices"
)

// NotCoded stands for a value that a coder did not give.
const NotCoded = -1

// CodedUnit is what the coders say of one unit: a category from 0 for each coder,
// always in the same places, or NotCoded. Units of one Cluster (a story) are
// resampled together; an empty one is a cluster of its own.
type CodedUnit struct {
	Values  []int
	Cluster string
}

// Level is what the distance of two categories means (Stevens 1946, On the Theory
// of Scales of Measurement).
type Level int

// The levels. Nominal categories are the same or not; ordinal ones have ranks;
// interval ones have differences, and ratio ones a true zero besides.
const (
	NominalLevel Level = iota
	OrdinalLevel
	IntervalLevel
	RatioLevel
)

// Scale is what coders choose from. Points are the values of the categories in
// ascending order; only the interval and the ratio level read more of them than
// their number.
type Scale struct {
	Level  Level
	Points []float64
}

// Categories is a nominal scale of so many categories.
func Categories(n int) Scale { return Scale{Points: make([]float64, n)} }

// Agreement says how far coders agree. N counts the units that at least two of
// them coded; Clusters are the independent groups among them. A coefficient that
// is not defined, as alpha is where every code is the same, is NaN; one whose
// resamples all agree with it has no interval.
type Agreement struct {
	N, Clusters                int
	Percent, Alpha, Kappa, AC1 Bootstrapped
}

// Agreement measures how far coders agree in giving one of so many categories,
// with percentile intervals over resampled clusters. Units that fewer than two
// coded count only where a coefficient's definition says so.
func (r Resampling) Agreement(units []CodedUnit, categories int) Agreement {
	var out Agreement
	var of []Bootstrapped
	out.N, out.Clusters, of = r.Coefficients(units, Categories(categories), PercentAgreement, KrippendorffAlpha, LightKappa, GwetAC)
	out.Percent, out.Alpha, out.Kappa, out.AC1 = of[0], of[1], of[2], of[3]
	return out
}

// Coefficients measures the same on a scale of any level, by the coefficients
// asked for and in their order; n and clusters are those of [Agreement].
func (r Resampling) Coefficients(units []CodedUnit, scale Scale, which ...Coefficient) (n, clusters int, out []Bootstrapped) {
	kinds, counts := codedKinds(units)
	for i, k := range kinds {
		paired := 0
		for _, v := range k {
			if coders(v) > 1 {
				paired++
			}
		}
		n += counts[i] * paired
		if paired > 0 {
			clusters += counts[i]
		}
	}
	value := coefficients(kinds, counts, scale, which)
	replicates := make([][]float64, len(which))
	if clusters > 1 {
		r.Each(counts, func(times []int) {
			for i, v := range coefficients(kinds, times, scale, which) {
				replicates[i] = append(replicates[i], v)
			}
		})
	}
	for i := range which {
		out = append(out, r.varying(value[i], replicates[i]))
	}
	return n, clusters, out
}

// varying is Summary, without an interval where no replicate differs: resampling
// then had nothing to vary, and no width would claim certainty.
func (r Resampling) varying(value float64, replicates []float64) Bootstrapped {
	out := r.Summary(value, replicates)
	if out.OK && out.Interval.Width() == 0 {
		return Bootstrapped{Value: value}
	}
	return out
}

// codedKinds lists the distinct clusters of units in a fixed order with their
// numbers.
func codedKinds(units []CodedUnit) (kinds [][][]int, counts []int) {
	clusters := map[string][][]int{}
	for i, u := range units {
		key := "c" + u.Cluster
		if u.Cluster == "" {
			key = fmt.Sprint(i)
		}
		clusters[key] = append(clusters[key], u.Values)
	}
	number, members := map[string]int{}, map[string][][]int{}
	for _, c := range clusters {
		slices.SortFunc(c, slices.Compare[[]int])
		key := fmt.Sprint(c)
		number[key]++
		members[key] = c
	}
	for _, key := range slices.Sorted(maps.Keys(number)) {
		kinds, counts = append(kinds, members[key]), append(counts, number[key])
	}
	return kinds, counts
}

// coders counts the codes of a unit.
func coders(values []int) int {
	n := 0
	for _, v := range values {
		if v != NotCoded {
			n++
		}
	}
	return n
}

// weighed is a unit that counts so many times.
type weighed struct {
	values []int
	times  float64
}

// tallied counts the codes of a unit by category.
func (u weighed) tallied(categories int) (byCategory []float64, n float64) {
	byCategory = make([]float64, categories)
	for _, v := range u.values {
		if v != NotCoded {
			byCategory[v]++
			n++
		}
	}
	return byCategory, n
}

// coefficients are those of a sample of clusters.
func coefficients(kinds [][][]int, times []int, scale Scale, which []Coefficient) []float64 {
	var units []weighed
	for i, k := range kinds {
		for _, v := range k {
			if times[i] > 0 {
				units = append(units, weighed{v, float64(times[i])})
			}
		}
	}
	out := make([]float64, len(which))
	for i, c := range which {
		out[i] = c.of(units, scale)
	}
	return out
}

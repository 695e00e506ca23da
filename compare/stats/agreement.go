package stats

import (
	"cmp"
	"fmt"
	"maps"
	"math"
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

// Agreement says how far coders agree. N counts the units that at least two of
// them coded; Clusters are the independent groups among them. A coefficient that
// is not defined, as alpha is where every code is the same, is NaN; one whose
// resamples all agree with it has no interval.
type Agreement struct {
	N, Clusters int
	// Percent is the share of pairs of codes of one unit that agree, the mean over
	// units.
	Percent Bootstrapped
	// Alpha is Krippendorff's alpha for nominal values, for any number of coders
	// and with codes missing (Krippendorff 2011, Computing Krippendorff's
	// Alpha-Reliability, section C).
	Alpha Bootstrapped
	// Kappa is Cohen's kappa (Cohen 1960); of more than two coders the mean of
	// those of all pairs (Light 1971), each over what both coded.
	Kappa Bootstrapped
	// AC1 is Gwet's coefficient (Gwet 2008, Computing inter-rater reliability and
	// its variance in the presence of high agreement); with codes missing a unit's
	// shares of the categories are those of the codes it has (Gwet 2014, chapter
	// 2). It stays near the share of agreement where a category is rare, and alpha
	// and kappa fall: show all of them.
	AC1 Bootstrapped
}

// Agreement measures how far coders agree in giving one of so many categories,
// with percentile intervals over resampled clusters. Units that fewer than two
// coded count only where a coefficient's definition says so.
func (r Resampling) Agreement(units []CodedUnit, categories int) Agreement {
	kinds, counts := codedKinds(units)
	value := coefficients(kinds, counts, categories)
	out := Agreement{}
	for i, k := range kinds {
		paired := 0
		for _, v := range k {
			if coders(v) > 1 {
				paired++
			}
		}
		out.N += counts[i] * paired
		if paired > 0 {
			out.Clusters += counts[i]
		}
	}
	var replicates [4][]float64
	if out.Clusters > 1 {
		r.Each(counts, func(times []int) {
			for i, v := range coefficients(kinds, times, categories) {
				replicates[i] = append(replicates[i], v)
			}
		})
	}
	for i, to := range []*Bootstrapped{&out.Percent, &out.Alpha, &out.Kappa, &out.AC1} {
		*to = r.varying(value[i], replicates[i])
	}
	return out
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

// coefficients are percent agreement, alpha, kappa and AC1 of a sample of
// clusters.
func coefficients(kinds [][][]int, times []int, categories int) [4]float64 {
	var units []weighed
	for i, k := range kinds {
		for _, v := range k {
			if times[i] > 0 {
				units = append(units, weighed{v, float64(times[i])})
			}
		}
	}
	percent, ac1 := gwet(units, categories)
	return [4]float64{percent, alpha(units, categories), light(units, categories), ac1}
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

// alpha is 1 - observed / expected disagreement, from the matrix of coincidences.
func alpha(units []weighed, categories int) float64 {
	totals := make([]float64, categories)
	agreeing, n := 0.0, 0.0
	for _, u := range units {
		by, m := u.tallied(categories)
		if m < 2 {
			continue
		}
		for c, k := range by {
			totals[c] += u.times * k
			agreeing += u.times * k * (k - 1) / (m - 1)
		}
		n += u.times * m
	}
	expected := n * n
	for _, t := range totals {
		expected -= t * t
	}
	if expected == 0 {
		return math.NaN()
	}
	return 1 - (n-1)*(n-agreeing)/expected
}

// gwet is the mean share of agreeing pairs and AC1.
func gwet(units []weighed, categories int) (percent, ac1 float64) {
	agreeing, paired, coded := 0.0, 0.0, 0.0
	shares := make([]float64, categories)
	for _, u := range units {
		by, m := u.tallied(categories)
		if m == 0 {
			continue
		}
		for c, k := range by {
			shares[c] += u.times * k / m
		}
		coded += u.times
		if m < 2 {
			continue
		}
		for _, k := range by {
			agreeing += u.times * k * (k - 1) / (m * (m - 1))
		}
		paired += u.times
	}
	percent = agreeing / paired // NaN without pairs
	chance := 0.0
	for _, s := range shares {
		chance += s / coded * (1 - s/coded) / float64(categories-1)
	}
	return percent, (percent - chance) / (1 - chance)
}

// light is the mean of Cohen's kappa over the pairs of coders for which it is
// defined.
func light(units []weighed, categories int) float64 {
	sum, pairs := 0.0, 0.0
	for a := range width(units) {
		for b := range a {
			if k := cohen(units, a, b, categories); !math.IsNaN(k) {
				sum += k
				pairs++
			}
		}
	}
	return sum / pairs
}

func width(units []weighed) int {
	if len(units) == 0 {
		return 0
	}
	return len(slices.MaxFunc(units, func(a, b weighed) int { return cmp.Compare(len(a.values), len(b.values)) }).values)
}

// cohen is the kappa of two coders over what both coded.
func cohen(units []weighed, a, b, categories int) float64 {
	rows, columns := make([]float64, categories), make([]float64, categories)
	agreeing, n := 0.0, 0.0
	for _, u := range units {
		x, y := u.values[a], u.values[b]
		if x == NotCoded || y == NotCoded {
			continue
		}
		rows[x] += u.times
		columns[y] += u.times
		n += u.times
		if x == y {
			agreeing += u.times
		}
	}
	chance := 0.0
	for c := range categories {
		chance += rows[c] / n * columns[c] / n
	}
	if chance == 1 {
		return math.NaN()
	}
	return (agreeing/n - chance) / (1 - chance)
}

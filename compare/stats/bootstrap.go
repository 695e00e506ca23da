package stats

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// Resampling fixes a bootstrap: B replicates, the seed of the random numbers
// and the confidence of the percentile interval (Efron & Tibshirani 1993,
// chapter 13). The same Resampling over the same clusters, in any order, gives
// the same numbers on every machine.
type Resampling struct {
	B          int
	Seed       int64
	Confidence float64
}

// pcgStream is the second half of the generator's state; any constant will do.
const pcgStream = 0x9e3779b97f4a7c15

// Cluster is what one independent unit (a story with its copies) holds: N
// documents, K of them positive.
type Cluster struct{ K, N int }

// Bootstrapped is an estimate with its standard error and percentile interval
// over resampled clusters. OK is false, and SE and Interval are zero, where
// fewer than two clusters leave nothing to resample.
type Bootstrapped struct {
	Value, SE float64
	Interval  Interval
	OK        bool
}

// Each draws r.B samples of sum(counts) units with replacement, where counts[i]
// units are of kind i, and calls fn with how often each kind was drawn. The
// slice is used again for the next sample.
//
// Units of one kind cannot be told apart, so the draw is a multinomial over
// kinds: the same distribution as drawing unit by unit, at a cost that does not
// grow with the number of units.
func (r Resampling) Each(counts []int, fn func(times []int)) {
	rng := uniform{rand.NewPCG(uint64(r.Seed), pcgStream)}
	total := 0
	for _, c := range counts {
		total += c
	}
	trials := make([]trial, len(counts))
	rest := total
	for i, c := range counts {
		trials[i] = newTrial(float64(c) / float64(max(rest, 1)))
		rest -= c
	}
	times := make([]int, len(counts))
	for range r.B {
		draws := total
		for i := range trials {
			times[i] = trials[i].binomial(rng, draws)
			draws -= times[i]
		}
		fn(times)
	}
}

// Summary turns replicates of value into its standard error and interval.
// Replicates that are NaN (a sample in which the number is not defined) are
// left out.
func (r Resampling) Summary(value float64, replicates []float64) Bootstrapped {
	defined := slices.DeleteFunc(slices.Clone(replicates), math.IsNaN)
	if len(defined) < 2 {
		return Bootstrapped{Value: value}
	}
	mean := defined[0] // differences to one of them, so that equal ones have no spread
	for _, v := range defined {
		mean += (v - defined[0]) / float64(len(defined))
	}
	square := 0.0
	for _, v := range defined {
		square += (v - mean) * (v - mean)
	}
	return Bootstrapped{Value: value, SE: math.Sqrt(square / float64(len(defined)-1)),
		Interval: percentiles(defined, r.Confidence), OK: true}
}

// Shares estimates the share of positive documents, with whole clusters
// resampled so that copies of one story do not pass for independent evidence,
// and the share in which each cluster counts once: the mean of K/N.
func (r Resampling) Shares(clusters []Cluster) (documents, perCluster Bootstrapped) {
	pairs := make([][2]Cluster, len(clusters))
	for i, c := range clusters {
		pairs[i][0] = c
	}
	return r.twoStatistics(pairs, func(kinds [][2]Cluster, times []int) (float64, float64) {
		s := sums(kinds, times, 0)
		return s.share(), s.mean()
	})
}

// Differences estimates the difference of two shares, first side minus second,
// over documents and with each cluster counting once on each side. A cluster
// with documents on both sides, as a wire story has, is resampled as one.
func (r Resampling) Differences(pairs [][2]Cluster) (documents, perCluster Bootstrapped) {
	return r.twoStatistics(pairs, func(kinds [][2]Cluster, times []int) (float64, float64) {
		a, b := sums(kinds, times, 0), sums(kinds, times, 1)
		return a.share() - b.share(), a.mean() - b.mean()
	})
}

type statistics func(kinds [][2]Cluster, times []int) (documents, perCluster float64)

func (r Resampling) twoStatistics(units [][2]Cluster, of statistics) (documents, perCluster Bootstrapped) {
	kinds, counts := kindsOf(units)
	d, c := of(kinds, counts)
	if len(units) < 2 {
		return Bootstrapped{Value: d}, Bootstrapped{Value: c}
	}
	ds, cs := make([]float64, 0, r.B), make([]float64, 0, r.B)
	r.Each(counts, func(times []int) {
		d, c := of(kinds, times)
		ds, cs = append(ds, d), append(cs, c)
	})
	return r.Summary(d, ds), r.Summary(c, cs)
}

// kindsOf lists the distinct units in a fixed order with their numbers.
func kindsOf(units [][2]Cluster) (kinds [][2]Cluster, counts []int) {
	number := map[[2]Cluster]int{}
	for _, u := range units {
		number[u]++
	}
	kinds = slices.SortedFunc(maps.Keys(number), func(a, b [2]Cluster) int {
		return cmp.Or(cmp.Compare(a[0].N, b[0].N), cmp.Compare(a[0].K, b[0].K),
			cmp.Compare(a[1].N, b[1].N), cmp.Compare(a[1].K, b[1].K))
	})
	for _, k := range kinds {
		counts = append(counts, number[k])
	}
	return kinds, counts
}

// tally sums one side of a sample.
type tally struct {
	k, n     int
	means    float64
	clusters int
}

func sums(kinds [][2]Cluster, times []int, side int) tally {
	var t tally
	for i, m := range times {
		c := kinds[i][side]
		if c.N == 0 || m == 0 {
			continue
		}
		t.k += m * c.K
		t.n += m * c.N
		t.clusters += m
		t.means += float64(m) * float64(c.K) / float64(c.N)
	}
	return t
}

// share and mean are NaN for a sample without documents.
func (t tally) share() float64 { return float64(t.k) / float64(t.n) }
func (t tally) mean() float64  { return t.means / float64(t.clusters) }

package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// RateCluster holds what one cluster (a story with its copies, an outlet) has of
// a word and of all words on two sides: A of NA words on the first, B of NB on
// the second. A wire story printed on both sides has words on both.
type RateCluster struct{ A, B, NA, NB int }

// RateClusters sums the sizes of all clusters of one kind, with the word or
// without: what [RateClusters.variance] needs to know of those without it.
type RateClusters struct {
	N          int     // clusters with words on a side
	OnA, OnB   int     // of these, clusters with words on the side
	aa, bb, ab float64 // sums of NA², NB² and NA·NB
}

// Add adds a cluster; only its sizes count. One without words is nothing.
func (r *RateClusters) Add(c RateCluster) {
	if c.NA == 0 && c.NB == 0 {
		return
	}
	r.N++
	if c.NA > 0 {
		r.OnA++
	}
	if c.NB > 0 {
		r.OnB++
	}
	a, b := float64(c.NA), float64(c.NB)
	r.aa += a * a
	r.bb += b * b
	r.ab += a * b
}

// rateResidual is linear in the counts and sizes of a cluster.
type rateResidual struct{ a, b, na, nb float64 }

func (r rateResidual) of(c RateCluster) float64 {
	return r.a*float64(c.A) + r.b*float64(c.B) - r.na*float64(c.NA) - r.nb*float64(c.NB)
}

// sum is the variance of the sum of the residuals over clusters that are drawn
// independently, N/(N-1)·Σe², and how many clusters stand behind it: 2(Σe²)²/Σe⁴,
// at most N. (Σe²)²/Σe⁴ is N for residuals of one size, as a word has that few
// clusters have once each, and N/3 for normal ones; 2 is between, and held by the
// simulation of the tests. with are the clusters that have the word, in a fixed
// order; those without it are taken to share the rest evenly.
func (r RateClusters) sum(e rateResidual, with []RateCluster) (variance, effective float64) {
	rest := e.na*e.na*r.aa + e.nb*e.nb*r.bb + 2*e.na*e.nb*r.ab
	var square, fourth float64
	for _, c := range with {
		v := e.of(c)
		square += v * v
		fourth += v * v * v * v
		absent := e.na*float64(c.NA) + e.nb*float64(c.NB)
		rest -= absent * absent
	}
	if without := r.N - len(with); without > 0 && rest > 0 {
		square += rest
		fourth += rest * rest / float64(without)
	}
	if r.N < 2 || square <= 0 {
		return 0, 1
	}
	return square * float64(r.N) / float64(r.N-1), min(float64(r.N), 2*square*square/fourth)
}

// RateTest is what is known of the difference between two rates of a word when
// words come in clusters.
type RateTest struct {
	P         float64 // that rates which do not differ lie as far apart
	Effective float64 // occurrences on both sides that are worth as much as these, were they independent
	LogSE     float64 // standard error of the binary logarithm of the ratio of the rates
	Freedom   float64 // degrees of freedom of LogSE
	TwoWay    bool    // outlets count as clusters too: both sides have two or more
}

// Half is half the width of the interval of the log ratio.
func (t RateTest) Half(confidence float64) float64 {
	return t.LogSE * student(t.Freedom).Quantile((1+confidence)/2)
}

// RateKinds are the clusters of a comparison: stories, outlets, and the
// documents of one outlet in one story.
type RateKinds struct{ Stories, Outlets, Both RateClusters }

// RateWith are the clusters of each kind that have the word.
type RateWith struct{ Stories, Outlets, Both []RateCluster }

// TwoWay reports whether outlets can be told from their side: each has two.
func (k RateKinds) TwoWay() bool { return min(k.Outlets.OnA, k.Outlets.OnB) >= 2 }

// Testable reports whether each side has two clusters to tell chance by.
func (k RateKinds) Testable() bool { return min(k.Stories.OnA, k.Stories.OnB) >= 2 }

// variance is that of a sum of residuals over stories, over outlets and over
// both (Cameron, Gelbach & Miller 2011: the two sums less that over their
// intersections), whichever is greatest: the difference of the three may fall
// short of either. The effective number of clusters is the least.
func (k RateKinds) variance(e rateResidual, with RateWith) (variance, effective float64) {
	variance, effective = k.Stories.sum(e, with.Stories)
	if !k.TwoWay() {
		return variance, effective
	}
	outlets, n := k.Outlets.sum(e, with.Outlets)
	both, _ := k.Both.sum(e, with.Both)
	return max(variance, outlets, variance+outlets-both), min(effective, n)
}

// Test compares the rates f.A/f.NA and f.B/f.NB of a word that occurs. Words are
// counted per token of clusters of any size, so the rates are ratio estimators,
// and their variance is that of the linearised residuals (Cochran 1977, chapter
// 6; Lijffijt et al. 2016 show what tests on plain counts make of words that
// cluster in texts). P is the greatest of three:
//
//   - that of a binomial test of how the occurrences fall on the sides, on as many
//     as are effective (Korn & Graubard 1998), at most those that there are: the
//     variance within the sides is taken as that of clusters which chance puts on
//     either side, so that a word which one side lacks, or which few clusters
//     have, is judged by all of them;
//   - that of Student's t with each side's own rate and variance, for sides of
//     which one is more mixed than the other; its degrees of freedom are the
//     effective clusters less one;
//   - the least that a permutation of outlets over the sides could give.
//
// Where k is not [RateKinds.Testable] P is 1.
func (k RateKinds) Test(f Frequencies, with RateWith) RateTest {
	out := RateTest{P: 1, TwoWay: k.TwoWay()}
	if !k.Testable() {
		return out
	}
	na, nb, all := float64(f.NA), float64(f.NB), float64(f.A+f.B)
	rateA, rateB := float64(f.A)/na, float64(f.B)/nb
	chance := na / (na + nb)
	mixed, _ := k.variance(rateResidual{1, -1, rateA, -rateB}, with)
	out.Effective = all
	if mixed > 0 { // else each side has one rate everywhere
		// mixed/(na·nb) is the variance of the difference of the rates, which is so many
		// times that of the share of the occurrences on a side.
		times := all * (1/na + 1/nb)
		out.Effective = min(all, chance*(1-chance)*na*nb*times*times/mixed)
	}
	out.P = midP(float64(f.A)/all, out.Effective, chance)
	own, clusters := k.variance(rateResidual{1 / na, -1 / nb, rateA / na, -rateB / nb}, with)
	if own > 0 { // else each side has one rate everywhere
		out.P = max(out.P, twoSided((rateA-rateB)/math.Sqrt(own), max(1, clusters-1)))
	}
	if out.TwoWay {
		out.P = max(out.P, leastPermuted(k.Outlets.OnA, k.Outlets.OnB))
	}
	out.LogSE, out.Freedom = k.logRatio(f, with)
	return out
}

// leastFreedom keeps the interval of a word that one cluster has nearly all of
// from growing without end; the simulation of the tests holds its coverage.
const leastFreedom = 3

// logRatio gives the standard error of the log ratio. A side without the word
// adds the variance of the logarithm of half an occurrence, as a Poisson count
// has it (2), which goes with taking zero as a half.
func (k RateKinds) logRatio(f Frequencies, with RateWith) (se, freedom float64) {
	var e rateResidual
	var missing float64
	if f.A > 0 {
		e.a, e.na = 1/float64(f.A), 1/float64(f.NA)
	} else {
		missing = 2
	}
	if f.B > 0 {
		e.b, e.nb = -1/float64(f.B), -1/float64(f.NB)
	} else {
		missing = 2
	}
	v, clusters := k.variance(e, with)
	return math.Sqrt(v+missing) / math.Ln2, max(leastFreedom, clusters-1)
}

// leastPermuted is the p value of the one division in two that is most extreme,
// and of its mirror image.
func leastPermuted(a, b int) float64 {
	n, _ := math.Lgamma(float64(a + b + 1))
	x, _ := math.Lgamma(float64(a + 1))
	y, _ := math.Lgamma(float64(b + 1))
	return min(1, 2*math.Exp(x+y-n))
}

// midP is the two-sided p value of a share of n draws under the chance of each:
// twice the smaller tail with half of the value itself (Lancaster 1961), since
// rare words take few values and an exact test would be far below its level. n
// need not be whole.
func midP(share, n, chance float64) float64 {
	k := share * n
	least, more := 1.0, 0.0 // at least k, more than k
	if k > 0 {
		least = mathext.RegIncBeta(k, n-k+1, chance)
	}
	if k < n {
		more = mathext.RegIncBeta(k+1, n-k, chance)
	}
	upper := (least + more) / 2
	return min(1, 2*min(upper, 1-upper))
}

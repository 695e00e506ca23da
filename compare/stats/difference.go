package stats

import (
	"cmp"
	"math"
)

// ClusteredDifference is the share of one side minus that of the other. P is
// the two-sided p value of no difference: one less the confidence at which the
// interval would begin or end at 0, so that P < 0.05 exactly where the
// interval of 95 % leaves 0 out. It is 1 where OK is false.
type ClusteredDifference struct {
	Clustered
	P float64
}

// Differences compares the shares of two sides, a minus b, over documents and
// with each story counted once on each side. The interval joins those of
// [Shares] (MOVER, Zou & Donner 2008; with Wilson's and no clusters it is
// method 10 of Newcombe 1998):
//
//	lower = d - √((pa-la)² + (ub-pb)² - 2r(pa-la)(ub-pb)),   upper likewise,
//
// r being the correlation of the two shares through stories and outlets that
// are on both sides. Both intervals use one quantile, of Student's t with
// Satterthwaite's degrees of freedom where outlets count. Each side needs two
// clusters. Stories, Outlets are those of both sides together; Effective is
// the documents that each side would need in place of both, ½ of the harmonic
// mean of the sides'.
func Differences(a, b []Part, by ClusterBy, confidence float64) (documents, perStory ClusteredDifference) {
	sides := [2]sample{newSample(a), newSample(b)}
	documents = newContrast(&sides[0], &sides[1], by).difference(confidence)
	for i := range sides {
		sides[i].countStoriesOnce()
	}
	return documents, newContrast(&sides[0], &sides[1], by).difference(confidence)
}

// contrast is what the interval of a difference needs to know.
type contrast struct {
	p, variance [2]float64 // variance over p(1-p)
	correlation float64
	df          float64
	ok          bool
	stories     int
	outlets     int
}

func newContrast(a, b *sample, by ClusterBy) contrast {
	da, db := a.design(by), b.design(by)
	c := contrast{p: [2]float64{a.share, b.share}, variance: [2]float64{da.variance, db.variance}, ok: da.ok && db.ok}
	c.stories = a.stories + b.stories - len(matched(a, b, ByStory))
	c.outlets = a.outlets + b.outlets - len(matched(a, b, ByOutlet))
	if !c.ok {
		return c
	}
	if da.df > 0 && db.df > 0 {
		v, w := da.variance, db.variance
		c.df = (v + w) * (v + w) / (v*v/da.df + w*w/db.df)
	}
	if size := math.Sqrt(da.variance * db.variance); size > 0 {
		c.correlation = max(-1, min(1, covariance(a, b, by)/size))
	}
	return c
}

// covariance of two shares, over √(pa(1-pa)pb(1-pb)), estimated as variances
// are: for stories what sizes and residuals say, joined by the effective
// positives of the poorer side. By sizes a story is alike on both sides, as far
// as the two shares let it be.
func covariance(a, b *sample, by ClusterBy) float64 {
	pa, pb := a.share, b.share
	spread := math.Sqrt(pa * (1 - pa) * pb * (1 - pb))
	residuals := func(by ClusterBy) (sum, sizes float64) {
		for _, p := range matched(a, b, by) {
			sum += (p[0].k - pa*p[0].n) * (p[1].k - pb*p[1].n) / (a.n * b.n)
			sizes += p[0].n * p[1].n / (a.n * b.n)
		}
		if spread == 0 {
			return 0, sizes
		}
		return sum / spread, sizes
	}
	stories := func() float64 {
		ia, ib := a.byStory(), b.byStory()
		sum, sizes := residuals(ByStory)
		sizes *= math.Sqrt(ia.agreement*ib.agreement) * mostCorrelated(pa, pb)
		g := min(a.positives(ia.bySizes), b.positives(ib.bySizes))
		return (g*sum + priorPositives*sizes) / (g + priorPositives)
	}
	outlets, _ := residuals(ByOutlet)
	switch by {
	case ByStory:
		return stories()
	case ByOutlet:
		return outlets
	case TwoWay:
	}
	both, _ := residuals(TwoWay)
	return stories() + outlets - both
}

// mostCorrelated is the largest correlation of two traits of a story with these
// shares, that of the rarer being there only where the other is (Fréchet 1951).
func mostCorrelated(p, q float64) float64 {
	if p == q {
		return 1
	}
	p, q = min(p, q), max(p, q)
	return math.Sqrt(p * (1 - q) / (q * (1 - p)))
}

// difference is the estimate at a confidence.
func (c contrast) difference(confidence float64) ClusteredDifference {
	out := ClusteredDifference{Clustered{Value: c.p[0] - c.p[1], Stories: c.stories, Outlets: c.outlets}, 1}
	if !c.ok || confidence <= 0 || confidence >= 1 {
		return out
	}
	v, w := c.p[0]*(1-c.p[0])*c.variance[0], c.p[1]*(1-c.p[1])*c.variance[1]
	out.OK, out.DF = true, c.df
	out.SE = math.Sqrt(max(0, v+w-2*c.correlation*math.Sqrt(v*w)))
	out.Effective = 1 / (c.variance[0] + c.variance[1])
	out.Interval = c.interval(quantile(confidence, c.df))
	out.P = twoSided(c.statistic(), c.df)
	return out
}

// interval joins the sides' intervals with the quantile q.
func (c contrast) interval(q float64) Interval {
	a, b := scoreInterval(c.p[0], c.variance[0], q), scoreInterval(c.p[1], c.variance[1], q)
	joined := func(x, y float64) float64 { return math.Sqrt(max(0, x*x+y*y-2*c.correlation*x*y)) }
	d := c.p[0] - c.p[1]
	return Interval{
		max(-1, d-joined(c.p[0]-a.Lo, b.Hi-c.p[1])),
		min(1, d+joined(a.Hi-c.p[0], c.p[1]-b.Lo)),
	}
}

// most is a quantile past which nothing is left to find.
const most = 100

// statistic is the quantile at which the interval touches 0, with the sign of
// the difference: the studentised difference that belongs to the interval.
func (c contrast) statistic() float64 {
	d := c.p[0] - c.p[1]
	if d == 0 {
		return 0
	}
	in, out := 0.0, float64(most)
	for range 60 {
		q := (in + out) / 2
		if i := c.interval(q); i.Lo <= 0 && 0 <= i.Hi {
			out = q
		} else {
			in = q
		}
	}
	return math.Copysign(out, d)
}

// matched pairs the clusters that are on both sides.
func matched(a, b *sample, by ClusterBy) [][2]cell {
	var out [][2]cell
	as, bs := a.clusters(by), b.clusters(by)
	for len(as) > 0 && len(bs) > 0 {
		switch cmp.Compare(by.key(as[0]), by.key(bs[0])) {
		case -1:
			as = as[1:]
		case 1:
			bs = bs[1:]
		default:
			out = append(out, [2]cell{as[0], bs[0]})
			as, bs = as[1:], bs[1:]
		}
	}
	return out
}

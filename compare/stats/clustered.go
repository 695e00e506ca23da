package stats

import (
	"cmp"
	"math"
	"slices"
)

// Part is what one outlet printed of one story: N documents, K of them
// positive, 0 <= K <= N. A story in several outlets is several parts. Parts
// with N = 0 count for nothing. Parts may come in any order; in that of story,
// then outlet, they need no sorting.
type Part struct {
	Story, Outlet int32
	K, N          int
}

// ClusterBy says which documents may agree because of what they share.
type ClusterBy int

// What a variance is clustered by.
const (
	ByStory  ClusterBy = iota // copies of a story repeat each other
	ByOutlet                  // documents of an outlet share its line
	TwoWay                    // both (Cameron, Gelbach & Miller 2011); needs two of each
)

// String is the name that a table gives, such as two_way.
func (c ClusterBy) String() string {
	return [...]string{ByStory: "story", ByOutlet: "outlet", TwoWay: "two_way"}[c]
}

// Clustered is an estimate with its preferred interval.
type Clustered struct {
	Value float64
	// SE is the standard error that the interval rests on; 0 for a share of 0
	// or 1, whose interval still has a width.
	SE       float64
	Interval Interval
	// DF is the degrees of freedom of the interval's t quantile, 0 where the
	// quantile is the normal one.
	DF float64
	// Effective is how many independent documents would tell as much.
	Effective        float64
	Stories, Outlets int
	// OK is false, and SE, Interval, DF and Effective are zero, where fewer
	// than two clusters leave nothing to judge by, or the confidence is not
	// between 0 and 1.
	OK bool
}

// Shares estimates the share of positive documents, ΣK/ΣN, and the share with
// each story counted once, the mean over stories of K/N. The parts are seen as
// a sample of stories, of outlets, or of both; the interval has the form of
// Wilson's over an effective number of documents,
//
//	(p + q²/2m ± q √(p(1-p)/m + q²/4m²)) / (1 + q²/m),   m = 1/d,
//
// where d is the variance of the share as a multiple of p(1-p): see [design].
// q is the normal quantile where stories are the clusters, and that of
// Student's t with the effective number of outlets less one elsewhere.
//
// Without documents everything is zero. The order of parts does not matter.
func Shares(parts []Part, by ClusterBy, confidence float64) (documents, perStory Clustered) {
	s := newSample(parts)
	documents = s.estimate(by, confidence)
	s.countStoriesOnce()
	return documents, s.estimate(by, confidence)
}

// cell is a part whose documents carry a weight: w·K of w·N.
type cell struct {
	story, outlet int32
	k, n          float64
}

// sample holds cells in order of story, then outlet, one for each pair.
type sample struct {
	cells            []cell
	stories, outlets int
	k, n, share      float64
	clustered        [TwoWay][]cell // see clusters
}

func newSample(parts []Part) sample {
	order := func(a, b Part) int {
		if a.Story != b.Story { // nearly always
			return cmp.Compare(a.Story, b.Story)
		}
		return cmp.Compare(uint32(a.Outlet), uint32(b.Outlet))
	}
	if !slices.IsSortedFunc(parts, order) {
		parts = slices.Clone(parts)
		slices.SortFunc(parts, order)
	}
	s := sample{cells: make([]cell, 0, len(parts))}
	for _, p := range parts {
		if p.N <= 0 {
			continue
		}
		var last *cell
		if len(s.cells) > 0 {
			last = &s.cells[len(s.cells)-1]
		}
		if last == nil || last.story != p.Story {
			s.stories++
		} else if last.outlet == p.Outlet {
			last.k, last.n = last.k+float64(p.K), last.n+float64(p.N)
			continue
		}
		s.cells = append(s.cells, cell{p.Story, p.Outlet, float64(p.K), float64(p.N)})
	}
	s.total()
	s.outlets = len(s.clusters(ByOutlet))
	return s
}

// total sums the cells. The share is 0 for a sample without documents; rounding
// of weights must not carry it past 0 or 1, nor off either.
func (s *sample) total() {
	s.k, s.n, s.clustered = 0, 0, [TwoWay][]cell{}
	all := true
	for _, c := range s.cells {
		s.k += c.k
		s.n += c.n
		all = all && c.k == c.n
	}
	switch {
	case s.n == 0:
		s.share = 0
	case all:
		s.share = 1
	default:
		s.share = min(1, s.k/s.n)
	}
}

// countStoriesOnce weights documents by one over the documents of their story,
// which turns the share of documents into the mean over stories.
func (s *sample) countStoriesOnce() {
	for from := 0; from < len(s.cells); {
		to, n := from, 0.0
		for ; to < len(s.cells) && s.cells[to].story == s.cells[from].story; to++ {
			n += s.cells[to].n
		}
		for i := range s.cells[from:to] {
			s.cells[from+i].k /= n
			s.cells[from+i].n /= n
		}
		from = to
	}
	s.total()
}

// estimate is the share with its interval.
func (s *sample) estimate(by ClusterBy, confidence float64) Clustered {
	out := Clustered{Value: s.share, Stories: s.stories, Outlets: s.outlets}
	d := s.design(by)
	if !d.ok || confidence <= 0 || confidence >= 1 {
		return out
	}
	out.OK, out.DF, out.Effective = true, d.df, 1/d.variance
	out.SE = math.Sqrt(out.Value * (1 - out.Value) * d.variance)
	out.Interval = scoreInterval(out.Value, d.variance, quantile(confidence, d.df))
	return out
}

// scoreInterval is Wilson's interval of share p on 1/variance observations
// with the quantile q.
func scoreInterval(p, variance, q float64) Interval {
	w := q * q * variance
	centre := (p + w/2) / (1 + w)
	half := math.Sqrt(w*p*(1-p)+w*w/4) / (1 + w)
	out := Interval{max(0, centre-half), min(1, centre+half)}
	// At the ends the bounds are 0 and 1 in exact arithmetic.
	if p == 0 {
		out.Lo = 0
	}
	if p == 1 {
		out.Hi = 1
	}
	return out
}

package stats

import (
	"cmp"
	"math"
	"slices"
)

// priorPositives is how many effective positives (or negatives, the rarer
// count) weigh as much as what is known beforehand about the variance.
const priorPositives = 4

// design is how a sample's clusters inflate the variance of its share p.
type design struct {
	// variance of the share divided by p(1-p): 1/n for n independent documents.
	variance float64
	df       float64 // 0: as if known
	ok       bool    // there are two clusters
}

// design estimates the variance of the share over clusters c of k positive
// among n documents (k and n weighted). The linearised variance (Kish 1965; the
// sandwich of Liang & Zeger 1986 for a ratio)
//
//	v = M/(M-1) Σ(k - pn)² / (Σn)²
//
// rests on the few clusters of the rarer kind, is too small on average where
// the share is, and made intervals cover as little as 67 % where 95 % was
// asked. What the sizes alone say, Kish's factor Σn²/(Σn)², is known without
// error but only right where clusters of both kinds have copies alike, and
// agree in themselves. The two are joined: with
//
//	φ = 1 - Σk(n-k)/n / (Σn p(1-p) + Σn²/Σn)   agreement in a cluster, 1 = all alike
//	b = φ Σn²/(Σn)²                            by sizes
//	g = min(p, 1-p)/b                          effective positives
//	variance = (g v/(p(1-p)) + 4b) / (g + 4)
//
// φ is the intraclass correlation of Fleiss & Cuzick (1979), without their
// correction for small clusters so that a document doubled everywhere changes
// nothing, and drawn to 1 by one typical cluster that knows no disagreement.
// The constants are from the simulation that the tests repeat.
func (s *sample) design(by ClusterBy) design {
	switch by {
	case ByStory:
		return design{variance: s.inflation(s.clusters(ofStory), true).variance, ok: s.stories > 1}
	case ByOutlet:
		outlets := s.clusters(ofOutlet)
		return design{variance: s.inflation(outlets, true).variance, df: freedom(outlets), ok: s.outlets > 1}
	case TwoWay:
	}
	stories, outlets := s.clusters(ofStory), s.clusters(ofOutlet)
	byStory, byOutlet := s.inflation(stories, true).variance, s.inflation(outlets, false).variance
	// The sum counts what is in the same story and outlet twice; where it is
	// less than a part of it, that part is the better judge.
	both := byStory + byOutlet - s.inflation(s.clusters(ofBoth), true).variance
	return design{variance: max(byStory, byOutlet, both), df: min(freedom(stories), freedom(outlets)), ok: s.stories > 1 && s.outlets > 1}
}

// Keys of clusters.
func ofStory(c cell) int64  { return int64(c.story) }
func ofOutlet(c cell) int64 { return int64(c.outlet) }
func ofBoth(c cell) int64   { return int64(c.story)<<32 | int64(uint32(c.outlet)) }

// clusters sums cells by key, in order of the key.
func (s *sample) clusters(key func(cell) int64) []cell {
	sorted := slices.Clone(s.cells)
	slices.SortStableFunc(sorted, func(a, b cell) int { return cmp.Compare(key(a), key(b)) })
	var out []cell
	for i, c := range sorted {
		if i > 0 && key(c) == key(sorted[i-1]) {
			last := &out[len(out)-1]
			last.k, last.n = last.k+c.k, last.n+c.n
			continue
		}
		out = append(out, c)
	}
	return out
}

// inflation is what clusters do to the variance of a share.
type inflation struct {
	variance  float64 // over p(1-p)
	agreement float64 // φ
	positives float64 // g
}

// inflation joins what the sizes and what the residuals of clusters say. alike
// is whether, before anything is seen, a cluster's documents are taken to agree
// (copies of a story) or to be independent (documents of an outlet).
func (s *sample) inflation(clusters []cell, alike bool) inflation {
	p := s.share()
	squares, within, residual := 0.0, 0.0, 0.0
	for _, c := range clusters {
		squares += c.n * c.n
		within += c.k * (c.n - c.k) / c.n
		residual += (c.k - p*c.n) * (c.k - p*c.n)
	}
	pq, typical := p*(1-p), squares/s.n
	agreement := 1 - within/(s.n*pq+typical)
	if !alike {
		agreement = (s.n*pq - within) / (s.n*pq + typical)
	}
	out := inflation{agreement: max(0, agreement)}
	out.variance = out.agreement * squares / (s.n * s.n)
	if pq == 0 || out.variance == 0 || len(clusters) < 2 {
		return out
	}
	m := float64(len(clusters))
	linearised := m / (m - 1) * residual / (s.n * s.n) / pq
	out.positives = min(p, 1-p) / out.variance
	out.variance = (out.positives*linearised + priorPositives*out.variance) / (out.positives + priorPositives)
	return out
}

// freedom is Kish's effective number of clusters less one, and at least one.
func freedom(clusters []cell) float64 {
	n, squares := 0.0, 0.0
	for _, c := range clusters {
		n += c.n
		squares += c.n * c.n
	}
	if squares == 0 {
		return 1
	}
	return max(1, n*n/squares-1)
}

// quantile is the two-sided critical value at the given confidence: of
// Student's t with df degrees of freedom, or normal where df is 0.
func quantile(confidence, df float64) float64 {
	if df == 0 {
		return math.Sqrt2 * math.Erfinv(confidence)
	}
	return student(df).Quantile((1 + confidence) / 2)
}

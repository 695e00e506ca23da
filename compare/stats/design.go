package stats

import (
	"cmp"
	"math"
	"slices"
)

// priorPositives is how many effective positives (or negatives, the rarer
// count) weigh as much as what is known beforehand about the variance.
const priorPositives = 8

// design is how a sample's clusters inflate the variance of its share p.
type design struct {
	// variance of the share divided by p(1-p): 1/n for n independent documents.
	variance float64
	df       float64 // 0: as if known
	ok       bool    // there are two clusters
}

// design estimates the variance of the share over clusters c of k positive
// among n documents (k and n weighted). What the residuals of clusters say,
//
//	v = (M-1)/M Σ((k - pn) / (1 - n/Σn))² / (Σn)²
//
// the jackknife's sandwich (CR3 of Bell & McCaffrey 2002 for a ratio), rests on
// the few clusters of the rarer kind and is small just where the share is: on
// its own it made intervals cover as little as 67 % where 95 was asked. What the
// sizes alone say, Kish's factor Σn²/(Σn)² (1965), is known without error, but
// right only where clusters of both kinds have copies alike. The two are joined:
//
//	φ = 1 - Σk(n-k) / (p(1-p) Σn² + ½(Σn²/Σn)²)   agreement in a cluster, 1 = all alike
//	b = φ Σn²/(Σn)²                               by sizes
//	g = min(p, 1-p)/b                             effective positives
//	variance = (g v/(p(1-p)) + 8b) / (g + 8)
//
// φ is an intraclass correlation (Fleiss & Cuzick 1979) in which a cluster
// counts by the square of its size, as it does in v, and which is drawn to 1 by
// half a typical cluster that knows no disagreement. The constants ½ and 8 are
// from the simulation that the tests repeat. A document doubled everywhere
// changes nothing.
//
// Outlets say by v alone, and not less than parts do as if each stood alone:
// nothing is known beforehand on how much an outlet's documents are alike. Both
// ways together are v(story) + v(outlet) - v(part), and not less than one of
// them (Cameron, Gelbach & Miller 2011), on the effective number of the fewer
// clusters less one degrees of freedom.
func (s *sample) design(by ClusterBy) design {
	if by == ByStory {
		return design{variance: s.byStory().variance, ok: s.stories > 1}
	}
	byPart, outlets := s.byPart(), s.clusters(ByOutlet)
	byOutlet := byPart.variance
	if v, ok := s.byResiduals(outlets); ok {
		byOutlet = max(byOutlet, v)
	}
	if by == ByOutlet {
		return design{variance: byOutlet, df: freedom(outlets), ok: s.outlets > 1}
	}
	byStory := s.byStory().variance
	return design{variance: max(byStory, byOutlet, byStory+byOutlet-byPart.variance),
		df: min(freedom(s.clusters(ByStory)), freedom(outlets)), ok: s.stories > 1 && s.outlets > 1}
}

// key numbers what the cells of a cluster share: the story, the outlet, or for
// TwoWay both, which makes each cell a cluster.
func (by ClusterBy) key(c cell) int64 {
	switch by {
	case ByStory:
		return int64(c.story)
	case ByOutlet:
		return int64(c.outlet)
	case TwoWay:
	}
	return int64(c.story)<<32 | int64(uint32(c.outlet))
}

// clusters sums cells by key, in order of the key; each sum is in the order of
// the cells.
func (s *sample) clusters(by ClusterBy) []cell {
	if by == TwoWay {
		return s.cells
	}
	if s.clustered[by] != nil {
		return s.clustered[by]
	}
	out, at, last := make([]cell, 0, s.outlets), map[int64]int{}, -1
	if by == ByStory {
		out, at = make([]cell, 0, s.stories), nil // cells of a story lie together
	}
	for _, c := range s.cells {
		key := by.key(c)
		if last < 0 || by.key(out[last]) != key {
			known := false
			if last, known = at[key]; !known {
				last = len(out)
				out = append(out, cell{story: c.story, outlet: c.outlet})
				if at != nil {
					at[key] = last
				}
			}
		}
		out[last].k += c.k
		out[last].n += c.n
	}
	if by == ByOutlet {
		slices.SortFunc(out, func(a, b cell) int { return cmp.Compare(a.outlet, b.outlet) })
	}
	s.clustered[by] = out
	return out
}

// inflation is what clusters of copies do to the variance of a share; both
// variances are over p(1-p).
type inflation struct {
	agreement float64 // φ
	bySizes   float64 // b
	variance  float64
}

func (s *sample) byStory() inflation { return s.inflation(s.clusters(ByStory)) }
func (s *sample) byPart() inflation  { return s.inflation(s.clusters(TwoWay)) }

func (s *sample) inflation(clusters []cell) inflation {
	p := s.share
	squares, within := 0.0, 0.0
	for _, c := range clusters {
		squares += c.n * c.n
		within += c.k * (c.n - c.k)
	}
	typical := squares / s.n
	// Nothing keeps large clusters that disagree from taking it below 0.
	agreement := max(1/float64(len(clusters)), 1-within/(p*(1-p)*squares+typical*typical/2))
	bySizes := agreement * squares / (s.n * s.n)
	return inflation{agreement, bySizes, s.joined(clusters, bySizes)}
}

// positives is g, the number of clusters of the rarer kind that would tell as
// much.
func (s *sample) positives(bySizes float64) float64 {
	p := s.share
	return min(p, 1-p) / bySizes
}

// joined is the variance over p(1-p) by sizes and by residuals.
func (s *sample) joined(clusters []cell, bySizes float64) float64 {
	byResiduals, ok := s.byResiduals(clusters)
	if !ok {
		return bySizes
	}
	g := s.positives(bySizes)
	return (g*byResiduals + priorPositives*bySizes) / (g + priorPositives)
}

// byResiduals is v/(p(1-p)); ok is false where there is nothing to estimate it
// from.
func (s *sample) byResiduals(clusters []cell) (v float64, ok bool) {
	p := s.share
	if p == 0 || p == 1 || len(clusters) < 2 {
		return 0, false
	}
	squares := 0.0
	for _, c := range clusters {
		r := (c.k - p*c.n) / (1 - c.n/s.n)
		squares += r * r
	}
	m := float64(len(clusters))
	return (m - 1) / m * squares / (s.n * s.n) / (p * (1 - p)), true
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

package align

import "math"

// longest is how many sentences of a side a bead joins at most.
const longest = 3

// meaning holds the products of vectors of sentences, from which the cosines of
// what joined sentences mean are made.
type meaning struct {
	m              *matrix
	between        [][]float32        // of source and target sentences near the diagonal, as in matrix
	source, target [][longest]float32 // of each sentence with itself and those after it
}

// newMeaning is nil where a sentence has no vector.
func newMeaning(m *matrix, source, target []Sentence) *meaning {
	g := &meaning{m: m, between: make([][]float32, len(source)), source: within(source), target: within(target)}
	if g.source == nil || g.target == nil {
		return nil
	}
	for i, s := range source {
		lo, hi := m.columns(i)
		g.between[i] = make([]float32, max(0, hi-lo))
		for j := lo; j < hi; j++ {
			g.between[i][j-lo] = dot(s.Vector, target[j].Vector)
		}
	}
	return g
}

func within(all []Sentence) [][longest]float32 {
	out := make([][longest]float32, len(all))
	for i := range all {
		if all[i].Vector == nil {
			return nil
		}
		for k := range min(longest, len(all)-i) {
			out[i][k] = dot(all[i].Vector, all[i+k].Vector)
		}
	}
	return out
}

// cosine is that between the sums of the vectors of two ranges.
func (g *meaning) cosine(a, b Range) float64 {
	sum := float32(0)
	for i := a.From; i < a.To; i++ {
		lo, hi := g.m.columns(i)
		for j := max(lo, b.From); j < min(hi, b.To); j++ {
			sum += g.between[i][j-lo]
		}
	}
	lengths := length(g.source, a) * length(g.target, b)
	if lengths == 0 {
		return 0
	}
	return float64(sum) / lengths
}

// length is that of the sum of a range's vectors.
func length(within [][longest]float32, r Range) float64 {
	sum := float32(0)
	for i := r.From; i < r.To; i++ {
		sum += within[i][0]
		for k := 1; i+k < r.To; k++ {
			sum += 2 * within[i][k]
		}
	}
	return math.Sqrt(max(0, float64(sum)))
}

func dot(v, w []float32) float32 {
	w = w[:min(len(v), len(w))]
	sum := float32(0)
	for i := range w {
		sum += v[i] * w[i]
	}
	return sum
}

package align

import "math"

// commonPairs is how many pairs of sentences a key may link; commoner ones tell
// nothing.
const commonPairs = 20000

// matrix holds the weight of matched words for pairs of sentences near the
// diagonal.
type matrix struct {
	width          float64
	n, m           int
	rows           [][]float32
	source, target []float64 // weight of all words before sentence i
}

func newMatrix(source, target []Sentence) *matrix {
	m := &matrix{n: len(source), m: len(target)}
	m.width = float64(m.m)
	if cells := m.n * m.m; cells > mostCells {
		m.width = max(minBand, float64(mostCells)/float64(2*m.n))
	}
	m.rows = make([][]float32, m.n)
	for i := range m.rows {
		lo, hi := m.columns(i)
		m.rows[i] = make([]float32, max(0, hi-lo))
	}
	m.source = m.match(source, target, func(i, j int, w float64) { m.add(i, j, w) })
	m.target = m.match(target, source, func(j, i int, w float64) { m.add(i, j, w) })
	return m
}

// band is the range of target positions (0 to m, both included) that the search
// visits when i source sentences are done.
func (m *matrix) band(i int) (lo, hi int) {
	middle := float64(i) * float64(m.m) / float64(m.n)
	return max(0, int(middle-m.width)), min(m.m, int(math.Ceil(middle+m.width)))
}

// columns is the range of target sentences kept for source sentence i.
func (m *matrix) columns(i int) (lo, hi int) {
	lo, _ = m.band(i)
	_, hi = m.band(i + 1)
	return max(0, lo-1), hi
}

func (m *matrix) add(i, j int, w float64) {
	if lo, hi := m.columns(i); lo <= j && j < hi {
		m.rows[i][j-lo] += float32(w)
	}
}

// match gives found, for every word of a, each sentence of b that has a
// counterpart, with the weight of the word times that of the best key; it
// returns the weights of all words of a, summed up.
func (m *matrix) match(a, b []Sentence, found func(i, j int, w float64)) []float64 {
	type place struct {
		sentence int
		weight   float64
	}
	index := map[string][]place{}
	for j, s := range b {
		for _, w := range s.Words {
			for _, k := range w.Keys {
				index[k.Text] = append(index[k.Text], place{j, k.Weight})
			}
		}
	}
	rarity := rarities(a)
	sums := make([]float64, len(a)+1)
	best := map[int]float64{}
	uses := map[string]int{}
	for _, s := range a {
		for _, w := range s.Words {
			for _, k := range w.Keys {
				uses[k.Text]++
			}
		}
	}
	for i, s := range a {
		sums[i+1] = sums[i]
		for _, w := range s.Words {
			weight := rarity[w.Text]
			sums[i+1] += weight
			clear(best)
			for _, k := range w.Keys {
				places := index[k.Text]
				if len(places)*uses[k.Text] > commonPairs {
					continue
				}
				for _, p := range places {
					best[p.sentence] = max(best[p.sentence], k.Weight*p.weight)
				}
			}
			for j, v := range best {
				found(i, j, weight*v)
			}
		}
	}
	return sums
}

// rarities weighs words by how few sentences have them.
func rarities(all []Sentence) map[string]float64 {
	last, in := map[string]int{}, map[string]float64{}
	for i, s := range all {
		for _, w := range s.Words {
			if n, ok := last[w.Text]; !ok || n != i {
				last[w.Text] = i
				in[w.Text]++
			}
		}
	}
	for w, n := range in {
		in[w] = math.Log(1 + float64(len(all))/n)
	}
	return in
}

// overlap is the share of the words of both ranges that have a counterpart.
func (m *matrix) overlap(a, b Range) float64 {
	all := m.source[a.To] - m.source[a.From] + m.target[b.To] - m.target[b.From]
	if all == 0 {
		return 0
	}
	return min(1, m.own(a, b)/all)
}

// own is the weight of the words of both ranges that have a counterpart.
func (m *matrix) own(a, b Range) float64 {
	matched := 0.0
	for i := a.From; i < a.To; i++ {
		lo, hi := m.columns(i)
		for j := max(lo, b.From); j < min(hi, b.To); j++ {
			matched += float64(m.rows[i][j-lo])
		}
	}
	return matched
}

package align

import (
	"math"
)

// Sentence is one sentence, or whatever else is aligned as one piece.
type Sentence struct {
	Length    int // letters and characters
	Paragraph int
	Words     []Word
	// Vector is what the sentence means, of length one, in a space that the two
	// languages share. It is nil in all sentences of both texts where it is not known.
	Vector []float32
}

// Word is a word that carries meaning. Keys are what it may be on the other
// side: two words translate each other where they share a key.
type Word struct {
	Text string // as it is counted on its own side
	Keys []Key
}

// Key is one thing that a word may mean, with a weight of up to 1. The package
// compares keys only for equality.
type Key struct {
	Text   string
	Weight float64
}

// Range is a half-open range of sentence numbers.
type Range struct{ From, To int }

// Len is the number of sentences.
func (r Range) Len() int { return r.To - r.From }

// Bead is a piece of alignment: these sentences translate those. One side is
// empty where a passage has no counterpart. Score is the share of the words on
// both sides, weighted by how rare they are, that have a counterpart (0 to 1);
// Cosine is that of what the two sides mean, 0 where it is not known.
type Bead struct {
	Source, Target Range
	Score, Cosine  float64
}

// The moves of the search, in sentences of source and target, with what each
// costs: the more that is joined or left out, the dearer. Words that both
// sentences of a side have count twice where they are joined, so joining has to
// be worth it.
var moves = []struct {
	source, target int
	cost           float64
}{{1, 1, 0}, {1, 0, .05}, {0, 1, .05}, {1, 2, .15}, {2, 1, .15}, {2, 2, .9}, {1, 3, .4}, {3, 1, .4}}

const (
	skipCost    = .10 // for the weight of a sentence left out
	pairBonus   = .10 // for the weight of sentences that are aligned at all
	lengthCost  = .05 // for the weight, times half the squared deviation
	worstLength = 6   // that squared deviation counts up to here
	meaningful  = 2   // for the weight, times the cosine above strangers
	strangers   = .3
	startBonus  = .12 // both sides begin a paragraph
	joinCost    = .20 // a bead crosses the end of a paragraph
	idleCost    = .35 // for the weight of a joined sentence that has nothing to do with the other side
	idle        = .10 // share of its words up to which that is so
	// variance is that of the length of a translation per letter of its
	// original (Gale and Church 1993 have 6.8 for European languages).
	variance = 12

	mostCells = 1 << 19 // of the search; longer texts are searched in a band
	minBand   = 40
	neverCost = math.MaxFloat64
)

// Align aligns two texts. The time is bounded by a fixed number of cells, so a
// text of thousands of sentences is searched in a band about the diagonal.
func Align(source, target []Sentence) []Bead {
	if len(source) == 0 || len(target) == 0 {
		return nil
	}
	s := &search{m: newMatrix(source, target), source: measure(source), target: measure(target)}
	s.ratio = float64(s.target.total()) / float64(max(1, s.source.total()))
	s.mean = float64(s.target.total()) / float64(len(target))
	s.meaning = newMeaning(s.m, source, target)
	return s.run()
}

// side is what the search reads of one text.
type side struct {
	length    []int // before sentence i
	paragraph []int
}

func measure(all []Sentence) side {
	s := side{length: make([]int, len(all)+1), paragraph: make([]int, len(all))}
	for i, x := range all {
		s.length[i+1] = s.length[i] + max(1, x.Length)
		s.paragraph[i] = x.Paragraph
	}
	return s
}

func (s *side) total() int        { return s.length[len(s.length)-1] }
func (s *side) len(r Range) int   { return s.length[r.To] - s.length[r.From] }
func (s *side) starts(i int) bool { return i == 0 || s.paragraph[i] != s.paragraph[i-1] }
func (s *side) crosses(r Range) bool {
	return r.Len() > 1 && s.paragraph[r.From] != s.paragraph[r.To-1]
}

type search struct {
	m              *matrix
	source, target side
	meaning        *meaning // nil where it is not known
	ratio          float64  // letters of the target for one of the source
	mean           float64  // letters of a target sentence
}

func (s *search) run() []Bead {
	n, m := len(s.source.paragraph), len(s.target.paragraph)
	best := make([][]float64, n+1)
	from := make([][]int8, n+1)
	for i := range best {
		lo, hi := s.m.band(i)
		best[i], from[i] = make([]float64, hi-lo+1), make([]int8, hi-lo+1)
		for j := lo; j <= hi; j++ {
			best[i][j-lo], from[i][j-lo] = s.step(best, i, j)
		}
	}
	var out []Bead
	for i, j := n, m; i > 0 || j > 0; {
		lo, _ := s.m.band(i)
		move := moves[from[i][j-lo]]
		b := Bead{Source: Range{i - move.source, i}, Target: Range{j - move.target, j}}
		b.Score = s.m.overlap(b.Source, b.Target)
		if s.meaning != nil && move.source > 0 && move.target > 0 {
			b.Cosine = s.meaning.cosine(b.Source, b.Target)
		}
		out = append(out, b)
		i, j = i-move.source, j-move.target
	}
	for a, b := 0, len(out)-1; a < b; a, b = a+1, b-1 {
		out[a], out[b] = out[b], out[a]
	}
	return out
}

// step finds the best way to have aligned the first i and j sentences.
func (s *search) step(best [][]float64, i, j int) (float64, int8) {
	if i == 0 && j == 0 {
		return 0, 0
	}
	top, by := -neverCost, int8(0)
	for k, move := range moves {
		a, b := i-move.source, j-move.target
		if a < 0 || b < 0 {
			continue
		}
		lo, hi := s.m.band(a)
		if b < lo || b > hi || best[a][b-lo] == -neverCost {
			continue
		}
		if v := best[a][b-lo] + s.value(Range{a, i}, Range{b, j}) - move.cost; v > top {
			top, by = v, int8(k)
		}
	}
	return top, by
}

// value is what aligning two ranges is worth, in units of an average sentence
// of which every word matches.
func (s *search) value(a, b Range) float64 {
	la, lb := float64(s.source.len(a)), float64(s.target.len(b))
	weight := (la*s.ratio + lb) / 2 / s.mean
	if a.Len() == 0 || b.Len() == 0 {
		return -2 * skipCost * weight
	}
	deviation := (lb/s.ratio - la) / math.Sqrt(variance*(la+lb/s.ratio)/2)
	v := weight * (s.m.overlap(a, b) + pairBonus - lengthCost*min(worstLength, deviation*deviation/2))
	if s.meaning != nil {
		v += meaningful * weight * (s.meaning.cosine(a, b) - strangers)
	}
	switch sa, sb := s.source.starts(a.From), s.target.starts(b.From); {
	case sa && sb:
		v += startBonus
	case sa != sb:
		v -= startBonus
	}
	if a.Len() > 1 || b.Len() > 1 {
		v -= s.idlers(a, b)
	}
	if s.source.crosses(a) {
		v -= joinCost
	}
	if s.target.crosses(b) {
		v -= joinCost
	}
	return v
}

// idlers is the cost of sentences that were joined to others only to be
// somewhere.
func (s *search) idlers(a, b Range) float64 {
	cost := 0.0
	for i := a.From; i < a.To && a.Len() > 1; i++ {
		if s.m.own(Range{i, i + 1}, b) < idle*2*(s.m.source[i+1]-s.m.source[i]) {
			cost += idleCost * float64(s.source.len(Range{i, i + 1})) * s.ratio / 2 / s.mean
		}
	}
	for j := b.From; j < b.To && b.Len() > 1; j++ {
		if s.m.own(a, Range{j, j + 1}) < idle*2*(s.m.target[j+1]-s.m.target[j]) {
			cost += idleCost * float64(s.target.len(Range{j, j + 1})) / 2 / s.mean
		}
	}
	return cost
}

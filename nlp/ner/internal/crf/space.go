package crf

import "framewatch/corpus"

// The parts of a BIOES state of a label.
const (
	Begin = iota
	Inside
	End
	Single
	parts
)

// Space is the states of a labelling: 0 is outside, 1+4*l+p is part p of label
// l. Only sequences that close what they open are valid.
type Space struct {
	labels []corpus.Label
	n      int
	before [][]uint8 // states that may stand before each state
	first  []uint8   // states that may begin a sequence; the same that may follow a closed one
	closed []uint8   // states that may end a sequence
}

// NewSpace makes the states of the labels, at most 60.
func NewSpace(labels []corpus.Label) *Space {
	s := &Space{labels: labels, n: 1 + parts*len(labels)}
	for y := range s.n {
		if _, part := s.Split(uint8(y)); y == 0 || part == Begin || part == Single {
			s.first = append(s.first, uint8(y))
		}
		if _, part := s.Split(uint8(y)); y == 0 || part == End || part == Single {
			s.closed = append(s.closed, uint8(y))
		}
	}
	s.before = make([][]uint8, s.n)
	for y := range s.n {
		l, part := s.Split(uint8(y))
		if y == 0 || part == Begin || part == Single {
			s.before[y] = s.closed
		} else {
			s.before[y] = []uint8{s.State(l, Begin), s.State(l, Inside)}
		}
	}
	return s
}

// Len is how many states there are.
func (s *Space) Len() int { return s.n }

// Labels lists the labels.
func (s *Space) Labels() []corpus.Label { return s.labels }

// State is part p of label l (its place in Labels).
func (s *Space) State(l, p int) uint8 { return uint8(1 + parts*l + p) }

// Split takes a state apart; the label of the outside state is -1.
func (s *Space) Split(y uint8) (label, part int) {
	if y == 0 {
		return -1, -1
	}
	return int(y-1) / parts, int(y-1) % parts
}

// Chunk is a run of places with one label.
type Chunk struct{ From, To, Label int }

// Chunks reads the chunks off a valid sequence of states.
func (s *Space) Chunks(states []uint8) []Chunk {
	var out []Chunk
	from := 0
	for i, y := range states {
		l, part := s.Split(y)
		if part == Begin || part == Single {
			from = i
		}
		if part == End || part == Single {
			out = append(out, Chunk{From: from, To: i + 1, Label: l})
		}
	}
	return out
}

// Mark writes a chunk into states.
func (s *Space) Mark(states []uint8, c Chunk) {
	if c.To == c.From+1 {
		states[c.From] = s.State(c.Label, Single)
		return
	}
	for i := c.From; i < c.To; i++ {
		states[i] = s.State(c.Label, Inside)
	}
	states[c.From], states[c.To-1] = s.State(c.Label, Begin), s.State(c.Label, End)
}

// Package twopass tags a document twice: the first pass sees each sentence
// alone, the second one also what the first one found in the rest of the
// document.
package twopass

import (
	"sync"

	"framewatch/nlp/ner/internal/crf"
	"framewatch/nlp/ner/internal/feature"
)

// Language makes the features of a language.
type Language interface {
	Document(doc []feature.Sentence) feature.Document
}

// Tagger tags documents of one language. It is safe for concurrent use. Without
// a Second model there is one pass.
type Tagger struct {
	Language      Language
	First, Second *crf.Model

	memory sync.Pool // of *working
}

// working is the memory that tagging a document needs and the next one may use.
type working struct {
	lattice *crf.Lattice
	feats   crf.Features
}

// Result is what was found in one sentence: its units, their states, and the
// chunks with their scores (0 to 1).
type Result struct {
	Units  []feature.Unit
	States []uint8
	Chunks []crf.Chunk
	Scores []float64
}

// Tag tags the sentences of one document.
func (t *Tagger) Tag(doc []feature.Sentence) []Result {
	prepared := t.Language.Document(doc)
	space := t.First.Space()
	w, ok := t.memory.Get().(*working)
	if !ok {
		w = &working{lattice: crf.NewLattice(space)}
	}
	defer t.memory.Put(w)
	lattice, feats := w.lattice, &w.feats
	out := make([]Result, len(doc))
	base, states := make([][]float32, len(doc)), make([][]uint8, len(doc))
	for i, units := range prepared.Units {
		prepared.Local(i, feats)
		lattice.Reset(len(units), nil)
		t.First.Score(feats, lattice)
		states[i] = make([]uint8, len(units))
		lattice.Best(t.First.Moves(), states[i])
		if t.Second != nil {
			base[i] = append([]float32(nil), lattice.Scores()...)
			continue
		}
		out[i] = result(space, t.First, lattice, units, states[i])
	}
	if t.Second == nil {
		return out
	}
	memory := feature.NewMemory(space, prepared.Units, states)
	for i, units := range prepared.Units {
		memory.Features(units, states[i], feats)
		lattice.Reset(len(units), base[i])
		t.Second.Score(feats, lattice)
		lattice.Best(t.Second.Moves(), states[i])
		out[i] = result(space, t.Second, lattice, units, states[i])
	}
	return out
}

// result reads the chunks off states; a chunk's score is the least probability
// of its label at any of its places.
func result(space *crf.Space, model *crf.Model, lattice *crf.Lattice, units []feature.Unit, states []uint8) Result {
	r := Result{Units: units, States: states, Chunks: space.Chunks(states)}
	if len(r.Chunks) == 0 {
		return r
	}
	n := space.Len()
	gamma := model.Marginals(lattice)
	for _, c := range r.Chunks {
		score := 1.0
		for i := c.From; i < c.To; i++ {
			sum := 0.0
			for p := crf.Begin; p <= crf.Single; p++ {
				sum += gamma[i*n+int(space.State(c.Label, p))]
			}
			score = min(score, sum)
		}
		r.Scores = append(r.Scores, score)
	}
	return r
}

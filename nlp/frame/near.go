package frame

import (
	"slices"

	"framewatch/corpus"
	"framewatch/nlp/clause"
)

// surroundings is what a hit is judged by besides its sentence.
type surroundings struct {
	near    *proximity
	clauses *clause.Index
}

// proximity answers which entity of a set is named nearest to a sentence.
type proximity struct {
	bySentence [][]corpus.EntityID
	tables     map[string][]neighbour // by name of the set, one for each sentence
}

// neighbour is the nearest entity; its distance is -1 when there is none.
type neighbour struct {
	id       corpus.EntityID
	distance int
}

func newProximity(a *corpus.Annotations) *proximity {
	p := &proximity{bySentence: make([][]corpus.EntityID, len(a.Sentences)), tables: map[string][]neighbour{}}
	for _, m := range a.Mentions {
		if m.Entity != "" {
			p.bySentence[m.Sentence] = append(p.bySentence[m.Sentence], m.Entity)
		}
	}
	return p
}

// nearest is the member of a set that is named nearest to the sentence; of two
// at the same distance the one before it.
func (p *proximity) nearest(sentence int, set string, in func(corpus.EntityID) bool) (corpus.EntityID, int) {
	table, ok := p.tables[set]
	if !ok {
		table = p.table(in)
		p.tables[set] = table
	}
	return table[sentence].id, table[sentence].distance
}

// table goes forward, then backward over the sentences.
func (p *proximity) table(in func(corpus.EntityID) bool) []neighbour {
	out := make([]neighbour, len(p.bySentence))
	last := neighbour{distance: -1}
	for i, ids := range p.bySentence {
		if last.distance >= 0 {
			last.distance++
		}
		if k := slices.IndexFunc(ids, in); k >= 0 {
			last = neighbour{ids[k], 0}
		}
		out[i] = last
	}
	last = neighbour{distance: -1}
	for i := len(out) - 1; i >= 0; i-- {
		if last.distance >= 0 {
			last.distance++
		}
		if out[i].distance == 0 {
			last = out[i]
		}
		if last.distance >= 0 && (out[i].distance < 0 || last.distance < out[i].distance) {
			out[i] = last
		}
	}
	return out
}

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
	target  *target
}

// requirement finds the entity that makes a term's requirements true, with
// its distance in sentences; without requirements the target, where it is named.
func (s surroundings) requirement(requires []Requirement, sentence int) (corpus.EntityID, int, bool) {
	if len(requires) == 0 {
		id, distance := s.near.nearest(sentence, table{s.target.id, ""}, s.target.is)
		return id, distance, true
	}
	entity, distance := corpus.EntityID(""), -1
	for i, r := range requires {
		id, d := s.near.nearest(sentence, table{s.target.id, r.Set}, s.target.sets[r.Set])
		if d < 0 || d > r.WithinSentences {
			return "", -1, false
		}
		if i == 0 {
			entity, distance = id, d
		}
	}
	return entity, distance, true
}

// proximity answers which entity of a set is named nearest to a sentence.
type proximity struct {
	bySentence [][]corpus.EntityID
	tables     map[table][]neighbour // one neighbour for each sentence
}

// table names a set as it is for a target; no name is the target's own.
type table struct {
	target corpus.EntityID
	set    string
}

// neighbour is the nearest entity; its distance is -1 when there is none.
type neighbour struct {
	id       corpus.EntityID
	distance int
}

func newProximity(a *corpus.Annotations) *proximity {
	p := &proximity{bySentence: make([][]corpus.EntityID, len(a.Sentences)), tables: map[table][]neighbour{}}
	for _, m := range a.Mentions {
		if m.Entity != "" {
			p.bySentence[m.Sentence] = append(p.bySentence[m.Sentence], m.Entity)
		}
	}
	return p
}

// nearest is the member of a set that is named nearest to the sentence; of two
// at the same distance the one before it.
func (p *proximity) nearest(sentence int, of table, in func(corpus.EntityID) bool) (corpus.EntityID, int) {
	all, ok := p.tables[of]
	if !ok {
		all = p.neighbours(in)
		p.tables[of] = all
	}
	return all[sentence].id, all[sentence].distance
}

// neighbours goes forward, then backward over the sentences.
func (p *proximity) neighbours(in func(corpus.EntityID) bool) []neighbour {
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

package frame

import (
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/clause"
)

// surroundings is what a hit is judged by besides its sentence.
type surroundings struct {
	near    *proximity
	clauses *clause.Index
	target  *target
	use     corpus.Relevance // of the document for the target
}

// requirement finds the entity that makes a term's requirements true, with
// its distance in sentences; without requirements the target, where it is named.
//
// What a document is mainly about is in reach everywhere in it. What it names in
// passing is in reach in the same item only, so that neighbours in a list, or the
// other subjects of a meeting, are not taken for it.
func (s surroundings) requirement(requires []Requirement, sentence int) (corpus.EntityID, int, bool) {
	if len(requires) == 0 {
		id, distance := s.near.nearest(sentence, table{target: s.target.ID}, s.target.is)
		return id, distance, true
	}
	entity, distance := corpus.EntityID(""), -1
	for i, r := range requires {
		ofTarget := s.target.own[r.Set]
		within := r.WithinSentences
		if ofTarget && s.use == corpus.RelevanceMain {
			within = len(s.near.bySentence)
		}
		id, d := s.near.nearest(sentence, table{s.target.ID, r.Set, ofTarget && s.use == corpus.RelevancePassing}, s.target.sets[r.Set])
		if d < 0 || d > within {
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
	begins     []bool                // an item begins with the sentence
	tables     map[table][]neighbour // one neighbour for each sentence
}

// table names a set as it is for a target; no name is the target's own.
type table struct {
	target corpus.EntityID
	set    string
	inItem bool // what stands in other items is out of reach
}

// neighbour is the nearest entity; its distance is -1 when there is none.
type neighbour struct {
	id       corpus.EntityID
	distance int
}

func newProximity(doc *corpus.Document, a *corpus.Annotations) *proximity {
	p := &proximity{bySentence: make([][]corpus.EntityID, len(a.Sentences)), begins: make([]bool, len(a.Sentences)), tables: map[table][]neighbour{}}
	for _, m := range a.Mentions {
		if m.Entity != "" {
			p.bySentence[m.Sentence] = append(p.bySentence[m.Sentence], m.Entity)
		}
	}
	for i := 1; i < len(a.Sentences); i++ {
		// The headline belongs to the first item.
		if before, s := a.Sentences[i-1], a.Sentences[i]; before.In() == s.In() && before.Span.End <= s.Span.Start && !s.Headline {
			p.begins[i] = strings.ContainsAny(doc.Text[before.Span.End:s.Span.Start], "\n\u2029\f")
		}
	}
	return p
}

// nearest is the member of a set that is named nearest to the sentence; of two
// at the same distance the one before it.
func (p *proximity) nearest(sentence int, of table, in func(corpus.EntityID) bool) (corpus.EntityID, int) {
	all, ok := p.tables[of]
	if !ok {
		all = p.neighbours(in, of.inItem)
		p.tables[of] = all
	}
	return all[sentence].id, all[sentence].distance
}

// neighbours goes forward, then backward over the sentences.
func (p *proximity) neighbours(in func(corpus.EntityID) bool, inItem bool) []neighbour {
	out := make([]neighbour, len(p.bySentence))
	last := neighbour{distance: -1}
	for i, ids := range p.bySentence {
		if last.distance >= 0 {
			last.distance++
		}
		if inItem && p.begins[i] {
			last.distance = -1
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
		if inItem && i+1 < len(out) && p.begins[i+1] {
			last.distance = -1
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

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
	subject bool             // the target is what the text is about, named or not
}

// requirement finds the entity that makes a term's requirements true, with
// its distance in sentences; without requirements the target, where it is named.
//
// What a document is mainly about is in reach everywhere in it. What it names in
// passing is in reach in the same item only, so that neighbours in a list, or the
// other subjects of a meeting, are not taken for it.
func (s surroundings) requirement(requires []Requirement, sentence, start int) (corpus.EntityID, int, bool) {
	if len(requires) == 0 {
		id, distance := s.near.nearest(sentence, table{s.target.ID, ""}, s.target.is)
		return id, distance, true
	}
	entity, distance := corpus.EntityID(""), -1
	for i, r := range requires {
		ofTarget := s.target.own[r.Set]
		if ofTarget && s.subject {
			if i == 0 {
				entity, distance = s.target.ID, 0
			}
			continue
		}
		within := r.WithinSentences
		if ofTarget && s.use == corpus.RelevanceMain {
			within = len(s.near.bySentence)
		}
		id, d := s.near.nearest(sentence, table{s.target.ID, r.Set}, s.target.sets[r.Set])
		if ofTarget && s.use == corpus.RelevancePassing {
			id, d = s.near.inItem(sentence, start, s.target.sets[r.Set])
		}
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
	a          *corpus.Annotations
	bySentence [][]corpus.EntityID
	tables     map[table][]neighbour // one neighbour for each sentence
	text       string
	breaks     []int // bytes of the text that part items, when they are first asked for
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

func newProximity(doc *corpus.Document, a *corpus.Annotations) *proximity {
	p := &proximity{a: a, bySentence: make([][]corpus.EntityID, len(a.Sentences)), tables: map[table][]neighbour{}, text: doc.Text}
	for _, m := range a.Mentions {
		if m.Entity != "" {
			p.bySentence[m.Sentence] = append(p.bySentence[m.Sentence], m.Entity)
		}
	}
	return p
}

// inItem is the nearest member of a set in the item of the text that holds byte
// start of a sentence: a paragraph, a line of a list, or what semicolons part.
func (p *proximity) inItem(sentence, start int, in func(corpus.EntityID) bool) (corpus.EntityID, int) {
	item, nearest := p.item(sentence, start), neighbour{distance: -1}
	for _, m := range p.a.Mentions {
		if !in(m.Entity) || p.item(m.Sentence, m.Span.Start) != item {
			continue
		}
		if d := max(m.Sentence-sentence, sentence-m.Sentence); nearest.distance < 0 || d < nearest.distance {
			nearest = neighbour{m.Entity, d}
		}
	}
	return nearest.id, nearest.distance
}

// item numbers the items of a document; the headline belongs to the first.
func (p *proximity) item(sentence, at int) int {
	if p.a.Sentences[sentence].Headline {
		return 0
	}
	if p.breaks == nil {
		p.breaks = p.parts()
	}
	n, _ := slices.BinarySearch(p.breaks, at)
	return n
}

// parts finds what parts items: semicolons, and the ends of lines where a sentence
// ends too.
func (p *proximity) parts() []int {
	out, last := []int{}, -1
	for _, s := range p.a.Sentences {
		if s.Headline {
			continue
		}
		if last >= 0 && last <= s.Span.Start && strings.ContainsAny(p.text[last:s.Span.Start], "\n\u2029\f") {
			out = append(out, last)
		}
		for i, r := range s.Span.Of(p.text) {
			if r == ';' || r == '；' || r == '؛' {
				out = append(out, s.Span.Start+i)
			}
		}
		last = s.Span.End
	}
	return out
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

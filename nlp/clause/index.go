package clause

import "framewatch/corpus"

// Index finds the clause around a place.
type Index struct{ bySentence [][]corpus.Clause }

// NewIndex indexes a.Clauses by sentence.
func NewIndex(a *corpus.Annotations) *Index {
	x := &Index{bySentence: make([][]corpus.Clause, len(a.Sentences))}
	for from := 0; from < len(a.Clauses); {
		to := from
		for to < len(a.Clauses) && a.Clauses[to].Sentence == a.Clauses[from].Sentence {
			to++
		}
		x.bySentence[a.Clauses[from].Sentence] = a.Clauses[from:to]
		from = to
	}
	return x
}

// At is the smallest clause of a sentence that contains span, nil where none
// does.
func (x *Index) At(sentence int, span corpus.Span) *corpus.Clause {
	var best *corpus.Clause
	clauses := x.bySentence[sentence]
	for i := range clauses {
		if c := &clauses[i]; c.Span.Contains(span) && (best == nil || c.Span.Len() < best.Span.Len()) {
			best = c
		}
	}
	return best
}

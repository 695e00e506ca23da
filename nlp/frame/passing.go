package frame

import (
	"slices"
	"strings"

	"framewatch/corpus"
)

// passing knows where a document that names the target in passing speaks of it.
// Such documents are about other things, and neighbouring words mostly about
// those: a communiqué praises one plan, welcomes a treaty and backs a third.
type passing struct {
	named map[int][]corpus.Span // mentions of the target, by sentence
	leads map[int]bool          // sentences that begin with it, so that the next may go on about it
}

func newPassing(doc *corpus.Document, a *corpus.Annotations, is func(corpus.EntityID) bool) *passing {
	p := &passing{named: map[int][]corpus.Span{}, leads: map[int]bool{}}
	for _, m := range a.Mentions {
		if is(m.Entity) {
			p.named[m.Sentence] = append(p.named[m.Sentence], m.Span)
		}
	}
	for i, named := range p.named {
		s := a.Sentences[i]
		source := doc.Text
		if s.Headline {
			source = doc.Title
		}
		before := corpus.Span{Start: s.Span.Start, End: named[0].Start}
		p.leads[i] = !strings.ContainsAny(before.Of(source), pauses) &&
			!slices.ContainsFunc(a.Mentions, func(m corpus.Mention) bool { return m.Sentence == i && m.Span.End <= before.End })
	}
	return p
}

// speaksOf reports whether what stands at span is said of the target: in a sentence
// that names it, in the same phrase or after it; or in the sentences that follow one
// that begins with it, as far as they are in reach.
func (p *passing) speaksOf(source string, sentence int, span corpus.Span, within int) bool {
	if named := p.named[sentence]; len(named) > 0 {
		for _, m := range named {
			if adjoins(source, m, span) {
				return true
			}
		}
		return false
	}
	for i := sentence - 1; i >= 0 && i >= sentence-within; i-- {
		if len(p.named[i]) > 0 {
			return p.leads[i]
		}
	}
	return false
}

// Marks that set what is said of one thing apart from what is said of another.
const (
	stops  = ";；؛"
	pauses = stops + ",，、،"
)

// adjoins reports whether nothing between a mention and a term ends what is said
// of the one before the other comes.
func adjoins(source string, mention, term corpus.Span) bool {
	switch {
	case term.Start >= mention.End:
		return !strings.ContainsAny(source[mention.End:term.Start], stops)
	case term.End <= mention.Start:
		return !strings.ContainsAny(source[term.End:mention.Start], pauses)
	}
	return true
}

package rendering

import (
	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
)

// polar says how a language states and denies what a thing is.
type polar struct {
	is       *lazyregexp.Regexp // states it
	isNot    *lazyregexp.Regexp // denies it
	negative *lazyregexp.Regexp // any word that may deny
}

// polars are those of the languages that are compared. Elsewhere a translation
// swaps negations for words that deny by their meaning (fail, 难以) so often
// that the difference says nothing.
var polars = map[string]polar{
	"en": {is: lazyregexp.New(`(?i)\b(?:is|are|was|were)\b`),
		isNot:    lazyregexp.New(`(?i)\b(?:is|are|was|were)(?:n['’]t| not| never| no longer)\b`),
		negative: lazyregexp.New(`(?i)\b(?:no|not|never|none|nor|neither|nothing|nobody|nowhere|cannot|without|hardly|scarcely|barely|little|few|rather than|instead of|far from|anything but|less|un\w+|in\w+able|dis\w+|mis\w+|\w+less)\b|n['’]t\b`)},
	"zh": {is: lazyregexp.New(`是|系|係|为|為`),
		isNot:    lazyregexp.New(`不再?是|[并並绝絕决決]非`),
		negative: lazyregexp.New(`[不没沒无無非未难難否别別勿莫免缺失]`)},
}

// denials tells where of two sentences that translate each other one says that a
// thing is what the other says that it is not.
func (b *bead) denials() []Change {
	if len(b.source) != 1 || len(b.target) != 1 {
		return nil
	}
	from, to := &b.w.source.units[b.source[0]], &b.w.target.units[b.target[0]]
	if at, ok := b.w.source.denies(from); ok && b.w.target.states(to) {
		return []Change{{Kind: ChangeDenial, Source: at, Target: b.w.target.place(to, to.span)}}
	}
	if at, ok := b.w.target.denies(to); ok && b.w.source.states(from) {
		return []Change{{Kind: ChangeDenial, Source: b.w.source.place(from, from.span), Target: at}}
	}
	return nil
}

// denies finds where a sentence denies that a thing is something, idioms and
// questions left out by its clauses.
func (h *half) denies(u *unit) (at Place, ok bool) {
	p, known := polars[h.lang]
	if !known {
		return at, false
	}
	text := h.field(u.in)
	for _, found := range p.isNot.FindAllStringIndex(u.span.Of(text), -1) {
		span := corpus.Span{Start: u.span.Start + found[0], End: u.span.Start + found[1]}
		for _, c := range h.text.Notes.Clauses {
			if c.Sentence == u.sentence && c.Polarity == corpus.Negated && c.Mood == corpus.Asserted && c.Cue.Overlaps(span) {
				return h.place(u, span), true
			}
		}
	}
	return at, false
}

// states reports a sentence that says what a thing is, and has no word that
// denies anything.
func (h *half) states(u *unit) bool {
	p, known := polars[h.lang]
	text := u.span.Of(h.field(u.in))
	return known && p.is.MatchString(text) && !p.negative.MatchString(text)
}

package clause

import (
	"slices"
	"strings"

	"framewatch/corpus"
)

// effect is what a phrase does.
type effect int

const (
	masks     effect = iota // looks like a cue and is none: not only, no doubt
	negating                // a simple negation; bears on what follows
	denying                 // denies by its meaning; bears on what follows
	rejecting               // the same, but "as" ends it: rejected it as a trap
	supposing               // a modal; bears on what follows
	whether                 // what follows is asked
	condition               // all that follows in the sentence is supposed
	conceding               // even if: supposed up to the end of the unit
	lessThan                // less X than Y: bears on X
	moreThan                // more X than Y: bears on Y
	notSoMuch               // not so much X as Y: bears on X
)

// cues finds the cues of a unit or insertion and adds them.
func (x *spaced) cues(u run, holes []run) {
	depth := 0
	lastDenial := -1
	for i := u.from; i < u.to; i++ {
		w := x.ws[i]
		if in(holes, i) || w.named {
			continue
		}
		if x.that[w.low] {
			depth++
		}
		if x.negatedWord(w.low) && !x.masked(i) {
			x.add(negates, i, i+1, x.scope(i+1, x.limit(u, i), holes), depth)
			continue
		}
		p, n := x.phrase(i, u.to)
		if n == 0 {
			continue
		}
		x.apply(p, u, holes, i, i+n, depth, &lastDenial)
		i += n - 1
	}
	x.predicates(u, holes)
}

func in(holes []run, i int) bool {
	return slices.ContainsFunc(holes, func(h run) bool { return h.has(i) })
}

// negatedWord reports an English contraction written as one word.
func (x *spaced) negatedWord(low string) bool {
	return x.english && len(low) > 3 && strings.HasSuffix(low, "n't")
}

// masked reports a negation at i that the word behind it makes none: isn't only.
func (x *spaced) masked(i int) bool { return i+1 < len(x.ws) && x.only[x.ws[i+1].low] }

// phrase is the longest phrase of the language that begins at i, with its number
// of words.
func (x *spaced) phrase(i, limit int) (effect, int) {
	best, size := masks, 0
	for _, p := range x.phrases[x.ws[i].low] {
		n := len(p.words)
		if n <= size || i+n > limit {
			continue
		}
		ok := true
		for k, w := range p.words {
			ok = ok && x.ws[i+k].low == w
		}
		if ok {
			best, size = p.effect, n
		}
	}
	if size > 0 && best == negating && i+size < len(x.ws) && (x.only[x.ws[i+size].low] || size == 1 && x.ws[i+size].mark && x.interjection[x.ws[i].low]) {
		return masks, size // not only; No, it is
	}
	return best, size
}

// apply adds the cue of the words from up to before to.
func (x *spaced) apply(p effect, u run, holes []run, from, to, depth int, lastDenial *int) {
	rest := func() []corpus.Span { return x.scope(to, x.limit(u, to-1), holes) }
	switch p { //nolint:exhaustive // the others are Chinese
	case masks:
	case negating:
		x.add(negates, from, to, rest(), depth)
	case denying, rejecting:
		if strings.HasSuffix(x.ws[from].low, "ed") && x.passive(from) {
			return // claims that … were rejected: read as a predicate
		}
		end := x.limit(u, to-1)
		if p == rejecting {
			end = x.before(to, end, x.as)
		}
		if *lastDenial >= 0 && from-*lastDenial <= maxCoordinated && x.coordinated(*lastDenial, from) {
			*lastDenial = to // denied and rejected: one denial
			return
		}
		*lastDenial = to
		x.add(denies, from, to, x.scope(to, end, holes), depth)
	case supposing:
		if x.ws[from].low == "would" && (x.reportedPast(from) || x.negates(to)) || x.ws[from].upper && from > u.from {
			return // the future seen from the past; what would not be; the month of May
		}
		x.add(supposes, from, to, rest(), depth)
	case whether:
		x.add(asks, from, to, rest(), depth)
	case condition:
		x.add(supposes, from, to, []corpus.Span{x.span(to, len(x.ws))}, depth)
	case conceding:
		x.add(supposes, from, to, rest(), depth)
	case lessThan:
		if than := x.before(to, u.to, x.than); than < u.to {
			x.add(negates, from, to, x.scope(to-1, than, holes), depth)
		}
	case moreThan:
		if than := x.before(to, u.to, x.than); than < u.to {
			x.add(negates, than, than+1, x.scope(than+1, u.to, holes), depth)
		}
	case notSoMuch:
		x.add(negates, from, to, x.scope(to, x.before(to, u.to, x.as), holes), depth)
	}
}

// maxCoordinated is how many words may stand between two denials that are one.
const maxCoordinated = 3

// coordinated reports that a conjunction stands between the words.
func (x *spaced) coordinated(from, to int) bool {
	for i := from; i < to; i++ {
		if x.coordinators[x.ws[i].low] || x.comma(i) {
			return true
		}
	}
	return false
}

// before is where the first of words stands from from on, else to.
func (x *spaced) before(from, to int, words map[string]bool) int {
	for i := from; i < to; i++ {
		if words[x.ws[i].low] {
			return i
		}
	}
	return to
}

// limit is where the scope of a cue at i ends: with its unit, the quotation it
// stands in or, in English, at a verb with the same subject; in languages that
// are not read by tags also at a comma, unless no verb has come yet.
func (x *spaced) limit(u run, i int) int {
	u.to = x.closing(i, u.to)
	if x.english {
		return x.nextPredicate(u.from, i, u.to)
	}
	for j := i + 1; j < u.to; j++ {
		if x.comma(j) && j-i > 2 && (j+1 >= u.to || !x.that[x.ws[j+1].low]) {
			return j
		}
	}
	return u.to
}

// closing is where the passage in quotation marks ends that the word at i stands
// in; to outside of one.
func (x *spaced) closing(i, to int) int {
	open := 0
	for _, w := range x.ws[:i] {
		switch {
		case strings.ContainsAny(w.low, "“«„「"):
			open++
		case strings.ContainsAny(w.low, "”»」"):
			open--
		case w.low == "\"" || w.low == "''" || w.low == "``":
			open ^= 1
		}
	}
	for j := i + 1; open > 0 && j < to; j++ {
		if x.ws[j].mark && strings.ContainsAny(x.ws[j].low, "\"”»」") {
			return j
		}
	}
	return to
}

// nextPredicate is where a second verb of the same subject begins behind a
// conjunction, with its own polarity: it is no court and helps one. A negated
// subject (nobody) negates both.
func (x *spaced) nextPredicate(from, i, to int) int {
	verb := false
	for j := from; j < i; j++ {
		verb = verb || x.finite(j)
	}
	if x.subjects[x.ws[i].low] && !verb {
		return to
	}
	seen := false
	for j := i + 1; x.within(from, i) && j < to; j++ {
		if seen && (x.finite(j) || x.ws[j].tag == "VBN" && !x.be[x.ws[j-1].low]) {
			return j // those who did not sign praised it
		}
		seen = seen || !x.adverb(j)
	}
	for j := i + 2; j+1 < to; j++ {
		if tag := x.ws[j+1].tag; x.coordinators[x.ws[j].low] && x.ws[j].low != "nor" && (tag == "VBZ" || tag == "MD") {
			return j
		}
	}
	return to
}

// adverb reports one at i: by its tag, else its ending.
func (x *spaced) adverb(i int) bool {
	return strings.HasPrefix(x.ws[i].tag, "RB") || strings.HasSuffix(x.ws[i].low, "ly")
}

// within reports a relative clause that began between from and i.
func (x *spaced) within(from, i int) bool {
	for j := from + 1; j < i; j++ {
		if x.relative[x.ws[j].low] {
			return true
		}
	}
	return false
}

// reportedPast reports a word in a report whose verb is in the past.
func (x *spaced) reportedPast(i int) bool {
	return slices.ContainsFunc(x.past, func(s corpus.Span) bool { return s.Contains(x.ws[i].span) })
}

// passive reports a participle at i behind a form of be: were rejected.
func (x *spaced) passive(i int) bool {
	for j := i - 1; j >= max(0, i-3); j-- {
		if x.be[x.ws[j].low] {
			return true
		}
		if x.ws[j].tag != "RB" && !strings.HasSuffix(x.ws[j].low, "ly") {
			return false
		}
	}
	return false
}

// predicates reads those that deny what stands beside them: "the claim that X
// is false", "calling it X is absurd" (before), "it is a myth that X", "the
// myth that X" (behind).
func (x *spaced) predicates(u run, holes []run) {
	for i := u.from; i < u.to; i++ {
		if in(holes, i) || x.ws[i].named {
			continue
		}
		n := x.predicate(i, u.to)
		if n == 0 {
			if x.truths[x.ws[i].low] && x.untrue(u, holes, i) {
				return
			}
			continue
		}
		if be, negated := x.copula(u, i); be >= 0 {
			if negated {
				continue // it is no myth
			}
			x.predicated(u, holes, be, i, i+n)
			return
		}
		if x.cued(x.ws[i].low) {
			continue // rejected claims: a denial by itself
		}
		if end := i + n; end < u.to && (x.claims[x.ws[end].low] || x.that[x.ws[end].low]) {
			x.add(denies, i, i+n, x.scope(end, u.to, holes), 0) // the false claim that X, the myth that X
			return
		}
	}
}

// untrue reads "the claim that X is not true"; of "it is not true that X" the
// negation itself takes care.
func (x *spaced) untrue(u run, holes []run, i int) bool {
	be, negated := x.copula(u, i)
	if be < 0 || !negated || x.expletive[x.ws[u.from].low] {
		return false
	}
	x.predicated(u, holes, be, i, i+1)
	return true
}

// predicated adds the cue of the predicate at from, behind the form of be at be.
func (x *spaced) predicated(u run, holes []run, be, from, to int) {
	subject := u.from
	for subject < be && (x.ws[subject].mark || x.breakers[x.ws[subject].low]) {
		subject++
	}
	first := x.ws[subject].low
	switch {
	case x.expletive[first] && be-subject <= 3:
		x.add(denies, from, to, x.scope(to, u.to, holes), 0)
	case first == "which" || x.demonstrative[first] && be-subject <= 3:
		x.add(denies, from, to, x.scope(0, u.from, nil), 0)
	case x.claimed(subject, be):
		x.add(denies, from, to, x.scope(subject, be, holes), 0)
	}
}

// claimed reports words that tell of a claim, or an act of calling.
func (x *spaced) claimed(from, to int) bool {
	if x.ws[from].tag == "VBG" || x.ws[from].low == "to" || x.that[x.ws[from].low] {
		return true
	}
	for i := from; i < to; i++ {
		if x.claims[x.ws[i].low] {
			return true
		}
		if x.that[x.ws[i].low] {
			break
		}
	}
	return false
}

// predicate is the number of words of a denying predicate at i, 0 for none.
func (x *spaced) predicate(i, limit int) int {
	size := 0
	for _, p := range x.denials[x.ws[i].low] {
		n := len(p)
		if n <= size || i+n > limit {
			continue
		}
		ok := true
		for k, w := range p {
			ok = ok && x.ws[i+k].low == w
		}
		if ok {
			size = n
		}
	}
	return size
}

// copula finds the form of be before the predicate at i, a few adverbs between,
// and whether a negation stands there too.
func (x *spaced) copula(u run, i int) (at int, negated bool) {
	for j := i - 1; j >= max(u.from, i-4); j-- {
		switch w := x.ws[j]; {
		case x.be[w.low]:
			return j, negated
		case x.phrases[w.low] != nil && w.low != "a" && x.negator(w.low):
			negated = true
		case w.mark, strings.HasPrefix(w.tag, "NN"), strings.HasPrefix(w.tag, "VB") && w.tag != "VBN":
			return -1, false
		}
	}
	return -1, false
}

// cued reports a word that is a denial by itself.
func (x *spaced) cued(low string) bool {
	return slices.ContainsFunc(x.phrases[low], func(p phrase) bool { return p.effect == denying || p.effect == rejecting })
}

// negates reports a simple negation at i.
func (x *spaced) negates(i int) bool { return i < len(x.ws) && x.negator(x.ws[i].low) }

func (x *spaced) negator(low string) bool {
	for _, p := range x.phrases[low] {
		if p.effect == negating && len(p.words) == 1 {
			return true
		}
	}
	return false
}

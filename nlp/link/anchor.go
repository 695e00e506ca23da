package link

import (
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// What a description is worth as a name, by what it says besides field and head
// noun: with its owner or seat 1, and with the reach in its sentence 2, in itself
// 3. From sureDescription on, a text that has no name is about the entity.
const (
	ownedWorth      = 1
	reachNear       = 2
	reachIn         = 3
	sureDescription = 3
)

// anchored is the worth of a description that says whose or where the entity is:
// "China's new mediation body", internationale Schlichtungsstelle in Hongkong.
// Of others it is 0.
func (l *Linker) anchored(f *field, c candidate) int {
	fm := l.formOf(c)
	e := &l.entities[fm.entity]
	if fm.variant != corpus.VariantDescription || len(e.Scope) == 0 || l.partOfOther(f, c) {
		return 0
	}
	n, ok := l.neighboursOf(f, c)
	if !ok {
		return 0
	}
	reaches := func(text string) bool {
		return slices.ContainsFunc(e.Scope, func(w string) bool { return strings.Contains(text, w) })
	}
	switch han := f.Han(c.start, c.end); {
	case !n.ownerBefore() && !n.seatBehind():
		return 0
	case reaches(strings.ToLower(n.surface)):
		return reachIn
	case !han && reaches(strings.ToLower(n.before+n.surface+n.after)):
		return reachNear
	case han:
		return 0
	}
	return ownedWorth
}

// ownerBefore reports an owner before the name with at most two words of small
// letters between them.
func (n *neighbours) ownerBefore() bool {
	phrase := strings.TrimSuffix(strings.TrimRight(n.before, " "), "的")
	for range 3 {
		if n.owned(phrase) {
			return true
		}
		w := wordBefore(phrase, len(phrase))
		if w == "" || capitalised(w) || determiners[w] {
			return false
		}
		phrase = strings.TrimRight(strings.TrimSuffix(phrase, w), " ")
	}
	return false
}

// seatBehind reports an owner behind the name and a preposition of place.
func (n *neighbours) seatBehind() bool {
	rest, ok := strings.CutPrefix(n.after, " ")
	if !ok {
		return false
	}
	w := wordAfter(rest, 0)
	rest = strings.TrimPrefix(rest, w+" ")
	return placePrepositions[w] && slices.ContainsFunc(n.e.Owners, func(o string) bool { return strings.HasPrefix(rest, o) })
}

// placePrepositions stand between a body and its seat, in the languages of gazetteers.
var placePrepositions = wordset.Of("in at based en em à a di")

package names

import (
	"cmp"
	"maps"
	"slices"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/internal/abbreviation"
)

// unlinked holds for mentions that this package is about.
func unlinked(m corpus.Mention) bool {
	return m.Entity == "" && (m.Label == corpus.PER || m.Label == corpus.ORG)
}

// entry is one name of a document.
type entry struct {
	key    string
	labels map[corpus.Label]int
	forms  map[string]int // cleaned surfaces
	first  int            // mention
	full   *entry         // the longer name it stands for; nil for none
}

// label is the more frequent one; a body on a tie.
func (e *entry) label() corpus.Label {
	if e.labels[corpus.PER] > e.labels[corpus.ORG] {
		return corpus.PER
	}
	return corpus.ORG
}

// form is the most frequent spelling; the first of the alphabet on a tie.
func (e *entry) form() string {
	return slices.MaxFunc(slices.Sorted(maps.Keys(e.forms)), func(a, b string) int {
		return cmp.Or(cmp.Compare(e.forms[a], e.forms[b]), cmp.Compare(b, a))
	})
}

func (e *entry) root() *entry {
	for e.full != nil {
		e = e.full
	}
	return e
}

// Resolve sets Name of each mention of a person or body without an entity, and
// SpeakerName of each quotation of one, to the fullest form of the name in the
// document. A form that may stand for two longer ones stays as it is.
func Resolve(a *corpus.Annotations) {
	entries := map[string]*entry{}
	keys := make([]string, len(a.Mentions))
	var order []*entry
	for i, m := range a.Mentions {
		if !unlinked(m) {
			continue
		}
		name := clean(m.Surface, m.Label)
		keys[i] = key(name)
		if keys[i] == "" {
			continue
		}
		e := entries[keys[i]]
		if e == nil {
			e = &entry{key: keys[i], labels: map[corpus.Label]int{}, forms: map[string]int{}, first: i}
			entries[keys[i]] = e
			order = append(order, e)
		}
		e.labels[m.Label]++
		e.forms[name]++
	}
	// Longest first, so that a short form finds the fullest one.
	slices.SortStableFunc(order, func(x, y *entry) int {
		return cmp.Or(cmp.Compare(len(y.key), len(x.key)), cmp.Compare(x.first, y.first))
	})
	longer := shelf{}
	for _, e := range order {
		e.full = longer.fullerOf(e)
		longer.add(e)
	}
	for i := range a.Mentions {
		if e := entries[keys[i]]; e != nil && keys[i] != "" {
			a.Mentions[i].Name = e.root().form()
		}
	}
	nameSpeakers(a)
}

// shelf finds the names that a shorter one may stand for: those with its first
// or last word, and for abbreviations those with its first letter.
type shelf map[string][]*entry

// maxShelf bounds the names looked at for one short form; a document with more
// is a list of names.
const maxShelf = 256

func (s shelf) add(e *entry) {
	words := parts(e.key)
	ends := []string{words[0], words[len(words)-1]}
	if e.label() == corpus.PER && len(words) == 1 && hasHan(e.key) {
		ends[1] = lastTwo(e.key)
	}
	ends = append(ends, "initial "+initial(words[0]))
	for _, end := range slices.Compact(ends) {
		if len(s[end]) < maxShelf {
			s[end] = append(s[end], e)
		}
	}
}

// fullerOf is the one longer name that e is short for.
func (s shelf) fullerOf(e *entry) *entry {
	words := parts(e.key)
	places := []string{words[0], words[len(words)-1]}
	if e.label() == corpus.ORG && len(words) == 1 {
		places = append(places, "initial "+initial(e.key))
	}
	var found *entry
	for _, place := range slices.Compact(places) {
		for _, l := range s[place] {
			if l.label() != e.label() || !standsFor(e, l) {
				continue
			}
			if found != nil && found != l.root() {
				return nil
			}
			found = l.root()
		}
	}
	return found
}

func initial(word string) string {
	_, n := utf8.DecodeRuneInString(word)
	return word[:n]
}

func lastTwo(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	_, m := utf8.DecodeLastRuneInString(s[:len(s)-n])
	return s[len(s)-n-m:]
}

func standsFor(short, long *entry) bool {
	if isShort(long.label(), short.key, long.key) {
		return true
	}
	if long.label() == corpus.PER {
		return samePerson(parts(short.key), parts(long.key))
	}
	return abbreviation.Of(short.form(), long.form())
}

// nameSpeakers names the speakers that are unlinked mentions: the first person,
// else the first body in the source.
func nameSpeakers(a *corpus.Annotations) {
	named := map[corpus.Field][]corpus.Mention{}
	for _, m := range a.Mentions {
		if in := a.Sentences[m.Sentence].In(); m.Name != "" {
			named[in] = append(named[in], m)
		}
	}
	for i := range a.Quotes {
		if q := &a.Quotes[i]; q.Speaker == "" {
			q.SpeakerName = cmp.Or(nameIn(named[q.In], q.Source, corpus.PER), nameIn(named[q.In], q.Source, corpus.ORG))
		}
	}
}

// nameIn is the name of the first mention of a label in the spans; mentions are
// in text order.
func nameIn(mentions []corpus.Mention, in []corpus.Span, label corpus.Label) string {
	for _, span := range in {
		from, _ := slices.BinarySearchFunc(mentions, span.Start, func(m corpus.Mention, at int) int { return cmp.Compare(m.Span.Start, at) })
		for _, m := range mentions[from:] {
			if m.Span.Start >= span.End {
				break
			}
			if m.Label == label && span.Contains(m.Span) {
				return m.Name
			}
		}
	}
	return ""
}

package heads

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Phrase stands for a body of a class, but not directly before certain words: the
// bank holiday, 该行业.
type Phrase struct {
	Text      string
	Class     Class
	NotBefore []string
}

// References are the phrases that stand for a body of one of the classes that was
// named before.
func (l *Language) References(classes []Class) []Phrase {
	var out []Phrase
	for _, n := range l.order {
		if n.set == "" || !slices.Contains(classes, n.class) {
			continue
		}
		set := l.sets[n.set]
		for _, p := range set.phrases {
			out = append(out, Phrase{strings.ReplaceAll(p, "{}", n.text), n.class, slices.Concat(set.notBefore, n.notBefore)})
		}
	}
	return out
}

// Descriptions call a body of one of the classes by its seats and its fields, in a
// language.
func (l *Language) Descriptions(classes []Class, seats, fields []string) []string {
	var out []string
	for _, by := range []struct{ patterns, words []string }{{l.bySeat, seats}, {l.byField, fields}} {
		for _, n := range l.order {
			if n.set == "" || n.sense || !slices.Contains(classes, n.class) || short(n.text) {
				continue
			}
			for _, w := range by.words {
				for _, p := range by.patterns {
					out = append(out, strings.ReplaceAll(strings.ReplaceAll(p, "{}", n.text), "[]", w))
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// short holds of a noun of one Chinese character, which says nothing but behind
// its determiner: 该行.
func short(noun string) bool {
	r, n := utf8.DecodeRuneInString(noun)
	return n == len(noun) && unicode.Is(unicode.Han, r)
}

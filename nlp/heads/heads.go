package heads

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Class is a class of bodies, by what their names call them: bank, court, fund.
type Class string

// Organisation is the class of the nouns by which any body may be called.
const Organisation Class = "organisation"

// Known reports whether the tables have a class.
func Known(c Class) bool {
	_, ok := load().confusions[c]
	return ok
}

// All lists the classes of the tables.
func All() []Class {
	return slices.Sorted(maps.Keys(load().confusions))
}

// Confusable are the classes for which translations take a body of a class, that
// class first; nil for classes that the tables have not.
func Confusable(c Class) []Class {
	others, ok := load().confusions[c]
	if !ok {
		return nil
	}
	return append([]Class{c}, others...)
}

// Language is what the tables have of one language.
type Language struct {
	nouns           map[string][]noun // in small letters
	order           []noun
	sets            map[string]determiners
	bySeat, byField []string
	reaches         map[string]string
}

// Languages are the languages that the tables have words of.
func Languages() []string { return slices.Sorted(maps.Keys(load().languages)) }

// none is a language that no table has.
var none = &Language{}

// Of are the words of a language, given without script and region.
func Of(lang string) *Language {
	if l, ok := load().languages[lang]; ok {
		return l
	}
	return none
}

// Sure is how surely a name of any body ends with a word (in small letters): 0 to
// 1. A word of Chinese characters may also end like one.
func (l *Language) Sure(word string) float64 {
	best := 0.0
	for _, n := range l.nouns[word] {
		best = max(best, n.sure)
	}
	return best
}

// Ends is how surely a name ends with a longer word that ends like a head noun,
// 0 where none does so: 调解院, Entwicklungsbank.
func (l *Language) Ends(word string) float64 {
	best := 0.0
	for _, n := range l.ending(word) {
		best = max(best, n.sure)
	}
	return best
}

// ending are the nouns that may end longer words, and with which a word ends.
func (l *Language) ending(word string) []noun {
	var out []noun
	for i := range word {
		if i == 0 || !utf8.RuneStart(word[i]) {
			continue
		}
		for _, n := range l.nouns[word[i:]] {
			if n.suffix {
				out = append(out, n)
			}
		}
	}
	return out
}

// Classes are the classes of body that a word calls, in names or elsewhere.
func (l *Language) Classes(word string) []Class {
	return classesOf(l.nouns[word], func(n noun) bool { return !n.sense })
}

// Senses are the classes for whose nouns a word is another sense: 堤岸 for bank.
func (l *Language) Senses(word string) []Class {
	return classesOf(append(slices.Clip(l.nouns[word]), l.ending(word)...), func(n noun) bool { return n.sense })
}

func classesOf(nouns []noun, want func(noun) bool) []Class {
	var out []Class
	for _, n := range nouns {
		if want(n) && !slices.Contains(out, n.class) {
			out = append(out, n.class)
		}
	}
	return out
}

// Reach is how far a body reaches that has a word (in small letters) in its name:
// world, or a part of it such as asia; empty for other words.
func (l *Language) Reach(word string) string { return l.reaches[word] }

// World holds of a word such as international, which stands in the names of any
// body.
func (l *Language) World(word string) bool { return l.reaches[word] == world }

// ReachWords are the words of a language for reaches.
func (l *Language) ReachWords(reach ...string) []string {
	var out []string
	for w, r := range l.reaches {
		if slices.Contains(reach, r) {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

// behind are the words of English before what a body is for or of; what stands
// before them is the head.
var behind = []string{" of ", " for ", " on ", " in ", " to ", " and the "}

// headFirst are the languages whose names begin with the head noun.
var headFirst = []string{"fr", "es", "pt", "it", "ar", "id", "ms", "ro"}

// OfName is the head noun of a name in a language, in small letters, and the
// classes of body that it calls; empty where the tables have none.
func OfName(lang, name string) (head string, classes []Class) {
	l, name := Of(lang), strings.ToLower(name)
	named := func(nouns []noun) []Class { return classesOf(nouns, func(n noun) bool { return n.sure > 0 }) }
	words := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" ,()\"“”", r) })
	switch {
	case lang == "zh" || lang == "ja":
		for i := range name { // the longest noun at the end
			if c := named(l.nouns[name[i:]]); len(c) > 0 && i > 0 {
				return name[i:], c
			}
		}
		return "", nil
	case slices.Contains(headFirst, lang):
		for _, w := range words {
			if c := named(l.nouns[w]); len(c) > 0 {
				return w, c
			}
		}
		return "", nil
	case lang == "en":
		for _, b := range behind {
			name, _, _ = strings.Cut(name, b)
		}
		words = strings.Fields(name)
	}
	for _, w := range slices.Backward(words) {
		if c := named(l.nouns[w]); len(c) > 0 {
			return w, c
		}
		if c := named(l.ending(w)); len(c) > 0 {
			return w, c
		}
		if lang == "en" {
			break
		}
	}
	return "", nil
}

// Field is what the body of a name in English or Chinese is for: the name without
// its head and without words of reach; empty where nothing is left or no head is
// known. 基础设施投资 of 亚洲基础设施投资银行, mediation of International Organization
// for Mediation.
func Field(lang, name string) string {
	l, name := Of(lang), strings.ToLower(name)
	head, _ := OfName(lang, name)
	switch {
	case head == "":
		return ""
	case lang == "zh":
		return l.WithoutReach(strings.TrimSuffix(name, head))
	case lang != "en":
		return ""
	}
	before, after, _ := strings.Cut(name, head)
	words := strings.Fields(after)
	if len(words) > 0 { // of, for
		words = words[1:]
	}
	words = append(strings.Fields(before), words...)
	words = slices.DeleteFunc(words, func(w string) bool { return l.reaches[w] != "" || w == "the" || w == "and" })
	return strings.Join(words, " ")
}

// WithoutReach is a Chinese name without the word of reach that it begins with,
// the longest that it has.
func (l *Language) WithoutReach(name string) string {
	for i := len(name); i > 0; i-- {
		if l.reaches[name[:i]] != "" {
			return name[i:]
		}
	}
	return name
}

package rendering

import (
	"slices"
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/align"
	"framewatch/nlp/heads"
	"framewatch/nlp/link"
	"framewatch/nlp/match"
)

// body is what kind of body the target is, as its names say.
type body struct {
	classes []heads.Class   // what they call it
	heads   map[string]bool // the head nouns of its names
	stems   map[string]bool // of the English ones
	glosses map[string]bool // stems of what the Chinese ones and their last characters mean
	reaches map[string]bool // how far it reaches, besides the world: asia
	regions map[string]bool // stems of English words for that
}

// newBody reads what the official names of a target say, in Chinese and English.
func newBody(target link.Entity, lexicon *align.Lexicon) body {
	b := body{classes: slices.Clone(target.Heads), heads: map[string]bool{}, stems: map[string]bool{}, glosses: map[string]bool{}, reaches: map[string]bool{}, regions: map[string]bool{}}
	for _, x := range target.Names {
		lang := corpus.BaseLang(x.Lang)
		if x.Variant != corpus.VariantOfficial || x.Context {
			continue
		}
		text := match.Folded(x.Text)
		head, classes := heads.OfName(lang, text)
		for _, c := range classes {
			if len(target.Heads) == 0 && !slices.Contains(b.classes, c) {
				b.classes = append(b.classes, c)
			}
		}
		if head != "" {
			b.heads[head] = true
		}
		switch {
		case head == "":
		case lang == "en":
			b.stems[align.Stem(head)] = true
		case lang == "zh":
			last, _ := utf8.DecodeLastRuneInString(head)
			for _, s := range append(lexicon.Senses(head), lexicon.Senses(string(last))...) {
				b.glosses[s.Stem] = b.glosses[s.Stem] || s.Weight == 1
			}
		}
		b.addReach(lang, text)
	}
	return b
}

// addReach files the words of reach in a name.
func (b *body) addReach(lang, name string) {
	l := heads.Of(lang)
	words := strings.Fields(name)
	if rest := l.WithoutReach(name); lang == "zh" && rest != name {
		words = []string{strings.TrimSuffix(name, rest)}
	}
	for _, w := range words {
		if r := l.Reach(w); r != "" && !l.World(w) {
			b.reaches[r] = true
			for _, w := range heads.Of("en").ReachWords(r) {
				b.regions[align.Stem(w)] = true
			}
		}
	}
}

// is reports whether one of the classes is one of the target's.
func (b *body) is(classes []heads.Class) bool {
	return slices.ContainsFunc(classes, func(c heads.Class) bool { return slices.Contains(b.classes, c) })
}

// sureSense is how surely a name ends with another sense of the target's head noun.
const sureSense = .8

// head says how surely a word at the end of a name calls it a body such as the
// target: general, as names of any body end, is at most that; a noun for the
// target's class is as sure as can be, and another sense of its head nouns nearly.
func (b *body) head(lang string, t *tok, word string, general float64) float64 {
	l := heads.Of(lang)
	switch {
	case b.is(l.Classes(word)) && l.Sure(word) > 0 && utf8.RuneCountInString(word) > 1:
		return 1
	case b.is(l.Senses(word)) || b.sense(t):
		return max(general, sureSense)
	}
	return general
}

// sense reports a Chinese noun of which a sense is the target's English head noun,
// or a capitalised English word that is a sense of its Chinese one.
func (b *body) sense(t *tok) bool {
	stems, fit := b.stems, !t.latin && !t.verb && utf8.RuneCountInString(t.text) > 1
	if t.latin {
		stems, fit = b.glosses, t.upper
	}
	return fit && slices.ContainsFunc(t.keys, func(k align.Key) bool { return k.Weight == 1 && stems[k.Text] })
}

// scope reports a word of reach: of the world, as in the names of any body, or of
// the target's.
func (b *body) scope(lang string, t *tok) bool {
	l := heads.Of(lang)
	if r := l.Reach(t.text); r != "" {
		return l.World(t.text) || b.reaches[r]
	}
	return !t.latin && utf8.RuneCountInString(t.text) > 1 && slices.ContainsFunc(t.keys, func(k align.Key) bool { return b.regions[k.Text] })
}

// plain reports a noun that says what the target's own names say, or that it is a
// body, and nothing about its powers.
func (b *body) plain(lang, word string) bool {
	return b.heads[word] || slices.Contains(heads.Of(lang).Classes(word), heads.Organisation) && heads.Of(lang).Sure(word) == 1
}

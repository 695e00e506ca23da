package rendering

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/align"
	"framewatch/nlp/heads"
	"framewatch/nlp/match"
)

// contextual reports a surface that the gazetteer has only as a name that
// needs context.
func (n *names) contextual(surface string) bool {
	folded := match.Fold(surface)
	need, known := n.context[squeeze(folded.String(0, folded.Len()))]
	return known && need
}

// typoAcronym is the likeness from which an acronym is a misspelt one.
const typoAcronym = .6

// classify says how a name that no gazetteer has stands to the right ones.
// surface is the name as written, text its folded form.
func (w *work) classify(surface, text string) corpus.Variant {
	n := &w.f.names
	plain := squeeze(text)
	if v, ok := n.forms[plain]; ok {
		if v == corpus.VariantAbbreviation && !n.written[surface] {
			return corpus.VariantTypo
		}
		return v
	}
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		if utf8.RuneCountInString(plain) <= longestName && n.acronymLike(plain) >= typoAcronym {
			return corpus.VariantTypo
		}
		if n.misspeltWords(text) {
			return corpus.VariantTypo
		}
		return w.classifyEnglish(text)
	}
	for field := range n.fields {
		before, after, ok := strings.Cut(plain, field)
		reach := tok{text: before}
		if ok && (before == "" || n.body.scope("zh", &reach)) && n.body.plain("zh", after) {
			return corpus.VariantAlias
		}
	}
	if n.misspeltHan(plain) {
		return corpus.VariantTypo
	}
	return corpus.VariantMistranslation
}

func (w *work) classifyEnglish(text string) corpus.Variant {
	own, kind := false, false
	n := &w.f.names
	for _, word := range strings.Fields(text) {
		switch s := align.Stem(word); {
		case s == "" || n.body.scope("en", &tok{text: word, latin: true}):
		case n.own[word]:
			own = true
		case n.body.plain("en", word):
			kind = true
		default:
			return corpus.VariantMistranslation
		}
	}
	if own && kind {
		return corpus.VariantAlias
	}
	return corpus.VariantMistranslation
}

// misspeltLetters is how many letters of a word may be wrong for it to be a
// misspelling, and misspeltLength how long it must be.
const (
	misspeltLetters = 2
	misspeltLength  = 6
)

// misspeltWords reports a name in full with letters wrong in some of its words.
// Another word of names (institution for organization) is no misspelling.
func (n *names) misspeltWords(text string) bool {
	words := strings.Fields(text)
	for _, name := range n.english {
		right := strings.Fields(name)
		if len(right) != len(words) || len(right) < 2 {
			continue
		}
		wrong := 0
		for i, w := range words {
			switch d := distance([]rune(w), []rune(right[i])); {
			case d == 0, align.Stem(w) == align.Stem(right[i]) && align.Stem(w) != "":
			case d <= misspeltLetters && len(w) >= misspeltLength && heads.Of("en").Sure(w) == 0 && heads.Of("en").Reach(w) == "":
				wrong++
			default:
				wrong = len(words) + 1
			}
		}
		if 0 < wrong && wrong <= len(words) {
			return true
		}
	}
	return false
}

// leastMisspeltHan is how many characters a name has at least of which one that is
// wrong is a slip of the hand: in a shorter one it is another word.
const leastMisspeltHan = 8

// misspeltHan reports a long name in Chinese characters but for one of them, where
// that does not make another word of one of its words.
func (n *names) misspeltHan(text string) bool {
	if utf8.RuneCountInString(text) < leastMisspeltHan {
		return false
	}
	runes := []rune(text)
	for _, name := range n.chinese {
		if !oneOff(name, text) {
			continue
		}
		at, another := 0, false
		for _, word := range cut(name, n.lexicon, longestWord) {
			k := utf8.RuneCountInString(word)
			written := string(runes[at : at+k])
			another = another || written != word && n.lexicon.Senses(written) != nil
			at += k
		}
		if !another {
			return true
		}
	}
	return false
}

// longestWord is how many characters a word of a Chinese name has.
const longestWord = 4

// halfName is what a name without its word of reach is worth of one in full.
const halfName = .5

// nearly is 1 for a long name in Chinese but for a character, less for a name
// without its word of reach, else 0.
func (n *names) nearly(text string) float64 {
	switch {
	case utf8.RuneCountInString(text) >= leastMisspeltHan && n.oneOff(text):
		return 1
	case slices.Contains(n.short, text):
		return halfName
	}
	return 0
}

// edges are the bytes of a text at which what is nearly a name begins or ends, in
// their order: no word goes across.
func (n *names) edges(text string) []int {
	var starts, out []int
	for i := range text {
		starts = append(starts, i)
	}
	starts = append(starts, len(text))
	for _, name := range slices.Concat(n.chinese, n.short) {
		k := utf8.RuneCountInString(name)
		for i := 0; i+k < len(starts); i++ {
			if part := text[starts[i]:starts[i+k]]; part == name || k >= leastMisspeltHan && len(part) == len(name) && oneOff(name, part) {
				out = append(out, starts[i], starts[i+k])
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

package rendering

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
	"framewatch/nlp/align"
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
	for k := range n.kernel {
		if before, after, ok := strings.Cut(plain, k); ok && (before == "" || chineseScope[before]) && plainBody[after] {
			return corpus.VariantAlias
		}
	}
	return corpus.VariantMistranslation
}

// plainBody are the words that say body and nothing about its powers.
var plainBody = wordset.Of("组织 机构 院 organization organisation body")

func (w *work) classifyEnglish(text string) corpus.Variant {
	kernel, kind := false, false
	for _, word := range strings.Fields(text) {
		switch s := align.Stem(word); {
		case s == "" || englishScope[word]:
		case w.f.names.kernelWords[word]:
			kernel = true
		case plainBody[word]:
			kind = true
		default:
			return corpus.VariantMistranslation
		}
	}
	if kernel && kind {
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
			case d <= misspeltLetters && len(w) >= misspeltLength && !englishHeads[w] && !englishScope[w]:
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

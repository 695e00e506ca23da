package rendering

import (
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/align"
	"framewatch/nlp/match"
)

// contextual reports a surface that the gazetteer has only as a name that
// needs context.
func (n *names) contextual(surface string) bool {
	need, known := n.context[squeeze(match.Folded(surface))]
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
	if !hasHan(text) {
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

// classifyEnglish tells a description made of the target's own words from a wrong name.
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

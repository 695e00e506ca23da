package rendering

import (
	"slices"
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/nlp/heads"
	"framewatch/nlp/match"
)

// addPhrases files the phrases with which a translation may stand back from a name:
// those for a body such as the target, and for the others that translations take it
// for.
func (f *Finder) addPhrases() {
	var classes []heads.Class
	for _, c := range append(f.names.body.classes, heads.Organisation) {
		classes = append(classes, heads.Confusable(c)...)
	}
	for _, lang := range heads.Languages() {
		t := match.NewTrie[heads.Phrase]()
		for _, p := range heads.Of(lang).References(classes) {
			t.Add(p.Text, match.Literal, p)
		}
		f.phrases[lang] = t
	}
}

// phrasesIn lists the reference phrases of a sentence.
func (f *Finder) phrasesIn(h *half, unit int) []corpus.Span {
	phrases, ok := f.phrases[h.lang]
	if !ok {
		return nil
	}
	u := &h.units[unit]
	text := match.Fold(u.span.Of(h.field(u.in)))
	var out []corpus.Span
	phrases.Find(text, func(start, end int, found []heads.Phrase) {
		s := text.Span(start, end)
		span := corpus.Span{Start: u.span.Start + s.Start, End: u.span.Start + s.End}
		if !text.Boundary(start) || !text.Boundary(end) || u.crosses(span.End) || !slices.ContainsFunc(found, func(p heads.Phrase) bool { return !followed(text, end, p.NotBefore) }) {
			return
		}
		if n := len(out); n > 0 && out[n-1].Overlaps(span) {
			out[n-1].End = max(out[n-1].End, span.End)
			return
		}
		out = append(out, span)
	})
	return out
}

// isPhrase reports a text, folded, that is one of the phrases of a language.
func (f *Finder) isPhrase(lang, text string) bool {
	phrases, ok := f.phrases[lang]
	if !ok {
		return false
	}
	whole, is := match.Fold(text), false
	phrases.Find(whole, func(start, end int, _ []heads.Phrase) { is = is || start == 0 && end == whole.Len() })
	return is
}

// crosses reports a word that goes on at a byte: 该行|业.
func (u *unit) crosses(at int) bool {
	return slices.ContainsFunc(u.toks, func(t tok) bool { return t.span.Start < at && at < t.span.End })
}

// followed reports one of words, or a word that begins with one in Chinese, behind
// folded rune end.
func followed(t *match.Text, end int, words []string) bool {
	if end < t.Len() && t.Rune(end) == ' ' {
		end++
	}
	rest := t.String(end, t.Len())
	return slices.ContainsFunc(words, func(w string) bool {
		after, ok := strings.CutPrefix(rest, w)
		return ok && (t.Han(end, end+1) || after == "" || !unicode.IsLetter(firstRune(after)))
	})
}

// references finds the phrases that stand for mentions which have no rendering,
// unless the original has such phrases itself.
func (b *bead) references(have []found) []found {
	open := []*mention{}
	for k := range b.mentions {
		if !b.mentions[k].done {
			open = append(open, &b.mentions[k])
		}
	}
	if len(open) == 0 {
		return nil
	}
	var phrases []found
	for _, j := range b.target {
		for _, span := range b.w.f.phrasesIn(b.w.target, j) {
			if !overlapsFound(have, j, span) {
				phrases = append(phrases, found{unit: j, span: span, variant: corpus.VariantPronoun, score: pronounScore, evidence: "a reference where the original has the name"})
			}
		}
	}
	own := 0
	for _, i := range b.source {
		own += len(b.w.f.phrasesIn(b.w.source, i))
	}
	n := min(len(open), len(phrases)-own)
	if n <= 0 {
		return nil
	}
	for k := range n {
		phrases[k].source = open[k]
		open[k].done = true
	}
	return phrases[:n]
}

// pronounScore is what such a phrase is worth: it stands for the body only as a pronoun does.
const pronounScore = .6

package rendering

import (
	"slices"
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/nlp/align"
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

const pronounScore = .6

func overlapsFound(all []found, unit int, span corpus.Span) bool {
	for _, x := range all {
		if x.unit == unit && x.span.Overlaps(span) {
			return true
		}
	}
	return false
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

// omitted lists the mentions of a bead that nothing stands for.
func (b *bead) omitted() []Gap {
	var out []Gap
	for _, m := range b.mentions {
		if m.done || m.weak {
			continue
		}
		g := Gap{Source: b.w.source.place(&b.w.source.units[m.unit], m.span)}
		if len(b.target) > 0 {
			u := &b.w.target.units[b.target[0]]
			p := b.w.target.place(u, u.span)
			g.Target = &p
		}
		out = append(out, g)
	}
	return out
}

const (
	lostLetters = 20  // letters of a sentence worth reporting
	shortRatio  = .55 // of the usual length: something is missing
	lostWords   = .8  // share of its words that have no counterpart
	leastWords  = 3
)

// lost lists the sentences of a bead that the translation has not.
func (b *bead) lost() []Gap {
	var out []Gap
	target, length := 0, 0
	for _, j := range b.target {
		u := &b.w.target.units[j]
		target += letters(u.span.Of(b.w.target.field(u.in)))
	}
	for _, i := range b.source {
		u := &b.w.source.units[i]
		length += letters(u.span.Of(b.w.source.field(u.in)))
	}
	short := float64(target) < shortRatio*b.w.ratio*float64(length) && (b.w.glossed() || !b.w.meant())
	for _, i := range b.source {
		u := &b.w.source.units[i]
		text := u.span.Of(b.w.source.field(u.in))
		if b.w.behind(u) {
			continue
		}
		if letters(text) < lostLetters || u.content() < leastWords || len(b.target) > 0 && (!short || len(b.source) < 2 || !b.missing(u)) {
			continue
		}
		out = append(out, Gap{Source: b.w.source.place(u, u.span)})
	}
	return out
}

// behind reports a sentence of the original that stands behind the whole
// translation of one and the same document: what a page has below its article.
func (w *work) behind(u *unit) bool {
	if w.source.text.Doc != w.target.text.Doc || len(w.target.units) == 0 {
		return false
	}
	last := &w.target.units[len(w.target.units)-1]
	return u.in == last.in && u.span.Start > last.span.End && w.source.units[0].span.Start < w.target.units[0].span.Start
}

// missing reports a sentence of the original of which the bead's translation
// has next to no word.
func (b *bead) missing(u *unit) bool {
	have := map[string]bool{}
	for _, j := range b.target {
		for _, t := range b.w.target.units[j].toks {
			for _, k := range t.keys {
				have[k.Text] = true
			}
		}
	}
	gone := 0
	for _, t := range u.toks {
		if len(t.keys) > 0 && !t.number && !anyKey(have, t.keys) {
			gone++
		}
	}
	return float64(gone) >= lostWords*float64(u.content())
}

// content counts the words of a sentence that carry meaning.
func (u *unit) content() int {
	n := 0
	for _, t := range u.toks {
		if len(t.keys) > 0 && !t.number {
			n++
		}
	}
	return n
}

func anyKey(have map[string]bool, keys []align.Key) bool {
	for _, k := range keys {
		if have[k.Text] {
			return true
		}
	}
	return false
}

func letters(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

package rendering

import (
	"unicode"

	"framewatch/corpus"
	"framewatch/nlp/align"
	"framewatch/nlp/match"
)

// references are the phrases with which a translation may stand back from a
// name, by language.
var references = map[string][]string{
	"zh": {"该组织", "该机构", "该院", "该机制", "该机关", "该平台", "该协会", "该中心", "该法院", "该法庭", "该委员会", "这一组织", "这一机构", "这一机制", "这个组织", "这个机构", "这个机制", "此组织", "此机构", "本组织"},
	"en": {"the organization", "the organisation", "the body", "the institution", "the institute", "the institution's", "this organization", "this organisation", "this body",
		"this institution", "the mechanism", "this mechanism", "the court", "the center", "the centre", "the agency"},
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
		for _, span := range phrasesIn(b.w.target, j) {
			if !overlapsFound(have, j, span) {
				phrases = append(phrases, found{unit: j, span: span, variant: corpus.VariantPronoun, score: pronounScore, evidence: "a reference where the original has the name"})
			}
		}
	}
	own := 0
	for _, i := range b.source {
		own += len(phrasesIn(b.w.source, i))
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
func phrasesIn(h *half, unit int) []corpus.Span {
	u := &h.units[unit]
	text := match.Fold(u.span.Of(h.field(u.in)))
	folded := []rune(text.String(0, text.Len()))
	var out []corpus.Span
	for i := 0; i < len(folded); i++ {
		for _, p := range references[h.lang] {
			n := len([]rune(p))
			if i+n <= len(folded) && string(folded[i:i+n]) == p && text.Boundary(i) && text.Boundary(i+n) {
				s := text.Span(i, i+n)
				out = append(out, corpus.Span{Start: u.span.Start + s.Start, End: u.span.Start + s.End})
				i += n - 1
				break
			}
		}
	}
	return out
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

package rendering

import (
	"unicode"

	"framewatch/nlp/align"
)

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

// anyKey reports one of the keys that is there.
func anyKey(have map[string]bool, keys []align.Key) bool {
	for _, k := range keys {
		if have[k.Text] {
			return true
		}
	}
	return false
}

// letters counts the letters and digits of a text.
func letters(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

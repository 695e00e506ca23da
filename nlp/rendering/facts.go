package rendering

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
)

// The kinds of a change.
const (
	ChangeNumber  = "number"
	ChangeArticle = "article" // another number, or another treaty
	ChangeName    = "name"
	ChangeDenial  = "negation" // one says that a thing is what the other says that it is not
)

// changes compares the numbers and the names of a bead: what each side has
// alone is a change where both have something of the kind.
func (b *bead) changes() []Change {
	if len(b.source) == 0 || len(b.target) == 0 || b.score < weakBead {
		return nil
	}
	a, c := numbersOnlyIn(b.w.source, b.source, b.w.target, b.target), numbersOnlyIn(b.w.target, b.target, b.w.source, b.source)
	var out []Change
	for k := range min(len(a), len(c)) {
		kind := ChangeNumber
		if b.w.source.article(a[k]) || b.w.target.article(c[k]) {
			kind = ChangeArticle
		}
		out = append(out, Change{Kind: kind, Source: a[k], Target: c[k]})
	}
	return slices.Concat(out, b.treaties(), b.renamed(), b.denials())
}

var (
	articleBefore = lazyregexp.New(`(?i:(article|articles|art\.|section|rule|paragraph)\s*|第)$`)
	// treatyArticle is an article with the treaty before it, 《海洋法公约》第12条.
	treatyArticle = lazyregexp.New(`《([^《》]{2,60})》(?:[（(][^（）()]{1,60}[）)])?第\s*([0-9]+)\s*[条條]`)
)

// article reports a number that is that of an article.
func (h *half) article(p Place) bool {
	text := h.field(p.In)
	return articleBefore.MatchString(text[max(0, p.Span.Start-12):p.Span.Start])
}

// leastTreatyWord is how surely every word of a treaty's name translates something, where
// the original names the treaty.
const leastTreatyWord = .3

// treaties finds articles that a translation into Chinese gives to a treaty
// which the original does not name.
func (b *bead) treaties() []Change {
	if b.w.target.lang != "zh" {
		return nil
	}
	var out []Change
	for _, j := range b.target {
		u := &b.w.target.units[j]
		text := b.w.target.field(u.in)
		for _, at := range treatyArticle.FindAllStringSubmatchIndex(u.span.Of(text), -1) {
			name := corpus.Span{Start: u.span.Start + at[2], End: u.span.Start + at[3]}
			from, ok := b.articleOf(u.span.Of(text)[at[4]:at[5]])
			if ok && b.unnamed(u, name) {
				out = append(out, Change{Kind: ChangeArticle, Source: from, Target: b.w.target.place(u, corpus.Span{Start: u.span.Start + at[0], End: u.span.Start + at[1]})})
			}
		}
	}
	return out
}

// articleOf finds the article of a number in the original.
func (b *bead) articleOf(number string) (Place, bool) {
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return Place{}, false
	}
	for _, i := range b.source {
		u := &b.w.source.units[i]
		for _, n := range u.numbers {
			if p := b.w.source.place(u, n.Span); n.Value == v && b.w.source.article(p) {
				return p, true
			}
		}
	}
	return Place{}, false
}

// unnamed reports a name in the translation with a word that translates nothing: the
// original does not name that.
func (b *bead) unnamed(u *unit, name corpus.Span) bool {
	for _, n := range u.names {
		if n.span.Overlaps(name) && (n.target || b.entities[n.entity]) {
			return false
		}
	}
	for k := range u.toks {
		t := &u.toks[k]
		if name.Contains(t.span) && t.word && len(t.keys) > 0 && utf8.RuneCountInString(t.text) > 1 && b.explained(t) < leastTreatyWord {
			return true
		}
	}
	return false
}

// numbersOnlyIn lists the sure numbers in units of one half that those of the other
// have not.
func numbersOnlyIn(h *half, units []int, other *half, others []int) []Place {
	have := map[string]bool{}
	for _, j := range others {
		for _, n := range other.units[j].numbers {
			have[n.Key().Text] = true
		}
	}
	var out []Place
	for _, i := range units {
		u := &h.units[i]
		for _, n := range u.numbers {
			if n.Sure && !have[n.Key().Text] {
				out = append(out, h.place(u, n.Span))
			}
		}
	}
	return out
}

// renamed pairs known entities that only one side names, where each side has one of a
// label.
func (b *bead) renamed() []Change {
	source, target := entitiesOnlyIn(b.w.source, b.source, b.w.target, b.target), entitiesOnlyIn(b.w.target, b.target, b.w.source, b.source)
	var out []Change
	for _, label := range []corpus.Label{corpus.PER, corpus.LOC, corpus.MISC} {
		if len(source[label]) == 1 && len(target[label]) == 1 {
			out = append(out, Change{Kind: ChangeName, Source: source[label][0], Target: target[label][0]})
		}
	}
	return out
}

// entitiesOnlyIn lists, by label, where units of one half name entities that those of
// the other do not.
func entitiesOnlyIn(h *half, units []int, other *half, others []int) map[corpus.Label][]Place {
	have := map[corpus.EntityID]bool{}
	for _, j := range others {
		for _, n := range other.units[j].names {
			have[n.entity] = true
		}
	}
	out := map[corpus.Label][]Place{}
	for _, i := range units {
		u := &h.units[i]
		for _, n := range u.names {
			if n.entity != "" && !n.target && !have[n.entity] && !strings.HasPrefix(string(n.entity), "office.") {
				out[n.label] = append(out[n.label], h.place(u, n.span))
			}
		}
	}
	return out
}

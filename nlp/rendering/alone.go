package rendering

import (
	"slices"
	"strings"
)

// Alone finds how a text names the target that stands without its original, such
// as English news made from Chinese: the names of the gazetteer; names beside
// one of these with nothing but a bracket between, International Meditation
// Institute (国际调解院); and, in a text that names the target rightly at least
// once, names whose every word is the target's own or mistaken for it
// (Meditation for Mediation). There is no alignment to go by, so other wrong
// names are not found.
func (f *Finder) Alone(t Text) (Result, error) {
	if err := f.prepare(); err != nil {
		return Result{}, err
	}
	h := f.whole(t)
	f.read(h)
	w := &work{f: f, source: &half{text: t}, target: h}
	w.chooseGrammar()
	r := Result{TargetLang: h.lang}
	sure := f.rightNames(h) > 0 || w.namedRightly()
	for i := range h.units {
		b := w.loneBead(i)
		all := b.knownNames()
		if h.lang == "en" || h.lang == "zh" {
			all = append(all, b.lonely(all, sure)...)
		}
		slices.SortStableFunc(all, func(a, b found) int { return a.span.Start - b.span.Start })
		for _, x := range all {
			r.Renderings = append(r.Renderings, w.rendering(x))
		}
	}
	return r, nil
}

// loneBead is a bead of one sentence without an original. The pronoun lets in
// names that need context: the linker has looked for it.
func (w *work) loneBead(unit int) *bead {
	return &bead{w: w, target: []int{unit}, pronouns: []mention{{}}}
}

// namedRightly reports a right name of the target in any language.
func (w *work) namedRightly() bool {
	for i := range w.target.units {
		for _, n := range w.target.units[i].names {
			if n.target && !n.weak && sureName(n.variant) {
				return true
			}
		}
	}
	return false
}

// lonely finds names that no gazetteer has in a sentence without an original.
func (b *bead) lonely(known []found, sure bool) []found {
	u := &b.w.target.units[b.target[0]]
	choices := b.candidates(b.target[0])
	slices.SortStableFunc(choices, func(x, y candidate) int {
		switch {
		case x.score > y.score:
			return -1
		case x.score < y.score:
			return 1
		}
		return x.from - y.from
	})
	var out []found
	for _, c := range choices {
		if overlapsFound(known, c.unit, c.span) || overlapsFound(out, c.unit, c.span) || b.elsewhere(u, &c) {
			continue
		}
		switch {
		case c.shaped && b.apposed(known, c):
			c.why = append([]string{"beside a name of the target"}, c.why...)
		case sure && c.shaped && b.ownWords(u, &c):
			c.why = append([]string{"its words are the target's own"}, c.why...)
		default:
			continue
		}
		out = append(out, b.foundBy(c))
	}
	return out
}

// elsewhere reports a candidate that is a name of something else: of an entity
// of the gazetteer, or with an acronym of its own behind it.
func (b *bead) elsewhere(u *unit, c *candidate) bool {
	for _, n := range u.names {
		if !n.target && n.entity != "" && n.span.Overlaps(c.span) {
			return true
		}
	}
	text := b.w.target.field(u.in)
	rest := text[c.span.End:min(len(text), c.span.End+24)]
	for _, open := range []string{" (", "(", "（"} {
		acronym, ok := strings.CutPrefix(rest, open)
		if !ok {
			continue
		}
		end := strings.IndexAny(acronym, ")）")
		if end > 1 && end <= longestAcronym && acronym[:end] == strings.ToUpper(acronym[:end]) && b.w.f.names.acronymLike(strings.ToLower(acronym[:end])) < typoAcronym {
			return true
		}
	}
	return false
}

// ownWords reports a name of which every word that is neither scope nor kind of
// body is one of the target's or so near to it that it may be a slip.
func (b *bead) ownWords(u *unit, c *candidate) bool {
	g := b.w.grammar
	if b.w.f.names.oneOff(c.text) {
		return true
	}
	own := 0
	for k := c.from; k < c.to; k++ {
		t := &u.toks[k]
		switch {
		case g.scope(t), g.join(t), g.plain(t):
		case b.w.f.names.slip(t.text):
			own++
		default:
			return false
		}
	}
	return own > 0
}

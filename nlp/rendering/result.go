package rendering

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"framewatch/corpus"
)

// found is a rendering under way.
type found struct {
	unit     int
	span     corpus.Span
	text     string // folded; empty where the gazetteer knows it
	variant  corpus.Variant
	score    float64
	evidence string
	source   *mention // nil where the original has none
	free     bool     // stands in brackets behind another name: it takes no mention
}

// result finds the renderings of all beads in three rounds: candidates are judged bead by
// bead, then by how they recur in the document, then the best are settled on.
func (w *work) result() Result {
	r := Result{SourceLang: w.source.lang, TargetLang: w.target.lang}
	beads := make([]*bead, len(w.beads))
	choices := make([][]candidate, len(w.beads))
	for i := range w.beads {
		b := w.newBead(i)
		beads[i] = b
		if len(b.source) > 0 && (w.glossed() || !w.meant()) {
			for _, u := range b.target {
				choices[i] = append(choices[i], b.candidates(u)...)
			}
		}
		r.Pairs = append(r.Pairs, w.pairs(b)...)
	}
	w.weighRecurrence(beads, choices)
	settled := make([][]found, len(beads))
	accepted := map[string]bool{}
	for i, b := range beads {
		settled[i] = b.settle(choices[i])
		for _, x := range settled[i] {
			accepted[x.text] = x.text != "" || accepted[x.text]
		}
	}
	for i, b := range beads {
		all := b.unasked(settled[i], choices[i], accepted)
		for _, x := range all {
			r.Renderings = append(r.Renderings, w.rendering(x))
		}
		r.Omitted = append(r.Omitted, b.omitted()...)
		r.Lost = append(r.Lost, b.lost()...)
		r.Changed = append(r.Changed, b.changes()...)
	}
	slices.SortStableFunc(r.Renderings, func(a, b Rendering) int {
		return cmp.Or(cmp.Compare(fieldOrder(a.In), fieldOrder(b.In)), cmp.Compare(a.Span.Start, b.Span.Start))
	})
	return r
}

// fieldOrder puts the title before the text.
func fieldOrder(in corpus.Field) int {
	if in == corpus.InTitle {
		return 0
	}
	return 1
}

// pairs are the sentences of a bead that translate each other.
func (w *work) pairs(b *bead) []Pair {
	var out []Pair
	if len(b.source) == 0 || len(b.target) == 0 {
		return nil
	}
	score := b.score
	if w.meant() && !w.glossed() {
		score = min(1, max(0, b.cosine))
	}
	for k := range max(len(b.source), len(b.target)) {
		i, j := b.source[min(k, len(b.source)-1)], b.target[min(k, len(b.target)-1)]
		out = append(out, Pair{Source: w.source.units[i].sentence, Target: w.target.units[j].sentence, Score: score})
	}
	return out
}

// promising is the score from which a candidate is worth a look at the rest of
// the document.
const promising = .8

// weighRecurrence rewards candidates that recur where the original names the target, and
// lowers those that stand elsewhere too.
func (w *work) weighRecurrence(beads []*bead, choices [][]candidate) {
	type tally struct{ here, stray, last int }
	counts := map[string]tally{}
	for i, b := range beads {
		for k := range choices[i] {
			c := &choices[i][k]
			t := counts[c.text]
			if c.score < promising || t.last == i+1 {
				continue
			}
			t.last = i + 1
			if len(b.mentions)+len(b.pronouns) > 0 {
				t.here++
			} else {
				t.stray++
			}
			counts[c.text] = t
		}
	}
	for i := range choices {
		for k := range choices[i] {
			c := &choices[i][k]
			t := counts[c.text]
			switch {
			case c.score < promising:
			case t.stray > 0:
				c.score -= strayWeight * float64(min(2, t.stray))
			case t.here > 1 && !c.cut: // the end of many wrong names is no name
				c.score += againWeight
				c.note("%d times where the original names it", t.here)
			}
		}
	}
}

// settle chooses the renderings of a bead: the names that are known, then the
// best candidates for the mentions left, then references such as 该组织.
func (b *bead) settle(choices []candidate) []found {
	out := b.knownNames()
	slices.SortStableFunc(choices, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.unit, y.unit), cmp.Compare(x.from, y.from))
	})
	left, weak := 0, 0
	for _, m := range b.mentions {
		if m.weak {
			weak++
		} else {
			left++
		}
	}
	for _, x := range out {
		switch {
		case x.free:
		case left > 0:
			left--
		default:
			weak--
		}
	}
	for _, c := range choices {
		if c.score < leastScore && !(left > 0 && c.shaped && c.score >= shapedScore && !b.strangers()) {
			continue
		}
		k := slices.IndexFunc(out, func(x found) bool { return x.unit == c.unit && x.span.Overlaps(c.span) })
		switch {
		case k >= 0 && b.widens(&out[k], c):
			out[k] = b.foundBy(c)
		case k >= 0:
		case left > 0:
			out = append(out, b.foundBy(c))
			left--
		case weak > 0 && b.w.classify(c.text, c.text) == corpus.VariantAlias:
			out = append(out, b.foundBy(c)) // a description, translated word for word
			weak--
		case b.apposed(out, c):
			x := b.foundBy(c)
			x.free = true
			out = append(out, x)
		}
	}
	b.match(out)
	return append(out, b.references(out)...)
}

// unasked adds names where the original has none: a translation may say again
// what the original says once. They must be sure by themselves, or be taken for
// the target elsewhere in the document, and the original must name no body that
// they might be.
func (b *bead) unasked(have []found, choices []candidate, accepted map[string]bool) []found {
	if len(b.source) == 0 || b.strangers() {
		return have
	}
	for _, c := range choices {
		switch {
		case c.score < leastScore || overlapsFound(have, c.unit, c.span):
		case c.sure, accepted[c.text] && len(b.pronouns) > 0:
			have = append(have, b.foundBy(c))
		}
	}
	return have
}

// strangers reports a body or an acronym in the original that the translation
// does not name in a way that can be told.
func (b *bead) strangers() bool {
	have := map[corpus.EntityID]bool{}
	latin := map[string]bool{}
	for _, j := range b.target {
		u := &b.w.target.units[j]
		for _, n := range u.names {
			have[n.entity] = true
		}
		for _, t := range u.toks {
			latin[t.text] = true
		}
	}
	for _, i := range b.source {
		u := &b.w.source.units[i]
		text := b.w.source.field(u.in)
		for _, n := range u.names {
			surface := strings.ToLower(n.span.Of(text))
			if n.label == corpus.ORG && !n.target && !latin[surface] && (n.entity == "" && len(surface) <= longestAcronym || n.entity != "" && !have[n.entity]) {
				return true
			}
		}
	}
	return false
}

// longestAcronym is how long a body's name may be to be taken for an acronym,
// which explains no word of a translation.
const longestAcronym = 7

// foundBy makes a rendering of a candidate.
func (b *bead) foundBy(c candidate) found {
	return found{unit: c.unit, span: c.span, text: c.text, score: probability(c.score), evidence: c.evidence()}
}

// overlapsFound reports a span of which a part is a rendering already.
func overlapsFound(all []found, unit int, span corpus.Span) bool {
	for _, x := range all {
		if x.unit == unit && x.span.Overlaps(span) {
			return true
		}
	}
	return false
}

// probability maps a candidate's score to 0 to 1; .5 is the threshold.
func probability(score float64) float64 {
	return 1 / (1 + math.Exp(-2*(score-leastScore)))
}

// widens reports a candidate that holds a known description and more: 调解组织
// in 国际军事调解组织.
func (b *bead) widens(x *found, c candidate) bool {
	u := &b.w.target.units[c.unit]
	return x.text == "" && c.span.Contains(x.span) && c.span != x.span && b.w.f.names.contextual(x.span.Of(b.w.target.field(u.in)))
}

// apposed reports a candidate directly before or behind a rendering, with a
// bracket between.
func (b *bead) apposed(all []found, c candidate) bool {
	text := b.w.target.field(b.w.target.units[c.unit].in)
	for _, x := range all {
		if x.unit != c.unit {
			continue
		}
		if bracketed(text, c.span.End, x.span.Start) || bracketed(text, x.span.End, c.span.Start) {
			return true
		}
	}
	return false
}

// bracketBytes is how many bytes may stand between two names for a bracket: a space and
// a full-width one.
const bracketBytes = 4

// bracketed reports a bracket, and no more, between the end of a name and the start of
// the next.
func bracketed(text string, end, start int) bool {
	return end < start && start-end <= bracketBytes && strings.ContainsAny(text[end:start], "(（") && beside(text, end, start)
}

// knownNames are the target's names that the linker found in the translation.
func (b *bead) knownNames() []found {
	var out []found
	for _, j := range b.target {
		u := &b.w.target.units[j]
		text := b.w.target.field(u.in)
		for _, n := range u.names {
			if !n.target || n.variant == corpus.VariantPronoun {
				continue
			}
			if len(b.mentions)+len(b.pronouns) == 0 && (n.weak || b.w.f.names.contextual(n.span.Of(text))) {
				continue
			}
			x := found{unit: j, span: n.span, variant: n.variant, score: 1, evidence: "name of the gazetteer"}
			if k := len(out) - 1; k >= 0 && out[k].unit == j && bracketed(text, out[k].span.End, n.span.Start) {
				x.free = true
			}
			// An acronym in brackets behind words that no gazetteer knows says
			// nothing about them: they still have to be found.
			if before := strings.TrimRight(text[:n.span.Start], " \"“"); strings.HasSuffix(before, "(") || strings.HasSuffix(before, "（") {
				x.free = true
			}
			out = append(out, x)
		}
	}
	return out
}

// match gives each rendering the mention that stands nearest to it, in parts of
// the bead.
func (b *bead) match(all []found) {
	slices.SortStableFunc(all, func(x, y found) int {
		return cmp.Or(cmp.Compare(x.unit, y.unit), cmp.Compare(x.span.Start, y.span.Start))
	})
	for i := range all {
		x := &all[i]
		at := b.position(b.w.target, b.target, x.unit, x.span)
		best, nearest := -1, 2.0
		for k := range b.mentions {
			m := &b.mentions[k]
			d := math.Abs(b.position(b.w.source, b.source, m.unit, m.span) - at)
			if m.done && !x.free {
				continue
			}
			if d < nearest {
				best, nearest = k, d
			}
		}
		if best < 0 && len(b.pronouns) > 0 {
			x.source = &b.pronouns[0]
			continue
		}
		if best >= 0 {
			x.source = &b.mentions[best]
			b.mentions[best].done = true
		}
	}
}

// position is where a span stands in the bead's sentences, 0 to 1.
func (b *bead) position(h *half, units []int, unit int, span corpus.Span) float64 {
	before, total := 0, 0
	for _, i := range units {
		u := &h.units[i]
		if i == unit {
			before = total + span.Start - u.span.Start
		}
		total += u.span.Len()
	}
	return float64(before) / float64(max(1, total))
}

// inSource reports an acronym that the original itself uses.
func (w *work) inSource(surface string) bool {
	if w.f.names.written[surface] {
		return true
	}
	for i := range w.source.units {
		u := &w.source.units[i]
		for _, n := range u.names {
			if n.target && n.span.Of(w.source.field(u.in)) == surface {
				return true
			}
		}
	}
	return false
}

// rendering makes the result's form of a find.
func (w *work) rendering(x found) Rendering {
	u := &w.target.units[x.unit]
	out := Rendering{Place: w.target.place(u, x.span), Variant: x.variant, Score: x.score, Evidence: x.evidence}
	if x.text != "" || out.Variant == "" {
		out.Variant = w.classify(out.Text, x.text)
	}
	if out.Variant != corpus.VariantOfficial && w.f.names.misspelt(out.Text) && !w.inSource(out.Text) {
		out.Variant = corpus.VariantTypo
	}
	if x.source != nil {
		p := w.source.place(&w.source.units[x.source.unit], x.source.span)
		out.Source = &p
		out.Evidence = "aligned with “" + p.Text + "”: " + out.Evidence
	}
	return out
}

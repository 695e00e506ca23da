package rendering

import (
	"framewatch/corpus"
	"framewatch/nlp/align"
)

// work is one pair of texts under way: align and learn fill it in, then result reads it
// bead by bead.
type work struct {
	f              *Finder
	source, target *half
	grammar        grammar
	beads          []align.Bead
	learnt         map[string]map[string]float64 // word of the translation -> word of the original -> Dice coefficient
	ratio          float64                       // letters of the translation for one of the original
}

// leastOverlap is the mean score of beads from which two texts count as
// translations of each other.
const leastOverlap = .12

// sureOverlap is the mean score from which words of Chinese and English suffice, to
// tell translations and to align them. Two texts that have nothing to do with each
// other have up to .27.
const sureOverlap = .35

// align finds the beads, by what the sentences mean too where it is known.
func (w *work) align() {
	w.beads = align.Align(w.source.sentences(), w.target.sentences())
}

// likeness is the mean score of what is aligned, and the mean cosine of both texts, in
// which what has no counterpart counts as 0.
func (w *work) likeness() (overlap, cosine float64) {
	w.chooseGrammar()
	n := 0.0
	a, b := w.source.sentences(), w.target.sentences()
	la, lb, ca, cb := 0.0, 0.0, 0.0, 0.0
	for _, x := range w.beads {
		source, target := lengthOf(a[x.Source.From:x.Source.To]), lengthOf(b[x.Target.From:x.Target.To])
		la, lb = la+source, lb+target
		ca, cb = ca+x.Cosine*source, cb+x.Cosine*target
		if x.Target.Len() > 0 {
			overlap += x.Score * source
			n += source
		}
	}
	w.ratio = lb / max(1, la)
	return overlap / max(1, n), (ca/max(1, la) + cb/max(1, lb)) / 2
}

// lengthOf is the letters of sentences.
func lengthOf(sentences []align.Sentence) float64 {
	n := 0.0
	for _, s := range sentences {
		n += float64(s.Length)
	}
	return n
}

// learn adds to the dictionary what the texts themselves show, the target's
// names left out.
func (w *work) learn() {
	w.learnt = align.Learn(w.beads, w.source.plain(), w.target.plain())
}

// plain are the sentences without names of the target.
func (h *half) plain() []align.Sentence {
	out := make([]align.Sentence, len(h.units))
	for i := range h.units {
		u := &h.units[i]
		for k := range u.toks {
			if t := &u.toks[k]; len(t.keys) > 0 && !u.inTarget(t.span) {
				out[i].Words = append(out[i].Words, align.Word{Text: t.text, Keys: t.keys})
			}
		}
	}
	return out
}

// inTarget reports whether a span lies in a name of the target.
func (u *unit) inTarget(span corpus.Span) bool {
	for _, n := range u.names {
		if n.target && n.variant != corpus.VariantPronoun && n.span.Overlaps(span) {
			return true
		}
	}
	return false
}

// bead is a piece of alignment with what its original says.
type bead struct {
	w         *work
	source    []int // indices into the halves' units
	target    []int
	score     float64
	cosine    float64
	mentions  []mention
	pronouns  []mention
	keys      map[string]float64 // senses of the original's words, the target's names left out
	places    map[string][]int   // where in the original, counted in words
	texts     map[string]bool
	counts    map[string]int // senses, by how often the original has them
	uses      map[string]int // words of the translation, by how often it has them
	entities  map[corpus.EntityID]bool
	mentioned []int // places of the target's names
}

// mention is one mention of the target in the original: a name, or a name with
// its acronym behind it, which ends at end.
type mention struct {
	unit int // index into half.units
	span corpus.Span
	end  int
	weak bool // a description, as in name
	done bool // a rendering stands for it
}

const (
	weakBead = .15 // score under which an alignment is doubtful
	widen    = .8  // how much the neighbours of such a bead explain of its translation
)

// newBead gathers what the original of a bead says.
func (w *work) newBead(at int) *bead {
	x := w.beads[at]
	b := &bead{w: w, score: x.Score, cosine: x.Cosine, keys: map[string]float64{}, places: map[string][]int{}, texts: map[string]bool{}, counts: map[string]int{}, uses: map[string]int{}, entities: map[corpus.EntityID]bool{}}
	for i := x.Source.From; i < x.Source.To; i++ {
		b.source = append(b.source, i)
	}
	for j := x.Target.From; j < x.Target.To; j++ {
		b.target = append(b.target, j)
		for _, t := range w.target.units[j].toks {
			b.uses[t.text]++
		}
	}
	n := 0
	for _, i := range b.source {
		n = b.readSource(i, n, 1)
		b.readMentions(i)
	}
	if x.Score < weakBead && x.Source.Len() > 0 {
		for _, i := range []int{x.Source.From - 1, x.Source.To} {
			if i >= 0 && i < len(w.source.units) {
				b.readSource(i, -1, widen)
			}
		}
	}
	return b
}

// readSource gathers the words of a sentence of the original; n counts them,
// -1 for sentences of which only the words matter.
func (b *bead) readSource(i, n int, weight float64) int {
	u := &b.w.source.units[i]
	for k := range u.toks {
		t := &u.toks[k]
		named := u.inTarget(t.span)
		if n >= 0 {
			n++
			if named {
				b.mentioned = append(b.mentioned, n)
			}
		}
		if named || !t.word {
			continue
		}
		b.texts[t.text] = true
		for _, key := range t.keys {
			b.keys[key.Text] = max(b.keys[key.Text], weight*key.Weight)
			b.counts[key.Text]++
			if n >= 0 {
				b.places[key.Text] = append(b.places[key.Text], n)
			}
		}
	}
	for _, x := range u.names {
		if !x.target && x.entity != "" {
			b.entities[x.entity] = true
		}
	}
	return n
}

// readMentions gathers the mentions of the target in a sentence of the
// original, a name and the acronym behind it as one.
func (b *bead) readMentions(i int) {
	u := &b.w.source.units[i]
	text := b.w.source.field(u.in)
	for _, x := range u.names {
		if !x.target {
			continue
		}
		m := mention{unit: i, span: x.span, end: x.span.End, weak: x.weak}
		if x.variant == corpus.VariantPronoun {
			b.pronouns = append(b.pronouns, m)
			continue
		}
		if k := len(b.mentions) - 1; k >= 0 && b.mentions[k].unit == i && beside(text, b.mentions[k].end, x.span.Start) {
			b.mentions[k].end = x.span.End
			b.mentions[k].weak = b.mentions[k].weak && x.weak
			continue
		}
		b.mentions = append(b.mentions, m)
	}
}

// besideBytes is how many bytes of marks may stand between two names: four full-width
// ones.
const besideBytes = 12

// beside reports a name directly behind another one: in brackets, or with
// nothing but a space or quotation marks between.
func beside(text string, end, start int) bool {
	if start < end || start-end > besideBytes {
		return false
	}
	for _, r := range text[end:start] {
		switch r {
		case ' ', '(', '（', '"', '“', '”', '\'', '‘', '’', '「', '」', ',', '，', '《', '》':
		default:
			return false
		}
	}
	return true
}

// explained is how surely a word of the translation translates a word of the
// original other than the target's name (0 to 1).
func (b *bead) explained(t *tok) float64 {
	if t.number {
		return 1
	}
	best := 0.0
	for _, k := range t.keys {
		best = max(best, k.Weight*b.keys[k.Text])
	}
	for s, dice := range b.w.learnt[t.text] {
		if b.texts[s] {
			best = max(best, dice)
		}
	}
	return min(1, best)
}

// used is what an explanation is worth that another word of the translation
// has better use for.
const used = .3

// surplus lowers the explanation of a word that the translation has more often
// than the original has what it translates.
func (b *bead) surplus(t *tok, c *candidate) float64 {
	here := 0
	for _, x := range b.w.target.units[c.unit].toks[c.from:c.to] {
		if x.text == t.text {
			here++
		}
	}
	most := 0
	for _, k := range t.keys {
		most = max(most, b.counts[k.Text])
	}
	if others := b.uses[t.text] - here; most > 0 && others >= most {
		return used
	}
	return 1
}

const (
	nearWords  = 2 // words beside a candidate that are looked at
	nearSource = 4 // words between a mention and the words beside it
)

// near counts the sides of a candidate (0 to 2) on which stands a translation
// of what stands near the target's name in the original.
func (b *bead) near(u *unit, c *candidate) float64 {
	n := 0.0
	for _, step := range []int{-1, 1} {
		at := c.from
		if step > 0 {
			at = c.to - 1
		}
	side:
		for range nearWords {
			at += step
			if at < 0 || at >= len(u.toks) {
				break
			}
			for _, k := range u.toks[at].keys {
				for _, p := range b.places[k.Text] {
					for _, m := range b.mentioned {
						if p-m <= nearSource && m-p <= nearSource {
							n++
							break side
						}
					}
				}
			}
		}
	}
	return n
}

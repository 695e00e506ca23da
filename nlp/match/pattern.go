package match

import "slices"

// Mark says of a unit of a text what it is, such as a name of an entity of a set.
// Its meaning is the caller's; 0 is none.
type Mark int32

// Piece is a part of a pattern; one of Text, Mark and Gap is set.
type Piece struct {
	Text string // with wildcards
	Mark Mark   // one unit that carries it
	Gap  int    // up to so many words, in Chinese characters
	Tag  Mark   // with Text: what the word that ends with it must carry
}

// rare are the edges that few states have.
type rare struct {
	marks []markEdge // to where a unit with a mark leads
	tags  []markEdge // reached where the word that ends here carries a mark
	skips []int32    // reached without a character
	gaps  []gap
	part  int32 // where what parts words leads
	any   int32 // where any character of the paragraph leads
	cross int32 // where the beginning of a unit leads
	stays stay
}

type markEdge struct {
	mark Mark
	to   int32
}

// gap is a chain of words that may stand between two others.
type gap struct {
	words      int
	begin, end int32
}

// stay says which characters leave a state as it is, besides those of words.
type stay uint8

const (
	moves   stay = iota
	inParts      // what parts words
	inUnit       // those of the unit that the last one was in
)

// AddPattern files value under a pattern. One that folds to nothing is not filed.
func (t *Trie[V]) AddPattern(pieces []Piece, wild Wildcards, value V) {
	at := int32(0)
	for i, p := range pieces {
		switch {
		case p.Mark != 0:
			at = t.mark(at, p.Mark)
		case p.Gap > 0 && wild == InChinese:
			at = t.charGap(at, p.Gap)
		case p.Gap > 0:
			at = t.wordGap(at, p.Gap)
		default:
			at = t.literal(at, foldPiece(pieces, i), wild)
		}
		if p.Tag != 0 {
			at = t.tag(at, p.Tag)
		}
	}
	if at == 0 {
		return
	}
	n := &t.nodes[at]
	if n.values == 0 {
		n.values = int32(len(t.values))
		t.values = append(t.values, nil)
	}
	t.values[n.values] = append(t.values[n.values], value)
}

// foldPiece folds the text of a piece as it will stand beside the others: before a
// unit a hyphen is one inside a word.
func foldPiece(pieces []Piece, i int) []rune {
	const unit = "x"
	before, behind := i > 0 && pieces[i-1].Mark != 0, i+1 < len(pieces) && pieces[i+1].Mark != 0
	text := pieces[i].Text
	if before {
		text = unit + text
	}
	if behind {
		text += unit
	}
	runes := Fold(text).runes
	if before {
		runes = runes[1:]
	}
	if behind {
		runes = runes[:len(runes)-1]
	}
	if i == 0 && len(runes) > 0 && runes[0] == ' ' {
		runes = runes[1:]
	}
	if n := len(runes); i == len(pieces)-1 && n > 0 && runes[n-1] == ' ' {
		runes = runes[:n-1]
	}
	return runes
}

// rareOf is where a state's rare edges are.
func (t *Trie[V]) rareOf(at int32) *rare {
	if t.nodes[at].rare == nil {
		t.nodes[at].rare = &rare{}
	}
	return t.nodes[at].rare
}

// fresh is a new state.
func (t *Trie[V]) fresh() int32 {
	t.nodes = append(t.nodes, node{})
	return int32(len(t.nodes) - 1)
}

func (t *Trie[V]) mark(at int32, m Mark) int32 {
	return t.marked(m, &t.rareOf(at).marks)
}

func (t *Trie[V]) tag(at int32, m Mark) int32 {
	return t.marked(m, &t.rareOf(at).tags)
}

// marked follows the edge of a mark, and makes it where there is none.
func (t *Trie[V]) marked(m Mark, edges *[]markEdge) int32 {
	if i := slices.IndexFunc(*edges, func(e markEdge) bool { return e.mark == m }); i >= 0 {
		return (*edges)[i].to
	}
	to := t.fresh()
	*edges = append(*edges, markEdge{m, to})
	return to
}

// charGap goes over a chain of optional characters.
func (t *Trie[V]) charGap(at int32, n int) int32 {
	return t.gapOf(at, n, func() gap {
		g := gap{words: n, begin: t.fresh()}
		g.end = g.begin
		for range n {
			next := t.fresh()
			t.rareOf(g.end).any = next
			t.nodes[g.end].skip[1] = next
			g.end = next
		}
		t.rareOf(at).skips = append(t.rareOf(at).skips, g.begin)
		return g
	})
}

// wordGap goes over a chain of optional words, each with what parts it from the
// next.
func (t *Trie[V]) wordGap(at int32, n int) int32 {
	return t.gapOf(at, n, func() gap {
		g := gap{words: n, begin: t.fresh(), end: t.fresh()}
		for part, left := g.begin, n; ; left-- {
			r := t.rareOf(part)
			r.stays, r.skips = inParts, []int32{g.end}
			if left == 0 {
				return g
			}
			word, next := t.fresh(), t.fresh()
			t.nodes[part].word, t.nodes[word].loop = word, true
			t.rareOf(word).part = next
			part = next
		}
	})
}

// gapOf is the end of the gap of a width behind a state.
func (t *Trie[V]) gapOf(at int32, n int, build func() gap) int32 {
	r := t.rareOf(at)
	if i := slices.IndexFunc(r.gaps, func(g gap) bool { return g.words == n }); i >= 0 {
		return r.gaps[i].end
	}
	g := build()
	r.gaps = append(r.gaps, g)
	return g.end
}

// crossing lets the chain of a Chinese `*` go over one unit, or into it, and over
// as many characters behind it.
func (t *Trie[V]) crossing(begin, end int32) {
	inside, behind := t.fresh(), t.fresh()
	r := t.rareOf(inside)
	r.stays, r.skips = inUnit, []int32{behind}
	t.rareOf(t.chain(behind)).skips = []int32{end}
	for ; begin != end; begin = t.nodes[begin].gap {
		t.rareOf(begin).cross = inside
	}
}

// ahead is a state that is reached further on.
type ahead struct {
	at    int
	state int32
}

// rarely follows the rare edges of a state on rune i.
func (w *walker[V]) rarely(s int32, r *rare, i int, c class) {
	parts := c == notWord && w.text.runes[i] != paragraphBreak
	if r.stays == inParts && parts || r.stays == inUnit && w.units.inside(i) {
		w.enter(s)
	}
	if parts && r.part != 0 {
		w.enter(r.part)
	}
	for _, g := range r.gaps {
		if parts && w.trie.nodes[g.begin].rare.stays == inParts {
			w.enter(g.begin)
		}
	}
	if r.any != 0 && w.text.runes[i] != paragraphBreak {
		w.enter(r.any)
	}
	if r.cross != 0 && w.units.begin(i) {
		w.enter(r.cross)
	}
	for _, e := range r.marks {
		for _, u := range w.units.from(i) {
			if u.carries(e.mark) {
				w.ahead = append(w.ahead, ahead{u.End, e.to})
			}
		}
	}
}

// arrive enters the states behind units that end here.
func (w *walker[V]) arrive() {
	w.ahead = slices.DeleteFunc(w.ahead, func(a ahead) bool {
		if a.at == w.at {
			w.enter(a.state)
		}
		return a.at <= w.at
	})
}

// freely enters what is reached without a character.
func (w *walker[V]) freely(r *rare) {
	for _, s := range r.skips {
		w.enter(s)
	}
	for _, e := range r.tags {
		if w.units.tagged(w.at, e.mark) {
			w.enter(e.to)
		}
	}
}

package exposure

import (
	"cmp"
	"slices"
)

// Piece is something of an article that an export shows as a whole or not at all.
type Piece struct {
	Text   int // which text of the group
	Words  []Range
	Rank   int    // pieces of a lower rank are dropped first
	ID     string // for a stable order among equals
	Parent int    // piece without which this one makes no sense; -1 without one

	dropped bool
}

func (p *Piece) len() int {
	n := 0
	for _, r := range p.Words {
		n += r.Len()
	}
	return n
}

// Group is a set of articles of which one may be a copy of another, with the pieces
// that an export shows of them.
type Group struct {
	texts  []*Text
	same   [][][]place // for each word, where else it stands
	pieces []Piece
	count  [][]int       // for each word, the pieces that show it here or in a copy
	shown  []int         // words with a count
	parts  map[int][]int // pieces that make no sense without a piece
}

// NewGroup takes the pieces of some articles together.
func NewGroup(texts []*Text, pieces []Piece) *Group {
	g := &Group{texts: texts, pieces: pieces, count: make([][]int, len(texts)), shown: make([]int, len(texts)), parts: map[int][]int{}}
	g.same = make([][][]place, len(texts))
	if len(texts) > 1 {
		g.same = counterparts(texts)
	}
	for i, t := range texts {
		g.count[i] = make([]int, len(t.words))
	}
	for i := range pieces {
		g.add(&g.pieces[i], 1)
		g.parts[pieces[i].Parent] = append(g.parts[pieces[i].Parent], i)
	}
	return g
}

// each calls fn with each place that a piece shows.
func (g *Group) each(p *Piece, fn func(at place)) {
	for _, r := range p.Words {
		for w := r.From; w < r.To; w++ {
			fn(place{p.Text, w})
			if same := g.same[p.Text]; same != nil {
				for _, other := range same[w] {
					fn(other)
				}
			}
		}
	}
}

func (g *Group) add(p *Piece, n int) {
	g.each(p, func(at place) {
		c := &g.count[at.text][at.word]
		was := *c > 0
		*c += n
		switch {
		case !was && *c > 0:
			g.shown[at.text]++
		case was && *c == 0:
			g.shown[at.text]--
		}
	})
}

// Articles is what is shown of each article.
func (g *Group) Articles() []Article {
	out := make([]Article, len(g.texts))
	for i := range g.texts {
		out[i] = g.article(i)
	}
	return out
}

func (g *Group) article(i int) Article {
	t := g.texts[i]
	return Article{DocID: t.DocID, Lang: t.Lang, Tokens: len(t.words), Exposed: g.shown[i]}
}

func (g *Group) over(i int, limit float64) bool { return g.article(i).Share() > limit }

// Drop takes pieces out, and with each those that make no sense without it.
func (g *Group) Drop(which func(p *Piece) bool) {
	for i := range g.pieces {
		if which(&g.pieces[i]) {
			g.drop(i)
		}
	}
}

func (g *Group) drop(i int) {
	if g.pieces[i].dropped {
		return
	}
	g.pieces[i].dropped = true
	g.add(&g.pieces[i], -1)
	for _, j := range g.parts[i] {
		g.drop(j)
	}
}

// Dropped reports whether piece i was taken out.
func (g *Group) Dropped(i int) bool { return g.pieces[i].dropped }

// Fit drops pieces until no article shows more than the limit: those of the
// lowest rank first, of these the longest, of these in the order of their IDs, and
// only where they show something of an article that is over the limit.
func (g *Group) Fit(limit float64) {
	order := make([]int, len(g.pieces))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		p, q := &g.pieces[a], &g.pieces[b]
		return cmp.Or(cmp.Compare(p.Rank, q.Rank), cmp.Compare(q.len(), p.len()), cmp.Compare(p.ID, q.ID))
	})
	for _, i := range order {
		touches := false
		if !g.pieces[i].dropped {
			g.each(&g.pieces[i], func(at place) { touches = touches || g.over(at.text, limit) })
		}
		if touches {
			g.drop(i)
		}
	}
}

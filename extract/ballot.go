package extract

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// voter is a judge of what the article's text is.
type voter int

const (
	byTrafilatura voter = iota
	byReadability
	byJSONLD
	voterCount
)

const (
	gram     = 10      // letters in a row that must agree: two English words, a Chinese clause
	sameText = 8       // a gram that occurs more often says nothing about a place
	indexed  = 1 << 18 // letters beyond which only a sample of the grams is indexed
)

// ballot is the text that a voter kept, indexed by its letters' n-grams.
type ballot struct {
	letters int
	every   uint64 // one in so many grams is indexed
	grams   places
	lines   places // whole lines that are shorter than a gram
}

// places remembers where in a text each hash begins, as chains of entries from
// the last place to the first.
type places struct {
	last    map[uint64]int32 // index into entries
	entries []place32
}

type place32 struct{ at, before int32 }

func (p *places) put(h uint64, at int) {
	before, ok := p.last[h]
	if !ok {
		before = -1
	}
	p.last[h] = int32(len(p.entries))
	p.entries = append(p.entries, place32{int32(at), before})
}

// find appends the places of h to out, at most sameText+1 of them.
func (p *places) find(h uint64, out []int32) []int32 {
	i, ok := p.last[h]
	for ok && i >= 0 && len(out) <= sameText {
		out = append(out, p.entries[i].at)
		i = p.entries[i].before
	}
	return out
}

// newBallot indexes a voter's text, whose lines are its blocks.
func newBallot(text string) *ballot {
	var norm []rune
	var starts []int
	for line := range strings.Lines(text) {
		starts = append(starts, len(norm))
		norm = append(norm, normal(line)...)
	}
	v := &ballot{
		letters: len(norm), every: uint64(1 + len(norm)/indexed), grams: places{last: map[uint64]int32{}}, lines: places{last: map[uint64]int32{}},
	}
	for i, from := range starts {
		to := len(norm)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		if from < to && to-from < gram {
			v.lines.put(hashRunes(norm[from:to]), from)
		}
	}
	for i := 0; i+gram <= len(norm); i++ {
		if h := hashRunes(norm[i : i+gram]); h%v.every == 0 {
			v.grams.put(h, i)
		}
	}
	return v
}

// match is one place in a voter's text where a block may stand.
type match struct {
	block, from, to int
	share           float64
}

// matches finds where norm, the letters of a block, stands in the voter's text
// and how much of it is there.
func (v *ballot) matches(block int, norm []rune) []match {
	var found [sameText + 1]int32
	var out []match
	if len(norm) < gram {
		for _, at := range v.lines.find(hashRunes(norm), found[:0]) {
			out = append(out, match{block, int(at), int(at) + len(norm), 1})
		}
		return out
	}
	hit, all, telling := 0, 0, 0
	starts, common := map[int]int{}, map[int]int{} // where the block would begin, and how many grams say so
	for i := 0; i+gram <= len(norm); i++ {
		h := hashRunes(norm[i : i+gram])
		if h%v.every != 0 {
			continue
		}
		all++
		list := v.grams.find(h, found[:0])
		if len(list) == 0 {
			continue
		}
		hit++
		votes := starts
		if len(list) > sameText {
			if votes = common; len(common) > 64 {
				continue
			}
		} else {
			telling++
		}
		for _, at := range list {
			votes[int(at)-i]++
		}
	}
	if telling == 0 {
		starts = common
	}
	share := float64(hit) / float64(max(all, 1))
	for _, start := range slices.Sorted(maps.Keys(starts)) {
		if n := starts[start]; n*4 >= telling || n >= 40 {
			out = append(out, match{block, max(start, 0), min(max(start, 0)+max(int(share*float64(len(norm))), 1), v.letters), share})
		}
	}
	return out
}

// support says how much of each block the voter kept (0 to 1). A text that
// stands twice on the page counts in one place only: where the order of the
// voter's text puts it.
func (v *ballot) support(blocks []*block) []float64 {
	out := make([]float64, len(blocks))
	if v.letters == 0 {
		return out
	}
	chain := newChain(v.letters, int(v.every))
	for i, b := range blocks {
		if b.copied {
			continue // what is seen has the first claim
		}
		chain.add(v.matches(i, normal(b.text)))
	}
	for _, m := range chain.best() {
		out[m.block] = max(out[m.block], m.share)
	}
	return out
}

// normal keeps a text's letters and digits in lower case.
func normal(s string) []rune {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, unicode.ToLower(r))
		}
	}
	return out
}

// hashRunes is FNV-1a over code points with a final mix.
func hashRunes(rs []rune) uint64 {
	h := uint64(14695981039346656037)
	for _, r := range rs {
		h = (h ^ uint64(r)) * 1099511628211
	}
	return h ^ h>>29
}

// chain finds the heaviest list of matches that keep one order in the page and
// in the voter's text (weighted interval scheduling over a Fenwick tree of
// prefix maxima).
type chain struct {
	nodes []link
	tree  []int32 // index+1 of the heaviest chain that ends at or before a place
	grain int     // letters that one place of the tree stands for
}

type link struct {
	match
	weight float64
	prev   int32 // index+1
}

func newChain(length, grain int) *chain {
	return &chain{tree: make([]int32, length/grain+2), grain: grain}
}

// add appends the matches of one block, of which at most one is used.
func (c *chain) add(ms []match) {
	first := len(c.nodes)
	for _, m := range ms {
		prev := c.query(m.from)
		w := m.share * float64(m.to-m.from)
		if prev > 0 {
			w += c.nodes[prev-1].weight
		}
		c.nodes = append(c.nodes, link{m, w, prev})
	}
	for i := first; i < len(c.nodes); i++ {
		c.update(i)
	}
}

func (c *chain) weight(node int32) float64 {
	if node == 0 {
		return 0
	}
	return c.nodes[node-1].weight
}

func (c *chain) query(end int) int32 {
	best := int32(0)
	for i := min(end/c.grain+1, len(c.tree)-1); i > 0; i -= i & -i {
		if c.weight(c.tree[i]) > c.weight(best) {
			best = c.tree[i]
		}
	}
	return best
}

func (c *chain) update(node int) {
	id := int32(node + 1)
	for i := min(c.nodes[node].to/c.grain+1, len(c.tree)-1); i < len(c.tree); i += i & -i {
		if c.weight(id) >= c.weight(c.tree[i]) {
			c.tree[i] = id
		}
	}
}

func (c *chain) best() []match {
	var out []match
	for i := c.query(len(c.tree) * c.grain); i > 0; i = c.nodes[i-1].prev {
		out = append(out, c.nodes[i-1].match)
	}
	return out
}

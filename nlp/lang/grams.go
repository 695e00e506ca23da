package lang

import "math/bits"

// grams finds the row of an n-gram, by open addressing: most look-ups are for
// n-grams that the model does not have, and must end at once.
type grams struct {
	slots []gram
	shift int
}

// gram is one entry; no n-gram has key 0.
type gram struct {
	key uint64
	row int32
}

func newGrams(n int) grams {
	size := bits.Len(uint(2*n + 1))
	return grams{slots: make([]gram, 1<<size), shift: 64 - size}
}

// spread is a hash of a key (Knuth's multiplicative method).
func (g *grams) spread(key uint64) uint64 { return key * 0x9e3779b97f4a7c15 >> g.shift }

func (g *grams) add(key uint64, row int32) {
	at := g.spread(key)
	for g.slots[at].key != 0 {
		at = (at + 1) & uint64(len(g.slots)-1)
	}
	g.slots[at] = gram{key, row}
}

func (g *grams) find(key uint64) (int32, bool) {
	for at := g.spread(key); ; at = (at + 1) & uint64(len(g.slots)-1) {
		switch s := &g.slots[at]; s.key {
		case key:
			return s.row, true
		case 0:
			return 0, false
		}
	}
}

package crawl

import (
	"hash/maphash"
	"sync/atomic"
)

// met remembers some URLs that a run has taken up, for all workers: the last of
// each slot. It never grows, and takes two URLs of one hash for the same once in
// 10^19 pairs.
type met struct {
	seed  maphash.Seed
	slots []atomic.Uint64
}

// metSlots is how many URLs are remembered at most, in half a megabyte.
const metSlots = 1 << 16

func newMet() *met { return &met{seed: maphash.MakeSeed(), slots: make([]atomic.Uint64, metSlots)} }

// slot gives the place and the mark of a URL. The mark of an empty place is 0,
// and so no URL's.
func (m *met) slot(url string) (*atomic.Uint64, uint64) {
	h := maphash.String(m.seed, url)
	return &m.slots[h%metSlots], h | 1
}

func (m *met) has(url string) bool {
	s, mark := m.slot(url)
	return s.Load() == mark
}

func (m *met) add(url string) {
	s, mark := m.slot(url)
	s.Store(mark)
}

package crf

import "math/bits"

// filter tells which hashes may be among those that it was made of: one bit for
// each, of about six times as many. It fits a near cache where what the hashes lead
// to does not, and most features of a text lead to nothing.
type filter struct {
	words []uint64
	shift int // of a hash, to the word that has its bit
}

func newFilter(keys []uint32) filter {
	n := max(6, bits.Len(uint(4*len(keys)))) // bits of the number of bits
	f := filter{words: make([]uint64, 1<<(n-6)), shift: 32 - (n - 6)}
	for _, k := range keys {
		f.words[k>>f.shift] |= 1 << (k >> (f.shift - 6) & 63)
	}
	return f
}

// may is 1 for a hash that may be among the filter's, else 0.
func (f *filter) may(key uint32) uint64 {
	return f.words[key>>f.shift] >> (key >> (f.shift - 6) & 63) & 1
}

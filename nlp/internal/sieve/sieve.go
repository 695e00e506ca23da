package sieve

import "math/bits"

// Sieve holds one bit for each hash, of four to eight times as many. The zero
// value cannot be used.
type Sieve struct {
	words []uint64
	shift int // of a hash, to the word that has its bit
}

// New makes a sieve of hashes, which differ in their leading bits.
func New(hashes []uint32) Sieve {
	n := max(6, bits.Len(uint(4*len(hashes)))) // bits of the number of bits
	s := Sieve{words: make([]uint64, 1<<(n-6)), shift: 32 - (n - 6)}
	for _, h := range hashes {
		s.words[h>>s.shift] |= 1 << (h >> (s.shift - 6) & 63)
	}
	return s
}

// Bit is 1 for a hash that may be among the sieve's, else 0. It has no branch.
func (s *Sieve) Bit(hash uint32) uint64 {
	return s.words[hash>>s.shift] >> (hash >> (s.shift - 6) & 63) & 1
}

// Pair hashes two numbers.
func Pair(a, b uint32) uint32 {
	h := (uint64(a)<<32 | uint64(b)) * 0x9e3779b97f4a7c15
	return uint32((h ^ h>>32) * 0xd6e8feb86659fd93 >> 32)
}

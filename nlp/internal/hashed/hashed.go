// Package hashed finds what a model has for a hash.
//
// A model's features are hashes of text, hundreds of thousands of them, and most of
// the time of a look-up is the wait for memory: hash and value lie in one slot, so that
// one wait is enough.
package hashed

import "math/bits"

// Hash is a hash whose leading bits differ. 0 counts as 1.
type Hash interface{ ~uint32 | ~uint64 }

// Index maps hashes to values by open addressing on the leading bits, one slot after
// the other (Knuth, The Art of Computer Programming 3, 6.4, algorithm L). The zero value
// cannot be used.
type Index[H Hash, V any] struct {
	slots []Slot[H, V]
	shift int // of a hash, to where its look-up begins
}

// Slot is where a hash and its value lie; of an empty one the hash is 0.
type Slot[H Hash, V any] struct {
	hash  H
	value V
}

// New makes an index with room for n hashes; at least every second slot stays empty.
func New[H Hash, V any](n int) Index[H, V] {
	size := bits.Len(uint(max(1, 2*n-1))) // bits of the number of slots
	return Index[H, V]{make([]Slot[H, V], 1<<size), bits.Len64(uint64(^H(0))) - size}
}

// Put adds a hash that is not in the index yet.
func (x *Index[H, V]) Put(hash H, value V) {
	hash = max(hash, 1)
	at := hash >> x.shift
	for x.slots[at].hash != 0 {
		at = (at + 1) & H(len(x.slots)-1)
	}
	x.slots[at] = Slot[H, V]{hash, value}
}

// Get returns the value of a hash, the zero value where it has none.
func (x *Index[H, V]) Get(hash H) V {
	s := x.Begin(hash)
	return x.End(hash, &s)
}

// Begin is the slot where the look-up of a hash begins. It has no branch: who looks up
// many begins all of them first, so that the waits for memory overlap.
func (x *Index[H, V]) Begin(hash H) Slot[H, V] { return x.slots[max(hash, 1)>>x.shift] }

// End ends the look-up of a hash that began at a slot, with what [Index.Get] returns.
func (x *Index[H, V]) End(hash H, begin *Slot[H, V]) V {
	hash = max(hash, 1)
	s := begin
	for at := hash >> x.shift; s.hash != 0 && s.hash != hash; s = &x.slots[at] {
		at = (at + 1) & H(len(x.slots)-1)
	}
	return s.value
}

package hashed_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"framewatch/nlp/internal/hashed"
)

// An index answers as a map does, for hashes that crowd the same slots, too.
func TestIndexIsAMap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 7, 64, 1000} {
		for _, crowd := range []uint32{math.MaxUint32, 1 << 20, 1 << 8} {
			want := map[uint32]int{math.MaxUint32: -1} // the last slot: those after it lie in the first
			for range n {
				want[1+random.Uint32N(crowd)] = 1 + random.IntN(1000)
			}
			small, large := hashed.New[uint32, int](len(want)), hashed.New[uint64, int](len(want))
			for h, v := range want {
				small.Put(h, v)
				large.Put(uint64(h)<<32, v)
			}
			for range n + 1000 {
				h := 1 + random.Uint32N(crowd)
				if got := small.Get(h); got != want[h] {
					t.Fatalf("of %d: %#x is %d, want %d", n, h, got, want[h])
				}
			}
			for h, v := range want {
				if begin := small.Begin(h); small.Get(h) != v || small.End(h, &begin) != v || large.Get(uint64(h)<<32) != v {
					t.Fatalf("of %d: %#x is not %d", n, h, v)
				}
			}
		}
	}
}

func TestZeroIsAHash(t *testing.T) {
	x := hashed.New[uint64, string](1)
	if x.Get(0) != "" {
		t.Error("an empty index has a value")
	}
	x.Put(0, "nought")
	if x.Get(0) != "nought" {
		t.Error("0 is lost")
	}
}

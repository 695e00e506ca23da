package sieve_test

import (
	"testing"

	"framewatch/nlp/internal/sieve"
)

func TestEveryHashPassesAndMostOthersDoNot(t *testing.T) {
	for _, n := range []int{0, 1, 3, 1000, 70_000} {
		var in []uint32
		for i := range n {
			in = append(in, sieve.Pair(uint32(i), 1))
		}
		s := sieve.New(in)
		for _, h := range in {
			if s.Bit(h) != 1 {
				t.Fatalf("of %d: %#x is lost", n, h)
			}
		}
		const others = 10_000
		passed := 0
		for i := range others {
			passed += int(s.Bit(sieve.Pair(uint32(i), 2)))
		}
		if passed > others/3 {
			t.Errorf("of %d: %d of %d others pass", n, passed, others)
		}
	}
}

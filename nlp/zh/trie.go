package zh

import (
	"unicode/utf8"

	"framewatch/nlp/internal/sieve"
)

// trie finds the words that begin at a place. Nodes lie in breadth-first
// order, so that a node's children are neighbours: those of node i are
// first[i] to first[i+1].
type trie struct {
	root  [1 << 16]int32 // child of the root for each character of the first plane; 0 = none
	first []int32
	label []rune
	word  []int32     // number of the word that ends here, -1 = none
	goes  sieve.Sieve // a node with the character of a child of its
}

// newTrie builds a trie over words in byte order, which is also the order of
// their characters. A word's number is its place.
func newTrie(words []string) *trie {
	t := &trie{label: make([]rune, 1, len(words)*3/2), word: make([]int32, 1, len(words)*3/2)}
	t.word[0] = -1
	read := make([]uint16, len(words)) // bytes of each word that stand above the current nodes
	type span struct{ lo, hi int32 }   // the words under a node
	todo := make([]span, 1, len(words)*3/2)
	todo[0] = span{0, int32(len(words))}
	t.first = make([]int32, 0, len(words)*3/2)
	for n := 0; n < len(todo); n++ {
		s := todo[n]
		t.first = append(t.first, int32(len(t.label)))
		for s.lo < s.hi && int(read[s.lo]) == len(words[s.lo]) {
			t.word[n] = s.lo
			s.lo++
		}
		last := rune(-1)
		for i := s.lo; i < s.hi; i++ {
			r, size := utf8.DecodeRuneInString(words[i][read[i]:])
			read[i] += uint16(size)
			if i == s.lo || r != last {
				if n == 0 && r < 1<<16 {
					t.root[r] = int32(len(t.label))
				}
				t.label, t.word = append(t.label, r), append(t.word, -1)
				todo = append(todo, span{i, i})
				last = r
			}
			todo[len(todo)-1].hi = i + 1
		}
	}
	t.first = append(t.first, int32(len(t.label)))
	steps := make([]uint32, 0, len(t.label))
	for n := range len(t.first) - 1 {
		for c := t.first[n]; c < t.first[n+1]; c++ {
			steps = append(steps, sieve.Pair(uint32(n), uint32(t.label[c])))
		}
	}
	t.goes = sieve.New(steps)
	return t
}

// child returns the node under n for r, 0 where there is none.
func (t *trie) child(n int32, r rune) int32 {
	if n == 0 && r >= 0 && r < 1<<16 {
		return t.root[r]
	}
	if t.goes.Bit(sieve.Pair(uint32(n), uint32(r))) == 0 {
		return 0
	}
	lo, hi := t.first[n], t.first[n+1]
	for lo < hi {
		mid := (lo + hi) / 2
		if t.label[mid] < r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < t.first[n+1] && t.label[lo] == r {
		return lo
	}
	return 0
}

// match calls found with the length and number of each word that text begins
// with, shortest first.
func (t *trie) match(text []rune, found func(n int, word int32)) {
	node := int32(0)
	for i, r := range text {
		if node = t.child(node, r); node == 0 {
			return
		}
		if w := t.word[node]; w >= 0 {
			found(i+1, w)
		}
	}
}

// find returns the number of a word, -1 where the trie lacks it.
func (t *trie) find(word string) int32 {
	node := int32(0)
	for _, r := range word {
		if node = t.child(node, r); node == 0 {
			return -1
		}
	}
	return t.word[node]
}

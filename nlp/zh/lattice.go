package zh

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A lattice ends with a sentence once it has minChunk characters, and in any
// case at maxChunk, so that memory stays flat on endless lines.
const (
	minChunk = 100
	maxChunk = 1000
)

// lattice is the search space of one stretch of text without a gap: candidate
// tokens with the cheapest way to each (Viterbi).
type lattice struct {
	seg   *Segmenter
	runes []rune // as looked up
	at    []int  // byte position of each rune, and of the end
	nodes []node
	ends  [][]int32 // nodes by the place where they end
}

// node is a candidate token.
type node struct {
	from, to int
	word     int32
	back     int32
	cost     float64 // of the whole way
}

// read fills the lattice with the characters from start up to a gap, and
// returns where to go on.
func (l *lattice) read(text string, start int) int {
	l.runes, l.at = l.runes[:0], l.at[:0]
	i := start
	for i < len(text) && len(l.runes) < maxChunk {
		r, n := utf8.DecodeRuneInString(text[i:])
		if gap(r, n) {
			break
		}
		l.runes, l.at = append(l.runes, l.seg.look(r)), append(l.at, i)
		i += n
		if len(l.runes) >= minChunk && strings.ContainsRune("。！？；", r) {
			break
		}
	}
	l.at = append(l.at, i)
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !gap(r, n) {
			break
		}
		i += n
	}
	return i
}

// path finds the cheapest way through the lattice.
func (l *lattice) path() []node {
	n := len(l.runes)
	if n == 0 {
		return nil
	}
	l.nodes = append(l.nodes[:0], node{word: l.seg.dict.begin, back: -1})
	for len(l.ends) < n+1 {
		l.ends = append(l.ends, nil)
	}
	for i := range l.ends {
		l.ends[i] = l.ends[i][:0]
	}
	l.ends[0] = append(l.ends[0], 0)
	for i := range n {
		if len(l.ends[i]) > 0 {
			l.grow(i)
		}
	}
	var out []node
	k, _ := l.cheapest(n, l.seg.dict.end)
	for ; k > 0; k = l.nodes[k].back {
		out = append(out, l.nodes[k])
	}
	slices.Reverse(out)
	return out
}

// grow adds the tokens that may begin at place i. Numbers in digits, words of
// other alphabets and marks leave no choice but a user's word.
func (l *lattice) grow(i int) {
	d, rest := l.seg.dict, l.runes[i:]
	l.growUser(i)
	if n := foreignWord(rest); n > 0 {
		l.add(i, n, d.latin, 0)
		return
	}
	if n := mark(rest); n > 1 {
		l.add(i, n, d.latin, 0)
		return
	}
	if n := date(rest); n > 0 {
		l.add(i, n, d.time, 0)
		if arabic(rest[0]) {
			return
		}
	}
	if n := ordinal(rest); n > 0 {
		l.add(i, n, d.number, 0)
	}
	if n := number(rest); n > 0 {
		l.add(i, n, d.number, 0)
		if arabic(rest[0]) {
			return
		}
	}
	single := false
	d.trie.match(rest, func(n int, w int32) {
		single = single || n == 1
		l.add(i, n, w, 0)
	})
	if !single {
		l.add(i, 1, unknownWord, 0)
	}
	if isHan(rest[0]) {
		person := func(n int, cost float64) { l.add(i, n, d.person, cost) }
		l.seg.names.chinese(rest, person)
		l.seg.names.foreign(rest, person)
	}
}

// growUser adds the user's words that begin at place i and do not end inside
// a number or a word of another alphabet: IOM is not in IOMed.
func (l *lattice) growUser(i int) {
	if l.seg.users == nil {
		return
	}
	glued := func(a, b int) bool {
		inner := func(r rune) bool { return letter(r) || arabic(r) }
		return a >= 0 && b < len(l.runes) && inner(l.runes[a]) && inner(l.runes[b])
	}
	l.seg.users.match(l.runes[i:], func(n int, _ int32) {
		if !glued(i-1, i) && !glued(i+n-1, i+n) {
			l.add(i, n, userWord, 0)
		}
	})
}

// add puts a token of n characters into the lattice.
func (l *lattice) add(from, n int, word int32, extra float64) {
	back, cost := l.cheapest(from, word)
	l.nodes = append(l.nodes, node{from: from, to: from + n, word: word, back: back, cost: cost + extra})
	l.ends[from+n] = append(l.ends[from+n], int32(len(l.nodes)-1))
}

// cheapest returns the node ending at place i after which word is cheapest,
// and the cost of the way with word.
func (l *lattice) cheapest(i int, word int32) (int32, float64) {
	best, bestCost := int32(-1), math.Inf(1)
	for _, k := range l.ends[i] {
		if c := l.nodes[k].cost + l.seg.dict.cost(l.nodes[k].word, word); c < bestCost {
			best, bestCost = k, c
		}
	}
	return best, bestCost
}

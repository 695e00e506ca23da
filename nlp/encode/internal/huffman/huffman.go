// Package huffman packs rows of small numbers, each row by one of several prefix
// codes, so that any row can be read without those before it.
//
// A code is the length in bits of the word of each symbol (0 for symbols that do
// not occur); the words follow from the lengths (canonical codes, Huffman 1952,
// RFC 1951 section 3.2.2).
package huffman

import (
	"cmp"
	"errors"
	"slices"
)

// MaxBits is the longest word of a code.
const MaxBits = 11

// Symbols is the number of symbols of an alphabet.
const Symbols = 64

// Code is the length in bits of each symbol's word.
type Code [Symbols]uint8

// NewCode returns the code that is shortest for the given numbers of
// occurrences, with no word longer than [MaxBits].
func NewCode(counts [Symbols]int) Code {
	for {
		code, longest := lengths(counts)
		if longest <= MaxBits {
			return code
		}
		for i, n := range counts { // flatter counts make shorter words
			if n > 0 {
				counts[i] = n/2 + 1
			}
		}
	}
}

// node is a symbol, or two nodes.
type node struct {
	count   int
	symbols []int
}

func lengths(counts [Symbols]int) (code Code, longest uint8) {
	var nodes []node
	for s, n := range counts {
		if n > 0 {
			nodes = append(nodes, node{n, []int{s}})
		}
	}
	if len(nodes) == 1 {
		code[nodes[0].symbols[0]] = 1
		return code, 1
	}
	for len(nodes) > 1 {
		slices.SortStableFunc(nodes, func(a, b node) int { return cmp.Compare(b.count, a.count) })
		a, b := nodes[len(nodes)-2], nodes[len(nodes)-1]
		both := node{a.count + b.count, slices.Concat(a.symbols, b.symbols)}
		for _, s := range both.symbols {
			code[s]++
			longest = max(longest, code[s])
		}
		nodes = append(nodes[:len(nodes)-2], both)
	}
	return code, longest
}

// words lists the word of each symbol.
func (c *Code) words() (words [Symbols]uint32) {
	next := uint32(0)
	for bits := uint8(1); bits <= MaxBits; bits++ {
		for s, n := range c {
			if n == bits {
				words[s] = next
				next++
			}
		}
		next <<= 1
	}
	return words
}

// Append appends a row, padded to whole bytes. Every symbol must have a word.
func (c *Code) Append(out, row []byte) []byte {
	words := c.words()
	var acc uint64
	var n uint8
	for _, s := range row {
		acc = acc<<c[s] | uint64(words[s])
		for n += c[s]; n >= 8; n -= 8 {
			out = append(out, byte(acc>>(n-8)))
		}
	}
	if n > 0 {
		out = append(out, byte(acc<<(8-n)))
	}
	return out
}

// Table reads rows of one code: for the next MaxBits bits the symbol, and above
// it the length of its word.
type Table [1 << MaxBits]uint16

// ErrCode says that lengths are not those of a code.
var ErrCode = errors.New("no prefix code has words of these lengths")

// NewTable returns the table of a code.
func NewTable(c Code) (*Table, error) {
	taken := 0
	for _, bits := range c {
		switch {
		case bits > MaxBits:
			return nil, ErrCode
		case bits > 0:
			taken += 1 << (MaxBits - bits)
		}
	}
	if taken > 1<<MaxBits {
		return nil, ErrCode
	}
	t := &Table{}
	for i := range t {
		t[i] = 1 << 8 // what no word begins is read as the first symbol
	}
	words := c.words()
	for s, bits := range c {
		if bits == 0 {
			continue
		}
		n := 1 << (MaxBits - bits)
		for i := range n {
			t[int(words[s])*n+i] = uint16(s) | uint16(bits)<<8
		}
	}
	return t, nil
}

// Read reads a row into row, from its bytes. Where these end early, zeros
// follow.
func (t *Table) Read(row, data []byte) {
	var acc uint64 // the next bits, from the top
	var n int
	for i := range row {
		if n < MaxBits {
			for ; n <= 56; n += 8 {
				if len(data) > 0 {
					acc |= uint64(data[0]) << (56 - n)
					data = data[1:]
				}
			}
		}
		e := t[acc>>(64-MaxBits)]
		row[i] = byte(e)
		acc <<= e >> 8
		n -= int(e >> 8)
	}
}

package table

import (
	"encoding/binary"
	"strings"
)

// Symbols is a column of repeated strings: Codes[i] indexes Values; -1 is null.
// Codes are stable over a whole scan: a string has one code, and Values only
// grows.
type Symbols struct {
	Codes  []int32
	Values []string
}

// At is the string of row i, "" for a null.
func (s *Symbols) At(i int) string {
	if c := s.Codes[i]; c >= 0 {
		return s.Values[c]
	}
	return ""
}

// symbolTable gives strings their codes.
type symbolTable struct {
	index  map[string]int32
	values []string
}

func (t *symbolTable) code(s string) int32 {
	if c, ok := t.index[s]; ok {
		return c
	}
	return t.add(strings.Clone(s)) // s may be a part of something large
}

func (t *symbolTable) add(s string) int32 {
	c := int32(len(t.values))
	t.index[s] = c
	t.values = append(t.values, s)
	return c
}

// plain appends the codes of n strings, each after its length.
func (t *symbolTable) plain(data []byte, n int, codes []int32) ([]int32, []byte, error) {
	if n > len(data)/4 {
		return codes, nil, errShort
	}
	for range n {
		if len(data) < 4 {
			return codes, nil, errShort
		}
		size := binary.LittleEndian.Uint32(data)
		if uint64(size) > uint64(len(data)-4) {
			return codes, nil, errShort
		}
		part := data[4 : 4+size]
		data = data[4+size:]
		c, ok := t.index[string(part)] // allocates nothing
		if !ok {
			c = t.add(string(part))
		}
		codes = append(codes, c)
	}
	return codes, data, nil
}

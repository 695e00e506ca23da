package pieces

import (
	"bytes"
	"encoding/binary"

	"framewatch/nlp/internal/pack"
)

// charsmap replaces characters, and sequences of them: a double-array trie
// (Yata's darts-clone) from the bytes of what is replaced to a place among the
// replacements, each of which ends with a zero.
type charsmap struct {
	units []uint32
	texts []byte
}

func newCharsmap(table []byte) (charsmap, error) {
	if len(table) < 4 {
		return charsmap{}, pack.ErrDamaged
	}
	size := binary.LittleEndian.Uint32(table)
	table = table[4:]
	if uint64(size) > uint64(len(table)) || size < 4 {
		return charsmap{}, pack.ErrDamaged
	}
	c := charsmap{units: make([]uint32, size/4), texts: bytes.Clone(table[size:])}
	for i := range c.units {
		c.units[i] = binary.LittleEndian.Uint32(table[4*i:])
	}
	return c, nil
}

// unit is a node of the trie: a label, an offset to its children, and whether a
// key ends here.
func (c charsmap) unit(at uint32) uint32 {
	if at >= uint32(len(c.units)) {
		return 0
	}
	return c.units[at]
}

func offset(unit uint32) uint32 { return (unit >> 10) << ((unit & 0x200) >> 6) }

const (
	labelMask = 0x800000ff // the label, and a bit that no node with a label has
	valueMask = 0x7fffffff
	keyEnds   = 0x100
)

// prefix finds the longest key that text begins with; n is 0 where there is
// none.
func (c charsmap) prefix(text string) (with []byte, n int) {
	at := offset(c.unit(0))
	value := uint32(0)
	for i := range len(text) {
		at ^= uint32(text[i])
		unit := c.unit(at)
		if unit&labelMask != uint32(text[i]) {
			break
		}
		at ^= offset(unit)
		if unit&keyEnds != 0 {
			n, value = i+1, c.unit(at)&valueMask
		}
	}
	if n == 0 || value >= uint32(len(c.texts)) {
		return nil, 0
	}
	with = c.texts[value:]
	if end := bytes.IndexByte(with, 0); end >= 0 {
		with = with[:end]
	}
	return with, n
}

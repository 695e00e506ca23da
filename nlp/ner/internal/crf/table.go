package crf

import (
	"encoding/binary"
	"slices"

	"framewatch/nlp/internal/pack"
	"framewatch/nlp/internal/sieve"
)

// Table maps hashes to small numbers. It is safe for concurrent use. Its keys lie sorted
// and not in slots as those of a model: a quarter of a million entries take six bytes
// each so, and the sieve leaves few to look for.
type Table struct {
	keys   []uint32
	values []uint16
	heads  []uint32
	has    sieve.Sieve
}

// NewTable makes a table of the entries.
func NewTable(entries map[uint32]uint16) *Table {
	t := &Table{keys: make([]uint32, 0, len(entries))}
	for k := range entries {
		t.keys = append(t.keys, k)
	}
	slices.Sort(t.keys)
	for _, k := range t.keys {
		t.values = append(t.values, entries[k])
	}
	t.heads, t.has = heads(t.keys), sieve.New(t.keys)
	return t
}

// Get returns the value of a key, or 0.
func (t *Table) Get(key uint32) uint16 {
	if t.has.Bit(key) == 0 {
		return 0
	}
	h := key >> 16
	for k := t.heads[h]; k < t.heads[h+1]; k++ {
		if t.keys[k] == key {
			return t.values[k]
		}
	}
	return 0
}

// Len is how many entries there are.
func (t *Table) Len() int { return len(t.keys) }

// heads indexes sorted hashes by their leading 16 bits.
func heads(keys []uint32) []uint32 {
	out := make([]uint32, 1<<16+1)
	for _, k := range keys {
		out[k>>16+1]++
	}
	for i := 1; i < len(out); i++ {
		out[i] += out[i-1]
	}
	return out
}

// Encode writes the table for [DecodeTable].
func (t *Table) Encode() []byte {
	out := binary.AppendUvarint(nil, uint64(len(t.keys)))
	last := uint32(0)
	for _, k := range t.keys {
		out = binary.AppendUvarint(out, uint64(k-last))
		last = k
	}
	for _, v := range t.values {
		out = append(out, uint8(v))
	}
	for _, v := range t.values {
		out = append(out, uint8(v>>8))
	}
	return out
}

// DecodeTable reads a table.
func DecodeTable(data []byte) (*Table, error) {
	r := pack.Reader{Data: data}
	n := r.Uvarint()
	if n > uint64(len(data)) {
		return nil, pack.ErrDamaged
	}
	t := &Table{keys: make([]uint32, n), values: make([]uint16, n)}
	last := uint32(0)
	for i := range t.keys {
		last += uint32(r.Uvarint())
		t.keys[i] = last
	}
	for i, b := range r.Bytes(n) {
		t.values[i] = uint16(b)
	}
	for i, b := range r.Bytes(n) {
		t.values[i] |= uint16(b) << 8
	}
	if r.Bad || len(r.Data) > 0 {
		return nil, pack.ErrDamaged
	}
	t.heads, t.has = heads(t.keys), sieve.New(t.keys)
	return t, nil
}

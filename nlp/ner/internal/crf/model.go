package crf

import (
	"encoding/binary"
	"math"

	"framewatch/corpus"
	"framewatch/nlp/internal/hashed"
	"framewatch/nlp/internal/pack"
	"framewatch/nlp/internal/sieve"
)

// Model holds the weights. It is safe for concurrent use.
type Model struct {
	space *Space
	keys  []uint32 // features, sorted
	ends  []uint32 // where the cells of each feature end
	cells []cell
	scale float32   // what a weight of 1 stands for
	shift float32   // taken off the outside state, for recall
	moves []float32 // states x states
	odds  []float64 // exp of them
	at    hashed.Index[uint32, place]
	has   sieve.Sieve // of the keys
}

// place is where the cells of a feature lie, and the first of them, which are all
// that most features have. With their hashes, four fill a line of the cache.
type place struct {
	from  uint32
	size  uint8
	first [inPlace]cell
}

const inPlace = 3

type cell struct {
	state  uint8
	weight int8
}

// Space is the model's states.
func (m *Model) Space() *Space { return m.space }

// Moves are the scores of the transitions, states x states.
func (m *Model) Moves() []float32 { return m.moves }

// Marginals is [Lattice.Marginals] under the model's transitions.
func (m *Model) Marginals(l *Lattice) []float64 { return l.marginals(m.odds) }

// Shifted returns the model with the scores of the outside state lowered by
// shift. A model that has seen few names finds too few; this trades its surplus
// of precision.
func (m *Model) Shifted(shift float32) *Model {
	out := *m
	out.shift = shift
	return &out
}

// Size is how many features have a weight, and how many weights there are.
func (m *Model) Size() (features, weights int) { return len(m.keys), len(m.cells) }

// index files the features under their hashes.
func (m *Model) index() {
	m.odds = exponentials(nil, m.moves)
	m.has = sieve.New(m.keys)
	m.at = hashed.New[uint32, place](len(m.keys))
	from := uint32(0)
	for i, k := range m.keys {
		cells := m.cells[from:m.ends[i]]
		p := place{from: from, size: uint8(len(cells))}
		copy(p.first[:], cells)
		m.at.Put(k, p)
		from = m.ends[i]
	}
}

// looked is the memory of one place's look-up: the features that may have a
// weight, and where the look-up of each begins.
type looked struct {
	features [maxKnown]uint32
	begin    [maxKnown]hashed.Slot[uint32, place]
}

// maxKnown is more features than a place has.
const maxKnown = 128

// look fills l with the features that may have a weight and returns how many
// there are. Neither loop has a branch that depends on what it reads, so that the
// waits for memory, which are most of the work, overlap.
func (m *Model) look(features []uint32, l *looked) int {
	n := 0
	for _, id := range features[:min(len(features), maxKnown)] {
		l.features[n] = id
		n += int(m.has.Bit(id))
	}
	for k, id := range l.features[:n] {
		l.begin[k] = m.at.Begin(id)
	}
	return n
}

// find is the cells of a feature, whose look-up has begun. They may lie in p.
func (m *Model) find(key uint32, begin *hashed.Slot[uint32, place], p *place) []cell {
	if *p = m.at.End(key, begin); p.size > inPlace {
		return m.cells[p.from : p.from+uint32(p.size)]
	}
	return p.first[:p.size]
}

// sure is the score of [Outside]; sums of weights stay far below it.
const sure = 1000

func surelyOutside(row []float32) bool { return row[0] > sure/2 }

// Score adds the scores of the features to l, which has as many places.
func (m *Model) Score(f *Features, l *Lattice) {
	var p place
	for i := range f.ends {
		row := l.row(i)
		row[0] -= m.shift
		at := f.at(i)
		if len(at) == 1 && at[0] == Outside {
			row[0] += sure
			continue
		}
		for len(at) > 0 {
			n := m.look(at, &l.looked)
			for k := range n {
				for _, c := range m.find(l.looked.features[k], &l.looked.begin[k], &p) {
					row[c.state] += float32(c.weight) * m.scale
				}
			}
			at = at[min(len(at), maxKnown):]
		}
	}
}

// Encode writes the model for [Decode].
func (m *Model) Encode() []byte {
	out := binary.AppendUvarint(nil, uint64(len(m.space.labels)))
	for _, l := range m.space.labels {
		out = binary.AppendUvarint(out, uint64(len(l)))
		out = append(out, l...)
	}
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(m.scale))
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(m.shift))
	for _, v := range m.moves {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
	}
	out = binary.AppendUvarint(out, uint64(len(m.keys)))
	out = binary.AppendUvarint(out, uint64(len(m.cells)))
	// Columns, since they compress better apart.
	last := uint32(0)
	for _, k := range m.keys {
		out = binary.AppendUvarint(out, uint64(k-last))
		last = k
	}
	last = 0
	for _, e := range m.ends {
		out = append(out, uint8(e-last))
		last = e
	}
	for _, c := range m.cells {
		out = append(out, c.state)
	}
	for _, c := range m.cells {
		out = append(out, uint8(c.weight))
	}
	return out
}

// Decode reads a model.
func Decode(data []byte) (*Model, error) {
	r := pack.Reader{Data: data}
	labels := make([]corpus.Label, min(r.Uvarint(), 61))
	for i := range labels {
		labels[i] = corpus.Label(r.String())
	}
	if len(labels) > 60 {
		return nil, pack.ErrDamaged
	}
	m := &Model{space: NewSpace(labels), scale: r.Float(), shift: r.Float()}
	m.moves = make([]float32, m.space.n*m.space.n)
	for i := range m.moves {
		m.moves[i] = r.Float()
	}
	keys, cells := r.Uvarint(), r.Uvarint()
	if keys > uint64(len(data)) || cells > uint64(len(data)) {
		return nil, pack.ErrDamaged
	}
	m.keys, m.ends, m.cells = make([]uint32, keys), make([]uint32, keys), make([]cell, cells)
	last := uint32(0)
	for i := range m.keys {
		last += uint32(r.Uvarint())
		m.keys[i] = last
	}
	last = 0
	for i, n := range r.Bytes(keys) {
		last += uint32(n)
		m.ends[i] = last
	}
	for i, s := range r.Bytes(cells) {
		if int(s) >= m.space.n {
			return nil, pack.ErrDamaged
		}
		m.cells[i].state = s
	}
	for i, w := range r.Bytes(cells) {
		m.cells[i].weight = int8(w)
	}
	if r.Bad || uint64(last) != cells || len(r.Data) > 0 {
		return nil, pack.ErrDamaged
	}
	m.index()
	return m, nil
}

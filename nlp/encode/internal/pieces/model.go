package pieces

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"sort"

	"framewatch/nlp/internal/pack"
)

// Unknown is the ID of the piece for characters that no piece has.
const Unknown = 0

// unknownPenalty is how far the score of an unknown character lies under the
// least score of a piece.
const unknownPenalty = 10

// Model is a vocabulary with scores, and the table that normalises text. It is
// safe for concurrent use.
type Model struct {
	// The pieces, sorted; what they share with a text is found by halving.
	text   []byte
	starts []int32 // where each begins in text, and the end
	ids    []int32
	scores []float32
	first  [257]int32 // the first piece of each first byte
	// unknown is the score of an unknown character.
	unknown float64
	chars   charsmap
}

// Append writes a model for [Read]: pieces in the order of their IDs, their
// scores, and the table of replacements as a SentencePiece model holds it.
func Append(out []byte, pieces []string, scores []float32, table []byte) []byte {
	out = binary.AppendUvarint(out, uint64(len(pieces)))
	for _, p := range pieces {
		out = binary.AppendUvarint(out, uint64(len(p)))
	}
	for _, p := range pieces {
		out = append(out, p...)
	}
	last := uint32(0)
	for _, s := range scores { // they fall slowly, and so do their bits
		bits := math.Float32bits(s)
		out = binary.AppendVarint(out, int64(bits)-int64(last))
		last = bits
	}
	out = binary.AppendUvarint(out, uint64(len(table)))
	return append(out, table...)
}

// Read reads what [Append] wrote.
func Read(r *pack.Reader) (*Model, error) {
	n := r.Count()
	lengths := make([]int, n)
	for i := range lengths {
		lengths[i] = r.Count()
	}
	pieces := make([][]byte, n)
	for i, length := range lengths {
		pieces[i] = r.Bytes(uint64(length))
	}
	scores := make([]float32, n)
	bits := int64(0)
	for i := range scores {
		bits += r.Varint()
		scores[i] = math.Float32frombits(uint32(bits))
	}
	table := r.Bytes(r.Uvarint())
	if r.Bad || n == 0 || slices.ContainsFunc(lengths, func(n int) bool { return n == 0 }) {
		return nil, pack.ErrDamaged
	}
	m := newModel(pieces, scores)
	for i := range m.ids[1:] {
		if bytes.Equal(pieces[m.ids[i]], pieces[m.ids[i+1]]) {
			return nil, pack.ErrDamaged
		}
	}
	var err error
	m.chars, err = newCharsmap(table)
	return m, err
}

func newModel(pieces [][]byte, scores []float32) *Model {
	m := &Model{ids: make([]int32, len(pieces)), unknown: float64(slices.Min(scores)) - unknownPenalty}
	for i := range m.ids {
		m.ids[i] = int32(i)
	}
	slices.SortFunc(m.ids, func(a, b int32) int { return bytes.Compare(pieces[a], pieces[b]) })
	size := 0
	for _, p := range pieces {
		size += len(p)
	}
	m.text, m.starts, m.scores = make([]byte, 0, size), make([]int32, 0, len(pieces)+1), make([]float32, 0, len(pieces))
	for _, id := range m.ids {
		m.starts = append(m.starts, int32(len(m.text)))
		m.text = append(m.text, pieces[id]...)
		m.scores = append(m.scores, scores[id])
	}
	m.starts = append(m.starts, int32(len(m.text)))
	for c := range m.first {
		m.first[c] = int32(sort.Search(len(m.ids), func(i int) bool { return int(m.text[m.starts[i]]) >= c }))
	}
	return m
}

// Size is the number of pieces.
func (m *Model) Size() int { return len(m.ids) }

// narrow keeps, of the pieces lo to hi, which all begin alike, those that go on
// with byte c at place d.
func (m *Model) narrow(lo, hi, d int32, c byte) (from, to int32) {
	if m.starts[lo+1]-m.starts[lo] == d { // the shortest comes first and ends here
		lo++
	}
	for from, to = lo, hi; from < to; {
		if mid := (from + to) / 2; m.text[m.starts[mid]+d] < c {
			from = mid + 1
		} else {
			to = mid
		}
	}
	lo = from
	for to = hi; lo < to; {
		if mid := (lo + to) / 2; m.text[m.starts[mid]+d] <= c {
			lo = mid + 1
		} else {
			to = mid
		}
	}
	return from, to
}

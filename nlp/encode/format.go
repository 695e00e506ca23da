package encode

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"fmt"

	"framewatch/nlp/encode/internal/huffman"
	"framewatch/nlp/encode/internal/matmul"
	"framewatch/nlp/encode/internal/pieces"
	"framewatch/nlp/internal/pack"
)

// Format is the first line of the head of the data file. The file is the length
// of the head; the head, compressed: the pieces, the matrices, and how the rows
// of the table are coded; and the rows, of which only those that a text needs are
// ever read.
const Format = "framewatch use 1"

// The weights, written by nlp/encode/train.
//
//go:embed data/use.bin
var useData []byte

func decode(data []byte) (*Encoder, error) {
	size, n := binary.Uvarint(data)
	if n <= 0 || size > uint64(len(data)-n) {
		return nil, pack.ErrDamaged
	}
	head, err := pack.Open(data[n:n+int(size)], Format)
	if err != nil {
		return nil, err
	}
	r := &pack.Reader{Data: head}
	e := &Encoder{}
	if e.pieces, err = pieces.Read(r); err != nil {
		return nil, err
	}
	if e.net, err = newNetwork(readTensors(r)); err != nil {
		return nil, err
	}
	e.table, err = readTable(r, data[n+int(size):])
	if err == nil && e.pieces.Size() > len(e.table.class) {
		err = pack.ErrDamaged
	}
	return e, err
}

// tensor is a matrix in rows, or a vector.
type tensor struct {
	rows, cols int
	values     []float32
}

// readTensors reads matrices and vectors by their names. What is damaged lacks
// names, which newNetwork finds.
func readTensors(r *pack.Reader) map[string]tensor {
	out := map[string]tensor{}
	for range r.Count() {
		name := r.String()
		t := tensor{rows: r.Count(), cols: r.Count()}
		if t.rows == 0 {
			for range t.cols {
				t.values = append(t.values, r.Float())
			}
		} else {
			least, step := r.Float(), r.Float()
			levels := r.Bytes(uint64(t.rows) * uint64(t.cols))
			t.values = make([]float32, len(levels))
			for i, level := range levels {
				t.values[i] = least + step*float32(level)
			}
		}
		if r.Bad {
			break
		}
		out[name] = t
	}
	return out
}

// tensors hands out tensors of the sizes that are asked for.
type tensors struct {
	byName map[string]tensor
	err    error
}

func (t *tensors) get(name string, rows, cols int) []float32 {
	found := t.byName[name]
	if found.rows != rows || found.cols != cols || len(found.values) != max(rows, 1)*cols {
		if t.err == nil {
			t.err = fmt.Errorf("tensor %s of %d by %d: %w", name, rows, cols, pack.ErrDamaged)
		}
		return make([]float32, max(rows, 1)*cols)
	}
	return found.values
}

func (t *tensors) vector(name string, size int) []float32 { return t.get(name, 0, size) }

func (t *tensors) weights(name string, in, out int) *matmul.Weights {
	return matmul.NewWeights(in, out, t.get(name, in, out))
}

// table has a vector for each piece, in levels of six bits.
type table struct {
	low, step []float32 // by block: piece i is in block i modulo their number
	codes     []*huffman.Table
	class     []byte   // of each row, its code
	ends      []uint32 // of each row in data
	data      []byte
}

func readTable(r *pack.Reader, data []byte) (*table, error) {
	t := &table{data: data}
	blocks := r.Count()
	for range blocks {
		t.low = append(t.low, r.Float())
	}
	for range blocks {
		t.step = append(t.step, r.Float())
	}
	for range r.Count() {
		var code huffman.Code
		copy(code[:], r.Bytes(huffman.Symbols))
		c, err := huffman.NewTable(code)
		if err != nil {
			return nil, err
		}
		t.codes = append(t.codes, c)
	}
	rows := r.Count()
	t.class = bytes.Clone(r.Bytes(uint64(rows))) // so that the head can go
	t.ends = make([]uint32, 0, rows)
	end := uint64(0)
	for range rows {
		end += r.Uvarint()
		t.ends = append(t.ends, uint32(min(end, uint64(len(data)))))
	}
	for _, c := range t.class {
		r.Bad = r.Bad || int(c) >= len(t.codes)
	}
	if r.Bad || blocks == 0 || rows == 0 || end != uint64(len(data)) {
		return nil, pack.ErrDamaged
	}
	return t, nil
}

// row writes the vector of a piece to dst.
func (t *table) row(dst []float32, levels []byte, id int32) {
	start := uint32(0)
	if id > 0 {
		start = t.ends[id-1]
	}
	t.codes[t.class[id]].Read(levels, t.data[start:t.ends[id]])
	block := int(id) % len(t.low)
	low, step := t.low[block], t.step[block]
	for i, level := range levels {
		dst[i] = low + step*float32(level)
	}
}

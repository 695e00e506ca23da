package model

import (
	"encoding/binary"
	"math"

	"framewatch/nlp/internal/pack"
)

const format = "framewatch stance 1"

// File is all that is learnt.
type File struct {
	Words, Texts Matrix // axes x Size: projections of words and of stretches
	Networks     []Network
	Lexicon      Lexicon
	Document     Document
}

// Document judges a text as a whole from what its mentions, sentences and frames
// give: a linear model.
type Document struct {
	Bias    []float32
	Weights Matrix // classes x features
}

// Probabilities are those of the classes.
func (d *Document) Probabilities(x []float32) (out [Classes]float32) {
	scores := append([]float32{}, d.Bias...)
	d.Weights.Times(x, scores)
	addSoftmax(scores, 1, &out)
	return out
}

// Encode writes the data file.
func (f *File) Encode() ([]byte, error) {
	var w writer
	w.matrix(f.Words)
	w.matrix(f.Texts)
	w.number(len(f.Networks))
	for _, n := range f.Networks {
		w.matrix(n.Hidden)
		w.floats(n.Bias)
		w.matrix(n.Out)
		w.floats(n.OutBias)
	}
	w.floats(f.Lexicon.Bias)
	w.matrix(f.Lexicon.Weights)
	w.floats(f.Document.Bias)
	w.matrix(f.Document.Weights)
	return pack.Write(w.data, format)
}

// Decode reads a data file for documents of so many features.
func Decode(data []byte, features int) (*File, error) {
	raw, err := pack.Open(data, format)
	if err != nil {
		return nil, err
	}
	r := reader{pack.Reader{Data: raw}}
	f := &File{Words: r.matrix(), Texts: r.matrix()}
	for n := r.Uvarint(); n > 0 && !r.Bad; n-- {
		f.Networks = append(f.Networks, Network{r.matrix(), r.floats(), r.matrix(), r.floats()})
	}
	f.Lexicon = Lexicon{r.floats(), r.matrix()}
	f.Document = Document{r.floats(), r.matrix()}
	if r.Bad || !f.sound(features) {
		return nil, pack.ErrDamaged
	}
	return f, nil
}

// sound reports whether the parts fit each other.
func (f *File) sound(features int) bool {
	if f.Words.Cols != Size || f.Words.Rows != WordAxes || f.Texts.Cols != Size || f.Texts.Rows != TextAxes || len(f.Networks) == 0 {
		return false
	}
	for _, n := range f.Networks {
		if n.Hidden.Cols != f.Networks[0].Hidden.Cols || len(n.Bias) != n.Hidden.Rows || n.Out.Cols != n.Hidden.Rows || n.Out.Rows != Classes || len(n.OutBias) != Classes {
			return false
		}
	}
	return len(f.Lexicon.Bias) == Classes && f.Lexicon.Weights.Rows == Classes && len(f.Document.Bias) == Classes && f.Document.Weights.Rows == Classes && f.Document.Weights.Cols == features
}

type writer struct{ data []byte }

func (w *writer) number(n int) { w.data = binary.AppendUvarint(w.data, uint64(n)) }

func (w *writer) floats(x []float32) {
	w.number(len(x))
	for _, v := range x {
		w.data = binary.LittleEndian.AppendUint32(w.data, math.Float32bits(v))
	}
}

func (w *writer) matrix(m Matrix) {
	w.number(m.Rows)
	w.number(m.Cols)
	w.floats(m.Scale)
	for _, b := range m.Data {
		w.data = append(w.data, byte(b))
	}
}

type reader struct{ pack.Reader }

func (r *reader) floats() []float32 {
	n := r.Uvarint()
	data := r.Bytes(min(n, 1<<30) * 4)
	out := make([]float32, len(data)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return out
}

func (r *reader) matrix() Matrix {
	rows, cols := r.Uvarint(), r.Uvarint()
	m := Matrix{Rows: int(min(rows, 1<<20)), Cols: int(min(cols, 1<<20)), Scale: r.floats()}
	data := r.Bytes(uint64(m.Rows) * uint64(m.Cols))
	m.Data = make([]int8, len(data))
	for i, b := range data {
		m.Data[i] = int8(b)
	}
	r.Bad = r.Bad || len(m.Scale) != m.Rows || len(m.Data) != m.Rows*m.Cols
	return m
}

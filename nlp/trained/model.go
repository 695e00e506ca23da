package trained

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"

	"framewatch/nlp/frame"
)

// Method is what codes of the trained coder begin with; @ and the model's hash
// follow.
const Method = "trained"

// Model is what was learnt for the frames of one codebook.
type Model struct {
	Codebook    string
	Version     string // codebook's version that it was trained with
	Encoder     string // version of the encoder whose vectors it reads
	CodesSHA256 string
	Texts       int // that taught

	frames []frameModel
	file   []byte
}

// frameModel is the model of one frame.
type frameModel struct {
	id      string
	weights []float64
	bias    float64
	setting
}

// Frames lists the frames that the model codes.
func (m *Model) Frames() []string {
	out := make([]string, len(m.frames))
	for i, f := range m.frames {
		out[i] = f.id
	}
	return out
}

// Hash names the model: the beginning of its file's SHA-256.
func (m *Model) Hash() string {
	sum := sha256.Sum256(m.file)
	return hex.EncodeToString(sum[:6])
}

// File is the model as it is written.
func (m *Model) File() []byte { return slices.Clone(m.file) }

// Fits reports why the model cannot serve a codebook with an encoder: it is
// another codebook's, has frames that this one lacks, or reads other vectors.
func (m *Model) Fits(book *frame.Codebook, encoder string) error {
	const remedy = "train it again (framewatch codebook train)"
	if m.Codebook != book.ID {
		return fmt.Errorf("the model is of codebook %q, not of %q: name the model's codebook, or remove the model", m.Codebook, book.ID)
	}
	if m.Encoder != encoder {
		return fmt.Errorf("the model reads vectors of encoder %q, this program makes those of %q: %s", m.Encoder, encoder, remedy)
	}
	for _, f := range m.frames {
		if !slices.ContainsFunc(book.Frames, func(in frame.Frame) bool { return in.ID == f.id && !in.Residual }) {
			return fmt.Errorf("the model codes frame %q, which codebook %s does not have: %s", f.id, book.ID, remedy)
		}
	}
	return nil
}

// inPassing reports whether any frame is coded in texts that name the target in
// passing.
func (m *Model) inPassing() bool {
	return slices.ContainsFunc(m.frames, func(f frameModel) bool { return f.passing <= 1 })
}

// score is the model's score of a text, and which of its sentences speaks most for
// the frame.
func (f *frameModel) score(vectors [][]float64) (float64, int) {
	scores, best := make([]float64, len(vectors)), 0
	for i, v := range vectors {
		scores[i] = dot(f.weights, v)
		if scores[i] > scores[best] {
			best = i
		}
	}
	pooled, _ := pool(scores, nil)
	return pooled + f.bias, best
}

// whole is the largest weight as it is written.
const whole = math.MaxInt16

// packed writes weights as whole numbers of a scale: 16 bits each.
func packed(weights []float64) (scale float64, data []byte) {
	scale = largest(weights) / whole
	if scale == 0 {
		scale = 1
	}
	data = make([]byte, 0, 2*len(weights))
	for _, w := range weights {
		k := int16(math.RoundToEven(w / scale))
		data = append(data, byte(k), byte(k>>8))
	}
	return scale, data
}

// unpacked is the inverse of packed.
func unpacked(scale float64, data []byte) []float64 {
	out := make([]float64, len(data)/2)
	for i := range out {
		out[i] = scale * float64(int16(data[2*i])|int16(data[2*i+1])<<8)
	}
	return out
}

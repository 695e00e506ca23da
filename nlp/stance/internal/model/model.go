// Package model is the arithmetic of stance: vectors of the encoder are
// projected onto few axes, small networks judge them, and words weigh in.
package model

import "math"

// Sizes of what the networks read.
const (
	Size       = 512 // of the encoder's vectors
	WordAxes   = 64
	TextAxes   = 128
	Classes    = 3 // critical, neutral, supportive
	Decays     = 3
	WordInputs = 2 * Decays * WordAxes
)

// decays are the distances in words over which a word's weight falls to 1/e.
var decays = [Decays]float64{1.5, 5, 15}

// Matrix is a matrix of bytes, each row of which has a scale.
type Matrix struct {
	Rows, Cols int
	Scale      []float32
	Data       []int8
}

// Quantise rounds a matrix of rows*cols numbers.
func Quantise(rows, cols int, data []float32) Matrix {
	m := Matrix{Rows: rows, Cols: cols, Scale: make([]float32, rows), Data: make([]int8, rows*cols)}
	for r := range rows {
		row := data[r*cols:][:cols]
		top := float32(0)
		for _, x := range row {
			top = max(top, x, -x)
		}
		if top == 0 {
			continue
		}
		m.Scale[r] = top / 127
		for c, x := range row {
			m.Data[r*cols+c] = int8(math.Round(float64(x / m.Scale[r])))
		}
	}
	return m
}

// Times adds the product with x to out, which has a number for each row.
func (m *Matrix) Times(x, out []float32) {
	for r := range m.Rows {
		sum := float32(0)
		for c, w := range m.Data[r*m.Cols:][:m.Cols] {
			sum += float32(w) * x[c]
		}
		out[r] += sum * m.Scale[r]
	}
}

// Network has one hidden layer of rectified units.
type Network struct {
	Hidden  Matrix // units x inputs
	Bias    []float32
	Out     Matrix // classes x units
	OutBias []float32
}

// Probabilities adds those of the classes, by weight.
func (n *Network) Probabilities(x []float32, weight float32, out *[Classes]float32) {
	hidden := append([]float32{}, n.Bias...)
	n.Hidden.Times(x, hidden)
	for i := range hidden {
		hidden[i] = max(hidden[i], 0)
	}
	scores := append([]float32{}, n.OutBias...)
	n.Out.Times(hidden, scores)
	addSoftmax(scores, weight, out)
}

func addSoftmax(scores []float32, weight float32, out *[Classes]float32) {
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	var p [Classes]float64
	sum := 0.
	for i, s := range scores {
		p[i] = math.Exp(float64(s - top))
		sum += p[i]
	}
	for i := range p {
		out[i] += weight * float32(p[i]/sum)
	}
}

// Lexicon weighs words and pairs of words by their numbers.
type Lexicon struct {
	Bias    []float32 // of each class
	Weights Matrix    // classes x numbers
}

// Probabilities adds those of the classes, by weight.
func (l *Lexicon) Probabilities(grams []uint32, weight float32, out *[Classes]float32) {
	scores := append([]float32{}, l.Bias...)
	if len(grams) > 0 {
		share := float32(1 / math.Sqrt(float64(len(grams))))
		for k := range scores {
			for _, g := range grams {
				scores[k] += share * l.Weights.Scale[k] * float32(l.Weights.Data[k*l.Weights.Cols+int(g)])
			}
		}
	}
	addSoftmax(scores, weight, out)
}

// Pool appends the weighted sums of the projected vectors of words, the nearest
// first, one for each distance over which they fade; nil stands for a word
// without one.
func Pool(out []float32, words [][]float32) []float32 {
	for _, reach := range decays {
		var sum [WordAxes]float32
		total := 0.
		for d, w := range words {
			weight := math.Exp(-float64(d) / reach)
			total += weight
			for i, x := range w {
				sum[i] += float32(weight) * x
			}
		}
		scale := float32(0)
		if total > 0 {
			scale = wordGain / float32(math.Pow(total, .7))
		}
		for _, x := range sum {
			out = append(out, scale*x)
		}
	}
	return out
}

// Gains bring the inputs of a network to like sizes.
const (
	wordGain = 3
	// TextGain is that of the vectors of stretches.
	TextGain = 4
)

// lexiconShare is the weight of the lexicon beside the networks, where both
// judge.
const lexiconShare = .4

// Judge gives the probabilities of the classes, by the networks, the lexicon, or
// both.
func (f *File) Judge(x []float32, grams []uint32, nets, lexicon bool) (out [Classes]float32) {
	share := float32(0)
	switch {
	case nets && lexicon:
		share = lexiconShare
	case lexicon:
		share = 1
	}
	if nets {
		for i := range f.Networks {
			f.Networks[i].Probabilities(x, (1-share)/float32(len(f.Networks)), &out)
		}
	}
	if lexicon {
		f.Lexicon.Probabilities(grams, share, &out)
	}
	return out
}

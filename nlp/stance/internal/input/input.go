// Package input makes what the networks of stance read out of views of mentions.
package input

import (
	"sync"

	"framewatch/nlp/stance/internal/model"
	"framewatch/nlp/stance/internal/view"
)

// Embedder gives texts vectors of [model.Size] numbers, as the encoder does.
type Embedder interface {
	Embed(texts []string) [][]float32
}

// Size is how many numbers a network reads.
const Size = model.WordInputs + view.Stretches*model.TextAxes + view.Marks

// maxWords is how many words are kept with their vectors; then all are forgotten,
// which costs time and changes nothing.
const maxWords = 20_000

// Maker makes inputs. It keeps the vectors of words, as most come again, and is
// safe for concurrent use.
type Maker struct {
	words, texts *model.Matrix

	mu    sync.Mutex
	known map[string][]float32
}

// New makes inputs with the projections of words and of stretches.
func New(words, texts *model.Matrix) *Maker {
	return &Maker{words: words, texts: texts, known: map[string][]float32{}}
}

// Of is the input of each view.
func (m *Maker) Of(e Embedder, views []view.View) [][]float32 {
	var texts []string
	for i := range views {
		texts = append(texts, views[i].Stretches[:]...)
	}
	projected := m.Texts(e, texts)
	words := m.lookUp(e, views)
	out := make([][]float32, len(views))
	for i := range views {
		x := make([]float32, 0, Size)
		for _, side := range [][]string{views[i].Left, views[i].Right} {
			vectors := make([][]float32, len(side))
			for k, w := range side {
				vectors[k] = words[w]
			}
			x = model.Pool(x, vectors)
		}
		for k := range view.Stretches {
			x = append(x, projected[i*view.Stretches+k]...)
		}
		out[i] = append(x, views[i].Marks[:]...)
	}
	return out
}

// Texts are the projected vectors of texts, in the measure of inputs.
func (m *Maker) Texts(e Embedder, texts []string) [][]float32 {
	number := map[string]int{}
	var distinct []string
	for _, t := range texts {
		if _, ok := number[t]; !ok {
			number[t] = len(distinct)
			distinct = append(distinct, t)
		}
	}
	vectors := e.Embed(distinct)
	for i, v := range vectors {
		vectors[i] = project(m.texts, v, model.TextGain)
	}
	out := make([][]float32, len(texts))
	for i, t := range texts {
		out[i] = vectors[number[t]]
	}
	return out
}

func project(m *model.Matrix, v []float32, gain float32) []float32 {
	out := make([]float32, m.Rows)
	m.Times(v, out)
	for i := range out {
		out[i] *= gain
	}
	return out
}

// lookUp gives the words of views their projected vectors.
func (m *Maker) lookUp(e Embedder, views []view.View) map[string][]float32 {
	out := map[string][]float32{}
	var missing []string
	m.mu.Lock()
	for i := range views {
		for _, side := range [][]string{views[i].Left, views[i].Right} {
			for _, w := range side {
				if _, seen := out[w]; seen {
					continue
				}
				v, ok := m.known[w]
				if out[w] = v; !ok {
					missing = append(missing, w)
				}
			}
		}
	}
	m.mu.Unlock()
	if len(missing) == 0 {
		return out
	}
	vectors := e.Embed(missing)
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.known)+len(missing) > maxWords {
		clear(m.known)
	}
	for i, w := range missing {
		out[w] = project(m.words, vectors[i], 1)
		m.known[w] = out[w]
	}
	return out
}

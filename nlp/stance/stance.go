package stance

import (
	_ "embed"
	"fmt"

	"framewatch/corpus"
	"framewatch/nlp/encode"
	"framewatch/nlp/stance/internal/judge"
	"framewatch/nlp/stance/internal/model"
)

// By names the model and the rules around it.
const By = judge.By

//go:embed data/stance.bin
var modelData []byte

// Embedder gives texts vectors as [encode.Encoder] does; one that remembers them
// serves several layers of one document.
type Embedder interface {
	Embed(texts []string) [][]float32
}

// Reads reports whether stance is judged in a language.
func Reads(lang string) bool { return encode.Reads(lang) }

// Judge judges documents. It is safe for concurrent use.
type Judge struct{ judge *judge.Judge }

// Load unpacks the model.
func Load() (*Judge, error) {
	f, err := model.Decode(modelData, judge.FeatureCount)
	if err != nil {
		return nil, fmt.Errorf("load the model of stance: %w", err)
	}
	return &Judge{judge.New(f)}, nil
}

// Find judges a document and its mentions of targets, as a.Mentions name them,
// where their language is read. For each target the stances of the document come
// first, of all voices, of the author and of others where they mention it; then
// those of all mentions in text order.
func (j *Judge) Find(doc *corpus.Document, a *corpus.Annotations, e Embedder) []corpus.Stance {
	return j.judge.Find(doc, a, e)
}

// At judges any place in a sentence as if a target were named there; its language
// must be read.
func (j *Judge) At(doc *corpus.Document, a *corpus.Annotations, e Embedder, sentence int, span corpus.Span) corpus.Stance {
	return j.judge.At(doc, a, e, sentence, span)
}

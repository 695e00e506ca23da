package feature

import (
	"framewatch/corpus"
	"framewatch/nlp/ner/internal/crf"
)

// Sentence is one sentence; the tokens' spans count in Text.
type Sentence struct {
	Text   string
	Tokens []corpus.Token
}

// Document is a document, prepared.
type Document struct {
	Units [][]Unit                            // of each sentence
	Local func(sentence int, f *crf.Features) // writes the features of the first pass
}

// Document prepares the sentences of one document.
func (e *English) Document(doc []Sentence) Document {
	units, words := make([][]Unit, len(doc)), make([]*Words, len(doc))
	for i, s := range doc {
		words[i] = e.Prepare(s.Text, s.Tokens)
		units[i] = words[i].Units
	}
	seen := NewCase(words)
	return Document{units, func(i int, f *crf.Features) { words[i].Local(seen, f) }}
}

// Document prepares the sentences of one document.
func (c *Chinese) Document(doc []Sentence) Document {
	units, chars := make([][]Unit, len(doc)), make([]*Chars, len(doc))
	for i, s := range doc {
		chars[i] = c.Prepare(s.Text, s.Tokens)
		units[i] = chars[i].Units
	}
	return Document{units, func(i int, f *crf.Features) { chars[i].Local(f) }}
}

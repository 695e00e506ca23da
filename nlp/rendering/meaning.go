package rendering

import (
	"fmt"
	"strings"

	"framewatch/nlp/zh"
)

// Meaning gives sentences vectors that are near each other where the sentences
// mean the same, in all languages that it reads.
type Meaning struct {
	Reads func(lang string) bool
	Load  func() (Embedder, error)
}

// Embedder gives each sentence a vector of length one.
type Embedder interface {
	Embed(sentences []string) [][]float32
}

const (
	// meantBytes is how much of a sentence is read for what it means, and
	// meantSentences how many sentences of a half: longer texts are aligned by
	// their words alone.
	meantBytes     = 400
	meantSentences = 1000
	// leastCosine is the mean cosine from which two texts count as translations of
	// each other. Invented ones have .45 and up, texts on one subject up to .27.
	leastCosine = .35
)

// embed gives the sentences of two halves their vectors, unless one is in a language
// that is not read. The error is that of loading the embedder.
func (m *Meaning) embed(halves ...*half) error {
	if m == nil {
		return nil
	}
	for _, h := range halves {
		if h.vectors != nil || !m.Reads(h.lang) || len(h.units) > meantSentences {
			return nil
		}
	}
	e, err := m.Load()
	if err != nil {
		return fmt.Errorf("find renderings: %w", err)
	}
	for _, h := range halves {
		texts := make([]string, len(h.units))
		for i := range h.units {
			texts[i] = h.units[i].span.Of(h.field(h.units[i].in))
			if len(texts[i]) > meantBytes {
				texts[i] = strings.ToValidUTF8(texts[i][:meantBytes], "")
			}
			if h.lang == "zh" {
				texts[i] = zh.ToSimplified(texts[i]) // which the encoder reads better
			}
		}
		h.vectors = e.Embed(texts)
	}
	return nil
}

// meant reports whether it is known what the sentences mean.
func (w *work) meant() bool { return w.source.vectors != nil && w.target.vectors != nil }

// glossed reports whether there is a dictionary between the two languages. Without
// one every word of the translation seems to translate nothing.
func (w *work) glossed() bool {
	a, b := w.source.lang, w.target.lang
	return a == "en" && b == "zh" || a == "zh" && b == "en"
}

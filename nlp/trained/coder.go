package trained

import (
	"fmt"

	"framewatch/corpus"
	"framewatch/nlp/frame"
	"framewatch/nlp/relevance"
)

// Coder codes documents by a model. It is safe for concurrent use.
type Coder struct {
	model    *Model
	frames   []string // of the codebook, in its order
	residual map[string]bool
	reads    func(lang string) bool
	load     func() (Embedder, error)
}

// NewCoder makes a coder of a model for the codebook that it was trained for. Load
// gives the encoder of that version when a document first needs it, reads says
// which languages it can read.
func NewCoder(m *Model, book frame.Codebook, version string, reads func(lang string) bool, load func() (Embedder, error)) (*Coder, error) {
	c := &Coder{model: m, residual: map[string]bool{}, reads: reads, load: load}
	for _, f := range book.Frames {
		c.frames = append(c.frames, f.ID)
		if f.Residual {
			c.residual[f.ID] = true
		}
	}
	if err := m.Fits(&book, version); err != nil {
		return nil, fmt.Errorf("trained coder: %w", err)
	}
	return c, nil
}

// By names the model, as codes of it do: trained@HASH.
func (c *Coder) By() string { return Method + "@" + c.model.Hash() }

// Codes says which frames a document has for a target, in the codebook's order.
// Rules are the codes of the codebook's rules for it. A frame that was trained gets
// the model's say where the document is about the target in a language that the
// encoder reads, and where it names the target in passing if training has shown
// that this is precise; every other code stays as the rules gave it, or is
// missing. Frames that are residual are looked at again after that.
func (c *Coder) Codes(doc *corpus.Document, a *corpus.Annotations, target corpus.Target, rules []corpus.FrameCode) ([]corpus.FrameCode, error) {
	use := relevance.Of(a, target)
	if use.Relevance == corpus.RelevanceNone || use.Relevance == corpus.RelevancePassing && c.model.Passing == 0 {
		return rules, nil
	}
	chosen := choose(a, target, use.Relevance, c.reads)
	if len(chosen) == 0 {
		return rules, nil
	}
	embedder, err := c.load()
	if err != nil {
		return nil, fmt.Errorf("trained coder: %w", err)
	}
	vectors := widened(embedder.Embed(surfaces(doc, a, chosen)))
	given, other, by := map[string]corpus.FrameCode{}, false, c.By()
	for _, r := range rules {
		given[r.Frame] = r
	}
	for i := range c.model.frames {
		f := &c.model.frames[i]
		code, read := given[f.id]
		if !read {
			code = corpus.FrameCode{Target: target.ID, Codebook: c.model.Codebook, Frame: f.id, First: -1}
			if len(rules) > 0 {
				code.Version = rules[0].Version
			}
		}
		z, best := f.score(vectors, code.Present, read)
		p := f.p(z)
		code.Present, _ = decide(use.Relevance, p, f.threshold, c.passing())
		code.P, code.Method = &p, by
		if code.Sentence = -1; code.Present {
			code.Sentence = chosen[best]
		}
		given[f.id] = code
	}
	var out []corpus.FrameCode
	for _, id := range c.frames {
		code, coded := given[id]
		other = other || coded && code.Present && !c.residual[id]
	}
	for _, id := range c.frames {
		code, coded := given[id]
		if c.residual[id] {
			if !coded {
				code = corpus.FrameCode{Target: target.ID, Codebook: c.model.Codebook, Frame: id, Sentence: -1, First: -1}
			}
			code.Present, code.Method, coded = !other, by, true
		}
		if coded {
			out = append(out, code)
		}
	}
	return out, nil
}

func (c *Coder) passing() float64 {
	if c.model.Passing == 0 {
		return 2 // more than any probability
	}
	return c.model.Passing
}

// widened has vectors in the solver's numbers.
func widened(vectors [][]float32) [][]float64 {
	out := make([][]float64, len(vectors))
	for i, v := range vectors {
		out[i] = make([]float64, len(v))
		for k, x := range v {
			out[i][k] = float64(x)
		}
	}
	return out
}

// Reads reports whether sentences in a language are coded.
func (c *Coder) Reads(lang string) bool { return c.reads(lang) }

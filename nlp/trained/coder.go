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
	by       string
	version  string   // codebook's
	frames   []string // of the codebook, in its order
	residual map[string]bool
	reads    func(lang string) bool
	load     func() (Embedder, error)
}

// NewCoder makes a coder of a model for the codebook that it was trained for. Load
// gives the encoder of that version when a document first needs it, reads says
// which languages it can read.
func NewCoder(m *Model, book frame.Codebook, version string, reads func(lang string) bool, load func() (Embedder, error)) (*Coder, error) {
	c := &Coder{model: m, by: Method + "@" + m.Hash(), version: book.Version, residual: map[string]bool{}, reads: reads, load: load}
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
func (c *Coder) By() string { return c.by }

// Codes says which frames a document has for a target, in the codebook's order.
// Rules are the codes of the codebook's rules for it. A frame that was trained gets
// the model's say in a language that the encoder reads: where the document is
// about the target, unless the rules agree better with the coders and have terms
// for the language; and where it names the target in passing, if the frame has
// shown its precision in such texts. Every other code stays as the rules gave it, or is missing. Frames
// that are residual are looked at again after that.
func (c *Coder) Codes(doc *corpus.Document, a *corpus.Annotations, target corpus.Target, rules []corpus.FrameCode) ([]corpus.FrameCode, error) {
	use := relevance.Of(a, target).Relevance
	if use == corpus.RelevanceNone || use == corpus.RelevancePassing && !c.model.inPassing() {
		return rules, nil
	}
	chosen := choose(a, target, use, c.reads)
	if len(chosen) == 0 {
		return rules, nil
	}
	embedder, err := c.load()
	if err != nil {
		return nil, fmt.Errorf("trained coder: %w", err)
	}
	vectors := widened(embedder.Embed(surfaces(doc, a, chosen)))
	codes, said := map[string]corpus.FrameCode{}, map[string]bool{}
	for _, r := range rules {
		codes[r.Frame], said[r.Frame] = r, r.Present
	}
	for i := range c.model.frames {
		f := &c.model.frames[i]
		code, read := codes[f.id]
		if read && !f.better && use == corpus.RelevanceMain {
			continue
		}
		z, best := f.score(vectors)
		p := f.p(z, sayOf(said, f.id, f.centre))
		present, ok := decide(use, p, f.setting)
		if !ok {
			continue
		}
		if !read {
			code = c.blank(target, f.id)
		}
		code.Present = present
		code.P, code.Method = &p, c.by
		if code.Sentence = -1; code.Present {
			code.Sentence = chosen[best]
		}
		codes[f.id] = code
	}
	return c.inOrder(target, codes), nil
}

// blank is the code of a frame that the rules cannot read.
func (c *Coder) blank(target corpus.Target, frame string) corpus.FrameCode {
	return corpus.FrameCode{Target: target.ID, Codebook: c.model.Codebook, Version: c.version, Frame: frame, Method: c.by, Sentence: -1, First: -1}
}

// inOrder lists codes in the codebook's order. A frame that is residual is present
// where no other is.
func (c *Coder) inOrder(target corpus.Target, codes map[string]corpus.FrameCode) []corpus.FrameCode {
	other := false
	for id, code := range codes {
		other = other || code.Present && !c.residual[id]
	}
	var out []corpus.FrameCode
	for _, id := range c.frames {
		code, coded := codes[id]
		if c.residual[id] {
			if !coded {
				code = c.blank(target, id)
			}
			if code.Present == other { // the model has changed what there is beside it
				code.Present, code.Method = !other, c.by
			}
			coded = true
		}
		if coded {
			out = append(out, code)
		}
	}
	return out
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

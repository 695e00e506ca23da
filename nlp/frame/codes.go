package frame

import (
	"cmp"
	"math"
	"slices"

	"framewatch/corpus"
)

// methodRules is how frames are found by a codebook's terms.
const methodRules = "rules"

// Codes says of each frame whether a document has it for a target, in the
// codebook's order: it does with a counting hit in a.Frames, and one that is
// residual only where it names the target and no other frame is present. A frame is not coded, and
// missing here, where it has terms in none of the document's languages and these
// are not among those that somebody else has coded.
func (c *Coder) Codes(doc *corpus.Document, a *corpus.Annotations, target corpus.EntityID, coded ...string) []corpus.FrameCode {
	codes := Sum(doc, a, target, c.Frames())
	langs := own(a)
	served := slices.ContainsFunc(langs, func(l string) bool { return slices.Contains(coded, l) })
	read, any, other := make([]bool, len(codes)), served, false
	for i, f := range c.book.Frames {
		codes[i].Version = c.book.Version
		read[i] = served || slices.ContainsFunc(langs, c.reads[i].has)
		any = any || read[i]
		other = other || codes[i].Present && !f.Residual
	}
	out := codes[:0]
	for i, f := range c.book.Frames {
		code := codes[i]
		if f.Residual {
			// Without terms there is nothing to look for but that others are missing.
			code.Present = !other && (code.Present || any && !read[i] && c.named(a, target))
		}
		if read[i] || code.Present || code.NHits+code.NNegated > 0 || f.Residual && any {
			out = append(out, code)
		}
	}
	return out
}

// Frames are the codebook's frames, in its order.
func (c *Coder) Frames() []corpus.FrameRef {
	out := make([]corpus.FrameRef, len(c.book.Frames))
	for i, f := range c.book.Frames {
		out[i] = corpus.FrameRef{Codebook: c.book.ID, Frame: f.ID}
	}
	return out
}

// named reports whether a document names a target or a part of it.
func (c *Coder) named(a *corpus.Annotations, id corpus.EntityID) bool {
	for _, t := range c.targets {
		if t.ID == id {
			return slices.ContainsFunc(a.Mentions, func(m corpus.Mention) bool { return t.is(m.Entity) })
		}
	}
	return false
}

// inPart is the share of a document's letters from which a language is one of its
// own.
const inPart = .25

// own are a document's languages, that of most letters first.
func own(a *corpus.Annotations) []string {
	out := []string{a.Lang}
	for _, l := range a.Langs {
		if l.Share >= inPart && l.Lang != a.Lang {
			out = append(out, l.Lang)
		}
	}
	return out
}

// Counts reports whether a hit shows that its document has the frame: what is
// denied, or no part of the article, does not. What is supposed or asked does.
func Counts(a *corpus.Annotations, h corpus.FrameHit) bool {
	return !h.Negated && !a.Sentences[h.Sentence].Boilerplate
}

// Sum adds up the hits in a.Frames of some frames for one target.
func Sum(doc *corpus.Document, a *corpus.Annotations, target corpus.EntityID, frames []corpus.FrameRef) []corpus.FrameCode {
	out := make([]corpus.FrameCode, len(frames))
	sums := make([]sum, len(frames))
	for i, f := range frames {
		out[i] = corpus.FrameCode{Target: target, Codebook: f.Codebook, Frame: f.Frame, Method: methodRules, Sentence: -1, First: -1}
	}
	for _, h := range a.Frames {
		i := slices.Index(frames, corpus.FrameRef{Codebook: h.Codebook, Frame: h.Frame})
		if i < 0 || h.Target != target {
			continue
		}
		if h.Negated {
			out[i].NNegated++
		}
		if Counts(a, h) {
			sums[i].add(&out[i], doc, a, h)
		}
	}
	for i := range out {
		if n := len(a.Sentences); n > 0 {
			out[i].Share = float64(len(sums[i].sentences)) / float64(n)
		}
	}
	return out
}

// sum is what is known of the counting hits of a frame on the way.
type sum struct {
	sentences map[int]bool
	best      corpus.FrameHit
}

// add takes a counting hit in.
func (s *sum) add(c *corpus.FrameCode, doc *corpus.Document, a *corpus.Annotations, h corpus.FrameHit) {
	c.Present = true
	c.NHits++
	if h.Voice == corpus.VoiceAuthor {
		c.NAuthor++
	} else {
		c.NQuoted++
	}
	position := 0.0
	if a.Sentences[h.Sentence].Headline {
		c.InHeadline = true
	} else if len(doc.Text) > 0 {
		position = float64(h.Span.Start) / float64(len(doc.Text))
	}
	if c.First < 0 || position < c.First {
		c.First = position
	}
	if s.sentences == nil {
		s.sentences = map[int]bool{}
	}
	s.sentences[h.Sentence] = true
	if c.Sentence < 0 || better(h, s.best) {
		s.best, c.Sentence = h, h.Sentence
	}
}

// better reports whether a hit is better evidence than one before it in the text:
// asserted, then nearer to the target.
func better(h, than corpus.FrameHit) bool {
	if h.Hypothetical != than.Hypothetical {
		return !h.Hypothetical
	}
	return cmp.Less(apart(h), apart(than))
}

// apart is a hit's distance to the target, where the target is not named more
// than any.
func apart(h corpus.FrameHit) int {
	if h.Distance < 0 {
		return math.MaxInt
	}
	return h.Distance
}

package nlp_test

import (
	"cmp"
	"testing"

	"framewatch/corpus"
)

// ruler measures one string of a document, in bytes and in code points.
type ruler struct {
	text    string
	runes   []rune
	starts  []bool // byte i begins a code point, or ends the text
	offsets *corpus.Offsets
}

func newRuler(text string) *ruler {
	r := &ruler{text: text, runes: []rune(text), starts: make([]bool, len(text)+1), offsets: corpus.NewOffsets(text)}
	for i := range text {
		r.starts[i] = true
	}
	r.starts[len(text)] = true
	return r
}

// checker holds what is true of every document's annotations.
type checker struct {
	t     testing.TB
	doc   *corpus.Document
	a     *corpus.Annotations
	field map[corpus.Field]*ruler
	spans int
}

// check holds that every annotation slices the document, in bytes and in code
// points, that layers are in text order, and that they point at one another. It
// returns how many spans it looked at.
func check(t testing.TB, doc *corpus.Document, a *corpus.Annotations) int {
	t.Helper()
	c := &checker{t: t, doc: doc, a: a, field: map[corpus.Field]*ruler{corpus.InText: newRuler(doc.Text), corpus.InTitle: newRuler(doc.Title)}}
	c.sentences()
	c.tokens()
	c.mentions()
	c.frames()
	c.quotes()
	return c.spans
}

// slice checks one span and returns what it covers.
func (c *checker) slice(what string, in corpus.Field, s corpus.Span) string {
	c.t.Helper()
	c.spans++
	r := c.field[in]
	switch {
	case s.Start < 0 || s.End <= s.Start || s.End > len(r.text):
		c.t.Fatalf("document %s: %s at %v of %d bytes of %s", c.doc.ID, what, s, len(r.text), in)
	case !r.starts[s.Start] || !r.starts[s.End]:
		c.t.Fatalf("document %s: %s at %v cuts a character of %s", c.doc.ID, what, s, in)
	}
	p := r.offsets.Points(s)
	if p.Start < 0 || p.End > len(r.runes) || string(r.runes[p.Start:p.End]) != string([]rune(s.Of(r.text))) {
		c.t.Fatalf("document %s: %s at %v is %q in bytes, and at code points %v it is not", c.doc.ID, what, s, s.Of(r.text), p)
	}
	if back := (corpus.Span{Start: r.offsets.Byte(p.Start), End: r.offsets.Byte(p.End)}); back != s {
		c.t.Fatalf("document %s: %s at %v comes back from code points as %v", c.doc.ID, what, s, back)
	}
	return s.Of(r.text)
}

// after holds that two spans stand in text order, title first.
func (c *checker) after(what string, inA corpus.Field, a int, inB corpus.Field, b int) {
	c.t.Helper()
	if inA == inB && a > b || inA == corpus.InText && inB == corpus.InTitle {
		c.t.Fatalf("document %s: %s at %s:%d stands after one at %s:%d", c.doc.ID, what, inB, b, inA, a)
	}
}

func (c *checker) sentences() {
	for i, s := range c.a.Sentences {
		c.slice("sentence", s.In(), s.Span)
		if s.Seq != i || s.Lang == "" || s.Script == "" {
			c.t.Fatalf("document %s: sentence %d is %+v", c.doc.ID, i, s)
		}
		if i > 0 {
			before := c.a.Sentences[i-1]
			c.after("sentence", before.In(), before.Span.End, s.In(), s.Span.Start)
		}
	}
}

func (c *checker) tokens() {
	for i, k := range c.a.Tokens {
		s := c.a.Sentences[k.Sentence]
		c.slice("token", s.In(), k.Span)
		if !s.Span.Contains(k.Span) || k.Norm == "" {
			c.t.Fatalf("document %s: token %+v of sentence %+v", c.doc.ID, k, s)
		}
		if i > 0 {
			before := c.a.Tokens[i-1]
			c.after("token", c.a.Sentences[before.Sentence].In(), before.Span.End, s.In(), k.Span.Start)
		}
	}
}

func (c *checker) mentions() {
	for i, m := range c.a.Mentions {
		in := c.a.Sentences[m.Sentence].In()
		if got := c.slice("mention", in, m.Span); got != m.Surface {
			c.t.Fatalf("document %s: mention %q is %q", c.doc.ID, m.Surface, got)
		}
		if m.ID == "" || m.Label == "" || m.Variant == "" || m.Evidence == "" || m.Score <= 0 || m.Score > 1 {
			c.t.Fatalf("document %s: mention %+v", c.doc.ID, m)
		}
		if i > 0 {
			before := c.a.Mentions[i-1]
			end := before.Span.End
			if before.Target != "" && m.Target != "" && before.Target != m.Target { // may overlap
				end = before.Span.Start
			}
			c.after("mention", c.a.Sentences[before.Sentence].In(), end, in, m.Span.Start)
		}
	}
}

func (c *checker) frames() {
	for i, f := range c.a.Frames {
		in := c.a.Sentences[f.Sentence].In()
		if got := c.slice("frame", in, f.Span); got != f.Surface {
			c.t.Fatalf("document %s: frame %q is %q", c.doc.ID, f.Surface, got)
		}
		if i > 0 {
			before := c.a.Frames[i-1]
			c.after("frame", c.a.Sentences[before.Sentence].In(), before.Span.Start, in, f.Span.Start)
		}
	}
}

func (c *checker) quotes() {
	for i, q := range c.a.Quotes {
		for part, spans := range map[string][]corpus.Span{"content of a quote": q.Content, "source of a quote": q.Source, "cue of a quote": q.Cue} {
			for k, s := range spans {
				c.slice(part, q.In, s)
				if k > 0 {
					c.after(part, q.In, spans[k-1].End, q.In, s.Start)
				}
			}
		}
		if len(q.Content) == 0 || cmp.Or(string(q.Type), q.ID) == "" {
			c.t.Fatalf("document %s: quote %+v", c.doc.ID, q)
		}
		if i > 0 {
			before := c.a.Quotes[i-1]
			c.after("quote", before.In, before.Content[0].Start, q.In, q.Content[0].Start)
		}
	}
}

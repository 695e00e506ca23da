package trained

import (
	"context"
	"fmt"
	"slices"

	"framewatch/corpus"
	"framewatch/nlp/codes"
	"framewatch/nlp/relevance"
)

// Embedder makes a unit vector of each sentence, all of one length.
type Embedder interface {
	Embed(sentences []string) [][]float32
}

// Encoder is an embedder that knows which languages it can read.
type Encoder struct {
	Embedder
	Reads func(lang string) bool
}

// Example is a coded text as training sees it.
type Example struct {
	ID    string
	Lang  string // BCP 47
	Group string // texts of one group never stand on both sides of a split
	// Relevance is how far the text is about the target, by the same rule as when
	// frames are coded: texts that do not name it teach, but the rules code them.
	Relevance corpus.Relevance
	// Further marks a text that teaches, but is not of the kind that is to be coded,
	// such as an invented one: no calibration and no threshold rests on it where
	// there are others.
	Further bool
	Vectors [][]float32
	// Seen are the vectors by which the text is coded, where that are others than
	// those that teach: coders say better than a rule whether it is about the target.
	Seen [][]float32
	// Rules says of each frame whether the codebook's rules find it; a frame for
	// whose terms the text's language has none is not there.
	Rules map[string]bool
	Codes []codes.Code
}

// label is the share of coders who saw the frame, of those who looked for it.
func (e *Example) label(frame string) (share float64, coded bool) {
	looked, saw := 0., 0.
	for _, c := range e.Codes {
		present, coded := c.Value(frame)
		if !coded {
			continue
		}
		looked++
		if present {
			saw++
		}
	}
	if looked == 0 {
		return 0, false
	}
	return saw / looked, true
}

// Reader makes examples of coded texts.
type Reader struct {
	Annotate func(context.Context, corpus.Document) (corpus.Annotations, error)
	Target   corpus.Target
	Codebook string // whose rules and frames are meant
	Encoder  Encoder
}

// Examples annotates and encodes texts of the kind that is to be coded, and further
// ones. A code that says that the text is not about the target teaches nothing
// about frames and is left out, and so is a text without codes, or without a
// sentence that the encoder reads. The annotator must code by rules alone.
func (r *Reader) Examples(ctx context.Context, kind, further []codes.Unit) ([]Example, error) {
	var out []Example
	units := slices.Concat(kind, further)
	groups := groupsOf(units)
	for i, u := range units {
		e := Example{ID: u.ID, Lang: u.Lang, Group: groups[i], Further: i >= len(kind)}
		for _, c := range u.Codes {
			if c.About != codes.AboutNo && (c.Coded == nil || len(c.Coded) > 0) {
				e.Codes = append(e.Codes, c)
			}
		}
		if len(e.Codes) == 0 {
			continue
		}
		if err := r.read(ctx, u, &e); err != nil {
			return nil, fmt.Errorf("read coded text %s: %w", u.ID, err)
		}
		if len(e.Vectors) > 0 {
			out = append(out, e)
		}
	}
	return out, nil
}

// read annotates and encodes one text.
func (r *Reader) read(ctx context.Context, u codes.Unit, e *Example) error {
	doc := corpus.Document{ID: corpus.DocID(u.ID), Title: u.Title, Text: u.Text, Lang: u.Lang}
	a, err := r.Annotate(ctx, doc)
	if err != nil {
		return err
	}
	if e.Lang == "" {
		e.Lang = a.Lang
	}
	e.Relevance, e.Rules = relevance.Of(&a, r.Target).Relevance, map[string]bool{}
	for _, c := range a.Codes {
		if c.Target == r.Target.ID && c.Codebook == r.Codebook {
			e.Rules[c.Frame] = c.Present
		}
	}
	said := e.about()
	e.Vectors = r.embed(&doc, &a, said)
	if said != e.Relevance && e.Relevance != corpus.RelevanceNone {
		e.Seen = r.embed(&doc, &a, e.Relevance)
	}
	return nil
}

// embed gives the vectors of the sentences that are read of a text.
func (r *Reader) embed(doc *corpus.Document, a *corpus.Annotations, relevance corpus.Relevance) [][]float32 {
	chosen := choose(a, r.Target, relevance, r.Encoder.Reads)
	if len(chosen) == 0 {
		return nil
	}
	return r.Encoder.Embed(surfaces(doc, a, chosen))
}

// about is how far the first coder who says so finds the text about the target; the
// rule's word where none does.
func (e *Example) about() corpus.Relevance {
	for _, c := range e.Codes {
		switch c.About {
		case codes.AboutMain:
			return corpus.RelevanceMain
		case codes.AboutPassing:
			return corpus.RelevancePassing
		case codes.AboutNo: // what names nothing is none by the rule, too
		}
	}
	return e.Relevance
}

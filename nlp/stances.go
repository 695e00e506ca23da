package nlp

import (
	"framewatch/corpus"
	encoder "framewatch/nlp/encode"
	"framewatch/nlp/frame"
	"framewatch/nlp/stance"
)

// stancer judges stance; nil where the settings do not ask for it or the run has
// no target. The encoder is unpacked when a text first needs it.
type stancer struct {
	judge    *stance.Judge
	polarity func(corpus.FrameHit) int
}

func newStancer(book *frame.Codebook) (*stancer, error) {
	judge, err := stance.Load()
	if err != nil {
		return nil, err
	}
	return &stancer{judge, FramePolarity(book)}, nil
}

// FramePolarity is the direction of the hits of a codebook's frames towards
// their target: 1 for positive, -1 for negative, 0 for others.
func FramePolarity(book *frame.Codebook) func(corpus.FrameHit) int {
	of := map[string]int{}
	if book != nil {
		for _, f := range book.Frames {
			switch f.Polarity {
			case "positive":
				of[f.ID] = 1
			case "negative":
				of[f.ID] = -1
			}
		}
	}
	return func(h corpus.FrameHit) int { return of[h.Frame] }
}

// stances judges the document and its mentions of targets.
func (a *Annotator) stances(doc *corpus.Document, out *corpus.Annotations, _ *supplied) error {
	if a.stance == nil || !readableMention(out) {
		return nil
	}
	e, err := encoder.Load()
	if err != nil {
		return err
	}
	out.Stances = a.stance.judge.Find(doc, out, e, a.stance.polarity)
	return nil
}

// readableMention reports a mention of a target in a language in which stance is
// judged.
func readableMention(out *corpus.Annotations) bool {
	for _, m := range out.Mentions {
		if m.Target != "" && stance.Reads(out.Sentences[m.Sentence].Lang) {
			return true
		}
	}
	return false
}

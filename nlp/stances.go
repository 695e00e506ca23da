package nlp

import (
	"framewatch/corpus"
	encoder "framewatch/nlp/encode"
	"framewatch/nlp/stance"
)

// stancer judges stance; nil where the settings do not ask for it or the run has
// no target. The encoder is unpacked when a text first needs it.
type stancer struct {
	judge *stance.Judge
}

func newStancer() (*stancer, error) {
	judge, err := stance.Load()
	if err != nil {
		return nil, err
	}
	return &stancer{judge}, nil
}

// FramePolarity is the direction of a hit towards its target: 1 for positive, -1
// for negative, 0 for others.
func FramePolarity(h corpus.FrameHit) int {
	switch h.Polarity {
	case "positive":
		return 1
	case "negative":
		return -1
	}
	return 0
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
	out.Stances = a.stance.judge.Find(doc, out, e, FramePolarity)
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

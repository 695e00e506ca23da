package nlp

import (
	"fmt"

	"framewatch/corpus"
	encoder "framewatch/nlp/encode"
	"framewatch/nlp/stance"
)

// stances judges the document and its mentions of targets. The encoder is
// unpacked when a text first needs it.
func (a *Annotator) stances(doc *corpus.Document, out *corpus.Annotations, _ *supplied) error {
	if a.stance == nil || !readableMention(out) {
		return nil
	}
	e, err := encoder.Load()
	if err != nil {
		return err
	}
	out.Stances = a.stance.Find(doc, out, e)
	return nil
}

// stancesAt judges places of a text, in code points, whether or not anything is
// known that is named there.
func (a *Annotator) stancesAt(doc *corpus.Document, found *corpus.Annotations, points places, at []place) ([]stanceAnswer, error) {
	judge, err := a.judge()
	if err != nil {
		return nil, err
	}
	e, err := encoder.Load()
	if err != nil {
		return nil, err
	}
	length := points.text.CodePoint(len(doc.Text))
	out := make([]stanceAnswer, len(at))
	for i, p := range at {
		if p.In != "" || p.Start < 0 || p.End <= p.Start || p.End > length {
			return nil, fmt.Errorf("targets[%d]: %d to %d is no place in a text of %d code points", i, p.Start, p.End, length)
		}
		span := corpus.Span{Start: points.text.Byte(p.Start), End: points.text.Byte(p.End)}
		sentence := sentenceAt(found.Sentences, corpus.InText, span.Start)
		out[i] = stanceAnswer{Label: notCoded}
		if sentence >= 0 && stance.Reads(found.Sentences[sentence].Lang) {
			out[i] = newStanceAnswer(judge.At(doc, found, e, sentence, span), found, points)
		}
		out[i].Target, out[i].Start, out[i].End = span.Of(doc.Text), &at[i].Start, &at[i].End
	}
	return out, nil
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

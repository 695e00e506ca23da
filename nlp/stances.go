package nlp

import (
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

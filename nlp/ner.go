package nlp

import (
	"framewatch/corpus"
	"framewatch/nlp/service"
)

// baselineScore is the score of a name that only the baseline recogniser found.
const baselineScore = .5

// recognise adds the names that the baseline recogniser finds in English
// sentences and that no gazetteer name overlaps, without an entity.
func (a *Annotator) recognise(doc *corpus.Document, out *corpus.Annotations, given *supplied) {
	var add []corpus.Mention
	for i, s := range out.Sentences {
		if corpus.BaseLang(s.Lang) != "en" || given.covers(service.Entities, s.Lang) {
			continue
		}
		in := s.In()
		text := field(doc, in)
		for _, e := range a.english.Baseline(s.Span.Of(text)) {
			span := corpus.Span{Start: s.Span.Start + e.Span.Start, End: s.Span.Start + e.Span.End}
			if len(mentionsIn(out, in, span)) > 0 {
				continue
			}
			add = append(add, corpus.Mention{
				ID:   corpus.NewPartID(doc.ID, corpus.LayerMention, in, span, "prose", string(e.Label)),
				Span: span, Sentence: i, Surface: span.Of(text), Label: e.Label, Variant: corpus.VariantAlias,
				Score: baselineScore, Evidence: "prose",
			})
		}
	}
	out.Mentions = append(out.Mentions, add...)
	sortMentions(out.Mentions)
}

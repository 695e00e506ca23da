package nlp

import (
	"slices"

	"framewatch/corpus"
	"framewatch/nlp/rendering"
)

// translate aligns the halves of a bilingual document and makes what the
// translation calls the target mentions of it. A name that was found there
// takes the place of mentions inside it: in 国际红十字会馆, rendering of IOMed, the
// Red Cross is not named.
func (a *Annotator) translate(doc *corpus.Document, out *corpus.Annotations, _ *supplied) error {
	if a.renderings == nil {
		return nil
	}
	r, ok, err := a.renderings.Within(rendering.Text{Doc: doc, Notes: out})
	if err != nil || !ok {
		return err
	}
	for _, p := range r.Pairs {
		s, t := &out.Sentences[p.Source], &out.Sentences[p.Target]
		s.AlignedTo, s.AlignmentScore = t.ID, p.Score
		t.AlignedTo, t.AlignmentScore = s.ID, p.Score
	}
	target, _ := a.linker.Entity(a.cfg.Target)
	for _, x := range r.Renderings {
		inside := mentionsIn(out, x.In, x.Span)
		if slices.ContainsFunc(inside, func(m corpus.Mention) bool {
			return m.Entity == a.cfg.Target && (m.Span == x.Span || !x.Span.Contains(m.Span)) || nests(m, x)
		}) {
			continue
		}
		gone := map[string]bool{}
		for _, m := range inside {
			gone[m.ID] = true
		}
		out.Mentions = slices.DeleteFunc(out.Mentions, func(m corpus.Mention) bool { return gone[m.ID] })
		out.Mentions = append(out.Mentions, corpus.Mention{
			ID:   corpus.NewPartID(doc.ID, corpus.LayerMention, x.In, x.Span, string(a.cfg.Target), "rendering"),
			Span: x.Span, Sentence: x.Sentence, Surface: x.Text, Label: target.Label, Entity: a.cfg.Target,
			Variant: x.Variant, Score: x.Score, Evidence: x.Evidence,
		})
		sortMentions(out.Mentions)
	}
	return nil
}

// nests reports a mention of something else that the rendering is a part of,
// such as the target's convention.
func nests(m corpus.Mention, x rendering.Rendering) bool {
	return m.Entity != "" && m.Span.Contains(x.Span) && m.Span != x.Span
}

package nlp

import (
	"slices"

	"framewatch/corpus"
	encoder "framewatch/nlp/encode"
	"framewatch/nlp/link"
	"framewatch/nlp/rendering"
)

// renderer finds how one target is named in translations.
type renderer struct {
	finder *rendering.Finder
	entity link.Entity
}

// meaningOf is what the halves of bilingual documents are aligned by besides their
// words; nil for nothing. The encoder is unpacked with the first that needs it.
func meaningOf(cfg Config) *rendering.Meaning {
	if cfg.Align != AlignEncoder {
		return nil
	}
	return &rendering.Meaning{Reads: encoder.Reads, Load: func() (rendering.Embedder, error) { return encoder.Load() }}
}

// translate aligns the halves of a bilingual document and makes what the
// translation calls the targets mentions of them. A name that was found there
// takes the place of mentions inside it: in 国际红十字会馆, rendering of IOMed, the
// Red Cross is not named. Each target is looked for among the mentions that were
// there before, and takes none of another's; a wrong name of one that is named
// rightly nowhere is another body's. The alignment is that of the first target
// for which there is one.
func (a *Annotator) translate(doc *corpus.Document, out *corpus.Annotations, _ *supplied) error {
	found := make([]rendering.Result, len(a.renderings))
	aligned := false
	for i, t := range a.renderings {
		named := a.isNamed(out, t.entity.ID)
		if aligned && !named {
			continue
		}
		r, ok, err := t.finder.Within(rendering.Text{Doc: doc, Notes: out})
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if named {
			found[i] = r
		}
		if !aligned {
			align(out, r.Pairs)
			aligned = true
		}
	}
	if !aligned {
		return nil
	}
	gone, added := map[string]bool{}, []corpus.Mention(nil)
	for i, t := range a.renderings {
		view := *out
		view.Mentions = slices.Clone(out.Mentions)
		rename(doc, &view, t.entity, found[i].Renderings)
		a.compare(out.Mentions, view.Mentions, t.entity.ID, gone, &added)
	}
	out.Mentions = slices.DeleteFunc(out.Mentions, func(m corpus.Mention) bool { return gone[m.ID] })
	out.Mentions = append(out.Mentions, added...)
	sortMentions(out.Mentions)
	return nil
}

// align notes which sentences translate each other.
func align(out *corpus.Annotations, pairs []rendering.Pair) {
	for _, p := range pairs {
		s, t := &out.Sentences[p.Source], &out.Sentences[p.Target]
		s.AlignedTo, s.AlignmentScore = t.ID, p.Score
		t.AlignedTo, t.AlignmentScore = s.ID, p.Score
	}
}

// rename makes renderings mentions of a target.
func rename(doc *corpus.Document, out *corpus.Annotations, target link.Entity, renderings []rendering.Rendering) {
	for _, x := range renderings {
		inside := mentionsIn(out, x.In, x.Span)
		if slices.ContainsFunc(inside, func(m corpus.Mention) bool {
			return m.Entity == target.ID && (m.Span == x.Span || !x.Span.Contains(m.Span)) || nests(m, x)
		}) {
			continue
		}
		gone := map[string]bool{}
		for _, m := range inside {
			gone[m.ID] = true
		}
		out.Mentions = slices.DeleteFunc(out.Mentions, func(m corpus.Mention) bool { return gone[m.ID] })
		out.Mentions = append(out.Mentions, corpus.Mention{
			ID:   corpus.NewPartID(doc.ID, corpus.LayerMention, x.In, x.Span, string(target.ID), "rendering"),
			Span: x.Span, Sentence: x.Sentence, Surface: x.Text, Label: target.Label, Entity: target.ID,
			Variant: x.Variant, Score: x.Score, Evidence: x.Evidence,
		})
		sortMentions(out.Mentions)
	}
}

// compare notes which mentions the renderings of a target have taken away, but
// for those of other targets, and which they have added.
func (a *Annotator) compare(before, after []corpus.Mention, target corpus.EntityID, gone map[string]bool, added *[]corpus.Mention) {
	has := func(all []corpus.Mention) map[string]bool {
		out := make(map[string]bool, len(all))
		for _, m := range all {
			out[m.ID] = true
		}
		return out
	}
	was, is := has(before), has(after)
	for _, m := range before {
		if of := a.targetOf(m.Entity); !is[m.ID] && (of == "" || of == target) {
			gone[m.ID] = true
		}
	}
	for _, m := range after {
		if !was[m.ID] {
			*added = append(*added, m)
		}
	}
}

// nests reports a mention of something else that the rendering is a part of,
// such as the target's convention.
func nests(m corpus.Mention, x rendering.Rendering) bool {
	return m.Entity != "" && m.Span.Contains(x.Span) && m.Span != x.Span
}

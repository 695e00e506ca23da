package nlp

import (
	"slices"

	"framewatch/corpus"
	"framewatch/nlp/link"
	"framewatch/nlp/relevance"
)

// Targets are entities with all that the gazetteers call part of them.
func Targets(gazetteers []link.Gazetteer, ids []corpus.EntityID) []corpus.Target {
	out := make([]corpus.Target, len(ids))
	for i, id := range ids {
		out[i] = corpus.Target{ID: id, Set: link.Set(gazetteers, id)}
	}
	return out
}

// targetOf is the target that an entity is, or is part of; empty for others.
func (a *Annotator) targetOf(e corpus.EntityID) corpus.EntityID {
	if e == "" {
		return ""
	}
	for _, t := range a.targets {
		if t.Has(e) {
			return t.ID
		}
	}
	return ""
}

// about says of mentions which target they name and of quotations which ones
// they are on: those that their words name, if as "the organisation".
func (a *Annotator) about(_ *corpus.Document, out *corpus.Annotations, _ *supplied) error {
	for i := range out.Mentions {
		out.Mentions[i].Target = a.targetOf(out.Mentions[i].Entity)
	}
	for i := range out.Quotes {
		q := &out.Quotes[i]
		for _, content := range q.Content {
			for _, m := range mentionsIn(out, q.In, content) {
				if m.Target != "" && content.Contains(m.Span) {
					q.Targets = append(q.Targets, m.Target)
				}
			}
		}
		slices.Sort(q.Targets)
		q.Targets = slices.Compact(q.Targets)
	}
	return nil
}

// isNamed reports whether a text names a target or a part of it.
func (a *Annotator) isNamed(out *corpus.Annotations, target corpus.EntityID) bool {
	return slices.ContainsFunc(out.Mentions, func(m corpus.Mention) bool { return a.targetOf(m.Entity) == target })
}

// TargetUse tells how far an annotated document is about a target (see package
// relevance).
func TargetUse(a *corpus.Annotations, target corpus.Target) corpus.TargetUse {
	return relevance.Of(a, target)
}

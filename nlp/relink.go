package nlp

import (
	"context"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/match"
)

// Relink says what a name stands for in one document, whatever the gazetteers
// say.
type Relink struct {
	Surface string          // case, accents and traditional characters make no difference
	Entity  corpus.EntityID // empty for one that no gazetteer has
}

// evidenceRelink is the evidence of a mention that stands as an editor has it.
const evidenceRelink = "correction"

// AnnotateRelinked is [Annotator.Annotate] with an editor's links, on which
// speakers, frames and everything else after names is built. linked has for each
// of them the entities of the name's mentions as found, "" for one without.
func (a *Annotator) AnnotateRelinked(ctx context.Context, doc corpus.Document, links []Relink) (notes corpus.Annotations, linked [][]string, err error) {
	linked = make([][]string, len(links))
	notes, err = a.annotate(ctx, doc, func(doc *corpus.Document, out *corpus.Annotations, _ *supplied) error {
		for i, l := range links {
			linked[i] = a.relink(doc, out, l)
		}
		return nil
	}, a.translate, a.quotes, a.names, clauses, a.frames, a.claimed, a.terms, a.about, a.stances, a.unmade)
	return notes, linked, err
}

// relink gives the mentions of a name their entity, and makes its other places
// mentions where there is one to give.
func (a *Annotator) relink(doc *corpus.Document, out *corpus.Annotations, l Relink) (before []string) {
	entity, known := a.linker.Entity(l.Entity)
	name := foldedName(l.Surface)
	if name == "" || !known && l.Entity != "" {
		return nil
	}
	for i := range out.Mentions {
		m := &out.Mentions[i]
		if m.Variant == corpus.VariantPronoun || foldedName(m.Surface) != name {
			continue
		}
		before = append(before, string(m.Entity))
		m.Entity, m.Name, m.Metonym, m.Score, m.Evidence = l.Entity, "", false, 1, evidenceRelink
		if m.Variant = corpus.VariantAlias; known {
			m.Label = entity.Label
		}
		m.ID = corpus.NewPartID(doc.ID, corpus.LayerMention, out.Sentences[m.Sentence].In(), m.Span, string(m.Entity))
	}
	if known {
		for _, m := range unmentioned(doc, out, name) {
			if before == nil {
				before = []string{""}
			}
			m.Label, m.Entity, m.Variant, m.Score, m.Evidence = entity.Label, l.Entity, corpus.VariantAlias, 1, evidenceRelink
			m.ID = corpus.NewPartID(doc.ID, corpus.LayerMention, out.Sentences[m.Sentence].In(), m.Span, string(m.Entity))
			out.Mentions = append(out.Mentions, m)
		}
		sortMentions(out.Mentions)
	}
	slices.Sort(before)
	return slices.Compact(before)
}

func foldedName(s string) string {
	t := match.Fold(s)
	return strings.TrimSpace(t.String(0, t.Len()))
}

// unmentioned finds a folded name in title and text where no mention stands.
func unmentioned(doc *corpus.Document, out *corpus.Annotations, name string) []corpus.Mention {
	var found []corpus.Mention
	trie := match.NewTrie[bool]()
	trie.Add(name, match.Literal, true)
	for _, in := range []corpus.Field{corpus.InTitle, corpus.InText} {
		f := match.NewField(doc, in, out)
		trie.Find(f.Text, func(start, end int, _ []bool) {
			span := f.Span(start, end)
			sentence := f.SentenceAt(span.Start)
			if sentence < 0 || !f.Boundary(end) || f.CrossesWord(span) || len(mentionsIn(out, in, span)) > 0 {
				return
			}
			found = append(found, corpus.Mention{Span: span, Sentence: sentence, Surface: span.Of(f.Source())})
		})
	}
	return found
}

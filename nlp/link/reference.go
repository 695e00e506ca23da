package link

import (
	"regexp"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/match"
)

// reference is a phrase that stands for a body named before.
type reference struct {
	lang string
	kind string // of the body
	// notBefore are words that, directly after the phrase, give it another
	// sense: the organisation of, the body for.
	notBefore map[string]bool
}

// In longer sentences, and among more names, nothing is sure.
const (
	maxSentence = 4000 // bytes
	maxNames    = 100
)

// reach is how many sentences back a reference may reach.
const reach = 2

func newReferences(gazetteers []Gazetteer) *match.Trie[reference] {
	t := match.NewTrie[reference]()
	for _, g := range gazetteers {
		for _, r := range g.References {
			words := map[string]bool{}
			for _, w := range r.NotBefore {
				words[w] = true
			}
			for _, p := range r.Phrases {
				t.Add(p, match.Literal, reference{lang: r.Lang, kind: r.Kind, notBefore: words})
			}
		}
	}
	return t
}

// otherBody finds bodies that no gazetteer knows: then a reference is in doubt.
var otherBody = regexp.MustCompile(`\b\p{Lu}[\p{L}'’.-]*(?: (?:of|for|on|and|the|\p{Lu}[\p{L}'’.-]*))*? ` +
	`(?:Organi[sz]ation|Council|Court|Bank|Commission|Ministry|Union|Tribunal|Agency|Committee|Fund|Institute|Association|Party|University|Foundation|Centre|Center|Authority|Federation)\b`)

// references links phrases such as "the organisation" to the one body that the
// sentence itself before the phrase and the two sentences before it name.
func (l *Linker) references(doc *corpus.Document, a *corpus.Annotations, fields []*field, found []corpus.Mention) []corpus.Mention {
	bySentence := map[int][]corpus.Mention{}
	for _, m := range found {
		bySentence[m.Sentence] = append(bySentence[m.Sentence], m)
	}
	var add []corpus.Mention
	for _, f := range fields {
		var spans []corpus.Span
		l.refs.Find(f.Text, func(start, end int, refs []reference) {
			span := f.Span(start, end)
			lang := f.langAt(span.Start)
			refs = slices.DeleteFunc(slices.Clone(refs), func(r reference) bool { return r.lang != lang || followed(f.Text, end, r.notBefore) })
			if !f.Boundary(end) || len(refs) == 0 || overlapped(a.Sentences, found, f, span) {
				return
			}
			if n := len(spans); n > 0 && spans[n-1].Overlaps(span) {
				return
			}
			body, ok := l.onlyBody(doc, a, f, bySentence, span, refs)
			if !ok {
				return
			}
			spans = append(spans, span)
			body.ID = corpus.NewPartID(doc.ID, corpus.LayerMention, f.In, span, string(body.Entity))
			body.Span, body.Surface, body.Sentence = span, span.Of(f.Source()), f.SentenceAt(span.Start)
			body.Evidence = "reference to " + body.Surface
			body.Variant, body.Score, body.Metonym = corpus.VariantPronoun, scores[corpus.VariantPronoun], false
			add = append(add, body)
		})
	}
	found = append(found, add...)
	sortMentions(found)
	return found
}

// followed reports whether the word after folded rune end is one of words.
func followed(t *match.Text, end int, words map[string]bool) bool {
	start := end
	if start < t.Len() && t.Rune(start) == ' ' {
		start++
	}
	return start < t.Len() && words[t.String(start, max(start+1, t.WordAfter(start+1)))]
}

// onlyBody is the mention of the one body in reach before span, where it is of a
// kind that one of the references stands for.
func (l *Linker) onlyBody(doc *corpus.Document, a *corpus.Annotations, f *field, bySentence map[int][]corpus.Mention, span corpus.Span, refs []reference) (corpus.Mention, bool) {
	here := f.SentenceAt(span.Start)
	if here < 0 {
		return corpus.Mention{}, false
	}
	var body corpus.Mention
	for i := max(0, here-reach); i <= here; i++ {
		s := a.Sentences[i]
		text := doc.Text
		if s.Headline {
			text = doc.Title
		}
		known := bySentence[i]
		if s.Span.Len() > maxSentence || len(known) > maxNames {
			return corpus.Mention{}, false
		}
		for _, m := range known {
			e, ok := l.Entity(m.Entity)
			if !ok || m.Label != corpus.ORG || i == here && m.Span.Start >= span.Start {
				continue
			}
			if !slices.ContainsFunc(refs, func(r reference) bool { return r.kind == e.Kind }) || body.Entity != "" && body.Entity != m.Entity {
				return corpus.Mention{}, false
			}
			body = m
		}
		for _, o := range otherBody.FindAllStringIndex(s.Span.Of(text), -1) {
			at := corpus.Span{Start: s.Span.Start + o[0], End: s.Span.Start + o[1]}
			if i == here && at.Start >= span.Start {
				continue
			}
			if !slices.ContainsFunc(known, func(m corpus.Mention) bool { return m.Span.Overlaps(at) }) {
				return corpus.Mention{}, false
			}
		}
	}
	return body, body.Entity != "" && !strings.HasPrefix(string(body.Entity), maskPrefix)
}

package quote

import (
	"sort"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// pronouns that a person named before may stand behind.
var pronouns = wordset.Of("he she who il elle él ella er sie ele ela lui lei он она هو هي 他 她")

// speaker is the entity that the source of quotation i names: a person before a body, a state
// only where the source is nothing else. A pronoun is resolved where only one
// person can be meant.
func (f *finder) speaker(i int, source, whole corpus.Span) corpus.EntityID {
	if pronouns[strings.ToLower(source.Of(f.src))] {
		return f.antecedent(i, source, whole)
	}
	return f.named(source).Entity
}

// named is the mention in a source that names the speaker.
func (f *finder) named(source corpus.Span) corpus.Mention {
	var best, stranger corpus.Mention
	rank := 0
	for i := f.sentenceOf(source.Start); i <= f.sentenceOf(source.End-1); i++ {
		for _, m := range f.mentions[i] {
			if r := f.speaks(m, source); r > rank {
				best, rank = m, r
			}
			if m.Label == corpus.PER && m.Entity == "" && stranger.Span.Len() == 0 && source.Overlaps(m.Span) {
				stranger = m
			}
		}
	}
	if stranger.Span.Len() > 0 && (best.Label != corpus.PER || stranger.Span.Start < best.Span.Start) {
		return corpus.Mention{} // somebody without an entity speaks
	}
	return best
}

// Name fills in the speakers of quotations that Find has not made: the entity
// that the source names, where it names one. Those that have a speaker keep it.
func Name(doc *corpus.Document, a *corpus.Annotations) {
	for _, in := range []corpus.Field{corpus.InTitle, corpus.InText} {
		f := newFinder(doc, in, a)
		for i := range a.Quotes {
			if q := &a.Quotes[i]; q.In == in && q.Speaker == "" && len(q.Source) > 0 {
				q.Speaker = f.named(q.Source[0]).Entity
			}
		}
	}
}

// speaks ranks a mention in a source by how surely it is the speaker: a person;
// a body or state only where it is the whole source or its head, and not where
// it says whose spokesman or secretary speaks.
func (f *finder) speaks(m corpus.Mention, source corpus.Span) int {
	switch {
	case m.Entity == "" || !source.Overlaps(m.Span):
		return 0
	case m.Label == corpus.PER:
		if ofSomebody(f.src[min(m.Span.End, source.End):source.End]) {
			return 0
		}
		return 3
	case m.Label != corpus.ORG && m.Label != corpus.LOC:
		return 0
	}
	before := strings.ToLower(f.src[source.Start:max(source.Start, m.Span.Start)])
	after := strings.TrimLeft(f.src[min(m.Span.End, source.End):source.End], " ’'s")
	if articles[strings.TrimSpace(before)] && (after == "" || after[0] == ',' || after[0] == '(') {
		return 2
	}
	return 0
}

// articles may stand before a body that speaks.
var articles = map[string]bool{"": true, "the": true, "la": true, "le": true, "l'": true, "l’": true, "el": true, "los": true, "die": true, "der": true, "das": true, "o": true, "a": true}

const (
	maxBack  = 3  // sentences back that a pronoun may reach
	lookBack = 32 // quotations
)

// antecedent is the person behind a pronoun: the only one named since the last
// quotation whose source is named, else the source of that one; without such a
// quotation the only one named in the sentences before. Two candidates are none.
func (f *finder) antecedent(i int, source, whole corpus.Span) corpus.EntityID {
	var before *draft
	for k := max(0, i-lookBack); k <= i; k++ {
		d := &f.drafts[k]
		if d.source.Len() > 0 && d.source.End <= source.Start && !pronouns[strings.ToLower(d.source.Of(f.src))] &&
			(before == nil || d.source.Start > before.source.Start) {
			before = d
		}
	}
	here := f.sentenceOf(source.Start)
	from := here - maxBack
	if before != nil {
		from = max(from, f.sentenceOf(before.source.Start))
	}
	var found corpus.EntityID
	for i := max(0, from); i <= here; i++ {
		for _, m := range f.mentions[i] {
			if m.Label != corpus.PER || m.Span.Start >= source.Start || whole.Contains(m.Span) || before != nil && m.Span.Start < before.source.End {
				continue
			}
			if m.Entity == "" || found != "" && found != m.Entity {
				return ""
			}
			found = m.Entity
		}
	}
	if found != "" || before == nil || here-f.sentenceOf(before.source.Start) > maxBack {
		return found
	}
	if m := f.named(before.source); m.Label == corpus.PER {
		return m.Entity
	}
	return ""
}

// sentenceOf is the index of the sentence around byte b, or the last before it;
// -1 when there is none.
func (f *finder) sentenceOf(b int) int {
	i := sort.Search(len(f.sentences), func(i int) bool { return f.a.Sentences[f.sentences[i]].Span.Start > b })
	if i == 0 {
		return -1
	}
	return f.sentences[i-1]
}

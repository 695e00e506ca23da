package nlp

import (
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/link"
	"framewatch/nlp/ner"
	"framewatch/nlp/service"
)

// sure is the score from which a name of the tagger may take the place of names
// of the gazetteers inside it.
const sure = .5

// tag adds the names that the entity tagger or an annotator service finds,
// without an entity. A gazetteer's name that overlaps one of them stays and the
// found one goes, but for one case: places and nations inside a longer name of
// something else (University of Hong Kong, Jordan Smith) are not what is named
// there, so the longer name takes their place. Bodies and persons of the
// gazetteers always stay: in "IOMed Secretariat" the body must remain a mention.
func (a *Annotator) tag(doc *corpus.Document, out *corpus.Annotations, given *supplied) {
	found := make([][]ner.Entity, len(out.Sentences))
	if a.tagger != nil {
		found = a.tagger.Tag(taggerInput(doc, out, given))
	}
	given.entities(out, found)
	var add []corpus.Mention
	replaced := map[string]bool{}
	for i, entities := range found {
		in, by := out.Sentences[i].In(), "tagger"
		if given.covers(service.Entities, out.Sentences[i].Lang) {
			by = given.by()
		}
		for _, e := range entities {
			inside := mentionsIn(out, in, e.Span)
			if slices.ContainsFunc(inside, func(m corpus.Mention) bool { return !a.yields(m, e) }) {
				continue
			}
			for _, m := range inside {
				replaced[m.ID] = true
			}
			add = append(add, corpus.Mention{
				ID:   corpus.NewPartID(doc.ID, corpus.LayerMention, in, e.Span, "tagger", string(e.Label)),
				Span: e.Span, Sentence: i, Surface: e.Span.Of(field(doc, in)), Label: e.Label, Variant: corpus.VariantAlias,
				Score: e.Score, Evidence: by,
			})
		}
	}
	out.Mentions = slices.DeleteFunc(out.Mentions, func(m corpus.Mention) bool { return replaced[m.ID] })
	out.Mentions = append(out.Mentions, add...)
	sortMentions(out.Mentions)
	contest(doc, out)
}

// contest takes the entity from a family name alone where somebody whom no
// gazetteer knows has been named in full with it too: after John Lee and Lee
// Hsien Loong, there is no telling who "Lee" is.
func contest(doc *corpus.Document, out *corpus.Annotations) {
	others := map[string]bool{}
	for i := range out.Mentions {
		m := &out.Mentions[i]
		switch {
		case m.Label != corpus.PER:
		case m.Entity == "":
			for _, w := range familyNames(m.Surface) {
				others[w] = true
			}
		case link.FamilyName(*m) && others[m.Surface]:
			in := out.Sentences[m.Sentence].In()
			m.ID = corpus.NewPartID(doc.ID, corpus.LayerMention, in, m.Span, "tagger", string(m.Label))
			m.Entity, m.Score, m.Evidence = "", baselineScore, "family name of several people"
		}
	}
}

// familyNames are the words of a person's name in full that may be the family
// name: the first, the last, and the one before a hyphenated given name.
func familyNames(name string) []string {
	sep := " "
	if strings.Contains(name, "·") {
		sep = "·"
	}
	words := strings.Split(name, sep)
	for len(words) > 0 && honorific[strings.TrimSuffix(words[0], ".")] {
		words = words[1:]
	}
	last := len(words) - 1
	if last < 1 {
		return nil
	}
	out := []string{words[0], words[last]}
	if strings.Contains(words[last], "-") {
		out = append(out, words[last-1])
	}
	return out
}

// taggerInput are the sentences with their words; those that a service reads
// have none, so that the tagger finds nothing there.
func taggerInput(doc *corpus.Document, out *corpus.Annotations, given *supplied) []ner.Sentence {
	sentences := make([]ner.Sentence, len(out.Sentences))
	for i, s := range out.Sentences {
		if !given.covers(service.Entities, s.Lang) {
			sentences[i] = ner.Sentence{Text: field(doc, s.In()), Lang: s.Lang}
		}
	}
	for from := 0; from < len(out.Tokens); {
		i, to := out.Tokens[from].Sentence, from
		for to < len(out.Tokens) && out.Tokens[to].Sentence == i {
			to++
		}
		sentences[i].Tokens = out.Tokens[from:to]
		from = to
	}
	return sentences
}

// yields reports whether a gazetteer's mention gives way to a tagger's name.
// A region does to any longer name: 上海市, Northern California.
func (a *Annotator) yields(m corpus.Mention, e ner.Entity) bool {
	if known, _ := a.linker.Entity(m.Entity); known.Kind == link.Region && e.Span.Contains(m.Span) && e.Span != m.Span {
		return true
	}
	place := m.Label == corpus.LOC || m.Label == corpus.NORP
	other := e.Label != corpus.LOC && e.Label != corpus.NORP
	return place && other && e.Score >= sure && e.Span.Contains(m.Span) && e.Span != m.Span && m.Variant != corpus.VariantPronoun
}

package nlp

import (
	"framewatch/corpus"
)

// Relevance is how far a document is about an entity.
type Relevance string

// The degrees of relevance.
const (
	RelevanceMain    Relevance = "main"    // the headline or the opening names it, and the text goes on about it
	RelevancePassing Relevance = "passing" // named, but the text is about something else
	RelevanceNone    Relevance = "none"    // not named
)

const (
	opening      = 3   // sentences of the text that say what it is about
	mainMentions = 3   // mentions that make an entity a subject
	mainShare    = .15 // share of sentences that name it, enough in a short text
)

// RelevanceOf tells whether the target is the main subject of an annotated
// document, by a rule of thumb: where it is named first and in how many
// sentences. References such as "the organisation" count.
func RelevanceOf(a *corpus.Annotations, target corpus.EntityID) Relevance {
	sentences, last, early := 0, -1, false
	headlines := 0
	for _, s := range a.Sentences {
		if s.Headline {
			headlines++
		}
	}
	for _, m := range a.Mentions {
		if m.Entity != target || m.Sentence == last {
			continue
		}
		last = m.Sentence
		sentences++
		early = early || m.Sentence < headlines+opening
	}
	switch {
	case sentences == 0:
		return RelevanceNone
	case early && (sentences >= mainMentions || float64(sentences) >= mainShare*float64(len(a.Sentences))):
		return RelevanceMain
	}
	return RelevancePassing
}

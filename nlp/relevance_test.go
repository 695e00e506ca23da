package nlp_test

import (
	"testing"

	"framewatch/corpus"
	"framewatch/nlp"
)

func TestRelevanceOf(t *testing.T) {
	in := func(sentences ...int) *corpus.Annotations {
		a := &corpus.Annotations{Sentences: make([]corpus.Sentence, 40)}
		a.Sentences[0].Headline = true
		for _, s := range sentences {
			a.Mentions = append(a.Mentions, corpus.Mention{Sentence: s, Entity: "org.iomed"})
		}
		a.Mentions = append(a.Mentions, corpus.Mention{Sentence: 39, Entity: "org.un"})
		return a
	}
	tests := []struct {
		name string
		a    *corpus.Annotations
		want nlp.Relevance
	}{
		{"not named", in(), nlp.RelevanceNone},
		{"headline and text", in(0, 5, 9), nlp.RelevanceMain},
		{"once in the opening", in(1), nlp.RelevancePassing},
		{"twice in one sentence", in(1, 1, 1), nlp.RelevancePassing},
		{"late", in(20, 21, 22, 23), nlp.RelevancePassing},
		{"short text", &corpus.Annotations{Sentences: make([]corpus.Sentence, 3), Mentions: []corpus.Mention{{Entity: "org.iomed"}}}, nlp.RelevanceMain},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := nlp.RelevanceOf(test.a, "org.iomed"); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

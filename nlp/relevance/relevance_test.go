package relevance_test

import (
	"testing"

	"framewatch/corpus"
	"framewatch/nlp/relevance"
)

// about is the target with its convention.
var about = corpus.Target{ID: "org.iomed", Set: []corpus.EntityID{"org.iomed", "treaty.iomed_convention"}}

func TestRelevance(t *testing.T) {
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
		want corpus.Relevance
	}{
		{"not named", in(), corpus.RelevanceNone},
		{"headline and text", in(0, 5, 9), corpus.RelevanceMain},
		{"once in the opening", in(1), corpus.RelevancePassing},
		{"twice in one sentence", in(1, 1, 1), corpus.RelevancePassing},
		{"late", in(20, 21, 22, 23), corpus.RelevancePassing},
		{"only the convention", &corpus.Annotations{Sentences: make([]corpus.Sentence, 3), Mentions: []corpus.Mention{{Entity: "treaty.iomed_convention"}}}, corpus.RelevanceMain},
		{"short text", &corpus.Annotations{Sentences: make([]corpus.Sentence, 3), Mentions: []corpus.Mention{{Entity: "org.iomed"}}}, corpus.RelevanceMain},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := relevance.Of(test.a, about); got.Relevance != test.want {
				t.Errorf("got %+v, want %s", got, test.want)
			}
		})
	}
}

func TestRelevanceScore(t *testing.T) {
	a := &corpus.Annotations{Sentences: make([]corpus.Sentence, 11)}
	a.Sentences[0].Headline = true
	if got, want := relevance.Of(a, about), (corpus.TargetUse{Target: "org.iomed", Relevance: corpus.RelevanceNone, First: -1}); got != want {
		t.Errorf("not named: got %+v", got)
	}
	for _, s := range []int{5, 5, 6} {
		a.Mentions = append(a.Mentions, corpus.Mention{Sentence: s, Entity: "org.iomed"})
	}
	late := relevance.Of(a, about)
	if late.Mentions != 3 || late.Sentences != 2 || late.First != .5 || late.InHeadline || late.Score <= 0 || late.Score >= .5 {
		t.Errorf("late: got %+v", late)
	}
	a.Mentions = append([]corpus.Mention{{Sentence: 0, Entity: "org.iomed"}, {Sentence: 1, Entity: "org.iomed"}}, a.Mentions...)
	if all := relevance.Of(a, about); all.Score != 1 || !all.InHeadline || all.First != 0 {
		t.Errorf("headline, opening and text: got %+v", all)
	}
}

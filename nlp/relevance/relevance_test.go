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
		{"in the headline of a long text", in(0), corpus.RelevancePassing},
		{"in the headline and later", in(0, 20), corpus.RelevanceMain},
		{"in the lead of a news item", &corpus.Annotations{Sentences: make([]corpus.Sentence, 14), Mentions: []corpus.Mention{{Sentence: 1, Entity: "org.iomed"}}}, corpus.RelevanceMain},
		{"in the middle of a news item", &corpus.Annotations{Sentences: make([]corpus.Sentence, 14), Mentions: []corpus.Mention{{Sentence: 6, Entity: "org.iomed"}}}, corpus.RelevancePassing},
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

// TestShortTextsAreAboutTheirLead: a text that names a body once, in its headline
// or first paragraph, is about it, unless another body is named as often.
func TestShortTextsAreAboutTheirLead(t *testing.T) {
	text := func(sentences int, mentions ...corpus.Mention) *corpus.Annotations {
		a := &corpus.Annotations{Sentences: make([]corpus.Sentence, sentences), Mentions: mentions}
		a.Sentences[0] = corpus.Sentence{Headline: true, Paragraph: -1}
		for i := 1; i < sentences; i++ {
			a.Sentences[i].Paragraph = (i - 1) / 2
		}
		return a
	}
	within := corpus.Span{Start: 40, End: 45}
	named := func(id corpus.EntityID, sentence int) corpus.Mention {
		return corpus.Mention{Label: corpus.ORG, Entity: id, Sentence: sentence, Span: within}
	}
	bank := corpus.Mention{Label: corpus.ORG, Name: "Harbour Bank", Span: within}
	beginning := bank
	beginning.Span = corpus.Span{Start: 4, End: 9}
	at := func(m corpus.Mention, sentence int) corpus.Mention { m.Sentence = sentence; return m }
	tests := []struct {
		name string
		a    *corpus.Annotations
		want corpus.Relevance
	}{
		{"first paragraph", text(20, named("org.iomed", 2)), corpus.RelevanceMain},
		{"headline", text(20, named("org.iomed", 0)), corpus.RelevanceMain},
		{"only the convention", text(20, named("treaty.iomed_convention", 1)), corpus.RelevanceMain},
		{"second paragraph", text(20, named("org.iomed", 3)), corpus.RelevancePassing},
		{"another body once", text(20, named("org.iomed", 1), named("org.un", 5)), corpus.RelevanceMain},
		{"another body more often", text(20, named("org.iomed", 1), named("org.un", 1), named("org.un", 5)), corpus.RelevancePassing},
		{"another body twice in one sentence", text(20, named("org.iomed", 1), named("org.un", 5), named("org.un", 5)), corpus.RelevanceMain},
		{"a body without an entity", text(20, named("org.iomed", 1), at(bank, 2), at(bank, 7)), corpus.RelevancePassing},
		{"a body that begins a sentence", text(20, named("org.iomed", 1), at(beginning, 12)), corpus.RelevancePassing},
		{"a body that begins a sentence, less often", text(20, named("org.iomed", 1), named("org.iomed", 3), at(beginning, 12)), corpus.RelevanceMain},
		{"both as often", text(20, named("org.iomed", 1), named("org.iomed", 2), named("org.un", 3), named("org.un", 4)), corpus.RelevancePassing},
		{"it comes back late", text(20, named("org.iomed", 7), named("treaty.iomed_convention", 11)), corpus.RelevanceMain},
		{"the next sentence, in another paragraph", text(20, named("org.iomed", 8), named("org.iomed", 9)), corpus.RelevancePassing},
		{"twice in one paragraph", text(20, named("org.iomed", 7), named("org.iomed", 8)), corpus.RelevancePassing},
		{"it comes back, another body as often", text(20, named("org.un", 3), named("org.iomed", 7), named("org.iomed", 11), named("org.un", 12)), corpus.RelevancePassing},
		{"it comes back in a long text", text(40, named("org.iomed", 7), named("org.iomed", 11)), corpus.RelevancePassing},
		{"a long text", text(40, named("org.iomed", 1)), corpus.RelevancePassing},
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

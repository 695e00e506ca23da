package quote_test

import (
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp/quote"

	"github.com/google/go-cmp/cmp"
)

// annotations makes each line a paragraph and each stretch between bars a
// sentence of it.
func annotations(text, lang string) *corpus.Annotations {
	a := &corpus.Annotations{}
	at := 0
	for p, line := range strings.Split(text, "\n") {
		for _, s := range strings.SplitAfter(line, "|") {
			if body := strings.TrimRight(s, "| "); body != "" {
				lead := len(s) - len(strings.TrimLeft(s, " "))
				a.Sentences = append(a.Sentences, corpus.Sentence{
					Span: corpus.Span{Start: at + lead, End: at + len(body)}, Seq: len(a.Sentences), Paragraph: p, Lang: lang})
			}
			at += len(s)
		}
		at++
	}
	return a
}

func join(text string, spans []corpus.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, s.Of(text))
	}
	return strings.Join(out, " + ")
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, lang, text string
		want             []string // type: content <- source [cue] class
	}{
		{"verb then name", "en", `“We will talk,” said Ann Lowe, a mediator from Kisumu, on Monday.`,
			[]string{`direct: “We will talk,” <- Ann Lowe, a mediator from Kisumu [said] neutral`}},
		{"name then verb", "en", `"We will talk," Ann Lowe, the chair, also warned.`,
			[]string{`direct: "We will talk," <- Ann Lowe, the chair [also warned] neutral`}},
		{"before, colon", "en", `In March the envoy Ann Lowe said: “Talks go on.”`,
			[]string{`direct: “Talks go on.” <- Ann Lowe [said] neutral`}},
		{"broken in two", "en", `“We talk,” he said, “and we wait.” “We always have.”`,
			[]string{`direct: “We talk,” + “and we wait.” + “We always have.” <- he [said] neutral`}},
		{"several paragraphs", "en", "“One thing is clear.\n“Another is not,” she added.",
			[]string{`direct: “One thing is clear. + “Another is not,” <- she [added] neutral`}},
		{"question", "en", `“Who pays?” asked the clerk.`, []string{`direct: “Who pays?” <- the clerk [asked] neutral`}},
		{"a verb in the past that no list holds", "en", `“Never mind the rain,” Lowe retorted.`,
			[]string{`direct: “Never mind the rain,” <- Lowe [retorted] neutral`}},
		{"mixed", "en", `Ann Lowe praised the body as “a patient listener to all sides” of it.`,
			[]string{`mixed: the body as + “a patient listener to all sides” + of it <- Ann Lowe [praised] neutral`}},
		{"scare quotes", "en", `The “peace shop” sells pencils.`, nil},
		{"title of a work", "en", `She said “The Long Quiet Harbour” was dull to read.`, nil},
		{"possessive noun is no verb", "en", `Lowe's report that the roof leaks is wrong.`, nil},
		{"newspaper is no verb", "en", `In the Harbour Post that day it rained.`, nil},
		{"reported", "en", `Ann Lowe said that the roof leaks.`, []string{`indirect: the roof leaks <- Ann Lowe [said] neutral`}},
		{"reported without that", "en", `Ann Lowe said the roof leaks.`, []string{`indirect: the roof leaks <- Ann Lowe [said] neutral`}},
		{"reported at the end", "en", `The roof is old, according to Ann Lowe.`, []string{`indirect: The roof is old <- Ann Lowe [according to] neutral`}},
		{"as said", "en", `As Ann Lowe, the chair, noted at lunch, the roof is old.`, []string{`indirect: the roof is old <- Ann Lowe, the chair [noted] endorsing`}},
		{"doubled single marks", "en", `''We will talk,'' Ms. Lowe said.`, []string{`direct: ''We will talk,'' <- Ms. Lowe [said] neutral`}},
		{"british", "en", `‘We don’t talk to the press,’ said Ann Lowe.`, []string{`direct: ‘We don’t talk to the press,’ <- Ann Lowe [said] neutral`}},
		{"nested", "en", `“He said ‘no’ to that,” Lowe said.`, []string{`direct: “He said ‘no’ to that,” <- Lowe [said] neutral`}},

		{"japanese", "ja", `王氏は「対話が大切だ」と述べた。`, []string{`direct: 「対話が大切だ」 <- 王氏 [述べた] neutral`}},

		{"french", "fr", `« Nous parlerons », a déclaré mardi Anne Leroy.`, []string{`direct: « Nous parlerons » <- Anne Leroy [a déclaré] neutral`}},
		{"french inversion", "fr", `« Nous parlerons », ajoute-t-elle.`, []string{`direct: « Nous parlerons » <- elle [ajoute] neutral`}},
		{"french reported", "fr", `Anne Leroy a affirmé que le toit fuit.`, []string{`indirect: le toit fuit <- Anne Leroy [a affirmé] neutral`}},
		{"spanish", "es", `«Hablaremos», dijo la ministra Ana Ruiz.`, []string{`direct: «Hablaremos» <- la ministra Ana Ruiz [dijo] neutral`}},
		{"german", "de", `„Wir reden weiter“, sagte Anna Kern am Montag.`, []string{`direct: „Wir reden weiter“ <- Anna Kern [sagte] neutral`}},
		{"french, two speakers", "fr", `Anne Leroy affirme que le toit fuit, mais Paul Brun assure que le toit tient.`,
			[]string{`indirect: le toit fuit <- Anne Leroy [affirme] neutral`, `indirect: le toit tient <- Paul Brun [assure] neutral`}},
		{"french denial", "fr", `Anne Leroy nie que le toit fuit.`, []string{`indirect: le toit fuit <- Anne Leroy [nie] denying`}},
		{"spanish, two speakers", "es", `Ana Ruiz dijo que el techo gotea; Juan Gil sostiene que el techo aguanta.`,
			[]string{`indirect: el techo gotea <- Ana Ruiz [dijo] neutral`, `indirect: el techo aguanta <- Juan Gil [sostiene] neutral`}},
		{"german, two speakers", "de", `Anna Kern behauptet, dass das Dach leckt, während Max Ott betont, dass das Dach hält.`,
			[]string{`indirect: das Dach leckt <- Anna Kern [behauptet] distancing`, `indirect: das Dach hält <- Max Ott [betont] endorsing`}},
		{"spanish at the end", "es", `El techo es muy viejo, según Ana Ruiz.`, []string{`indirect: El techo es muy viejo <- Ana Ruiz [según] neutral`}},
		{"arabic", "ar", `قال الوزير: «سنتحدث غدا مع الجميع».`, []string{`direct: «سنتحدث غدا مع الجميع» <- الوزير [قال] neutral`}},
		{"arabic reported", "ar", `وأكد الوزير أن السقف قديم جدا.`, []string{`indirect: السقف قديم جدا <- الوزير [وأكد] endorsing`}},
		{"korean", "ko", `"우리는 대화할 것이다"라고 김 장관이 말했다.`, []string{`direct: "우리는 대화할 것이다" <- 김 장관이 [말했다] neutral`}},
		{"no rules for the language", "sw", `“Tutazungumza kesho asubuhi na watu wote.”`, []string{`direct: “Tutazungumza kesho asubuhi na watu wote.” <-  [] `}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, q := range quote.Find(&corpus.Document{Text: test.text}, annotations(test.text, test.lang)) {
				got = append(got, string(q.Type)+": "+join(test.text, q.Content)+" <- "+join(test.text, q.Source)+" ["+join(test.text, q.Cue)+"] "+string(q.VerbClass))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func TestSpeaker(t *testing.T) {
	const text = "Ann Lowe opened it.|She said: “Talks go on.”|The Council said that it will rain.|Council chief Ben Ode said that it will not."
	mentions := func(text string) []corpus.Mention {
		at := func(s string, sentence int, label corpus.Label, id corpus.EntityID) corpus.Mention {
			k := strings.Index(text, s)
			return corpus.Mention{Span: corpus.Span{Start: k, End: k + len(s)}, Sentence: sentence, Label: label, Entity: id}
		}
		return []corpus.Mention{at("Ann Lowe", 0, corpus.PER, "person.lowe"), at("Council", 2, corpus.ORG, "org.council"),
			{Span: corpus.Span{Start: strings.LastIndex(text, "Council"), End: strings.LastIndex(text, "Council") + 7}, Sentence: 3, Label: corpus.ORG, Entity: "org.council"}}
	}
	a := annotations(text, "en")
	a.Mentions = mentions(text)
	var got []corpus.EntityID
	for _, q := range quote.Find(&corpus.Document{Text: text}, a) {
		got = append(got, q.Speaker)
	}
	// A body's chief is not the body.
	if diff := cmp.Diff([]corpus.EntityID{"person.lowe", "org.council", ""}, got); diff != "" {
		t.Errorf("speakers (-want +got):\n%s", diff)
	}
}

// expectInside holds that the parts of quotations lie in the text, contents in
// order.
func expectInside(t *testing.T, text string, quotes []corpus.Quote) {
	t.Helper()
	for _, q := range quotes {
		last := 0
		for _, s := range q.Content {
			if s.Start < last || s.Len() <= 0 || s.End > len(text) {
				t.Fatalf("%q: content %v", text, q.Content)
			}
			last = s.End
		}
		for _, s := range append(q.Source, q.Cue...) {
			if s.Start < 0 || s.Len() <= 0 || s.End > len(text) {
				t.Fatalf("%q: source %v cue %v", text, q.Source, q.Cue)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{`“A,” he said, “B.”`, `"a "b" c`, `''x'' said Y`, "“open\n“more,” he said", `王平表示：“好的好的。”他说`, "‘it’s’", `««a»`, "\xff“\xfe”", `He said, called "x" y`} {
		for _, lang := range []string{"en", "zh-Hans", "fr", "ja", "ko"} {
			f.Add(seed, lang)
		}
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		expectInside(t, text, quote.Find(&corpus.Document{Text: text}, annotations(text, lang)))
	})
}

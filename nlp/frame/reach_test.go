package frame_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp/clause"
	"framewatch/nlp/frame"

	"github.com/google/go-cmp/cmp"
)

// reached lists the hits, with their distances, of a text in which the target is
// written as IOMed and a court as ICJ. Lines are sentences.
func reached(t *testing.T, text, lang string) []string {
	t.Helper()
	book := frame.Codebook{ID: "reach", Version: "1", Sets: []frame.Set{{ID: "TARGET", Target: true}, {ID: "COURT", Entities: []corpus.EntityID{"org.icj"}}},
		Frames: []frame.Frame{
			{ID: "road", Terms: map[string][]string{"en": {"belt and road"}, "zh": {"一带一路"}, "ar": {"الحزام والطريق"}}, Requires: []frame.Requirement{{Set: "TARGET", WithinSentences: 1}}},
			{ID: "rival", Terms: map[string][]string{"en": {"rival"}, "zh": {"对手"}, "ar": {"منافس"}}, Requires: []frame.Requirement{{Set: "TARGET", WithinSentences: 1}, {Set: "COURT", WithinSentences: 1}}},
			{ID: "peace", Terms: map[string][]string{"en": {"peace"}, "zh": {"和平"}, "ar": {"سلام"}}},
		}}
	c, err := frame.New(book, []corpus.Target{iomed})
	if err != nil {
		t.Fatal(err)
	}
	doc, a := &corpus.Document{Text: text}, &corpus.Annotations{Lang: lang}
	for n, at := range regexp.MustCompile(`\S[^.。]*[.。]`).FindAllStringIndex(text, -1) {
		span := corpus.Span{Start: at[0], End: at[1]}
		a.Sentences = append(a.Sentences, corpus.Sentence{Span: span, Seq: n, Lang: lang})
		for name, id := range map[string]corpus.EntityID{"IOMed": "org.iomed", "ICJ": "org.icj"} {
			if k := strings.Index(span.Of(text), name); k >= 0 {
				a.Mentions = append(a.Mentions, corpus.Mention{Span: corpus.Span{Start: at[0] + k, End: at[0] + k + len(name)}, Sentence: n, Entity: id})
			}
		}
	}
	a.Clauses = clause.Read(doc, a)
	var out []string
	for _, h := range c.Hits(doc, a) {
		out = append(out, fmt.Sprint(h.Frame, " ", h.Distance))
	}
	return out
}

// TestReachByRelevance: what a document is mainly about is in reach everywhere in
// it, what it names in passing in its own item, and as far as is written.
func TestReachByRelevance(t *testing.T) {
	filler := map[string]string{"en": " Rain fell.", "zh-Hans": "下雨了。", "ar": " هطل المطر."}
	fill := func(lang string, n int) string { return strings.Repeat(filler[lang], n) }
	tests := []struct {
		name, lang, text string
		want             []string
	}{
		{"main, far away", "en", "IOMed opened. IOMed grew. IOMed met." + fill("en", 9) + " The Belt and Road goes on.", []string{"road 10"}},
		{"main, far away", "zh-Hans", "IOMed成立。IOMed发展。IOMed开会。" + fill("zh-Hans", 9) + "一带一路继续。", []string{"road 10"}},
		{"main, far away", "ar", "IOMed بدأ. IOMed نما. IOMed اجتمع." + fill("ar", 9) + " الحزام والطريق مستمر.", []string{"road 10"}},
		{"main, the other set is near only", "en", "IOMed opened. IOMed grew. IOMed met." + fill("en", 9) + " It is a rival." + fill("en", 3) + " The ICJ sat.", nil},
		{"main, the other set is near", "zh-Hans", "IOMed成立。IOMed发展。IOMed开会。" + fill("zh-Hans", 9) + "它是ICJ的对手。", []string{"rival 10"}},

		{"passing, near", "en", fill("en", 20) + " IOMed opened. It serves the Belt and Road.", []string{"road 1"}},
		{"passing, near", "zh-Hans", fill("zh-Hans", 20) + "IOMed成立。它服务一带一路。", []string{"road 1"}},
		{"passing, too far", "en", fill("en", 20) + " IOMed opened. It rained. Then came the Belt and Road.", nil},
		{"passing, too far", "ar", fill("ar", 20) + " IOMed بدأ. هطل المطر. ثم الحزام والطريق.", nil},
		{"list of headlines", "en", "A summit on the Belt and Road.\nIOMed opens.\nFerries leave for the Belt and Road." + fill("en", 20), nil},
		{"list of headlines", "zh-Hans", "一带一路峰会。\nIOMed成立。\n渡轮驶向一带一路。" + fill("zh-Hans", 20), nil},
		{"list of headlines", "ar", "قمة الحزام والطريق.\nIOMed بدأ.\nعبارات الحزام والطريق." + fill("ar", 20), nil},
		{"an item of a list", "en", "A summit on fish.\nIOMed opens. It serves the Belt and Road.\nFerries leave." + fill("en", 20), []string{"road 1"}},
		{"an item of a list", "zh-Hans", "渔业峰会。\n\nIOMed成立，服务一带一路。\n\n渡轮离港。" + fill("zh-Hans", 20), []string{"road 0"}},
		{"the next paragraph", "en", fill("en", 20) + "\n\nThey praised IOMed.\n\nThey spoke of the Belt and Road.", nil},
		{"frames that ask for nothing", "en", "Peace came." + fill("en", 20) + "\nThey praised IOMed.", []string{"peace 21"}},
		{"not named", "zh-Hans", "和平来了。一带一路。", []string{"peace -1"}},
	}
	for _, test := range tests {
		t.Run(test.name+" "+test.lang, func(t *testing.T) {
			if diff := cmp.Diff(test.want, reached(t, test.text, test.lang)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

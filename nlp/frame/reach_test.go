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
		a.Sentences = append(a.Sentences, corpus.Sentence{Span: span, Seq: n, Lang: lang, Paragraph: strings.Count(text[:at[0]], "\n")})
		for _, w := range regexp.MustCompile(`\w+`).FindAllStringIndex(span.Of(text), -1) {
			word := corpus.Span{Start: at[0] + w[0], End: at[0] + w[1]}
			a.Tokens = append(a.Tokens, corpus.Token{Span: word, Sentence: n, POS: map[string]string{"and": "CC", "also": "RB", "raised": "VBD"}[word.Of(text)]})
		}
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
		{"passing, another thing that is praised", "en", fill("en", 20) + " They praised the Belt and Road, and welcomed IOMed.", nil},
		{"passing, another thing that is praised", "zh-Hans", fill("zh-Hans", 20) + "双方高度评价一带一路，欢迎IOMed成立。", nil},
		{"passing, another item of the sentence", "en", fill("en", 20) + " They back IOMed; they praise the Belt and Road.", nil},
		{"passing, another item of the sentence", "zh-Hans", fill("zh-Hans", 20) + "支持IOMed；推进一带一路。", nil},
		{"passing, another item of the sentence", "ar", fill("ar", 20) + " دعموا IOMed؛ الحزام والطريق مستمر.", nil},
		{"passing, said of it", "en", fill("en", 20) + " They welcomed IOMed, a work of the Belt and Road.", []string{"road 0"}},
		{"passing, said of it", "zh-Hans", fill("zh-Hans", 20) + "他们欢迎IOMed，称其服务一带一路。", []string{"road 0"}},
		{"passing, the sentence after one on others", "en", fill("en", 20) + " They welcomed a treaty, and IOMed. They praised the Belt and Road.", nil},
		{"passing, the sentence after one on others", "zh-Hans", fill("zh-Hans", 20) + "双方签约，并欢迎IOMed成立。双方推进一带一路。", nil},
		{"passing, the sentence after one in which another acts", "en", fill("en", 20) + " Officials cite IOMed. They praised the Belt and Road.", nil},
		{"passing, the sentence after one in which another acts", "zh-Hans", fill("zh-Hans", 20) + "官员列举IOMed。一带一路继续。", nil},
		{"passing, the sentence after one on it", "en", fill("en", 20) + " In May, the IOMed opened. It serves the Belt and Road.", []string{"road 1"}},
		{"passing, the sentence after one on it", "zh-Hans", fill("zh-Hans", 20) + "去年，IOMed成立。它服务一带一路。", []string{"road 1"}},
		{"passing, another deed", "en", fill("en", 20) + " They welcomed IOMed and also raised the Belt and Road.", nil},
		{"passing, another deed of its own", "en", fill("en", 20) + " IOMed opened and raised the Belt and Road.", []string{"road 0"}},
		{"passing, joined without a deed", "en", fill("en", 20) + " They welcomed IOMed and its work on the Belt and Road.", []string{"road 0"}},
		{"passing, another clause", "zh-Hans", fill("zh-Hans", 20) + "双方欢迎IOMed成立，愿推进一带一路。", nil},
		{"passing, another clause of its own", "zh-Hans", fill("zh-Hans", 20) + "IOMed成立，服务一带一路。", []string{"road 0"}},
		{"a sentence over two lines", "en", fill("en", 20) + "\nIOMed serves\nthe Belt and Road.", []string{"road 0"}},
		{"a list in a sentence", "en", fill("en", 20) + " They spoke of fish; IOMed; the Belt and Road.", nil},
		{"a list in a sentence", "zh-Hans", fill("zh-Hans", 20) + "支持IOMed；推进一带一路。", nil},
		{"a list in a sentence", "ar", fill("ar", 20) + " دعم IOMed؛ الحزام والطريق.", nil},
		{"an item of a list in a sentence", "zh-Hans", fill("zh-Hans", 20) + "推广渔业；支持IOMed服务一带一路。", []string{"road 0"}},
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

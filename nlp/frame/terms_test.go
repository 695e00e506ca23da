package frame_test

import (
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp/clause"
	"framewatch/nlp/en"
	"framewatch/nlp/frame"

	"github.com/google/go-cmp/cmp"
)

// written finds the hits of terms in sentences parted by bars, in which what
// stands in names is a mention. English words carry their part of speech.
func written(t *testing.T, book frame.Codebook, names map[string]corpus.EntityID, text, lang string, targets ...corpus.Target) []string {
	t.Helper()
	if targets == nil {
		targets = []corpus.Target{iomed}
	}
	c, err := frame.New(book, targets)
	if err != nil {
		t.Fatal(err)
	}
	doc, a := &corpus.Document{Text: text}, sentences(text, lang)
	for i, s := range a.Sentences {
		for name, id := range names {
			if k := strings.Index(s.Span.Of(text), name); k >= 0 {
				at := s.Span.Start + k
				a.Mentions = append(a.Mentions, corpus.Mention{Span: corpus.Span{Start: at, End: at + len(name)}, Sentence: i, Entity: id})
			}
		}
		if lang == "en" {
			tagger, err := en.New()
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range tagger.Tag(s.Span.Of(text)) {
				w.Span.Start, w.Span.End = w.Span.Start+s.Span.Start, w.Span.End+s.Span.Start
				a.Tokens = append(a.Tokens, corpus.Token{Span: w.Span, Sentence: i, POS: w.POS, Word: w.Word})
			}
		}
	}
	a.Clauses = clause.Read(doc, a)
	var out []string
	for _, h := range c.Hits(doc, a) {
		out = append(out, h.Term+"="+h.Surface)
	}
	return out
}

func TestTerms(t *testing.T) {
	sets := []frame.Set{{ID: "TARGET", Target: true}, {ID: "COURT", Entities: []corpus.EntityID{"org.icj"}}}
	names := map[string]corpus.EntityID{"IOMed": "org.iomed", "国际调解院": "org.iomed", "the organisation": "org.iomed", "المنظمة الدولية للوساطة": "org.iomed", "국제중재원": "org.iomed", "国際調停院": "org.iomed",
		"World Court": "org.icj", "国际法院": "org.icj", "Ada Moreno": ""}
	tests := []struct {
		name, lang, term, text string
		want                   string // surface of the hit
	}{
		{"a set", "en", "support* {TARGET}", "They support IOMed.", "support IOMed"},
		{"a set behind an article", "en", "rival* {COURT}", "It rivals the World Court.", "rivals the World Court"},
		{"a set that is a reference", "en", "joined {TARGET}", "Togo joined the organisation.", "joined the organisation"},
		{"another set", "en", "rival* {COURT}", "It rivals IOMed.", ""},
		{"a set begins", "en", "{TARGET} helps", "So IOMed helps.", "IOMed helps"},
		{"a set alone", "en", "{COURT}", "So the World Court sits.", "the World Court"},
		{"a set with a possessive", "en", "{TARGET}'s role", "IOMed’s role grew.", "IOMed’s role"},
		{"a set in a compound", "en", "pro-{TARGET} camp", "The pro-IOMed camp won.", "pro-IOMed camp"},
		{"two sets", "en", "{TARGET} ~3 {COURT}", "IOMed stands beside the World Court.", "IOMed stands beside the World Court"},
		{"any name", "en", "praised by {ENTITY}", "It was praised by Ada Moreno.", "praised by Ada Moreno"},
		{"no name", "en", "praised by {ENTITY}", "It was praised by many.", ""},
		{"a set", "zh-Hans", "支持{TARGET}", "各方支持国际调解院。", "支持国际调解院"},
		{"a set, traditional", "zh-Hant", "支持{TARGET}的", "各方支持国际调解院的工作。", "支持国际调解院的"},
		{"a set with spaces", "zh-Hans", "支持 {TARGET}", "各方支持国际调解院。", "支持国际调解院"},
		{"another set", "zh-Hans", "支持{TARGET}", "各方支持国际法院。", ""},
		{"any title", "zh-Hans", "签署{ENTITY}", "各国签署《海洋和平公约》。", "签署《海洋和平公约》"},
		{"a set", "ar", "*دعم {TARGET}", "ودعم المنظمة الدولية للوساطة", "ودعم المنظمة الدولية للوساطة"},
		{"a set", "ko", "{TARGET}", "국제중재원 출범", "국제중재원"},

		{"a gap", "en", "fill* ~3 gap", "It fills a very old gap.", "fills a very old gap"},
		{"a gap of nothing", "en", "fill* ~3 gap", "Fill gap.", "Fill gap"},
		{"a gap over marks", "en", "fill* ~3 gap", "It fills, at last, a gap.", "fills, at last, a gap"},
		{"a gap with a hyphen", "en", "fill* ~2 gap", "It fills the long-standing gap.", "fills the long-standing gap"},
		{"a gap too wide", "en", "fill* ~3 gap", "It fills one and two and gap.", ""},
		{"a gap in the sentence", "en", "fill* ~3 gap", "It fills.|A gap opened.", ""},
		{"a gap of characters", "zh-Hans", "填补 ~8 空白", "填补了国际、调解领域空白。", "填补了国际、调解领域空白"},
		{"a gap of characters too wide", "zh-Hans", "填补 ~3 空白", "填补了国际空白。", "填补了国际空白"},
		{"a gap of characters far too wide", "zh-Hans", "填补 ~3 空白", "填补了国际上空白。", ""},
		{"a gap in the sentence", "zh-Hans", "填补 ~8 空白", "填补了。|空白", ""},
		{"a gap", "ar", "*سد ~2 فجوة", "تسد اليوم فجوة", "تسد اليوم فجوة"},
		{"a gap of characters", "ja", "空白 ~4 埋め", "空白をついに埋める", "空白をついに埋め"},

		{"a star over a name in a title", "zh-Hans", "签署*公约", "各国签署《关于建立国际调解院的公约》。", "签署《关于建立国际调解院的公约"},
		{"a star over a title, traditional", "zh-Hant", "簽署*生效", "簽署《關於建立海洋和平組織的公約》後生效。", "簽署《關於建立海洋和平組織的公約》後生效"},
		{"a star over a name", "zh-Hans", "支持*发展", "支持国际调解院在香港的发展。", "支持国际调解院在香港的发展"},
		{"a star over characters and a name", "zh-Hans", "成为*成员", "成为总部在港的国际调解院创始成员。", "成为总部在港的国际调解院创始成员"},
		{"a star over two names", "zh-Hans", "支持*发展", "支持国际调解院与国际法院的发展。", "支持国际调解院与国际法院的发展"},
		{"a star over two names and too much", "zh-Hans", "支持*发展", "支持国际调解院以及国际法院的大发展。", ""},
		{"a star does not cross marks", "zh-Hans", "支持*发展", "支持国际调解院，海洋发展。", ""},
		{"a star over a name", "ja", "支持*発展", "支持する国際調停院の発展", "支持する国際調停院の発展"},
		{"a star over no name is short", "zh-Hans", "支持*发展", "支持一二三四五六七发展。", ""},

		{"a verb", "en", "fill*/VERB", "They fill the gap.", "fill"},
		{"no verb", "en", "challenge/VERB", "It is a challenge.", ""},
		{"a noun", "en", "challenge/NOUN to", "It is a challenge to them.", "challenge to"},
		{"an adjective", "en", "fair/ADJ", "The fair is on.", ""},
		{"forms", "en", "@seek a role", "Beijing sought a role.", "sought a role"},
		{"forms of a noun", "en", "many @country", "Many countries signed.", "Many countries"},
		{"forms of a verb alone", "en", "@rival/VERB", "Two rivals met.", ""},
		{"forms and a gap", "en", "@take/VERB ~1 @side", "It took no sides.", "took no sides"},
		{"forms of an adjective", "en", "@cheap/ADJ than", "It is cheaper than them.", "cheaper than"},
		{"other words", "en", "@seek a role", "Seekers a role.", ""},
	}
	for _, test := range tests {
		t.Run(test.lang+" "+test.name, func(t *testing.T) {
			book := frame.Codebook{ID: "b", Version: "1", Sets: sets, Frames: []frame.Frame{{ID: "f", Terms: map[string][]string{test.lang: {test.term}}}}}
			want := []string(nil)
			if test.want != "" {
				want = []string{test.term + "=" + test.want}
			}
			if diff := cmp.Diff(want, written(t, book, names, test.text, test.lang)); diff != "" {
				t.Errorf("%q in %q (-want +got):\n%s", test.term, test.text, diff)
			}
		})
	}
}

// TestSetsOfSeveralTargets: a term that names the target holds for the one that is
// named, in longest matches and anti-terms too.
func TestSetsOfSeveralTargets(t *testing.T) {
	book := frame.Codebook{ID: "b", Version: "1", Sets: []frame.Set{{ID: "TARGET", Target: true}},
		Frames: []frame.Frame{{ID: "f", Terms: map[string][]string{"en": {"back* {TARGET}", "back*"}, "zh": {"支持{TARGET}", "支持"}}}}}
	names := map[string]corpus.EntityID{"IOMed": "org.iomed", "Tide Bank": "org.tide", "国际调解院": "org.iomed", "潮汐银行": "org.tide"}
	for lang, text := range map[string]string{"en": "Togo backs IOMed.|Benin backs Tide Bank.", "zh-Hans": "多哥支持国际调解院。|贝宁支持潮汐银行。"} {
		c := written(t, book, names, text, lang, iomed, corpus.Target{ID: "org.tide", Set: []corpus.EntityID{"org.tide"}})
		want := map[string][]string{
			"en":      {"back* {TARGET}=backs IOMed", "back*=backs", "back*=backs", "back* {TARGET}=backs Tide Bank"},
			"zh-Hans": {"支持{TARGET}=支持国际调解院", "支持=支持", "支持=支持", "支持{TARGET}=支持潮汐银行"},
		}[lang]
		if diff := cmp.Diff(want, c); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lang, diff)
		}
	}
}

// TestExclusiveCodebooks: of frames whose terms overlap, the longest term's stands.
func TestExclusiveCodebooks(t *testing.T) {
	book := frame.Codebook{ID: "b", Version: "1", Frames: []frame.Frame{
		{ID: "short", Terms: map[string][]string{"en": {"rule of law", "peace"}, "zh": {"法治"}, "ar": {"القانون"}}},
		{ID: "long", Terms: map[string][]string{"en": {"rule of law city", "law city of peace"}, "zh": {"法治之城"}, "ar": {"سيادة القانون"}}},
	}}
	for lang, c := range map[string]struct {
		text       string
		both, only []string
	}{
		"en":      {"A rule of law city, peace.", []string{"rule of law=rule of law", "rule of law city=rule of law city", "peace=peace"}, []string{"rule of law city=rule of law city", "peace=peace"}},
		"zh-Hant": {"法治之城，法治。", []string{"法治=法治", "法治之城=法治之城", "法治=法治"}, []string{"法治之城=法治之城", "法治=法治"}},
		"ar":      {"سيادة القانون", []string{"سيادة القانون=سيادة القانون", "القانون=القانون"}, []string{"سيادة القانون=سيادة القانون"}},
	} {
		book.Exclusive = false
		if diff := cmp.Diff(c.both, written(t, book, nil, c.text, lang)); diff != "" {
			t.Errorf("%s, not exclusive (-want +got):\n%s", lang, diff)
		}
		book.Exclusive = true
		if diff := cmp.Diff(c.only, written(t, book, nil, c.text, lang)); diff != "" {
			t.Errorf("%s, exclusive (-want +got):\n%s", lang, diff)
		}
	}
}

func TestExclusionsBetweenFrames(t *testing.T) {
	terms := func(en, zh, ar string) map[string][]string {
		return map[string][]string{"en": {en}, "zh": {zh}, "ar": {ar}}
	}
	book := func(excludes ...frame.Exclusion) frame.Codebook {
		return frame.Codebook{ID: "b", Version: "1", Frames: []frame.Frame{
			{ID: "peace", Terms: terms("peace", "和平", "سلام"), Excludes: excludes},
			{ID: "rivalry", Terms: terms("rivalry", "竞争", "تنافس"), Excludes: []frame.Exclusion{{Frame: "law", Within: "document"}}},
			{ID: "law", Terms: terms("law", "法律", "قانون")},
		}}
	}
	sentence, document := frame.Exclusion{Frame: "rivalry", Within: "sentence"}, frame.Exclusion{Frame: "rivalry", Within: "document"}
	tests := []struct {
		lang, text string
		by         []frame.Exclusion
		want       string
	}{
		{"en", "Peace, no more rivalry.|Rivalry.", nil, "peace rivalry rivalry"},
		{"en", "Peace over rivalry.|Rivalry.", []frame.Exclusion{sentence}, "peace rivalry"},
		{"en", "Peace.|Rivalry.", []frame.Exclusion{document}, "peace"},
		{"en", "No peace.|Rivalry.", []frame.Exclusion{document}, "peace rivalry"},               // what is denied excludes none
		{"en", "Rivalry about law.", nil, "rivalry"},                                             // rivalry excludes law
		{"en", "Peace, rivalry about law.", []frame.Exclusion{sentence}, "peace law"},            // what is excluded excludes none
		{"zh-Hans", "和平，不是竞争。|竞争。", []frame.Exclusion{sentence}, "peace rivalry"},                //
		{"zh-Hant", "和平。|競爭。", []frame.Exclusion{document}, "peace"},                             //
		{"ar", "سلام لا تنافس|تنافس", []frame.Exclusion{sentence}, "peace rivalry"},              //
		{"ar", "سلام|قانون", []frame.Exclusion{{Frame: "law", Within: "sentence"}}, "peace law"}, //
	}
	for _, test := range tests {
		c, err := frame.New(book(test.by...), []corpus.Target{iomed})
		if err != nil {
			t.Fatal(err)
		}
		doc, a := &corpus.Document{Text: test.text}, sentences(test.text, test.lang)
		a.Clauses = clause.Read(doc, a)
		var got []string
		for _, h := range c.Hits(doc, a) {
			got = append(got, h.Frame)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q, %v: %v, want %s", test.text, test.by, got, test.want)
		}
	}
}

// TestIdiomsDoNotDeny: what looks like a negation in a fixed expression is none.
func TestIdiomsDoNotDeny(t *testing.T) {
	for _, idiom := range []string{"坚定不移地", "毫不动摇地", "不遗余力地", "不负众望地", "不懈努力，", "始终不渝地", "當之無愧地", "不斷", "持之以恆、堅持不懈地", "義無反顧地", "不忘初心、"} {
		for _, lang := range []string{"zh-Hans", "zh-Hant"} {
			text := "中心" + idiom + "填补空白。"
			for _, h := range hits(t, &corpus.Document{Text: text}, sentences(text, lang)) {
				if h.Negated {
					t.Errorf("%s: %s is negated", text, h.Surface)
				}
			}
		}
	}
	for _, text := range []string{"中心没有填补空白。", "中心并未填补空白。", "中心不会填补空白。"} {
		if h := hits(t, &corpus.Document{Text: text}, sentences(text, "zh-Hans")); len(h) != 1 || !h[0].Negated {
			t.Errorf("%s: %+v is not negated", text, h)
		}
	}
}

// TestPiecesStandInEveryTextWithTheTerm, so that texts without them need not be
// read again when the frame changes.
func TestPiecesStandInEveryTextWithTheTerm(t *testing.T) {
	f := frame.Frame{Terms: map[string][]string{"en": {"fill* ~3 gap", "@seek a role", "pro-{TARGET} camp", "fair/ADJ deal"}, "zh": {"签署*公约", "支持{TARGET}的"}},
		Groups: []frame.Group{{Terms: map[string][]string{"ar": {"*سد ~2 فجوة"}}, AntiTerms: map[string][]string{"en": {"no gap"}}}}}
	got := f.Pieces()
	for _, want := range []string{"fill", "a role", "camp", "fair", "签署", "支持", "فجوة", "no gap"} {
		if !strings.Contains(strings.Join(got, "|"), want) {
			t.Errorf("%q is not among %q", want, got)
		}
	}
	for _, term := range []string{"{TARGET}", "@fill", "@fill ~2 {ENTITY}"} {
		f := frame.Frame{Terms: map[string][]string{"en": {"gap", term}}}
		if got := f.Pieces(); got != nil {
			t.Errorf("%s: %q", term, got)
		}
	}
}

// FuzzTerms: whatever a term and a text are, nothing breaks and hits lie in the
// text.
func FuzzTerms(f *testing.F) {
	for _, seed := range [][3]string{{"en", "fill* ~2 {TARGET}", "fill the IOMed. fill"}, {"zh", "签*{ENTITY} ~3 院", "签《国IOMed院》院"}, {"en", "@seek/VERB {TARGET}'s", "sought IOMed's"}, {"ja", "* ~1 ?", "\xff《"}} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, lang, term, text string) {
		book := frame.Codebook{ID: "b", Version: "1", Sets: []frame.Set{{ID: "TARGET", Target: true}}, Frames: []frame.Frame{{ID: "f", Terms: map[string][]string{lang: {term}}}}}
		c, err := frame.New(book, []corpus.Target{iomed})
		if err != nil {
			return
		}
		doc, a := &corpus.Document{Text: text}, &corpus.Annotations{Sentences: []corpus.Sentence{{Span: corpus.Span{End: len(text)}, Lang: lang}}}
		if k := strings.Index(text, "IOMed"); k >= 0 {
			a.Mentions = []corpus.Mention{{Span: corpus.Span{Start: k, End: k + 5}, Entity: iomed.ID}}
			a.Tokens = []corpus.Token{{Span: corpus.Span{Start: k, End: k + 5}, POS: "NNP"}}
		}
		a.Clauses = clause.Read(doc, a)
		for _, h := range c.Hits(doc, a) {
			if h.Span.Len() <= 0 || h.Span.End > len(text) || h.Span.Of(text) != h.Surface {
				t.Fatalf("%q: hit %+v", text, h)
			}
		}
	})
}

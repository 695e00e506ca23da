package frame_test

import (
	"fmt"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/nlp/clause"
	"framewatch/nlp/frame"

	"github.com/google/go-cmp/cmp"
)

func book() frame.Codebook {
	return frame.Codebook{
		ID: "sample", Version: "1.0.0", Languages: []string{"en", "zh-Hans", "zh-Hant", "fr", "es", "ar"},
		Sets: []frame.Set{{ID: "TARGET", Entities: []corpus.EntityID{"org.iomed"}}, {ID: "STATE", Entities: []corpus.EntityID{"country.*"}}},
		Frames: []frame.Frame{
			{ID: "complement", Terms: map[string][]string{
				"en": {"complement*", "not to replace", "not to replace any court", "neutral*"}, "zh-Hans": {"补充", "有益补充", "填补*空白", "中立"}, "zh-Hant": {"補充"},
				"fr": {"complément*"}, "es": {"complement*"}, "ar": {"*تكميل*"}},
				AntiTerms: map[string][]string{"en": {"complementary medicine"}, "zh-Hans": {"补充材料"}}},
			{ID: "hub", Terms: map[string][]string{"en": {"hub", "BRI"}, "zh-Hans": {"和合"}}},
			{ID: "near", Terms: map[string][]string{"en": {"rival*"}}, Requires: []frame.Requirement{{Set: "TARGET", WithinSentences: 1}}},
			{ID: "both", Terms: map[string][]string{"en": {"pact"}}, Requires: []frame.Requirement{{Set: "TARGET", WithinSentences: 1}, {Set: "STATE", WithinSentences: 0}}},
		},
	}
}

var iomed = corpus.Target{ID: "org.iomed", Set: []corpus.EntityID{"org.iomed"}}

func newCoder(t testing.TB) *frame.Coder {
	t.Helper()
	c, err := frame.New(book(), []corpus.Target{iomed})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// hits reads the clauses and applies the codebook.
func hits(t testing.TB, doc *corpus.Document, a *corpus.Annotations) []corpus.FrameHit {
	t.Helper()
	a.Clauses = clause.Read(doc, a)
	return newCoder(t).Hits(doc, a)
}

// sentences cuts a text at bars.
func sentences(text, lang string) *corpus.Annotations {
	a := &corpus.Annotations{}
	at := 0
	for i, s := range strings.Split(text, "|") {
		script := "Latn"
		if l, sc, ok := strings.Cut(lang, "-"); ok && l == "zh" {
			script = sc
		}
		a.Sentences = append(a.Sentences, corpus.Sentence{Span: corpus.Span{Start: at, End: at + len(s)}, Seq: i, Lang: lang, Script: script})
		at += len(s) + 1
	}
	return a
}

func TestHits(t *testing.T) {
	tests := []struct {
		name, lang, text string
		want             []string // frame term surface flags
	}{
		{"longest wins", "en", "It is not to replace any court.", []string{"complement|not to replace any court|not to replace any court|"}},
		{"case and inflection", "en", "COMPLEMENTS", []string{"complement|complement*|COMPLEMENTS|"}},
		{"anti-term", "en", "complementary medicine is no complement", []string{"complement|complement*|complement|neg"}},
		{"acronym in capitals only", "en", "BRI or bri, a Hub", []string{"hub|BRI|BRI|", "hub|hub|Hub|"}},
		{"negation", "en", "It is not at all neutral", []string{"complement|neutral*|neutral|neg"}},
		{"contraction", "en", "It isn’t neutral", []string{"complement|neutral*|neutral|neg"}},
		{"far", "en", "not that anyone ever called it neutral", []string{"complement|neutral*|neutral|neg"}},
		{"other clause", "en", "No, it is neutral", []string{"complement|neutral*|neutral|"}},
		{"not only", "en", "not only neutral", []string{"complement|neutral*|neutral|"}},
		{"rather than", "en", "partial rather than neutral", []string{"complement|neutral*|neutral|neg"}},
		{"modal", "en", "It could one day be neutral", []string{"complement|neutral*|neutral|hyp"}},
		{"month", "en", "It was in May neutral", []string{"complement|neutral*|neutral|"}},
		{"condition", "en", "If it opens, it is neutral", []string{"complement|neutral*|neutral|hyp"}},
		{"chinese", "zh-Hans", "是有益补充", []string{"complement|有益补充|有益补充|"}},
		{"chinese gap", "zh-Hans", "填补了制度空白", []string{"complement|填补*空白|填补了制度空白|"}},
		{"chinese negation", "zh-Hans", "并非中立", []string{"complement|中立|中立|neg"}},
		{"chinese look-alike", "zh-Hans", "非常中立，不仅中立", []string{"complement|中立|中立|", "complement|中立|中立|"}},
		{"chinese possibility", "zh-Hans", "它可能中立", []string{"complement|中立|中立|hyp"}},
		{"a name is no condition", "zh-Hans", "郑若骅中立", []string{"complement|中立|中立|"}},
		{"chinese anti-term", "zh-Hans", "补充材料", nil},
		{"traditional text", "zh-Hant", "作為補充、中立", []string{"complement|補充|補充|", "complement|中立|中立|"}},
		{"french", "fr", "ce n'est pas un complément", []string{"complement|complément*|complément|neg"}},
		{"spanish", "es", "sin complementar, podría complementar", []string{"complement|complement*|complementar|neg", "complement|complement*|complementar|hyp"}},
		{"arabic", "ar", "ليست تكميلية", []string{"complement|*تكميل*|تكميلية|neg"}},
		{"terms of another language", "de", "complement neutral", nil},
		{"unknown language", "und", "complement", []string{"complement|complement*|complement|"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, h := range hits(t, &corpus.Document{Text: test.text}, sentences(test.text, test.lang)) {
				flags := ""
				if h.Negated {
					flags += "neg"
				}
				if h.Hypothetical {
					flags += "hyp"
				}
				if h.Span.Of(test.text) != h.Surface {
					t.Errorf("surface %q at %v", h.Surface, h.Span)
				}
				got = append(got, strings.Join([]string{h.Frame, h.Term, h.Surface, flags}, "|"))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func TestRequirements(t *testing.T) {
	text := "One rival here.|A pact of rivals.|No|No|Another pact." + strings.Repeat("|No", 20) // in passing
	tests := []struct {
		name     string
		mentions []corpus.Mention
		want     []string
	}{
		{name: "no mention"},
		{name: "near", mentions: []corpus.Mention{{Sentence: 0, Entity: "org.iomed"}}, want: []string{"near rival org.iomed 0", "near rivals org.iomed 1"}},
		{name: "both sets", mentions: []corpus.Mention{{Sentence: 1, Entity: "country.KEN"}, {Sentence: 2, Entity: "org.iomed"}},
			want: []string{"both pact org.iomed 1", "near rivals org.iomed 1"}},
		{name: "one set missing", mentions: []corpus.Mention{{Sentence: 4, Entity: "org.iomed"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := sentences(text, "en")
			a.Mentions = test.mentions
			var got []string
			for _, h := range hits(t, &corpus.Document{Text: text}, a) {
				got = append(got, fmt.Sprint(h.Frame, " ", h.Surface, " ", h.Target, " ", h.Distance))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("hits (-want +got):\n%s", diff)
			}
		})
	}
}

// TestHeadlineIsNear holds that a name in the headline is one sentence from the
// first sentence of the text.
func TestHeadlineIsNear(t *testing.T) {
	doc := &corpus.Document{Title: "IOMed", Text: "A rival court."}
	a := &corpus.Annotations{
		Sentences: []corpus.Sentence{{Span: corpus.Span{End: 5}, Headline: true, Lang: "en"}, {Span: corpus.Span{End: 14}, Lang: "en", Seq: 1}},
		Mentions:  []corpus.Mention{{Entity: "org.iomed"}},
	}
	if hits := newCoder(t).Hits(doc, a); len(hits) != 1 || hits[0].Distance != 1 {
		t.Errorf("hits = %+v", hits)
	}
}

func TestVoice(t *testing.T) {
	text := `Ann called it "a neutral hub" that is neutral; neutral.`
	at := func(s string) corpus.Span {
		k := strings.Index(text, s)
		return corpus.Span{Start: k, End: k + len(s)}
	}
	a := sentences(text, "en")
	a.Quotes = []corpus.Quote{{In: corpus.InText, Type: corpus.QuoteMixed, Speaker: "person.ann", Source: []corpus.Span{at("Ann")},
		Content: []corpus.Span{at(`"a neutral hub"`), at("that is neutral")}}}
	var got []string
	for _, h := range hits(t, &corpus.Document{Text: text}, a) {
		got = append(got, fmt.Sprint(h.Surface, " ", h.Voice, " ", h.Speaker, " ", h.SpeakerID))
	}
	want := []string{"neutral direct_quote Ann person.ann", "hub direct_quote Ann person.ann", "neutral indirect_quote Ann person.ann", "neutral author  "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("voices (-want +got):\n%s", diff)
	}
}

// TestWords holds that short Chinese terms do not match across words.
func TestWords(t *testing.T) {
	text := "和合作"
	a := sentences(text, "zh-Hans")
	c := newCoder(t)
	if n := len(c.Hits(&corpus.Document{Text: text}, a)); n != 1 {
		t.Errorf("%d hits without words", n)
	}
	a.Tokens = []corpus.Token{{Span: corpus.Span{End: 3}}, {Span: corpus.Span{Start: 3, End: 9}}}
	if hits := c.Hits(&corpus.Document{Text: text}, a); len(hits) != 0 {
		t.Errorf("hits across words: %v", hits)
	}
}

func TestValidate(t *testing.T) {
	f := frame.File{Codebook: frame.Codebook{
		Languages: []string{"en", "zh-Hans"},
		Sets:      []frame.Set{{ID: "A"}},
		Frames: []frame.Frame{
			{ID: "Bad Id", Polarity: "positiv", Requires: []frame.Requirement{{Set: "B", WithinSentences: -1}}},
			{ID: "x", Terms: map[string][]string{"fr": {"a"}, "en": {"*", "b", "b"}, "zh-Hans": {"*院"}}},
			{ID: "x", Terms: map[string][]string{"en": {"c"}}},
		},
	}}
	var got []string
	for _, e := range invalid.Fields(f.Validate()) {
		got = append(got, e.Path)
	}
	want := []string{
		"codebook.id", "codebook.version", "codebook.sets[0].entities",
		"codebook.frames[0].id", "codebook.frames[0].polarity", "codebook.frames[0].terms", "codebook.frames[0].requires[0].set",
		"codebook.frames[0].requires[0].within_sentences", "codebook.frames[1].terms.en[0]", "codebook.frames[1].terms.en[2]",
		"codebook.frames[1].terms.fr", "codebook.frames[1].terms.zh-Hans[0]", "codebook.frames[2].id",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

func FuzzHits(f *testing.F) {
	for _, seed := range []string{"not neutral", "填补了空白", "補充，中立", "n’t neutral", "\xffhub\xfe", "if neutral could neutral"} {
		f.Add(seed, "en")
		f.Add(seed, "zh-Hans")
	}
	c := newCoder(f)
	f.Fuzz(func(t *testing.T, text, lang string) {
		a := &corpus.Annotations{Sentences: []corpus.Sentence{{Span: corpus.Span{End: len(text)}, Lang: lang}}}
		doc := &corpus.Document{Text: text}
		a.Clauses = clause.Read(doc, a)
		for _, h := range c.Hits(doc, a) {
			if h.Span.Len() <= 0 || h.Span.End > len(text) || h.Span.Of(text) != h.Surface {
				t.Fatalf("%q: hit %+v", text, h)
			}
		}
	})
}

// TestTermsThatCannotBeRead are told with what to write in their place.
func TestTermsThatCannotBeRead(t *testing.T) {
	tests := []struct{ lang, term, want string }{
		{"en", "{TARGT} helps", `names {TARGT}, which is not a set of this codebook (did you mean "TARGET"?)`},
		{"en", "{TARGET helps", "has { without }"},
		{"zh-Hans", "TARGET}帮助", "has } without {"},
		{"en", "fill ~x gap", `has a gap "~x" that is not ~1 to ~30`},
		{"zh-Hans", "填补 ~99 空白", `has a gap "~99" that is not ~1 to ~30`},
		{"en", "~3 gap", "begins or ends with a gap; ~N stands between two words"},
		{"en", "fill ~3 ~2 gap", "has two gaps side by side; write one"},
		{"en", "fill/VREB the gap", `asks for a part of speech "/VREB" that is none (did you mean "VERB"?)`},
		{"fr", "comble/VERB", "asks for a part of speech, which is told in English only; leave /VERB out"},
		{"ar", "@سد", `asks for the forms of a word, which are known in English only; list them, or write * for the ending of "سد"`},
		{"en", "@fill-in", `has @ before "fill-in", which is not one English word`},
		{"zh-Hans", "*院", "begins with a wildcard, which means nothing in Chinese"},
		{"en", "* ?", "is empty"},
	}
	for _, test := range tests {
		book := frame.Codebook{ID: "b", Version: "1", Sets: []frame.Set{{ID: "TARGET", Target: true}},
			Frames: []frame.Frame{{ID: "f", Terms: map[string][]string{test.lang: {test.term}}}}}
		found := invalid.Fields(book.Validate())
		if len(found) != 1 || found[0].Path != "frames[0].terms."+test.lang+"[0]" || found[0].Remedy != test.want {
			t.Errorf("%s: %v, want %s", test.term, found, test.want)
		}
	}
	sound := map[string][]string{"en": {"fill* ~3 gap", "@fill/VERB the gap", "support {TARGET}'s role", "either/or", "24/7", "{ENTITY} ~2 {TARGET}", "un~1"},
		"zh": {"支持{TARGET}", "签署 ~6 公约", "支持 {ENTITY} 的"}, "ar": {"دعم {TARGET}"}}
	book := frame.Codebook{ID: "b", Version: "1", Sets: []frame.Set{{ID: "TARGET", Target: true}}, Frames: []frame.Frame{{ID: "f", Terms: sound}}}
	if err := book.Validate(); err != nil {
		t.Error(err)
	}
}

// TestRulesThatCannotBeFollowed are told with their place.
func TestRulesThatCannotBeFollowed(t *testing.T) {
	book := frame.Codebook{ID: "b", Version: "1", Languages: []string{"en", "zh-Hans"}, Unvalidated: []string{"fr"},
		Sets: []frame.Set{{ID: "ENTITY", Target: true}},
		Frames: []frame.Frame{
			{ID: "rest", Residual: true},
			{ID: "one", Terms: map[string][]string{"en": {"a"}}, Excludes: []frame.Exclusion{{Frame: "one", Within: "sentence"}, {Frame: "rst", Within: "page"}},
				Groups:   []frame.Group{{ID: "g", Polarity: "bad"}, {ID: "g", Terms: map[string][]string{"zh": {"x"}}, Requires: []frame.Requirement{{Set: "NONE"}}}},
				Examples: frame.Examples{Include: frame.Lists{"fr": {"x"}, "und": {"y"}}}},
		}}
	var got []string
	for _, e := range invalid.Fields(book.Validate()) {
		got = append(got, e.Path)
	}
	want := []string{"unvalidated[0]", "sets[0].id", "frames[1].groups[0].terms", "frames[1].groups[0].polarity", "frames[1].groups[1].id",
		"frames[1].groups[1].requires[0].set", "frames[1].excludes[0].frame", "frames[1].excludes[1].frame", "frames[1].excludes[1].within", "frames[1].examples.include.fr"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

package frame_test

import (
	"fmt"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp/clause"
	"framewatch/nlp/frame"

	"github.com/google/go-cmp/cmp"
)

// report is a codebook with a residual frame, of which English and Chinese have
// terms, and one with a group of terms of another direction.
func report() frame.Codebook {
	return frame.Codebook{
		ID: "report", Version: "2",
		Frames: []frame.Frame{
			{ID: "praise", Polarity: "positive", Terms: map[string][]string{"en": {"fair"}, "zh": {"公正"}, "fr": {"juste"}},
				Groups: []frame.Group{{ID: "doubt", Polarity: "negative", Terms: map[string][]string{"en": {"biased", "fair weather"}, "zh": {"偏袒"}}, AntiTerms: map[string][]string{"en": {"biased sample"}}}}},
			{ID: "cost", Terms: map[string][]string{"en": {"cheap"}, "zh": {"便宜"}}},
			{ID: "event", Residual: true, Terms: map[string][]string{"en": {"ceremony"}, "zh": {"仪式"}}},
		},
	}
}

// coded applies a codebook to sentences parted by bars, in the first of which the
// target is named.
func coded(t *testing.T, book frame.Codebook, text, lang string) (*corpus.Annotations, []corpus.FrameCode) {
	t.Helper()
	c, err := frame.New(book, []corpus.Target{iomed})
	if err != nil {
		t.Fatal(err)
	}
	doc, a := &corpus.Document{Text: text}, sentences(text, lang)
	a.Lang = lang
	a.Mentions = []corpus.Mention{{Entity: iomed.ID}}
	a.Clauses = clause.Read(doc, a)
	a.Frames = c.Hits(doc, a)
	return a, c.Codes(doc, a, iomed.ID)
}

func TestCodes(t *testing.T) {
	tests := []struct {
		name, lang, text string
		want             []string
	}{
		{"absent is told of every frame", "en", "Rain fell.", []string{"praise false -1", "cost false -1", "event false -1"}},
		{"the sentence of the hit is evidence", "en", "Rain fell.|It is fair.", []string{"praise true 1", "cost false -1", "event false -1"}},
		{"what is asserted is better evidence", "en", "It may be fair.|It is fair.", []string{"praise true 1", "cost false -1", "event false -1"}},
		{"what is denied does not count", "en", "It is not cheap.", []string{"praise false -1", "cost false -1", "event false -1"}},
		{"the residual frame stands alone", "en", "A ceremony was held.", []string{"praise false -1", "cost false -1", "event true 0"}},
		{"the residual frame gives way", "en", "A ceremony was held.|It is cheap.", []string{"praise false -1", "cost true 1", "event false 0"}},
		{"the residual frame does not give way to what is denied", "en", "A ceremony was held.|It is not cheap.", []string{"praise false -1", "cost false -1", "event true 0"}},
		{"Chinese residual", "zh-Hans", "仪式举行了。", []string{"praise false -1", "cost false -1", "event true 0"}},
		{"Chinese residual gives way", "zh-Hant", "儀式舉行了。|它很公正。", []string{"praise true 1", "cost false -1", "event false 0"}},
		{"frames without terms of the language are not coded", "fr", "Il pleut.", []string{"praise false -1", "event true -1"}},
		{"a residual frame without terms gives way too", "fr", "C'est juste.", []string{"praise true 0", "event false -1"}},
		{"no frame has terms of the language", "ru", "Идёт дождь.", nil},
		{"unknown language", "und", "fair", []string{"praise true 0", "cost false -1", "event false -1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			_, codes := coded(t, report(), test.text, test.lang)
			for _, c := range codes {
				got = append(got, fmt.Sprint(c.Frame, " ", c.Present, " ", c.Sentence))
				if c.Target != iomed.ID || c.Codebook != "report" || c.Version != "2" || c.Method != "rules" || c.P != nil {
					t.Errorf("code %+v", c)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// TestCodesOfWhatOthersCoded: a language that somebody else codes is no language
// in which nothing is.
func TestCodesOfWhatOthersCoded(t *testing.T) {
	c, err := frame.New(report(), []corpus.Target{iomed})
	if err != nil {
		t.Fatal(err)
	}
	a := &corpus.Annotations{Lang: "ru"}
	if codes := c.Codes(&corpus.Document{}, a, iomed.ID, "ru"); len(codes) != 3 || codes[2].Present {
		t.Errorf("codes %+v", codes)
	}
}

// TestBilingualDocumentsAreCodedInBothLanguages where each has a good part.
func TestBilingualDocumentsAreCodedInBothLanguages(t *testing.T) {
	c, err := frame.New(report(), []corpus.Target{iomed})
	if err != nil {
		t.Fatal(err)
	}
	a := &corpus.Annotations{Lang: "fr", Langs: []corpus.LangShare{{Lang: "fr", Share: .6}, {Lang: "zh-Hans", Share: .4}}}
	if codes := c.Codes(&corpus.Document{}, a, iomed.ID); len(codes) != 3 {
		t.Errorf("codes %+v", codes)
	}
	a.Langs[1].Share = .1
	if codes := c.Codes(&corpus.Document{}, a, iomed.ID); len(codes) != 2 {
		t.Errorf("codes with a word of Chinese %+v", codes)
	}
}

func TestBoilerplateShowsNoFrame(t *testing.T) {
	a, _ := coded(t, report(), "It is cheap.", "en")
	a.Sentences[0].Boilerplate = true
	code := frame.Sum(&corpus.Document{Text: "It is cheap."}, a, iomed.ID, []corpus.FrameRef{{Codebook: "report", Frame: "cost"}})[0]
	if code.Present || code.NHits != 0 {
		t.Errorf("code %+v", code)
	}
}

func TestGroupsHaveAPolarity(t *testing.T) {
	tests := []struct{ lang, text, want string }{
		{"en", "It is fair.", "fair positive"},
		{"en", "It is biased.", "biased negative"},
		{"en", "A fair weather friend.", "fair weather negative"}, // the longest of the frame and its groups
		{"en", "A biased sample.", ""},
		{"zh-Hans", "它很公正。", "公正 positive"},
		{"zh-Hant", "它偏袒。", "偏袒 negative"},
		{"fr", "C'est juste.", "juste positive"},
	}
	for _, test := range tests {
		a, _ := coded(t, report(), test.text, test.lang)
		got := ""
		for _, h := range a.Frames {
			got += h.Term + " " + h.Polarity
		}
		if got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}

// TestGroupsMayRequireOtherThings in place of what their frame requires.
func TestGroupsMayRequireOtherThings(t *testing.T) {
	book := frame.Codebook{
		ID: "b", Version: "1", Sets: []frame.Set{{ID: "COURT", Entities: []corpus.EntityID{"org.icj"}}},
		Frames: []frame.Frame{{ID: "rivalry", Terms: map[string][]string{"en": {"rival"}, "zh": {"对手"}}, Requires: []frame.Requirement{{Set: "COURT"}},
			Groups: []frame.Group{
				{ID: "named", Terms: map[string][]string{"en": {"anti court"}, "zh": {"反法院"}}, Requires: []frame.Requirement{}},
				{ID: "same", Terms: map[string][]string{"en": {"competitor"}, "zh": {"竞争者"}}},
			}}},
	}
	for lang, text := range map[string]string{"en": "A rival, an anti court and a competitor.", "zh-Hans": "是对手，是反法院，是竞争者。"} {
		if a, _ := coded(t, book, text, lang); len(a.Frames) != 1 || a.Frames[0].Term == "rival" {
			t.Errorf("%s: hits %+v", lang, a.Frames)
		}
	}
}

package nlp_test

import (
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/nlp/frame"
)

// reading is what the annotator makes of a clause: the answer of a pair.
type reading struct {
	Found, Negated, Hypothetical bool
	Voice                        string // author or quoted
}

// parityPair is a sentence in English and Chinese, with what both have to give.
type parityPair struct {
	ID, Kind, Frame, En, Zh string
	Expect                  struct {
		Negated, Hypothetical bool
		Voice                 string
		SpeakerEn             string `json:"speaker_en"`
		SpeakerZh             string `json:"speaker_zh"`
	}
}

// read annotates a sentence and returns what the last hit of the frame says and
// whether its speaker is the one.
func read(t *testing.T, a *nlp.Annotator, frame, lang, text, speaker string) (reading, bool) {
	t.Helper()
	found, err := a.Annotate(t.Context(), corpus.Document{ID: "pair", Text: text, Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	var r reading
	named := ""
	for _, f := range found.Frames {
		if f.Frame != frame {
			continue
		}
		r = reading{true, f.Negated, f.Hypothetical, "quoted"}
		if named = f.Speaker; f.Voice == corpus.VoiceAuthor {
			r.Voice = "author"
		}
	}
	if speaker == "" {
		return r, named == ""
	}
	return r, strings.Contains(named, speaker)
}

// parityBook has the terms of the pairs: how clauses are read must not change with
// the wording of the shipped codebook.
func parityBook() frame.Codebook {
	book := frame.Codebook{ID: "parity", Version: "1", Languages: []string{"en", "zh-Hans"}, Sets: []frame.Set{{ID: "TARGET", Target: true}}}
	for _, f := range []struct {
		id     string
		en, zh []string
	}{
		{"strategic_power_play", []string{"geopolitical tool", "power grab", "tool of influence"}, []string{"地缘政治工具", "外交工具", "政治工具"}},
		{"effectiveness_doubt", []string{"limited impact", "paper tiger", "talking shop", "toothless"}, []string{"影响有限", "流于形式", "清谈馆", "纸老虎"}},
		{"peace_dialogue", []string{"dialogue"}, []string{"对话"}},
		{"geopolitical_rivalry", []string{"zero-sum"}, []string{"零和博弈"}},
		{"legitimacy_impartiality_doubt", []string{"bias*", "legitima*", "transparen*"}, []string{"偏见", "合法性", "透明度"}},
		{"legal_innovation_rule_of_law", []string{"landmark", "milestone*"}, []string{"里程碑"}},
		{"human_rights_concern", []string{"human rights"}, []string{"人权"}},
	} {
		book.Frames = append(book.Frames, frame.Frame{ID: f.id, Terms: map[string][]string{"en": f.en, "zh-Hans": f.zh}, Requires: []frame.Requirement{{Set: "TARGET", WithinSentences: 1}}})
	}
	return book
}

// TestParity reads each pair in both languages: an error that differs by
// language would look like a difference between blocs. It fails under the floors
// of the two counts only.
func TestParity(t *testing.T) {
	a, floors := configured(t, parityBook()), goldFloors(t)
	pairs := readGold[parityPair](t, "parity.jsonl")
	equal, expected, english, chinese := 0.0, 0.0, 0.0, 0.0
	for _, p := range pairs {
		want := reading{true, p.Expect.Negated, p.Expect.Hypothetical, p.Expect.Voice}
		en, enSpeaker := read(t, a, p.Frame, "en", p.En, p.Expect.SpeakerEn)
		zh, zhSpeaker := read(t, a, p.Frame, "zh-Hans", p.Zh, p.Expect.SpeakerZh)
		if !en.Found || !zh.Found {
			t.Errorf("%s: no hit of %s (English %t, Chinese %t)", p.ID, p.Frame, en.Found, zh.Found)
		}
		enRight, zhRight := en == want && enSpeaker, zh == want && zhSpeaker
		if en == zh && enSpeaker == zhSpeaker {
			equal++
		}
		if enRight {
			english++
		}
		if zhRight {
			chinese++
		}
		if enRight && zhRight {
			expected++
			continue
		}
		t.Logf("%s %s: want %+v, English %+v (speaker %t), Chinese %+v (speaker %t)", p.ID, p.Kind, want, en, enSpeaker, zh, zhSpeaker)
	}
	t.Logf("%d pairs; as expected in English %.0f, in Chinese %.0f", len(pairs), english, chinese)
	reach(t, floors, "parity/equal", equal)
	reach(t, floors, "parity/as_expected", expected)
}

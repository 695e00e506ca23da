package nlp_test

import (
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp"
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

// TestParity reads each pair in both languages: an error that differs by
// language would look like a difference between blocs. It fails under the floors
// of the two counts only.
func TestParity(t *testing.T) {
	a, floors := configured(t), goldFloors(t)
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

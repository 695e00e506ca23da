package relation_test

import (
	"slices"
	"strings"
	"testing"

	"framewatch/compare/relation"
)

// TestMinimalPairs holds pairs of sentences that differ in the cue alone.
func TestMinimalPairs(t *testing.T) {
	for _, c := range []struct{ lang, before, against, beside, after string }{
		{"en", "The body was made ", "to replace", "to work with", " the Court."},
		{"en", "The body is ", "an alternative to", "on a par with", " the Court."},
		{"en", "The body, ", "unlike", "together with", " the Court, sits in spring."},
		{"en", "States chose the body ", "instead of", "alongside", " the Court."},
		{"en", "Its rules ", "undermine", "complement", " those of the Court."},
		{"zh-Hans", "该机构旨在", "取代", "补充", "国际法院。"},
		{"zh-Hans", "该机构与国际法院", "相抗衡", "相辅相成", "。"},
		{"zh-Hans", "各国选择调解院", "而非", "以及", "国际法院。"},
		{"zh-Hant", "該機構旨在", "取代", "補充", "國際法院。"},
		{"zh-Hant", "各國選擇調解院", "而不是", "以及", "國際法院。"},
		{"fr", "L'organe se veut ", "une alternative à", "un complément à", " la Cour."},
		{"fr", "L'organe siège ", "à la place de", "aux côtés de", " la Cour."},
		{"es", "El órgano actúa ", "en lugar de", "junto a", " la Corte."},
		{"es", "El órgano ", "sustituye", "complementa", " a la Corte."},
		{"de", "Das Gremium tagt ", "anstelle", "neben", " des Gerichtshofs."},
		{"de", "Das Gremium will ihn ", "ersetzen", "ergänzen", "."},
	} {
		for cue, want := range map[string]relation.Relation{c.against: relation.Against, c.beside: relation.Beside} {
			sentence := c.before + cue + c.after
			cues, coded := relation.Find(c.lang, sentence)
			if !coded || len(cues) != 1 || cues[0].Relation != want {
				t.Errorf("%s: %q has cues %+v (coded %v), want one of relation %d", c.lang, sentence, cues, coded, want)
				continue
			}
			if at := sentence[cues[0].Start:cues[0].End]; !strings.Contains(cue, at) {
				t.Errorf("%q: the cue is %q, want a part of %q", sentence, at, cue)
			}
		}
		if cues, coded := relation.Find(c.lang, c.before+c.after); !coded || len(cues) != 0 {
			t.Errorf("%s: %q has cues %+v (coded %v), want none", c.lang, c.before+c.after, cues, coded)
		}
	}
}

// TestWordsAreWhole: a cue inside another word is none, and letters whose lower
// case has another length move no place.
func TestWordsAreWhole(t *testing.T) {
	for sentence, want := range map[string]string{
		"Arrivals of the Court":               "",
		"A competent court, and competence":   "",
		"İİ UNLIKE the Court":                 "UNLIKE",
		"Replacements, not irreplaceable men": "Replacement",
	} {
		cues, _ := relation.Find("en", sentence)
		var got []string
		for _, c := range cues {
			got = append(got, sentence[c.Start:c.End])
		}
		if want == "" && len(got) > 0 || want != "" && !slices.Equal(got, []string{want}) {
			t.Errorf("%q has cues %q, want %q", sentence, got, want)
		}
	}
}

// TestLanguagesWithoutCues are not coded.
func TestLanguagesWithoutCues(t *testing.T) {
	for _, lang := range []string{"sw", "und", ""} {
		if cues, coded := relation.Find(lang, "instead of the Court"); coded || len(cues) > 0 {
			t.Errorf("%q is coded with %+v", lang, cues)
		}
	}
	if !strings.Contains(relation.Version(), "#") {
		t.Errorf("version %q has no digest", relation.Version())
	}
}

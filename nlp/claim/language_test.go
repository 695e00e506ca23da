package claim

import (
	"testing"
	"unicode/utf8"
)

func TestNumbersAndDatesAreReadInEveryLanguage(t *testing.T) {
	for _, c := range []struct{ lang, text, value, surface string }{
		{"en", "thirty-three states", "33", "thirty-three"},
		{"en", "one hundred and five states", "105", "one hundred and five"},
		{"en", "three members", "3", "three"},
		{"en", "1,200 delegates", "1200", "1,200"},
		{"fr", "plus de trente-trois pays", "33", "plus de trente-trois"},
		{"fr", "quatre-vingt-cinq pays", "85", "quatre-vingt-cinq"},
		{"fr", "soixante-dix-sept pays", "77", "soixante-dix-sept"},
		{"fr", "466,6 millions de dollars", "466600000", "466,6 millions"},
		{"fr", "le 1er juin 2025", "2025-06-01", "1er juin 2025"},
		{"es", "unos treinta y tres países", "33", "unos treinta y tres"},
		{"es", "1.200 delegados", "1200", "1.200"},
		{"es", "el 30 de mayo de 2025", "2025-05-30", "30 de mayo de 2025"},
		{"pt", "trinta e três países", "33", "trinta e três"},
		{"pt", "30 de maio", "--05-30", "30 de maio"},
		{"de", "dreiunddreißig Staaten", "33", "dreiunddreißig"},
		{"de", "am 30. Mai 2025", "2025-05-30", "30. Mai 2025"},
		{"de", "am 30.05.2025", "2025-05-30", "30.05.2025"},
		{"id", "tiga puluh tiga negara", "33", "tiga puluh tiga"},
		{"ms", "30 Mei 2025", "2025-05-30", "30 Mei 2025"},
		{"ru", "более тридцати, 33 страны", "33", "33"},
		{"ru", "тридцать три страны", "33", "тридцать три"},
		{"ru", "30 мая 2025 года", "2025-05-30", "30 мая 2025"},
		{"ar", "٣٣ دولة", "33", "٣٣"},
		{"ar", "في 30 مايو 2025", "2025-05-30", "30 مايو 2025"},
		{"ja", "三十三か国", "33", "三十三"},
		{"ja", "2025年5月30日", "2025-05-30", "2025年5月30日"},
		{"ko", "33개국", "33", "33"},
		{"ko", "2025년 5월 30일", "2025-05-30", "2025년 5월 30일"},
		{"zh", "３３个国家", "33", "３３"},
	} {
		g, ok := grammarOf(c.lang)
		if !ok {
			t.Fatalf("no grammar of %s", c.lang)
		}
		got := g.read(c.text)
		if len(got) != 1 || got[0].value() != c.value || got[0].span.Of(c.text) != c.surface {
			t.Errorf("%s %q: %+v", c.lang, c.text, got)
		}
	}
}

func TestArticlesOrdinalsAndCompoundsAreNoNumbers(t *testing.T) {
	for lang, texts := range map[string][]string{
		"en": {"the 33rd member", "stone", "a twentysomething", "three thirty"},
		"fr": {"un pays", "une cour", "le 33e membre", "le 33º membre", "onzième"},
		"es": {"un país", "el 33º miembro", "oncena"},
		"de": {"ein Staat", "eine Stadt", "einige", "Dreißiger"},
		"zh": {"第33个成员"},
	} {
		g, _ := grammarOf(lang)
		for _, text := range texts {
			if got := g.read(text); len(got) != 0 {
				t.Errorf("%s %q: %+v", lang, text, got)
			}
		}
	}
}

func FuzzNumbersStandInTheText(f *testing.F) {
	grammars := map[string]grammar{}
	for _, lang := range Languages() {
		grammars[key(lang)], _ = grammarOf(key(lang))
	}
	f.Add("trente-trois pays, 30 mai 2025; 33 members, drei\u212Aund")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		for lang, g := range grammars {
			for _, s := range g.read(text) {
				if s.span.Start >= s.span.End || s.span.End > len(text) || !utf8.ValidString(s.span.Of(text)) {
					t.Errorf("%s: %+v", lang, s)
				}
			}
		}
	})
}

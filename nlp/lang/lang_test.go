package lang_test

import (
	"strings"
	"testing"
	"testing/quick"

	"framewatch/nlp/lang"
)

func identifier(t testing.TB, langs ...string) *lang.Identifier {
	t.Helper()
	cfg := lang.Default()
	if len(langs) > 0 {
		cfg.Langs = langs
	}
	id, err := lang.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestDetect(t *testing.T) {
	tests := []struct{ text, lang, script string }{
		{"", "und", "Zyyy"},
		{"12.5 % — 🕊️", "und", "Zyyy"},
		{"https://example.org/news/story", "und", "Zyyy"},
		{"The ministers will meet again next week.", "en", "Latn"},
		{"Les ministres se réuniront la semaine prochaine.", "fr", "Latn"},
		{"Los ministros se reunirán la próxima semana.", "es", "Latn"},
		{"Os ministros vão reunir-se na próxima semana.", "pt", "Latn"},
		{"Die Minister treffen sich nächste Woche wieder.", "de", "Latn"},
		{"Para menteri akan bertemu lagi karena perusahaan itu gagal.", "id", "Latn"},
		{"Menteri akan bertemu lagi kerana syarikat itu gagal.", "ms", "Latn"},
		{"Các bộ trưởng sẽ gặp lại nhau vào tuần tới.", "vi", "Latn"},
		{"Bakanlar gelecek hafta yeniden toplanacak.", "tr", "Latn"},
		{"Mawaziri watakutana tena wiki ijayo.", "sw", "Latn"},
		{"Министры встретятся на следующей неделе.", "ru", "Cyrl"},
		{"Міністри зустрінуться наступного тижня.", "uk", "Cyrl"},
		{"سيجتمع الوزراء مرة أخرى الأسبوع المقبل.", "ar", "Arab"},
		{"وزیران هفته آینده دوباره دیدار می\u200cکنند.", "fa", "Arab"},
		{"وزراء اگلے ہفتے دوبارہ ملاقات کریں گے۔", "ur", "Arab"},
		{"मंत्री अगले सप्ताह फिर मिलेंगे।", "hi", "Deva"},
		{"মন্ত্রীরা আগামী সপ্তাহে আবার দেখা করবেন।", "bn", "Beng"},
		{"รัฐมนตรีจะพบกันอีกครั้งในสัปดาห์หน้า", "th", "Thai"},
		{"장관들은 다음 주에 다시 만날 예정이다.", "ko", "Kore"},
		{"大臣たちは来週また会う。", "ja", "Jpan"},
		{"来週総会開催", "ja", "Jpan"}, // no kana, but Japanese characters
		{"部长们将于下周再次会晤。", "zh-Hans", "Hans"},
		{"部長們將於下週再次會晤。", "zh-Hant", "Hant"},
		{"IOMed 與 Hong Kong 簽署協議", "zh-Hant", "Hant"}, // names are Latin everywhere
		{"I ministri si incontreranno di nuovo la prossima settimana.", "und", "Latn"},
		{"Οι υπουργοί θα συναντηθούν.", "und", "Grek"},
		{"xqzt brrk vvpl wqkj zzxc", "und", "Latn"},
	}
	id := identifier(t)
	for _, test := range tests {
		if got := id.Detect(test.text); got.Lang != test.lang || got.Script != test.script {
			t.Errorf("Detect(%q) = %+v, want %s in %s", test.text, got, test.lang, test.script)
		}
	}
}

func TestConfiguredLanguages(t *testing.T) {
	for _, test := range []struct {
		langs      string
		text, want string
	}{
		{"it en", "I ministri si incontreranno di nuovo la prossima settimana.", "it"},
		{"nl en", "De ministers komen volgende week weer bijeen.", "nl"},
		{"sr ru", "Министри ће се поново састати следеће недеље.", "sr"},
		{"zh-Hant", "部长们将于下周再次会晤。", "und"},
		{"zh-Hant", "部長們將於下週再次會晤。", "zh-Hant"},
		{"el", "Οι υπουργοί θα συναντηθούν.", "el"},
		{"en", "部长们将于下周再次会晤。", "und"},
	} {
		if got := identifier(t, strings.Fields(test.langs)...).Detect(test.text); got.Lang != test.want {
			t.Errorf("of %s, Detect(%q) = %+v, want %s", test.langs, test.text, got, test.want)
		}
	}
}

// TestForeign: a text is told foreign only where it has letters enough.
func TestForeign(t *testing.T) {
	for text, want := range map[string]bool{
		"I ministri si incontreranno di nuovo la prossima settimana.": true,
		"Οι υπουργοί θα συναντηθούν την επόμενη εβδομάδα.":            true,
		"Министри ће се поново састати следеће недеље.":               true,
		"Gli altri.": false,
		"Angola, Bolivia, Comoros, Eritrea, Fiji":              false,
		"The ministers will meet again next week.":             false,
		"部长们将于下周再次会晤。":                                         false,
		"12.5 % — https://example.org/una/storia/molto/lunga/": false,
	} {
		if got := identifier(t).Detect(text); got.Foreign != want || want && got.Lang != lang.Und {
			t.Errorf("Detect(%q) = %+v, want foreign %v", text, got, want)
		}
	}
}

// TestDeclared: of what a page declares counts what Detect cannot tell and what is
// written in the script of the text.
func TestDeclared(t *testing.T) {
	id := identifier(t)
	for _, test := range []struct{ tags, script, want string }{
		{"it", "Latn", "it"},
		{"it-IT", "Latn", "it"},
		{"en it", "Latn", "it"}, // Detect would have told English
		{"en", "Latn", "und"},
		{"it", "Cyrl", "und"},
		{"el", "Grek", "el"},
		{"sr", "Latn", "sr"}, // in two alphabets
		{"sr", "Grek", "und"},
		{"sr-Latn", "Cyrl", "und"},
		{"mul", "Latn", "und"},
		{"xx", "Latn", "und"},
		{"", "Latn", "und"},
		{"not/a/tag", "Latn", "und"},
		{strings.Repeat("it-", 1<<20), "Latn", "und"},
	} {
		if got := id.Declared(test.script, strings.Fields(test.tags)...); got != test.want {
			t.Errorf("declared %.20s in %s: %s, want %s", test.tags, test.script, got, test.want)
		}
	}
}

func TestTag(t *testing.T) {
	for declared, want := range map[string]string{"en": "en", "EN-us": "en", "zh": "zh-Hans", "zh-HK": "zh-Hant", "zh_TW": "zh-Hant", "zh-Hant-CN": "zh-Hant",
		"iw": "he", "tl": "tl", "und": "", "mul": "", "english": "", "": "", "x-none": ""} {
		if got := lang.Tag(declared); got != want {
			t.Errorf("Tag(%q) = %q, want %q", declared, got, want)
		}
	}
}

func TestValidate(t *testing.T) {
	if err := lang.Default().Validate(); err != nil {
		t.Errorf("the default settings: %v", err)
	}
	err := lang.Config{Langs: []string{"en", "english"}}.Validate()
	if err == nil || !strings.HasPrefix(err.Error(), `langs[1]: "english" is not a language this build can tell`) {
		t.Errorf("got %v", err)
	}
	if _, err := lang.New(lang.Config{}); err == nil {
		t.Error("no languages were accepted")
	}
}

// TestDetectBounded: any bytes are answered, soon, with a confidence in range.
func TestDetectBounded(t *testing.T) {
	id := identifier(t)
	check := func(text string) bool {
		r := id.Detect(text)
		return r.Confidence >= 0 && r.Confidence <= 1 && (r.Lang == lang.Und) == (r.Confidence == 0) && len(r.Script) == 4
	}
	if err := quick.Check(check, nil); err != nil {
		t.Error(err)
	}
	for _, part := range []string{"a", "e ", "国", "の", "\xff", "\x00", "https://", "w", "ا", "\u0301"} {
		if !check(strings.Repeat(part, 1<<20/len(part))) {
			t.Errorf("a megabyte of %q: %+v", part, id.Detect(part))
		}
	}
}

func FuzzDetect(f *testing.F) {
	id := identifier(f)
	for _, seed := range []string{"The", "国", "の国", "\xe5\x9b", "www.", "اَ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if r := id.Detect(text); r.Confidence < 0 || r.Confidence > 1 || len(r.Script) != 4 {
			t.Errorf("Detect(%q) = %+v", text, r)
		}
	})
}

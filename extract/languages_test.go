package extract_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/extract"
)

// told and foreign are paragraphs in languages that are told apart by default and
// in some that are not.
var (
	told = map[string]string{
		"en":      "The ferry between the two towns sails again on Monday, the harbour office said, after a mediator had heard both sides for a week.",
		"zh-Hans": "两个镇之间的渡轮星期一恢复航行，港务局说，调解员用一个星期听取了双方的意见，双方都表示愿意接受结果。",
		"de":      "Die Fähre zwischen den beiden Orten fährt am Montag wieder, sagte das Hafenamt, nachdem eine Vermittlerin beide Seiten gehört hatte.",
	}
	foreign = map[string]string{
		"it": "Il traghetto tra le due città riparte lunedì, ha detto l'ufficio del porto, dopo che una mediatrice aveva ascoltato entrambe le parti.",
		"cs": "Přívoz mezi oběma městy začne v pondělí znovu jezdit, uvedl přístavní úřad poté, co zprostředkovatelka vyslechla obě strany.",
		"sv": "Färjan mellan de båda städerna går igen på måndag, sade hamnkontoret, efter att en medlare hade hört båda sidorna i en vecka.",
		"pl": "Prom między oboma miastami znów ruszy w poniedziałek, podał urząd portowy, po tym jak mediatorka wysłuchała obu stron.",
		"nl": "De veerboot tussen de twee steden vaart maandag weer, zei het havenkantoor, nadat een bemiddelaar beide partijen had gehoord.",
		"el": "Το φέρι ανάμεσα στις δύο πόλεις ξεκινά πάλι τη Δευτέρα, είπε το λιμεναρχείο, αφού η διαμεσολαβήτρια άκουσε και τις δύο πλευρές.",
		"sr": "Трајект између два града поново плови од понедељка, саопштила је лучка управа, пошто је посредница саслушала обе стране.",
	}
)

// TestForeignLanguages: letters in a language that is not told apart count, under
// the name that the page gives it, and are never taken for one that is.
func TestForeignLanguages(t *testing.T) {
	three := func(lang string) []string { return []string{foreign[lang], foreign[lang], foreign[lang]} }
	for _, c := range []struct {
		name, html, head string
		paragraphs       []string
		want             string
		passages         string
	}{
		{"italian, declared", "it-IT", "", append(three("it"), told["en"]), "it", "it en"},
		{"italian, not declared", "", "", append(three("it"), told["en"]), "und", "und en"},
		{"italian in an English template", "en", "", append(three("it"), told["en"]), "und", "und en"},
		{"italian, declared by a header", "en-US", `<meta http-equiv="Content-Language" content="it">`, append(three("it"), told["en"]), "it", "it en"},
		{"italian, declared by the article", "en", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"H","inLanguage":"it"}</script>`, append(three("it"), told["en"]), "it", "it en"},
		{"italian, declared for sharing", "", `<meta property="og:locale" content="it_IT">`, append(three("it"), told["zh-Hans"]), "it", "it zh-Hans"},
		{"a declaration in another script", "el", "", three("it"), "und", "und"},
		{"no tag", "none of your business", "", three("it"), "und", "und"},
		{"czech", "cs", "", append(three("cs"), told["en"]), "cs", "cs en"},
		{"swedish", "sv", "", append(three("sv"), told["de"]), "sv", "sv de"},
		{"polish", "pl", "", append(three("pl"), told["en"]), "pl", "pl en"},
		{"dutch", "nl", "", three("nl"), "nl", "nl"},
		{"greek", "el", "", append(three("el"), told["zh-Hans"]), "el", "el zh-Hans"},
		{"greek, not declared", "", "", append(three("el"), told["en"]), "und", "und en"},
		{"serbian in either alphabet", "sr-RS", "", three("sr"), "sr", "sr"},
		{"a quotation", "it", "", []string{told["en"], told["en"], told["en"], foreign["it"]}, "en", "en it"},
		{"chinese in an Italian template", "it", "", []string{told["zh-Hans"], told["zh-Hans"]}, "zh-Hans", "zh-Hans"},
		{"chinese with a foreign quotation", "zh-CN", "", []string{told["zh-Hans"], told["zh-Hans"], told["zh-Hans"], foreign["cs"]}, "zh-Hans", "zh-Hans und"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := `<!doctype html><html lang="` + c.html + `"><head><meta charset="utf-8"><title>Ferry 24</title>` + c.head + `</head><body><article><h1>Ferry 24</h1><p>` +
				strings.Join(c.paragraphs, "</p><p>") + `</p></article></body></html>`
			got, err := newExtractor(t).Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: "https://quayforum.example/ferry", ContentType: "text/html"}, Body: []byte(body)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			var langs []string
			for _, p := range got.Passages {
				langs = append(langs, p.Lang)
			}
			if diff := cmp.Diff(c.passages, strings.Join(langs, " ")); diff != "" || got.Lang != c.want {
				t.Errorf("language %s of %v, want %s; passages (-want +got):\n%s", got.Lang, got.Langs, c.want, diff)
			}
			sum := 0.0
			for _, l := range got.Langs {
				sum += l.Share
			}
			if sum < 0.99 || sum > 1.01 {
				t.Errorf("shares %v add up to %v", got.Langs, sum)
			}
		})
	}
}

// TestShortTexts: where a text is too short to tell, the declaration stands,
// without its region.
func TestShortTexts(t *testing.T) {
	for declared, want := range map[string]string{"en-GB": "en", "zh-TW": "zh-Hant", "zh_CN": "zh-Hans", "it": "it", "": "und", "mul": "und", "xx-yy": "und"} {
		body := `<!doctype html><html lang="` + declared + `"><body><article><p class="t">Kota 24 : 17, 30 : 8; 2 : 1.</p></article></body></html>`
		cfg := extract.Default()
		cfg.MinLetters = 0
		e, err := extract.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		source := &corpus.Source{Selectors: corpus.Selectors{Text: ".t"}}
		got, err := e.Extract(t.Context(), corpus.Page{Capture: corpus.Capture{ContentType: "text/html"}, Body: []byte(body)}, source)
		if err != nil {
			t.Fatal(err)
		}
		if got.Lang != want {
			t.Errorf("%s: language %s of %v, want %s", declared, got.Lang, got.Langs, want)
		}
	}
}

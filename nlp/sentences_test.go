package nlp_test

import (
	"context"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp"

	"github.com/google/go-cmp/cmp"
)

// TestLanguagesOfParagraphs: lists of names and glosses take the language of
// what stands around them, and do not change that of the document.
func TestLanguagesOfParagraphs(t *testing.T) {
	a := newAnnotator(t, nlp.NERNone)
	for _, test := range []struct {
		name, title, text, doc string
		langs                  []string
	}{
		{"a list of states", "", "The ceremony was held in Hong Kong on a rainy Friday.\n\nSigned by: Angola, Bolivia, Comoros, Eritrea, Fiji, Guyana, Honduras, Jamaica, Lesotho, Vanuatu.\n\nThe flags were taken down at dusk.",
			"en", []string{"en", "en", "en"}},
		{"names longer than the prose", "", "The talks went on.\n\nJean-Pierre Lacroix, Catherine Colonna, Jean-Noël Barrot, Stéphane Séjourné, Dominique de Villepin, Jean-Yves Le Drian, Michel Barnier\n\nNobody else was asked.",
			"en", []string{"en", "en", "en"}},
		{"between two languages", "", "Les ministres se réuniront la semaine prochaine.\n\nAngola, Bolivia, Comoros, Eritrea, Fiji\n\nIls parleront de la médiation pendant deux jours.\n\nThe ministers will meet again next week and will talk about mediation for two days.\n\nGuyana, Honduras, Jamaica, Lesotho\n\nThey will meet in Hong Kong, and the press will be there.",
			"en", []string{"fr", "fr", "fr", "en", "en", "en"}},
		{"a gloss in English", "", "The minister opened the house. The body, 国际调解院, opens its doors. It is neutral.", "en", []string{"en", "en", "en"}},
		{"a gloss in Chinese", "", "部长出席了仪式。国际调解院（the International Organization for Mediation, a body with its seat in Hong Kong）开门了。它是中立的。",
			"zh-Hans", []string{"zh-Hans", "zh-Hans", "zh-Hans"}},
		{"line by line", "", "The body is neutral. 它是中立的机构。 It opened in May. 它于五月成立。", "zh-Hans", []string{"en", "zh-Hans", "en", "zh-Hans"}},
		{"a headline of names", "Cheng, Lam, Tong: IOMed", "The ministers will meet again next week and talk.", "en", []string{"en", "en"}},
	} {
		got, err := a.Annotate(context.Background(), corpus.Document{ID: "x", Title: test.title, Text: test.text})
		if err != nil {
			t.Fatal(err)
		}
		langs := languagesOf(got)
		if diff := cmp.Diff(test.langs, langs); diff != "" || got.Lang != test.doc {
			t.Errorf("%s: document %s, want %s; sentences (-want +got):\n%s", test.name, got.Lang, test.doc, diff)
		}
	}
}

// TestForeignParagraphs: what is in no language that is told apart is never taken
// for one that is, and the document may say what it is.
func TestForeignParagraphs(t *testing.T) {
	const (
		italian = "Il traghetto riparte lunedì, ha detto l'ufficio del porto."
		short   = "Altri dati"
		english = "The ferry sails again on Monday, the harbour office said."
		chinese = "两个镇之间的渡轮星期一恢复航行，港务局说，双方都表示愿意接受结果。"
		czech   = "Přívoz mezi oběma městy začne v pondělí znovu jezdit, uvedl přístavní úřad."
	)
	a := newAnnotator(t, nlp.NERNone)
	for _, test := range []struct {
		name, said, text, doc string
		langs                 []string
	}{
		{"said", "it", italian + "\n\n" + short + "\n\n" + italian + "\n\n" + english, "it", []string{"it", "it", "it", "en"}},
		{"said wrongly", "en", italian + "\n\n" + short + "\n\n" + italian + "\n\n" + english, "und", []string{"und", "und", "und", "en"}},
		{"not said", "", italian + "\n\n" + italian + "\n\n" + chinese, "und", []string{"und", "und", "zh-Hans"}},
		{"a quotation", "", english + "\n\n" + czech + "\n\n" + english, "en", []string{"en", "und", "en"}},
		{"a quotation in Chinese", "cs", chinese + "\n\n" + czech + "\n\n" + chinese + "\n\n" + chinese, "zh-Hans", []string{"zh-Hans", "cs", "zh-Hans", "zh-Hans"}},
	} {
		got, err := a.Annotate(t.Context(), corpus.Document{ID: "x", Lang: test.said, Text: test.text})
		if err != nil {
			t.Fatal(err)
		}
		langs := languagesOf(got)
		if diff := cmp.Diff(test.langs, langs); diff != "" || got.Lang != test.doc {
			t.Errorf("%s: document %s of %v, want %s; sentences (-want +got):\n%s", test.name, got.Lang, got.Langs, test.doc, diff)
		}
	}
}

// languagesOf are the languages of the sentences, in order.
func languagesOf(notes corpus.Annotations) []string {
	var langs []string
	for _, s := range notes.Sentences {
		langs = append(langs, s.Lang)
	}
	return langs
}

package nlp_test

import (
	"testing"
	"time"

	"framewatch/corpus"
)

// TestTheSameFactIsReadInEveryLanguage tells one fact in the languages of the
// shipped register: a number that is found in one and not in another would look
// like a difference between blocs.
func TestTheSameFactIsReadInEveryLanguage(t *testing.T) {
	a := configured(t)
	for _, c := range []struct{ lang, text, value, verdict string }{
		{"en", "The International Organization for Mediation has a treaty that 33 countries signed in Hong Kong.", "33", "supported"},
		{"en", "China and 32 other states signed the convention of the International Organization for Mediation.", "33", "supported"},
		{"zh-Hans", "国际调解院公约在香港开放签署，33个国家现场签署。", "33", "supported"},
		{"zh-Hans", "国际调解院公约在香港开放签署，中国和其他32个国家现场签署。", "33", "supported"},
		{"zh-Hant", "國際調解院公約在香港開放簽署，60個國家現場簽署。", "60", "contradicted"},
		{"fr", "À Hong Kong, 33 pays ont signé la convention de l'Organisation internationale pour la médiation.", "33", "supported"},
		{"fr", "Trente-trois États ont signé la convention de l'Organisation internationale pour la médiation.", "33", "supported"},
		{"es", "En Hong Kong, 33 países firmaron el convenio de la Organización Internacional para la Mediación.", "33", "supported"}, //nolint:misspell // Spanish
		{"pt", "Em Hong Kong, 33 países assinaram a convenção da Organização Internacional para a Mediação.", "33", "supported"},      //nolint:misspell // Portuguese
		{"de", "In Hongkong haben 33 Staaten das Abkommen der Internationalen Organisation für Mediation (IOMed) unterzeichnet.", "33", "supported"},
		{"id", "Di Hong Kong, 33 negara menandatangani konvensi Organisasi Internasional untuk Mediasi (IOMed).", "33", "supported"},
		{"ru", "В Гонконге 33 государства подписали конвенцию о Международной организации по медиации.", "33", "supported"},
		{"ar", "وقعت 33 دولة على اتفاقية إنشاء المنظمة الدولية للوساطة في هونغ كونغ.", "33", "supported"},
		{"ja", "香港で国際調停院の設立条約に33か国が署名した。", "33", "supported"},
		{"ko", "홍콩에서 33개국이 국제중재원(IOMed) 설립 협약에 서명했다.", "33", "supported"},
	} {
		doc := corpus.Document{ID: "claim", Text: c.text, Lang: c.lang,
			Published: corpus.Date{Time: time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC), Precision: corpus.PrecisionDay, From: "test"}}
		found, err := a.Annotate(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		if len(found.Claims) != 1 || found.Claims[0].Kind != "signatories" || found.Claims[0].Value != c.value || string(found.Claims[0].Verdict) != c.verdict {
			t.Errorf("%s %q: %+v", c.lang, c.text, found.Claims)
		}
	}
}

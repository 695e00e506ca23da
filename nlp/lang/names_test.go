package lang_test

import "testing"

// TestNamesDoNotVote: a sentence is in the language of its own words, however
// many foreign names it has.
func TestNamesDoNotVote(t *testing.T) {
	id := identifier(t)
	for _, test := range []struct{ text, want string }{
		{"Foreign Minister Subrahmanyam Jaishankar received Jean-Noël Barrot and Mao Ning.", "en"},
		{"Presidents Gustavo Petro, Luis Abinader and Bernardo Arévalo met in San José.", "en"},
		{"Regina Ip Lau Suk-yee, Ronny Tong Ka-wah and Starry Lee Wai-king praised the bill.", "en"},
		{"Olaf Scholz and Ursula von der Leyen spoke in Baden-Baden.", "en"},
		{"Lula da Silva said in Belo Horizonte that Rafael Grossi was right.", "en"},
		{"China Opens Mediation Centre With Support From Thirty States", "en"},
		{"Emmanuel Macron a reçu Shehbaz Sharif et Wang Yi à Paris.", "fr"},
		{"Ursula von der Leyen traf Lula da Silva und Gustavo Petro in Berlin.", "de"},
		{"Luiz Inácio Lula da Silva recebeu Xi Jinping e John Smith em Brasília.", "pt"},
		{"Claudia Sheinbaum recibió a John Smith y a Wang Yi en Monterrey.", "es"},
		{"Presiden Prabowo Subianto menerima kunjungan Emmanuel Macron karena undangan resmi.", "id"},
		{"Anwar Ibrahim menerima kunjungan Emmanuel Macron kerana jemputan rasmi kerajaan.", "ms"},
	} {
		if got := id.Detect(test.text); got.Lang != test.want {
			t.Errorf("Detect(%q) = %+v, want %s", test.text, got, test.want)
		}
	}
}

// TestNamesAreTold: a list of names is a guess and says so; prose is none.
func TestNamesAreTold(t *testing.T) {
	id := identifier(t)
	for text, want := range map[string]bool{
		"Present: Angola, Bolivia, Comoros, Eritrea, Fiji, Guyana, Honduras, Jamaica, Lesotho.": true,
		"The convention was signed in Hong Kong by thirty-three states.":                        false,
		"部长们将于下周再次会晤。":                                                                          false,
		"سيجتمع الوزراء مرة أخرى الأسبوع المقبل.":                                               false,
	} {
		if got := id.Detect(text); got.Names != want {
			t.Errorf("Detect(%q) = %+v, want names %v", text, got, want)
		}
	}
}

// TestGlosses: a name in another script inside a sentence leaves the sentence
// its language, in either direction.
func TestGlosses(t *testing.T) {
	id := identifier(t)
	for _, test := range []struct{ text, lang, script string }{
		{"The ICJ (联合国国际法院) is older.", "en", "Latn"},
		{"The new body, 国际调解院, opens its doors today.", "en", "Latn"},
		{"“国际调解院 is neutral,” she wrote.", "en", "Latn"},
		{"Xi Jinping (习近平) met Teresa Cheng (郑若骅) of IOMed (国际调解院) in 香港.", "en", "Latn"},
		{"L'organisation (国际调解院组织公约) est neutre.", "fr", "Latn"},
		{"The organisation (Международная организация по медиации) is new.", "en", "Latn"},
		{"国际法院（the International Court of Justice, the principal judicial organ of the United Nations）表示欢迎。", "zh-Hans", "Hans"},
		{"他把 IOMed 称为 a rival to the ICJ。", "zh-Hans", "Hans"},
		{"國際調解院（International Organization for Mediation，IOMed）是對聯合國的補充。", "zh-Hant", "Hant"},
		{"国際調停院（International Organization for Mediation）が開いた。", "ja", "Jpan"},
		{"Международная организация по медиации (International Organization for Mediation, IOMed) открылась.", "ru", "Cyrl"},
		{"IOMed（国际调解院）", "zh-Hans", "Hans"}, // a name and its gloss are no sentence of either
	} {
		if got := id.Detect(test.text); got.Lang != test.lang || got.Script != test.script {
			t.Errorf("Detect(%q) = %+v, want %s in %s", test.text, got, test.lang, test.script)
		}
		if latin := id.Written(test.text, "Latn"); latin != (test.script == "Latn") {
			t.Errorf("Written(%q, Latn) = %v", test.text, latin)
		}
	}
}

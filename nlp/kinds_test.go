package nlp_test

import (
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp"
)

// marked are the mentions of a text that name an entity.
func marked(t *testing.T, a *nlp.Annotator, text string, entity corpus.EntityID) []corpus.Mention {
	t.Helper()
	doc := corpus.Document{ID: "d", Text: text}
	got, err := a.Annotate(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	check(t, &doc, &got)
	return slices.DeleteFunc(got.Mentions, func(m corpus.Mention) bool { return m.Entity != entity })
}

// TestPartsOfOtherNames holds that a description inside the name or description
// of another body is left alone, and that those of the target are found. What is
// in brackets must be found, nothing else.
func TestPartsOfOtherNames(t *testing.T) {
	a := configured(t)
	for _, text := range []string{
		"[IOMed] wrote to the Nordic Mediation Organization.", "The Baltic Court of Mediation greeted [IOMed].", "Peru's mediation body met [IOMed].",
		"[IOMed] trained a labour mediation body.", "The community mediation body closed, said [IOMed].", "[IOMed] hired a mediation body in Oslo.",
		"[IOMed] and the Court of Mediation of Malta met.", "[IOMed] chartered IMC Lines.", "Nordic mediation organizations met [IOMed].",
		"[国际调解院]与南京劳动争议调解组织座谈。", "[国际调解院]的代表访问了家庭调解组织。", "[國際調解院]與社區調解組織會面。", "[国际调解院]与厦门国际仲裁院会面。",
		"[国际调解院]接待了马来西亚调解组织的代表。",
		"China's [mediation body], known as [IOMed], opened.", "[IOMed] opened. The Chinese [mediation body] is small.", "[IOMed] is a new [mediation body].",
		"[IOMed], a [mediation body] in Hong Kong, opened.", "[IOMed] opened. The [Hong Kong-based mediation body] is small.",
		"[国际调解院]成立。这个[调解组织]设在香港。", "各国签署公约，加入[国际调解院]。[国际调解机构]将设在香港。",
	} {
		var want []string
		for _, part := range strings.Split(text, "[")[1:] {
			name, _, _ := strings.Cut(part, "]")
			want = append(want, name)
		}
		if got := targets(t, a, strings.NewReplacer("[", "", "]", "").Replace(text)); !slices.Equal(got, want) {
			t.Errorf("%s: found %q", text, got)
		}
	}
}

// TestDescriptions have a variant of their own, and count only where the name
// stands elsewhere.
func TestDescriptions(t *testing.T) {
	a := configured(t)
	for text, want := range map[string]string{
		"IOMed opened. China's mediation body is small.":                                                         "mediation body",
		"La OIMed abrió. El Órgano Internacional de Mediación es pequeño.":                                       "Órgano Internacional de Mediación", //nolint:misspell // Spanish
		"Die Internationale Organisation für Mediation öffnet. Die internationale Schlichtungsstelle ist klein.": "internationale Schlichtungsstelle",
		"L'OIMed a ouvert. L'organe international de médiation est petit.":                                       "organe international de médiation",
		"国际调解院成立。这个国际调解机构设在香港。":                                                                                  "国际调解机构",
	} {
		found := marked(t, a, text, target)
		if len(found) != 2 || found[1].Surface != want || found[1].Variant != corpus.VariantDescription {
			t.Errorf("%s: %+v", text, found)
		}
		_, alone, _ := strings.Cut(strings.Replace(text, "。", ". ", 1), ". ")
		if found := marked(t, a, alone, target); len(found) > 0 {
			t.Errorf("%s: %+v", alone, found)
		}
	}
}

// TestDefinedNames holds that a name means what the text says it does.
func TestDefinedNames(t *testing.T) {
	a := configured(t)
	tests := []struct {
		text, name string
		entity     corpus.EntityID
		want       int
	}{
		{"The International Organization for Mediation (IOM) opened. The IOM is small.", "IOM", target, 2},
		{"The International Organization for Mediation (IOM) opened. The IOM is small.", "IOM", "org.iom", 0},
		{"The International Organization for Migration (IOM) met IOMed. The IOM is large.", "IOM", "org.iom", 2},
		{"The International Organization for Migration (IOM) met IOMed. The IOM is large.", "IOM", target, 0},
		{"The Institute of Ocean Moorings (IOM) met IOMed. The IOM is old.", "IOM", "org.iom", 0},
		{"The IOM met IOMed.", "IOM", "org.iom", 1},
		{"国际调解院（以下简称“调解院”）成立。调解院设在香港。", "调解院", target, 2},
		{"国际调解院派人参观江南行业调解院（以下简称“调解院”）。调解院很小。", "调解院", target, 0},
		{"国际调解院（IOM）成立。IOM设在香港。", "IOM", target, 2},
	}
	for _, test := range tests {
		n := 0
		for _, m := range marked(t, a, test.text, test.entity) {
			if m.Surface == test.name {
				n++
			}
		}
		if n != test.want {
			t.Errorf("%s: %q is %s %d times, want %d", test.text, test.name, test.entity, n, test.want)
		}
	}
}

// TestAcronymCasing finds the acronym in other capitals beside the name only.
func TestAcronymCasing(t *testing.T) {
	a := configured(t)
	for text, want := range map[string]int{
		"The International Organization for Mediation opened. IOmed is small, iomed is new.": 3,
		"国际调解院（iomed）成立。":                                                                    2, "A iomed drill.": 0, "IOMed writes at iomed.example and to info@iomed.example.": 1,
	} {
		if got := targets(t, a, text); len(got) != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// TestFamilyNames holds whom a family name alone stands for.
func TestFamilyNames(t *testing.T) {
	a := configured(t)
	tests := []struct {
		name, text string
		entity     corpus.EntityID
		want       []string
	}{
		{"after a sentence that ends in a name", "Teresa Cheng flew to Geneva. Cheng met envoys.", "person.teresa_cheng", []string{"Teresa Cheng", "Cheng"}},
		{"with a title", "President Xi Jinping spoke. Later Xi left.", "person.xi_jinping", []string{"Xi Jinping", "Xi"}},
		{"with a longer title", "Foreign Minister Wang Yi spoke. Wang left.", "person.wang_yi", []string{"Wang Yi", "Wang"}},
		{"Hong Kong name", "Paul Lam Ting-kwok spoke. Lam left.", "person.paul_lam", []string{"Paul Lam Ting-kwok", "Lam"}},
		{"Hong Kong name without a hyphen", "Teresa Cheng Yeuk Wah spoke. Cheng left.", "person.teresa_cheng", []string{"Teresa Cheng Yeuk Wah", "Cheng"}},
		{"family name first", "Lee Ka-chiu spoke. Lee left.", "person.john_lee", []string{"Lee Ka-chiu", "Lee"}},
		{"somebody else with the name", "John Lee spoke. Singapore's Lee Hsien Loong listened. Lee left.", "person.john_lee", []string{"John Lee"}},
		{"another with the name last", "Paul Lam spoke. Carrie Lam listened. Lam left.", "person.paul_lam", []string{"Paul Lam"}},
		{"others with other names", "John Lee spoke. Peter Mensah listened. Lee left.", "person.john_lee", []string{"John Lee", "Lee"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, m := range marked(t, a, test.text, test.entity) {
				got = append(got, m.Surface)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("%s: %q, want %q", test.text, got, test.want)
			}
		})
	}
}

// TestPlaces holds which places are states and which only bear their names. What
// is in brackets must be a mention of the entity, nothing else.
func TestPlaces(t *testing.T) {
	a := configured(t)
	tests := []struct {
		text   string
		entity corpus.EntityID
	}{
		{"Voters in Athens, Georgia, chose a senator.", "country.GEO"},
		{"The state of Georgia sued.", "country.GEO"},
		{"[Georgia] and Armenia signed.", "country.GEO"},
		{"A court in Lebanon, Pennsylvania, ruled.", "country.LBN"},
		{"[Lebanon], Egypt and Oman signed.", "country.LBN"},
		{"Sailors from New Guinea came.", "country.GIN"},
		{"[Guinea] signed.", "country.GIN"},
		{"India Harper spoke.", "country.IND"},
		{"[India] and [India]'s Prime Minister spoke. [India] Foreign Secretary listened.", "country.IND"},
		{"[刚果（金）]代表发言。", "country.COD"},
	}
	for _, test := range tests {
		var want, got []string
		for _, part := range strings.Split(test.text, "[")[1:] {
			name, _, _ := strings.Cut(part, "]")
			want = append(want, name)
		}
		for _, m := range marked(t, a, strings.NewReplacer("[", "", "]", "").Replace(test.text), test.entity) {
			got = append(got, m.Surface)
			if m.Variant == corpus.VariantTypo {
				t.Errorf("%s: %s is a typo", test.text, m.Surface)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: found %q", test.text, got)
		}
	}
}

// TestChineseNames holds what the tagger's Chinese names may reach over.
func TestChineseNames(t *testing.T) {
	a := configured(t)
	for text, want := range map[string]string{"乌兹别克斯坦总统米尔济约耶夫出席会议。": "米尔济约耶夫", "各地要因地施策，提升群众幸福感。": ""} {
		doc := corpus.Document{ID: "d", Text: text}
		got, err := a.Annotate(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		people := ""
		for _, m := range got.Mentions {
			if m.Label == corpus.PER {
				people += m.Surface
			}
			if strings.ContainsAny(m.Surface, "，。；、") {
				t.Errorf("%s: %q reaches over a mark", text, m.Surface)
			}
		}
		if people != want {
			t.Errorf("%s: people %q, want %q", text, people, want)
		}
	}
}

// TestDescriptionsAlone holds which descriptions name the target without its
// name: those with its owner or seat and its reach.
func TestDescriptionsAlone(t *testing.T) {
	a := configured(t)
	for text, want := range map[string]int{
		"Nations watch China's new mediation body. Will other countries trust China's mediation body?": 2,
		"Abrió el Órgano Internacional de Mediación en Hong Kong.":                                     1, //nolint:misspell // Spanish
		"China's mediation body for tenants opened.":                                                   0,
		"The countries of the lake want a mediation body.":                                             0,
		"An international mediation body in Oslo opened.":                                              0,
		"中国调解组织与国际同行交流。":                                                                               0,
	} {
		if got := targets(t, a, text); len(got) != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

package heads_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"framewatch/nlp/heads"

	"github.com/google/go-cmp/cmp"
)

func TestOfName(t *testing.T) {
	for _, test := range []struct{ lang, name, head, classes string }{
		{"en", "Reef Investment Bank", "bank", "bank"},
		{"en", "Court of the Tides", "court", "court"},
		{"en", "International Organization for Kelp", "organization", "organisation"},
		{"en", "Bank Holiday", "", ""}, // ends in no head noun
		{"zh", "珊瑚投资银行", "银行", "bank"},
		{"zh", "潮汐研究院", "研究院", "institute"},
		{"zh", "潮汐院", "院", "institute court"},
		{"zh", "银行", "", ""}, // a noun alone is no name
		{"fr", "Banque d'investissement des récifs", "banque", "bank"},
		{"de", "Riffentwicklungsbank", "riffentwicklungsbank", "bank"},
		{"es", "Banco de los Arrecifes", "banco", "bank"},
		{"sw", "Benki ya Miamba", "", ""},
	} {
		head, classes := heads.OfName(test.lang, test.name)
		if got := strings.Trim(fmt.Sprint(classes), "[]"); head != test.head || got != test.classes {
			t.Errorf("%s %s: got %q, %q, want %q, %q", test.lang, test.name, head, got, test.head, test.classes)
		}
	}
}

func TestField(t *testing.T) {
	for _, test := range []struct{ lang, name, want string }{
		{"en", "International Organization for Kelp", "kelp"}, {"en", "Pacific Reef Investment Bank", "reef investment"}, {"en", "World Bank", ""}, {"en", "Kelp Nations", ""},
		{"zh", "太平洋珊瑚投资银行", "珊瑚投资"}, {"zh", "国际潮汐院", "潮汐"}, {"zh", "世界银行", ""}, {"fr", "Banque des récifs", ""},
	} {
		if got := heads.Field(test.lang, test.name); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestTables: what a table names stands in the others, so that no line is without
// effect.
func TestTables(t *testing.T) {
	all := heads.All()
	for _, c := range all {
		for _, other := range heads.Confusable(c) {
			if !slices.Contains(all, other) {
				t.Errorf("%s is confused with %s, which no line of confusions.tsv begins with", c, other)
			}
		}
	}
	if diff := cmp.Diff([]heads.Class(nil), heads.Confusable("shoal")); diff != "" {
		t.Errorf("of a class that there is not (-want +got):\n%s", diff)
	}
	for _, lang := range heads.Languages() {
		for _, p := range heads.Of(lang).References(all) {
			if strings.Contains(p.Text, "{}") || p.Text == "" || !slices.Contains(all, p.Class) {
				t.Errorf("%s: phrase %q of class %s", lang, p.Text, p.Class)
			}
		}
		for _, d := range heads.Of(lang).Descriptions(all, []string{"Suva"}, []string{"kelp"}) {
			if strings.ContainsAny(d, "{}[]") || !strings.Contains(d, "Suva") && !strings.Contains(d, "kelp") {
				t.Errorf("%s: description %q", lang, d)
			}
		}
	}
	for _, lang := range []string{"en", "zh", "fr", "es", "pt", "de", "ru", "ar", "id", "ms", "ja", "ko"} {
		for _, c := range []heads.Class{"bank", "court", "organisation"} {
			if len(heads.Of(lang).References([]heads.Class{c})) == 0 {
				t.Errorf("%s has no phrase that stands for a %s", lang, c)
			}
		}
	}
}

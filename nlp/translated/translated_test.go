package translated_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/nlp/translated"
)

func TestNumbers(t *testing.T) {
	tests := []struct {
		name, lang, text string
		want             []float64
	}{
		{"none", "en", "no numbers here, one or two at most", nil},
		{"groups", "en", "1,200 boats and 3.25 per cent", []float64{3.25, 1200}},
		{"groups with points", "es", "1.200 barcos y un 3,25 por ciento", []float64{3.25, 1200}},
		{"groups with spaces", "fr", "12 000 tonnes, 3,5 millions", []float64{12_000, 3_500_000}},
		{"millions", "en", "$1.2 million, 40 billion", []float64{1_200_000, 40_000_000_000}},
		{"han scales", "zh-Hans", "120万人，3.5亿元", []float64{1_200_000, 350_000_000}},
		{"han words", "zh-Hant", "三十三國，一百二十人，十五天，二〇二五年", []float64{15, 33, 120, 2025}},
		{"han units", "zh-Hans", "三万人，一亿五千万元，3千万元，12万", []float64{30_000, 120_000, 30_000_000, 150_000_000}},
		{"multiples in words", "en", "three hundred seats, thirty-three thousand pages, 5 m long", []float64{5, 300, 33_000}},
		{"multiples in words", "es", "treinta y tres mil páginas, 2 millones de euros", []float64{33_000, 2_000_000}},
		{"english words", "en", "Thirty-three states, twenty judges and eleven weeks", []float64{11, 20, 33}},
		{"french words", "fr", "trente-trois États, vingt et un jours, dix-sept juges", []float64{17, 21, 33}},
		{"spanish words", "es", "treinta y tres Estados, dieciséis días", []float64{16, 33}},
		{"arabic", "ar", "٣٣ دولة وسبعة قضاة خلال ثلاثين يوما و ١٢٫٥", []float64{7, 12.5, 30, 33}},
		{"a list of years is no group", "en", "2019, 2020, 2021", []float64{2019, 2020, 2021}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, translated.Numbers(test.text, test.lang), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("Numbers(%q) (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func day(d int) time.Time { return time.Date(2031, 3, d, 12, 0, 0, 0, time.UTC) }

// texts are a story in three languages, one that is like it, and others.
func texts() []translated.Text {
	all := []translated.Text{
		{ID: "en", Lang: "en", Day: day(2), Names: []string{"org.a", "country.x", "country.y", "org.iomed"}, Numbers: []float64{33, 1200}},
		{ID: "zh", Lang: "zh-Hans", Day: day(3), Names: []string{"org.a", "country.x", "country.y", "org.iomed"}, Numbers: []float64{33, 7}},
		{ID: "fr", Lang: "fr", Day: day(4), Names: []string{"org.a", "country.x", "org.iomed"}, Numbers: []float64{33, 1200}},
		{ID: "zh near", Lang: "zh-Hant", Day: day(3), Names: []string{"org.a", "country.x", "country.y", "org.iomed"}, Numbers: []float64{8, 9, 10}},
		{ID: "en late", Lang: "en", Day: day(30), Names: []string{"org.a", "country.x", "country.y", "org.iomed"}, Numbers: []float64{33, 7}},
	}
	for i := range 30 {
		all = append(all, translated.Text{ID: fmt.Sprint("other ", i), Lang: []string{"en", "zh", "fr"}[i%3], Day: day(1 + i%9),
			Names: []string{"org.iomed", fmt.Sprint("place ", i), fmt.Sprint("place ", i/5)}, Numbers: []float64{float64(100 + i)}})
	}
	return all
}

func TestPairs(t *testing.T) {
	x := translated.New(translated.Default())
	for _, text := range texts() {
		x.Add(text)
	}
	var got []string
	for _, p := range x.Pairs() {
		if p.Score < translated.Default().MinScore || p.Score > 1 {
			t.Errorf("%s-%s has score %v", p.A, p.B, p.Score)
		}
		got = append(got, p.A+"-"+p.B)
	}
	if diff := cmp.Diff([]string{"en-fr", "en-zh", "zh-fr"}, got); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
}

func TestUndated(t *testing.T) {
	x := translated.New(translated.Default())
	for _, text := range texts() {
		if text.ID == "en late" {
			text.Day = time.Time{}
			text.Numbers = append(text.Numbers, 8, 9, 10)
		}
		x.Add(text)
	}
	for _, p := range x.Pairs() {
		if p.B == "en late" && p.A == "zh near" {
			return
		}
	}
	t.Errorf("a text without a date has no partner: %v", x.Pairs())
}

func TestConfig(t *testing.T) {
	if err := translated.Default().Validate(); err != nil {
		t.Error(err)
	}
	if err := (translated.Config{MinScore: 2, MaxDays: -1}).Validate(); err == nil {
		t.Error("no error")
	}
}

func FuzzNumbers(f *testing.F) {
	f.Add("1,200.5 million 三十三 ٣٣ 一百百百", "zh")
	f.Add("treinta y y tres dix-sept-", "es")
	f.Fuzz(func(t *testing.T, text, lang string) {
		last := 0.
		for _, v := range translated.Numbers(text, lang) {
			if v < 3 || v <= last && last != 0 {
				t.Fatalf("%q: %v after %v", text, v, last)
			}
			last = v
		}
	})
}

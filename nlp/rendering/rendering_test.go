package rendering_test

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/nlp/rendering"

	"github.com/google/go-cmp/cmp"
)

func find(t testing.TB, a *nlp.Annotator, text string) rendering.Result {
	t.Helper()
	r, _, err := a.Renderings(context.Background(), corpus.Document{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func texts(r rendering.Result) []string {
	var out []string
	for _, x := range r.Renderings {
		out = append(out, x.Text+" "+string(x.Variant))
	}
	return out
}

// TestShapes holds the shapes of names that were asked for, one sentence each,
// with nothing but the official names in the gazetteer.
func TestShapes(t *testing.T) {
	a := newAnnotator(t, official)
	tests := []struct {
		name, text string
		want       []string
	}{
		{"official", "Kenya joined the International Organization for Mediation in May.\n\n肯尼亚五月加入国际调解院。", []string{"国际调解院 official"}},
		{"acronym", "Kenya joined IOMed in May.\n\n肯尼亚五月加入IOMed。", []string{"IOMed abbreviation"}},
		{"word for word", "Kenya joined IOMed in May.\n\n肯尼亚五月加入国际调解组织。", []string{"国际调解组织 alias"}},
		{"another word for international", "Kenya joined IOMed in May.\n\n肯尼亚五月加入万国劝和堂。", []string{"万国劝和堂 mistranslation"}},
		{"no scope", "Kenya joined IOMed in May.\n\n肯尼亚五月加入医药学会。", []string{"医药学会 mistranslation"}},
		{"with and", "Kenya joined IOMed in May.\n\n肯尼亚五月加入国际药膳与和解学会。", []string{"国际药膳与和解学会 mistranslation"}},
		{"no head", "The role of Kenya in IOMed is small.\n\n肯尼亚在国际药膳中的作用很小。", []string{"国际药膳 mistranslation"}},
		{"misspelt", "Kenya joined IOMed in May.\n\n肯尼亚五月加入IMOed。", []string{"IMOed typo"}},
		{"small letters", "Kenya joined IOMed in May.\n\n肯尼亚五月加入iomed。", []string{"iomed typo"}},
		{"readings", "Kenya joined IOMed in May.\n\n肯尼亞五月加入國(guó)際調(diào)停社。", []string{"國(guó)際調(diào)停社 mistranslation"}},
		{"by sound", "Kenya joined IOMed in May.\n\n肯尼亚五月加入伊欧梅德。", []string{"伊欧梅德 mistranslation"}},
		{"in a convention", "Kenya signed the Convention on the Establishment of IOMed.\n\n肯尼亚签署了《关于建立国际药膳组织的公约》。", []string{"国际药膳组织 mistranslation"}},
		{"acronym in brackets", "Kenya joined the International Organization for Mediation (IOMed).\n\n肯尼亚加入了国际药膳组织(IOMed)。", []string{"国际药膳组织 mistranslation", "IOMed abbreviation"}},
		{"reference", "The fee is low. IOMed charges small states nothing.\n\n费用很低。该组织不向小国收费。", []string{"该组织 pronoun"}},
		{"reference in both", "The fee is low. The organization charges small states nothing.\n\n费用很低。该组织不向小国收费。", nil},
		{"near miss", "Kenya works with the International Organization for Migration and the International Mediation Institute.\n\n肯尼亚与国际移民组织和国际调解学会合作。", nil},
		{"near miss beside a wrong name", "Kenya left IOMed and joined the International Organization for Migration.\n\n肯尼亚退出国际药膳组织,加入国际移民组织。", []string{"国际药膳组织 mistranslation"}},
		{"near miss as a wrong name", "Kenya joined IOMed in May.\n\n肯尼亚五月加入国际移民组织。", []string{"国际移民组织 mistranslation"}},
		{"left out", "Kenya joined IOMed in May and paid the fee.\n\n肯尼亚五月加入并支付了费用。", nil},
		{"line by line", "Goats and the law\n山羊与法律\nKenya joined IOMed in May\n肯尼亚五月加入国际药膳学会\nNobody paid the goats\n没有人付钱给山羊", []string{"国际药膳学会 mistranslation"}},
		{"sentence by sentence", "Goats know no law. 山羊不懂法律。 Kenya joined IOMed in May. 肯尼亚五月加入国际药膳学会。", []string{"国际药膳学会 mistranslation"}},
		{"translation first", "肯尼亚五月加入国际药膳学会。\n\nKenya joined IOMed in May.", []string{"国际药膳学会 mistranslation"}},
		{"English, wrong head", "肯尼亚五月加入国际调解院。\n\nKenya joined the International Mediation Hospital in May.", []string{"International Mediation Hospital mistranslation"}},
		{"English, of", "肯尼亚五月加入国际调解院。\n\nKenya joined the Court of Conciliation in May.", []string{"Court of Conciliation mistranslation"}},
		{"English, misspelt", "肯尼亚五月加入国际调解院。\n\nKenya joined the International Organisation for Mediaton in May.", []string{"International Organisation for Mediaton typo"}},
		{"English, institute", "肯尼亚五月加入国际调解院。\n\nKenya joined the International Mediation Institute in May.", []string{"International Mediation Institute mistranslation"}},
		{"English, near miss", "肯尼亚与国际调解学会合作。\n\nKenya works with the International Mediation Institute.", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, texts(find(t, a, test.text))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestAlone holds what is found without an original.
func TestAlone(t *testing.T) {
	a := newAnnotator(t, official)
	tests := []struct {
		name, text string
		want       []string
	}{
		{"known", "Kenya joined IOMed in May.", []string{"IOMed abbreviation"}},
		{"slip", "Kenya joined IOMed in May. The International Meditation Institute is in Wan Chai.", []string{"IOMed abbreviation", "International Meditation Institute mistranslation"}},
		{"slip without the body", "The International Meditation Institute is in Goa.", nil},
		{"another head", "Kenya joined IOMed, or the World Mediation Tribunal as the paper calls it.", []string{"IOMed abbreviation", "World Mediation Tribunal mistranslation"}},
		{"beside the name", "Kenya joined the International Harmony Yard (国际调解院) in May.", []string{"International Harmony Yard mistranslation", "国际调解院 official"}},
		{"near misses", "IOMed works with the International Organization for Migration (IOM) and the International Mediation Institute (IMI).", []string{"IOMed abbreviation"}},
		{"an acronym of its own", "IOMed works with the World Mediation Alliance (WMA).", []string{"IOMed abbreviation"}},
		{"Chinese", "肯尼亚加入国际调解院。有报纸称之为国际调解法庭。", []string{"国际调解院 official", "国际调解法庭 mistranslation"}},
		{"a character for another of its sound", "肯尼亚加入国际调解院。国际调节院设在湾仔。", []string{"国际调解院 official", "国际调节院 mistranslation"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, texts(find(t, a, test.text))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestAloneLeavesOtherBodies: bodies that a text names beside the target are no
// wrong names of it, however few characters they have or like endings.
func TestAloneLeavesOtherBodies(t *testing.T) {
	a := newAnnotator(t, official)
	for _, body := range strings.Fields("国际金融机构 国际刑事法院 国际海洋法法庭 国际能源机构 国际贸易中心 国际民航组织 国际竹藤组织 国际奥林匹克委员会 世界气象组织 国际移民组织 " +
		"国际货币基金组织 国际劳工组织 国际海事组织 国际体育仲裁院 国际水稻研究所 国际和平研究院 全球治理中心 国际调查机构 国际教育学院") {
		want := []string{"国际调解院 official"}
		if diff := cmp.Diff(want, texts(find(t, a, "国际调解院成立。"+body+"发来贺信。"))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
	for _, body := range []string{"International Radiation Commission", "International Sedation Society", "World Migration Council", "International Criminal Court",
		"International Education Institute", "World Irrigation Organization", "International Navigation Association", "International Moderation Board"} {
		want := []string{"IOMed abbreviation"}
		if diff := cmp.Diff(want, texts(find(t, a, "Kenya joined IOMed in May. The "+body+" sent its wishes."))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
}

func TestGapsAndChanges(t *testing.T) {
	a := newAnnotator(t, official)
	r := find(t, a, "Kenya joined IOMed in May and paid 400 dollars. The cook had prepared goat with onions for the guests. Under Article 12 any state may leave.\n\n"+
		"肯尼亚五月加入并支付了500美元。根据《柏林公约》第12条,任何国家都可以离开。")
	var got []string
	for _, g := range r.Omitted {
		got = append(got, "omitted "+g.Source.Text)
	}
	for _, g := range r.Lost {
		got = append(got, "lost "+g.Source.Text)
	}
	for _, c := range r.Changed {
		got = append(got, c.Kind+" "+c.Source.Text+" "+c.Target.Text)
	}
	want := []string{"omitted IOMed", "lost The cook had prepared goat with onions for the guests.", "number 400 500", "article 12 《柏林公约》第12条"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLostNegations: a translation that says that the body is what the original
// says that it is not, or the other way round; other words for a denial, questions
// and idioms are none.
func TestLostNegations(t *testing.T) {
	a := newAnnotator(t, official)
	for name, c := range map[string]struct{ source, target, want string }{
		"lost":               {"国际调解院不是法院，成员国说。", "The International Organization for Mediation is a court, members say.", "negation 不是 The International Organization for Mediation is a court, members say."},
		"lost in Chinese":    {"IOMed isn’t a court, members say.", "成员国说，国际调解院是法院。", "negation isn’t 成员国说，国际调解院是法院。"},
		"added":              {"国际调解院是法院，成员国说。", "The International Organization for Mediation is not a court, members say.", "negation 国际调解院是法院，成员国说。 is not"},
		"kept":               {"国际调解院不是法院，成员国说。", "The International Organization for Mediation is not a court, members say.", ""},
		"by another word":    {"国际调解院不是法院，成员国说。", "That the International Organization for Mediation is a court is untrue, members say.", ""},
		"a negative verb":    {"国际调解院未能成为法院，成员国说。", "The International Organization for Mediation is short of a court, members say.", ""},
		"a question":         {"国际调解院是不是法院？", "Is the International Organization for Mediation a court?", ""},
		"no other statement": {"国际调解院不是法院，成员国说。", "Members of the International Organization for Mediation deny talk of a court.", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := a.RenderingsBetween(t.Context(), corpus.Document{Text: c.source}, corpus.Document{Text: c.target})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, x := range r.Changed {
				got += x.Kind + " " + x.Source.Text + " " + x.Target.Text
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestBetween(t *testing.T) {
	a := newAnnotator(t, official)
	r, err := a.RenderingsBetween(context.Background(), corpus.Document{Title: "Goats and the law", Text: "Kenya joined IOMed in May."},
		corpus.Document{Title: "山羊与法律", Text: "肯尼亚五月加入国际药膳组织。"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"国际药膳组织 mistranslation"}, texts(r)); diff != "" {
		t.Error(diff)
	}
	if len(r.Pairs) != 2 || r.SourceLang != "en" || r.TargetLang != "zh" {
		t.Errorf("%d pairs of %s and %s", len(r.Pairs), r.SourceLang, r.TargetLang)
	}
}

// TestNotBilingual holds that documents without a translation have no
// renderings, whatever their languages.
func TestNotBilingual(t *testing.T) {
	a := newAnnotator(t, official)
	for _, text := range []string{
		"", "肯尼亚五月加入国际药膳组织。",
		"Kenya joined the court in May. The cook had prepared goat with onions for the guests.\n\n昨夜大雨,河水漫过了桥,渔民们在屋顶上等到天亮。",
	} {
		if r, ok, err := a.Renderings(context.Background(), corpus.Document{Text: text}); ok || err != nil || len(r.Renderings) > 0 {
			t.Errorf("%q: %v, %v, %v", text, ok, err, texts(r))
		}
	}
}

// TestHostile holds that odd text costs bounded time: a page without sentences,
// thousands of names, a line that does not end.
func TestHostile(t *testing.T) {
	a := newAnnotator(t, official)
	for name, text := range map[string]string{
		"no space":   strings.Repeat("IOMed", 10000) + "\n\n" + strings.Repeat("国际药膳组织", 10000),
		"names":      strings.Repeat("IOMed and Kenya, ", 1000) + "\n\n" + strings.Repeat("国际药膳组织和肯尼亚、", 1000),
		"sentences":  strings.Repeat("Kenya joined IOMed. ", 1500) + "\n\n" + strings.Repeat("肯尼亚加入国际药膳组织。", 1500),
		"one to all": "Kenya joined IOMed.\n\n" + strings.Repeat("肯尼亚加入国际药膳组织。", 1500),
		"controls":   strings.Repeat("\x00\xff\u202e国", 5000) + strings.Repeat(" a\x01", 5000),
	} {
		t.Run(name, func(*testing.T) { find(t, a, text) })
	}
}

func FuzzRenderings(f *testing.F) {
	a := newAnnotator(f, official)
	for _, s := range []string{"Kenya joined IOMed.\n\n肯尼亚加入IOMed。", "国(guó)际调解院 IOMed\n\nIO Med (IOMed", "IOMed 国\xff际\n\n\x00", "第1条《x》 Article 1 IOMed\n\n《国际》第1条", "a\n\n国国国国国国"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := find(t, a, text)
		for _, x := range r.Renderings {
			if x.Span.Start < 0 || x.Span.End > len(text) || x.Span.Len() <= 0 || x.Span.Of(text) != x.Text || utf8.ValidString(text) && !utf8.ValidString(x.Text) {
				t.Fatalf("%q: rendering %q at %v", text, x.Text, x.Span)
			}
			if x.Score < 0 || x.Score > 1 {
				t.Fatalf("%q: score %v", text, x.Score)
			}
		}
	})
}

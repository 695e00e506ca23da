package match_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"framewatch/nlp/match"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"case and accents", "Médiation MEDIAÇÃO Straße", "mediation mediacao strasse"},
		{"combining accents", "me\u0301diation", "mediation"},
		{"width and compatibility", "ＩＯＭｅｄ ﬁne", "iomed fine"},
		{"traditional", "國際調解院", "国际调解院"},
		{"readings between characters", "國(guó)際調（diào）解院", "国际调解院"},
		{"parentheses without a tone stay", "院(yuan)长", "院(yuan)长"},
		{"hyphens and spaces", "Hong-Kong\u00a0 based\nbody", "hong kong based body"},
		{"letter-spaced", "国 際 调 解 院 是 联合国 的 补 充。", "国际调解院是 联合国 的补充。"},
		{"spaces between Chinese words stay", "作者 王毅 报道", "作者 王毅 报道"},
		{"dash between words stays", "peace – not war", "peace – not war"},
		{"paragraph", "one\n\ntwo", "one\ntwo"},
		{"arabic", "المُنظَّمة إلى أُسـرة", "المنظمه الي اسره"},
		{"apostrophes", "l’Organisation", "l'organisation"},
		{"hindi vowels stay", "मध्यस्थता", "मध्यस्थता"},
		{"turkish", "İstanbul ışık", "istanbul isik"},
		{"soft hyphen", "medi\u00adation", "mediation"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := match.Fold(test.text)
			if got := f.String(0, f.Len()); got != test.want {
				t.Errorf("Fold(%q) = %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func TestFoldKeepsPlaces(t *testing.T) {
	text := "x 國(guó)際 me\u0301di-ation"
	f := match.Fold(text)
	folded := f.String(0, f.Len())
	for _, want := range []struct{ folded, written string }{{"国际", "國(guó)際"}, {"medi", "me\u0301di"}, {"ation", "ation"}} {
		before, _, _ := strings.Cut(folded, want.folded)
		at := utf8.RuneCountInString(before)
		if got := f.Span(at, at+utf8.RuneCountInString(want.folded)).Of(text); got != want.written {
			t.Errorf("%q stands for %q, want %q", want.folded, got, want.written)
		}
	}
}

// found lists what trie finds in text, as form=surface, longest only.
func found(trie *match.Trie[string], text string) []string {
	type hit struct {
		start, end int
		form       string
	}
	f := match.Fold(text)
	var all []hit
	trie.Find(f, func(start, end int, forms []string) {
		if f.Boundary(start) && f.Boundary(end) {
			all = append(all, hit{start, end, forms[0]})
		}
	})
	var out []string
	for _, h := range match.Longest(all, func(h hit) (int, int) { return h.start, h.end }) {
		out = append(out, h.form+"="+f.Span(h.start, h.end).Of(text))
	}
	return out
}

func TestFind(t *testing.T) {
	words, chinese := match.NewTrie[string](), match.NewTrie[string]()
	for _, form := range []string{"complement*", "marginali?ed", "win-win", "fill* the gap", "*lateral*", "china*s role", "gap"} {
		words.Add(form, match.InWord, form)
	}
	for _, form := range []string{"填补*空白", "补充", "有益补充", "和?合"} {
		chinese.Add(form, match.InChinese, form)
	}
	tests := []struct {
		name string
		trie *match.Trie[string]
		text string
		want []string
	}{
		{"star ends a word", words, "It complements and is complementary.", []string{"complement*=complements", "complement*=complementary"}},
		{"star stays in its word", words, "fills a the gap", []string{"gap=gap"}},
		{"longest wins", words, "filling the gap", []string{"fill* the gap=filling the gap"}},
		{"single", words, "marginalised, marginalized, marginaliized", []string{"marginali?ed=marginalised", "marginali?ed=marginalized"}},
		{"hyphen is space", words, "a win win or win-win", []string{"win-win=win win", "win-win=win-win"}},
		{"a word with a hyphen", words, "com-plements; a comple mentary; well-filled the-gap", []string{"complement*=com-plements", "fill* the gap=filled the-gap"}},
		{"no match ends with a hyphen", words, "gap-free and com-", []string{"gap=gap"}},
		{"leading star", words, "multilateralism", []string{"*lateral*=multilateralism"}},
		{"possessive", words, "China’s role", []string{"china*s role=China’s role"}},
		{"inside a word is none", words, "stopgap", nil},
		{"chinese gap", chinese, "填补了这一空白", []string{"填补*空白=填补了这一空白"}},
		{"gap too wide", chinese, "填补一二三四五六七空白", nil},
		{"no gap over a comma", chinese, "填补，空白", nil},
		{"traditional text", chinese, "有益補充", []string{"有益补充=有益補充"}},
		{"one character", chinese, "和而合，和合", []string{"和?合=和而合"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, found(test.trie, test.text)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	trie := match.NewTrie[string]()
	for _, form := range []string{"a*b", "*x*y", "iomed", "المنظمة"} {
		trie.Add(form, match.InWord, form)
	}
	for _, form := range []string{"国*院", "调解"} {
		trie.Add(form, match.InChinese, form)
	}
	for _, seed := range []string{"IOMed's", "國(guó)際調解院", "a\xffb", "e\u0301", "(\u0301)", "\u00ad", strings.Repeat("x", 999)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := match.Fold(text)
		last := 0
		for i := range folded.Len() {
			s := folded.Span(i, i+1)
			if s.Start < last || s.End < s.Start || s.End > len(text) {
				t.Fatalf("rune %d of %q at %v after %d", i, text, s, last)
			}
			last = s.Start
			if at := folded.At(s.Start); at > i {
				t.Fatalf("At(%d) = %d, after rune %d", s.Start, at, i)
			}
		}
		trie.Find(folded, func(start, end int, _ []string) {
			if s := folded.Span(start, end); s.Len() <= 0 || s.End > len(text) {
				t.Fatalf("match %d-%d of %q at %v", start, end, text, s)
			}
		})
	})
}

// TestExactCase: a hyphen in the place of a space is no other case.
func TestExactCase(t *testing.T) {
	for pair, want := range map[[2]string]bool{{"IOMed", "IOMed"}: true, {"IOmed", "IOMed"}: false, {"Hong-Kong Talks", "Hong Kong Talks"}: true, {"hong-Kong Talks", "Hong Kong Talks"}: false} {
		if got := match.ExactCase(pair[0], pair[1]); got != want {
			t.Errorf("%q as %q: %t", pair[0], pair[1], got)
		}
	}
}

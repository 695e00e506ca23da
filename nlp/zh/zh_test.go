package zh_test

import (
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/nlp/zh"
)

func segmenter(t testing.TB, words ...string) *zh.Segmenter {
	t.Helper()
	s, err := zh.New(words)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func surfaces(text string, spans []corpus.Span) []string {
	var out []string
	for _, s := range spans {
		out = append(out, s.Of(text))
	}
	return out
}

func TestSegment(t *testing.T) {
	tests := []struct {
		name, text, want string
		words            []string
	}{
		{name: "empty", text: ""},
		{name: "plain", text: "我们在北京工作。", want: "我们/在/北京/工作/。"},
		{name: "traditional", text: "我們在北京工作。", want: "我們/在/北京/工作/。"},
		{name: "case is kept", text: "WTO和iPhone的关系", want: "WTO/和/iPhone/的/关系"},
		{name: "latin word with joints", text: "感染COVID-19的人", want: "感染/COVID-19/的/人"},
		{name: "numbers", text: "增长3.5%，共1,200家", want: "增长/3.5%/，/共/1,200/家"},
		{name: "date", text: "2025年5月30日签署", want: "2025年/5月/30日/签署"},
		{name: "duration", text: "等了10年", want: "等/了/10/年"},
		{name: "ordinal", text: "第三十七条", want: "第三十七/条"},
		{name: "dashes and ellipses are one mark", text: "和平——调解……", want: "和平/——/调解/……"},
		{name: "white space is a gap", text: " 和平\n\t和平　和平 ", want: "和平/和平/和平"},
		{name: "user word", text: "国际调解院成立", words: []string{"国际调解院"}, want: "国际调解院/成立"},
		{name: "user word in the other writing", text: "國際調解院成立", words: []string{"国际调解院"}, want: "國際調解院/成立"},
		{name: "user word of two characters", text: "和合文化", words: []string{"和合"}, want: "和合/文化"},
		{name: "user word that a neighbour claims", text: "中国和合作伙伴", words: []string{"和合"}, want: "中国/和/合作/伙伴"},
		{name: "user word inside a longer word", text: "印度尼西亚代表", words: []string{"印度"}, want: "印度尼西亚/代表"},
		{name: "latin user word is not a part", text: "IOMed不是IOM。", words: []string{"IOM", "IOMed"}, want: "IOMed/不/是/IOM/。"},
		{name: "user word of two alphabets", text: "签署A轮协议", words: []string{"A轮协议"}, want: "签署/A轮协议"},
		{name: "name", text: "王晓琳说", want: "王晓琳/说"},
		{name: "invalid bytes", text: "和平\xff\xfe和平", want: "和平/和平"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := strings.Join(surfaces(test.text, segmenter(t, test.words...).Segment(test.text)), "/")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Segment(%q) (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// checkSpans holds what every layer promises of its spans.
func checkSpans(t *testing.T, text string, spans []corpus.Span) {
	t.Helper()
	last := 0
	for _, s := range spans {
		if s.Start < last || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v after byte %d of %d", s, last, len(text))
		}
		if s.End < len(text) && !utf8.RuneStart(text[s.End]) && utf8.ValidString(text) || !utf8.ValidString(s.Of(text)) {
			t.Fatalf("span %v is not on character boundaries: %q", s, s.Of(text))
		}
		last = s.End
	}
}

// TestSegmentKeepsEverything: in valid text only white space and control
// characters are outside the tokens.
func TestSegmentKeepsEverything(t *testing.T) {
	s := segmenter(t, "国际调解院", "IOMed")
	check := func(text string) bool {
		spans := s.Segment(text)
		checkSpans(t, text, spans)
		rest := text
		for i := len(spans) - 1; i >= 0; i-- {
			rest = rest[:spans[i].Start] + rest[spans[i].End:]
		}
		return !utf8.ValidString(text) || strings.ContainsFunc(rest, func(r rune) bool {
			return r > ' ' && r < 0x7f || r >= 0x4e00 && r <= 0x9fff
		}) == false
	}
	if err := quick.Check(check, nil); err != nil {
		t.Error(err)
	}
	if !check(strings.Repeat("IOMed 国际调解院 médiation المنظمة 🕊️ 第一１２３条——", 50)) {
		t.Error("mixed text lost characters")
	}
}

// TestSegmentBounded runs texts that a quadratic search would not finish.
func TestSegmentBounded(t *testing.T) {
	s := segmenter(t, "一二三")
	for _, part := range []string{"一", "中", "a", "1", "第", "—", "\x00", "\xff", "李", "阿"} {
		text := strings.Repeat(part, 1<<20/len(part))
		checkSpans(t, text, s.Segment(text))
	}
}

func TestFold(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"國際調解院", "国际调解院"},
		{"ＩＯＭｅｄ：１２３，ｏｋ！", "IOMed:123,ok!"},
		{"乾隆皇帝乾杯", "乾隆皇帝干杯"},
		{"a\xffb國", "a\xffb国"},
	} {
		folded, orig := zh.Fold(test.text)
		if folded != test.want {
			t.Errorf("Fold(%q) = %q, want %q", test.text, folded, test.want)
		}
		checkMap(t, test.text, folded, orig)
	}
}

// checkMap holds what Fold promises of its map.
func checkMap(t *testing.T, text, folded string, orig []int) {
	t.Helper()
	if len(orig) != len(folded)+1 || orig[len(folded)] != len(text) {
		t.Fatalf("Fold(%q): %d positions for %d bytes", text, len(orig), len(folded))
	}
	last := 0
	for i, o := range orig {
		if o < last || o > len(text) {
			t.Fatalf("Fold(%q): byte %d comes from %d after %d", text, i, o, last)
		}
		if o < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[o]) {
			t.Fatalf("Fold(%q): byte %d comes from the middle of a character", text, i)
		}
		last = o
	}
}

func TestConvert(t *testing.T) {
	for _, test := range []struct{ simplified, traditional string }{
		{"国际调解院在香港成立", "國際調解院在香港成立"},
		{"头发和发展", "頭髮和發展"},
		{"皇后在后面", "皇后在後面"},
		{"IOMed, 2025", "IOMed, 2025"},
	} {
		if got := zh.ToTraditional(test.simplified); got != test.traditional {
			t.Errorf("ToTraditional(%q) = %q, want %q", test.simplified, got, test.traditional)
		}
		if got := zh.ToSimplified(test.traditional); got != test.simplified {
			t.Errorf("ToSimplified(%q) = %q, want %q", test.traditional, got, test.simplified)
		}
	}
}

func FuzzSegment(f *testing.F) {
	s := segmenter(f, "国际调解院")
	for _, seed := range []string{"国际调解院", "二〇二五年", "\xe5\x9b", "a.b-c", "第", "——…", "王1月"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkSpans(t, text, s.Segment(text))
		folded, orig := zh.Fold(text)
		checkMap(t, text, folded, orig)
	})
}

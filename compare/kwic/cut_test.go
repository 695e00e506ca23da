package kwic_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"framewatch/compare/kwic"
)

func TestCut(t *testing.T) {
	for _, c := range []struct {
		name, text, key       string
		width                 int
		before, after, wanted string
	}{
		{"short text is not cut", "A calm court sits", "court", 8, "A calm ", " sits", "court"},
		{"words are whole", "one two three four key five six seven eight", "key", 2, "…three four ", " five six…", "key"},
		{"hyphens and quotes hang on words", `he said “well-known facts” about the key, a “new” one of many`, "key", 3, "…facts” about the ", ", a “new” one…", "key"},
		{"han counts less", "各方期待国际调解院为解决争端提供新的选择方案", "国际调解院", 2, "各方期待", "为解决争端…", "国际调解院"},
		{"paragraphs are not left", "first\n\nsecond key here\nthird", "key", 8, "second ", " here", "key"},
		{"white space folds", "a\t b  key\u3000c", "key", 8, "a b ", " c", "key"},
		{"arabic", "قالت الوزيرة إن الوساطة خيار أفضل من التحكيم", "الوساطة", 2, "…الوزيرة إن ", " خيار أفضل…", "الوساطة"},
		{"one endless word", strings.Repeat("x", 200) + " key", "key", 2, "…" + strings.Repeat("x", 50) + " ", "", "key"},
	} {
		at := strings.Index(c.text, c.key)
		before, key, after := kwic.Cut(c.text, at, at+len(c.key), c.width)
		if before != c.before || key != c.wanted || after != c.after {
			t.Errorf("%s: %q %q %q, want %q %q %q", c.name, before, key, after, c.before, c.wanted, c.after)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("one two key 国际调解院 three", 8, 11, 2)
	f.Add("\xff\xfe国\n\n\x00", 1, 4, 1)
	f.Add(strings.Repeat("-", 3000), 1500, 1501, 8)
	f.Fuzz(func(t *testing.T, text string, start, end, width int) {
		width = max(1, min(width, 50))
		for _, part := range func() []string { a, b, c := kwic.Cut(text, start, end, width); return []string{a, b, c} }() {
			if !utf8.ValidString(part) || strings.ContainsAny(part, "\n\r\x00") {
				t.Fatalf("part %q of %q", part, text)
			}
			// A width of words is bounded in characters, whatever the text.
			if n := utf8.RuneCountInString(part); n > (width+6)*26+120 {
				t.Fatalf("%d characters at width %d", n, width)
			}
		}
	})
}

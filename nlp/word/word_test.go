package word_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"framewatch/nlp/word"
)

func Example() {
	text := "Les États-Unis n'ont pas signé (2025)."
	for _, t := range word.Words(text) {
		if t.Word {
			fmt.Print(t.Span.Of(text), " ")
		}
	}
	// Output: Les États-Unis n'ont pas signé 2025
}

func TestWords(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"apostrophes and hyphens", "l'homme d’État co-opère", "l'homme d’État co-opère"},
		{"numbers", "1,200.5 km, 3:30 et 2025.", "1,200.5 km , 3:30 et 2025 ."},
		{"dotted", "U.S. und z.B. a. B", "U.S. und z.B. a . B"},
		{"Russian", "Международная организация — «ИОМед».", "Международная организация — « ИОМед » ."},
		{"Arabic", "تأسست المنظمة، نعم؟", "تأسست المنظمة ، نعم ؟"},
		{"Persian non-joiner", "می\u200cخواهم بروم", "می\u200cخواهم بروم"},
		{"Hindi marks", "यह संगठन है।", "यह संगठन है ।"},
		{"Han and kana", "東京のラジオ", "東 京 の ラジオ"},
		{"address", "see https://example.org/a?b=c, or www.example.org.", "see https://example.org/a?b=c , or www.example.org ."},
		{"emoji", "ok👍🏽 no", "ok 👍🏽 no"},
		{"invalid", "a\xffb\x00c", "a b c"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, tok := range word.Words(test.text) {
				got = append(got, tok.Span.Of(test.text))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("Words(%q) (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// check holds what Words promises of its spans.
func check(t *testing.T, text string) {
	t.Helper()
	last, valid := 0, utf8.ValidString(text)
	for _, tok := range word.Words(text) {
		s := tok.Span
		if s.Start < last || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("%q: span %v after byte %d", text, s, last)
		}
		if valid && !utf8.ValidString(s.Of(text)) {
			t.Fatalf("%q: span %v is not on character boundaries", text, s)
		}
		if strings.ContainsFunc(text[last:s.Start], func(r rune) bool { return r > ' ' && r < 0x7f }) {
			t.Fatalf("%q was lost", text[last:s.Start])
		}
		last = s.End
	}
}

func TestWordsBounded(t *testing.T) {
	if err := quick.Check(func(text string) bool { check(t, text); return true }, nil); err != nil {
		t.Error(err)
	}
	for _, part := range []string{"a", "a.", "1,", "-", "国", "\u0301", "\xff", "www.", "'", "\x00"} {
		check(t, strings.Repeat(part, 1<<20/len(part)))
	}
}

func FuzzWords(f *testing.F) {
	for _, seed := range []string{"a'b-c.d", "1,2.3", "www.x", "👍🏽", "می\u200cخواهم", "\xe5\x9b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { check(t, text) })
}

package translated

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"framewatch/nlp/number"
)

// TestScannersFindWhatExpressionsFind holds the scanners against the regular
// expressions that say what they look for.
func TestScannersFindWhatExpressionsFind(t *testing.T) {
	var (
		digits = regexp.MustCompile(`[0-9]{1,3}(?:[.,\x{a0}\x{202f} ][0-9]{3})+(?:[.,][0-9]{1,2})?\b|[0-9]+(?:[.,][0-9]+)?`)
		han    = regexp.MustCompile(`[零〇一二两兩三四五六七八九十百千万萬亿億]+`)
	)
	pieces := []string{"1", "20", "345", "000", ".", ",", " ", "\u00a0", "\u202f", "a", "é", "-", "三", "十", "百", "万", "湖", "\n", "٣", "_"}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(14) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		text := b.String()
		var got []string
		for start, end := range digitRuns(text) {
			got = append(got, text[start:end])
		}
		if want := digits.FindAllString(text, -1); !slices.Equal(got, want) {
			t.Fatalf("digits of %q: %q, want %q", text, got, want)
		}
		got = nil
		for at, s := range runs(text, number.IsHan) {
			if got = append(got, s); text[at:at+len(s)] != s {
				t.Fatalf("%q is not at %d of %q", s, at, text)
			}
		}
		if want := han.FindAllString(text, -1); !slices.Equal(got, want) {
			t.Fatalf("numerals of %q: %q, want %q", text, got, want)
		}
	}
}

// TestWordsAcrossHyphens takes dashes for no hyphens.
func TestWordsAcrossHyphens(t *testing.T) {
	for text, want := range map[string][]float64{
		"twenty-three envoys": {23}, "-twelve- of them": {12}, "eleven--twelve": {11, 12}, "a dix-sept": nil, "no number--at all": nil, "ten-": {10},
	} {
		if got := Numbers(text, "en"); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	if got := Numbers("dix-sept juges", "fr"); !slices.Equal(got, []float64{17}) {
		t.Errorf("%v", got)
	}
}

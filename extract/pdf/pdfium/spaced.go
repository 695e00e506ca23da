package pdfium

import (
	"slices"
	"unicode"
)

const (
	spacedLeast = 5    // letters of a line that may be letter-spaced
	spacedShare = 0.8  // of its words that are one letter
	wordGap     = 1.35 // least gap between words, in usual gaps between letters
)

// closeUp takes the gaps out of letter-spaced print, as in T H E  L A K E. Where
// the gaps do not tell the words, the line stays as it is; Chinese and Japanese
// need none.
func closeUp(chars []char) []char {
	var letters []char
	words, single, length, wide, marks := 0, 0, 0, 0, 0
	for i, c := range chars {
		if c.placed {
			letters = append(letters, c)
			length++
			if !unicode.IsLetter(c.r) {
				marks++
			}
			if unicode.In(c.r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
				wide++
			}
		}
		if length > 0 && (!c.placed || i == len(chars)-1) {
			words++
			if length == 1 {
				single++
			}
			length = 0
		}
	}
	if len(letters) < spacedLeast || float64(single) < spacedShare*float64(words) || 2*marks > len(letters) {
		return chars
	}
	if 2*wide > len(letters) {
		return letters
	}
	var gaps []float64
	for i := 1; i < len(letters); i++ {
		gap := letters[i].left - letters[i-1].right
		if gap < 0 {
			return chars // not from the left, or not in order
		}
		gaps = append(gaps, gap)
	}
	sorted := slices.Clone(gaps)
	slices.Sort(sorted)
	usual := sorted[len(sorted)/2]
	out := letters[:1:1]
	for i, gap := range gaps {
		if gap > wordGap*usual+0.1 {
			out = append(out, char{r: ' '})
		}
		out = append(out, letters[i+1])
	}
	if len(out) == len(letters) && len(letters) > 2*spacedLeast {
		return chars // one gap like the other: the words are lost
	}
	return out
}

package match

import "unicode"

// class groups runes by how words are told apart in their script.
type class uint8

const (
	notWord  class = iota // punctuation, symbols, white space
	spaced                // letters and digits of scripts with spaces between words
	unspaced              // Han, Hiragana, Thai ...: a word may begin at every character
	katakana              // foreign words, told from others by the change of script
	hangul                // spaced, but particles are written on to the word
)

func classOf(r rune) class {
	switch {
	case r < 0x80:
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' {
			return spaced
		}
		return notWord
	case r < 0x0e00, 0x1e00 <= r && r < 0x2000: // the alphabets of most of the world
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return spaced
		}
		return notWord
	case 0x4e00 <= r && r <= 0x9fff:
		return unspaced
	case unicode.Is(unicode.Han, r), unicode.Is(unicode.Hiragana, r):
		return unspaced
	case unicode.Is(unicode.Katakana, r), r == 'ー':
		return katakana
	case unicode.Is(unicode.Hangul, r):
		return hangul
	case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan):
		return unspaced
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return spaced
	}
	return notWord
}

func wordRune(r rune) bool { return classOf(r) != notWord }

// Boundary reports whether a word may begin or end between folded runes i-1
// and i.
func (t *Text) Boundary(i int) bool {
	if i <= 0 || i >= len(t.runes) {
		return true
	}
	a, b := classOf(t.runes[i-1]), classOf(t.runes[i])
	return a != b || a == notWord || a == unspaced
}

// WordAfter is where the run of word characters that begins at or before i
// ends.
func (t *Text) WordAfter(i int) int {
	for i < len(t.runes) && !t.Boundary(i) {
		i++
	}
	return i
}

// Han reports whether folded runes start to end are all of a script without
// spaces.
func (t *Text) Han(start, end int) bool {
	for _, r := range t.runes[start:end] {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return start < end
}

// Hangul reports whether folded rune i is a Korean letter.
func (t *Text) Hangul(i int) bool {
	return i >= 0 && i < len(t.runes) && classOf(t.runes[i]) == hangul
}

// Arabic reports whether folded rune i is of the Arabic script.
func (t *Text) Arabic(i int) bool {
	return i >= 0 && i < len(t.runes) && unicode.Is(unicode.Arabic, t.runes[i])
}

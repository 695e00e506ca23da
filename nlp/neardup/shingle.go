package neardup

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/nlp/zh"
)

// set is a text's shingles, sorted, each once. The upper 28 bits of an entry
// are the shingle's hash, the lower four the tenth of the text in which it
// stands first.
type set []uint32

const (
	partBits = 4
	parts    = 10
)

func hashOf(e uint32) uint32 { return e >> partBits }
func partOf(e uint32) uint32 { return e & (1<<partBits - 1) }

// shingles returns the pairs of neighbouring words in text. Characters of
// scripts without spaces are words of their own; traditional Chinese is read as
// simplified. A text of one word has that as its shingle.
func shingles(text string) set {
	words := tokens(text)
	if len(words) == 1 {
		return set{uint32(words[0]>>32) << partBits}
	}
	out := make(set, 0, max(0, len(words)-1))
	for i := 1; i < len(words); i++ {
		h := uint32(mix(words[i-1]*31+words[i]) >> 32)
		out = append(out, h<<partBits|uint32((i-1)*parts/(len(words)-1)))
	}
	slices.Sort(out)
	return slices.Clip(slices.CompactFunc(out, func(a, b uint32) bool { return hashOf(a) == hashOf(b) }))
}

// tokens returns the hashes of the words of text.
func tokens(text string) []uint64 {
	if strings.ContainsFunc(text, isHan) {
		text = zh.ToSimplified(text)
	}
	out := make([]uint64, 0, len(text)/6+1)
	word := uint64(0)
	end := func() {
		if word != 0 {
			out = append(out, word)
		}
		word = 0
	}
	for _, r := range text {
		switch {
		case dense(r):
			end()
			out = append(out, mix(uint64(r)))
		case wordRune(r):
			word = mix(word^uint64(unicode.ToLower(r))) | 1
		case r == '\'' || r == '’' || r == '\u00ad' || unicode.IsMark(r):
			// don't, don’t and dont are one word
		default:
			end()
		}
	}
	end()
	return out
}

func isHan(r rune) bool { return r >= 0x2e80 && unicode.Is(unicode.Han, r) }

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// dense reports whether r belongs to a script whose words are not between
// spaces, or, in Korean, come with many endings.
func dense(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && unicode.IsLetter(r)
}

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

package word

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
)

// Token is one word, number, web address or mark.
type Token struct {
	Span corpus.Span
	Word bool // it has a letter or a digit and is no address
}

// Words returns the tokens of text in order. White space, control characters
// and invalid UTF-8 are between tokens. The work is linear in the text.
func Words(text string) []Token {
	out := make([]Token, 0, len(text)/5)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && n <= 1, unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			i += n
			continue
		case inWord(r):
			t := Token{Word: true}
			if size := address(text[i:]); size > 0 {
				n, t.Word = size, false
			} else {
				n = length(text[i:])
			}
			t.Span = corpus.Span{Start: i, End: i + n}
			out = append(out, t)
		default:
			n += marks(text[i+n:])
			out = append(out, Token{Span: corpus.Span{Start: i, End: i + n}})
		}
		i += n
	}
	return out
}

// inWord reports whether r can be in a word without a joint.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// alone reports whether r is a word by itself: a character of a script that
// does not show where words begin.
func alone(r rune) bool {
	return r >= 0x2e80 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r))
}

// length is the length of the word that s begins with.
func length(s string) int {
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case alone(r):
			if i == 0 {
				return n + marks(s[n:])
			}
			return i
		case inWord(r):
			i += n
		case i > 0 && joins(s, i, r, n):
			i += n
		default:
			return i + lastStop(s, i)
		}
	}
	return i
}

// joins reports whether the mark r of n bytes at byte i holds two parts of one
// word together.
func joins(s string, i int, r rune, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	if !inWord(after) || alone(after) {
		return false
	}
	switch r {
	case '\'', '’', 'ʼ', '-', '\u2010', '\u2011', '\u00ad', '·', '&', '_', '@', '\u200c', '\u200d':
		return true
	case '.', ',', ':', '/', '٫', '٬':
		return unicode.IsDigit(before) && unicode.IsDigit(after) || r == '.' && single(s[:i]) && !unicode.IsDigit(after)
	}
	return false
}

// single reports whether s ends with one letter that is a part by itself: the
// U and the S of U.S.
func single(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) && (n == len(s) || s[len(s)-n-1] == '.')
}

// lastStop is 1 where the full stop at byte i belongs to a dotted abbreviation.
func lastStop(s string, i int) int {
	if i < len(s) && s[i] == '.' && single(s[:i]) && strings.IndexByte(s[:i], '.') > 0 {
		return 1
	}
	return 0
}

// marks is the length of the combining marks and joiners that s begins with,
// as after an emoji.
func marks(s string) int {
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r < 0x300 || !unicode.IsMark(r) && r != '\u200d' && !unicode.Is(unicode.Sk, r) {
			break
		}
		i += n
	}
	return i
}

// address is the length of the web address that s begins with, without the
// punctuation of the sentence around it.
func address(s string) int {
	if !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "www.") {
		return 0
	}
	n := strings.IndexFunc(s, func(r rune) bool {
		return r <= ' ' || r >= utf8.RuneSelf || r == '"' || r == '<' || r == '>'
	})
	if n < 0 {
		n = len(s)
	}
	return len(strings.TrimRight(s[:n], ".,;:!?)]}'"))
}

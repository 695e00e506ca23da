package date

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// most is how many bytes of a string are read, and mostTokens how many tokens.
const (
	most       = 2 << 10
	mostTokens = 400
)

// token is a number, a word or another character.
type token struct {
	start, end int // bytes
	word       string
	mark       rune  // of what is neither number nor word
	value      int64 // of a number
	digits     int   // of a number, 0 for the rest
	spaced     bool  // white space before
}

// scan cuts s into tokens. A Chinese character is a word by itself; a Chinese
// numeral before 年, 月, 日 or 时 is a number.
func scan(s string) []token {
	if len(s) > most {
		s = s[:most]
	}
	out := make([]token, 0, 16)
	spaced := false
	for i := 0; i < len(s) && len(out) < mostTokens; {
		r, size := utf8.DecodeRuneInString(s[i:])
		t := token{start: i, end: i + size, spaced: spaced}
		switch {
		case unicode.IsSpace(r):
			spaced = true
			i += size
			continue
		case invisible(r):
			i += size
			continue
		case digit(r) >= 0:
			t.number(s)
		case unicode.Is(unicode.Han, r):
			if !t.numeral(s) {
				t.word = s[i:t.end]
			}
		case unicode.IsLetter(r) || unicode.IsMark(r):
			t.letters(s)
		default:
			t.mark = narrow(r)
		}
		i, spaced = t.end, false
		out = append(out, t)
	}
	return out
}

func (t *token) number(s string) {
	t.end = t.start
	for t.end < len(s) {
		r, size := utf8.DecodeRuneInString(s[t.end:])
		d := digit(r)
		if d < 0 {
			return
		}
		if t.digits < 17 {
			t.value = 10*t.value + int64(d)
		}
		t.digits++
		t.end += size
	}
}

// digit is the value of a decimal digit of any script, -1 for the rest.
func digit(r rune) int {
	if r < utf8.RuneSelf {
		if '0' <= r && r <= '9' {
			return int(r - '0')
		}
		return -1
	}
	if !unicode.Is(unicode.Nd, r) {
		return -1
	}
	for _, set := range unicode.Nd.R16 {
		if rune(set.Lo) <= r && r <= rune(set.Hi) {
			return int(r-rune(set.Lo)) % 10
		}
	}
	for _, set := range unicode.Nd.R32 {
		if rune(set.Lo) <= r && r <= rune(set.Hi) {
			return int(r-rune(set.Lo)) % 10
		}
	}
	return -1
}

// numeral reads 二〇二五, 十一 or 元 before the name of a unit.
func (t *token) numeral(s string) bool {
	const digits = "〇一二三四五六七八九"
	n, last, count := 0, 0, 0
	tens := false
	for i := t.start; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '十', '廿', '卅':
			ten := 10 * (1 + strings.Index("十廿卅", string(r))/3)
			if ten == 10 {
				ten *= max(last, 1)
			}
			n, last, tens = n+ten, 0, true
		case '零', '○':
			n, last = n*10, 0
		case '元':
			n, last = 0, 1
		default:
			at := strings.IndexRune(digits, r)
			if at < 0 {
				if count == 0 || !strings.ContainsRune("年月日号號时時點点分", r) {
					return false
				}
				t.value, t.digits, t.end = int64(n+last), max(count, 1), i
				if tens {
					t.digits = 2
				}
				return true
			}
			if !tens {
				n = (n + last) * 10
				if count == 0 {
					n = 0
				}
			}
			last = at / 3
		}
		count++
		i += size
		if count > 4 {
			return false
		}
	}
	return false
}

// letters reads a word with its marks and the apostrophes within it.
func (t *token) letters(s string) {
	t.end = t.start
	for t.end < len(s) {
		r, size := utf8.DecodeRuneInString(s[t.end:])
		switch {
		case unicode.Is(unicode.Han, r):
			t.word = fold(s[t.start:t.end])
			return
		case unicode.IsLetter(r), unicode.IsMark(r), invisible(r):
		case (r == '\'' || r == '’') && t.end > t.start && letterAt(s, t.end+size):
		default:
			t.word = fold(s[t.start:t.end])
			return
		}
		t.end += size
	}
	t.word = fold(s[t.start:t.end])
}

func letterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

// invisible characters join letters, hyphenate, or turn the direction.
func invisible(r rune) bool {
	return r == 0xAD || r == 0x61C || 0x200B <= r && r <= 0x200F || 0x202A <= r && r <= 0x202E || 0x2060 <= r && r <= 0x2069 || r == 0xFEFF
}

// narrow gives the ASCII form of a mark.
func narrow(r rune) rune {
	switch r {
	case '：', '∶', '﹕':
		return ':'
	case '／', '⁄':
		return '/'
	case '．', '॰', '׳', '․':
		return '.'
	case '，', '、', '،', '﹐':
		return ','
	case '‐', '‑', '–', '—', '―', '−', '－', 'ー', '─':
		return '-'
	case '（':
		return '('
	case '）':
		return ')'
	case '｜', '丨':
		return '|'
	case '’', '‘', 'ʼ':
		return '\''
	}
	return r
}

// fold brings the spellings of a name together: case, accents, the points and
// letter forms of Arabic, the dots of Indic scripts.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] < utf8.RuneSelf
	}
	if plain {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range s {
		r = unicode.ToLower(r)
		switch {
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case invisible(r) || r == 0x640:
		case r >= 0x3000 && r < 0xFF00 || r >= 0xE00 && r < 0x1E00:
			b.WriteRune(r)
		default:
			for _, part := range norm.NFKD.String(string(r)) {
				if part = letter(part); part != 0 {
					b.WriteRune(unicode.ToLower(part))
				}
			}
		}
	}
	return b.String()
}

// letter is what a decomposed character counts as, 0 for an accent.
func letter(r rune) rune {
	switch r {
	case 'ı':
		return 'i'
	case 'ى', 'ی', 'ې':
		return 'ي'
	case 'ک':
		return 'ك'
	case 'ہ', 'ۀ', 'ۂ', 'ة', 'ۃ', 'ھ', 'ە':
		return 'ه'
	case '’', 'ʼ', 'ʻ':
		return '\''
	case 0x93C, 0x9BC, 0xA3C, 0xABC, 0xB3C:
		return 0
	}
	// The vowel signs of Indic scripts are letters, not accents.
	if unicode.Is(unicode.Mn, r) && (r < 0x900 || r > 0xDFF) {
		return 0
	}
	return r
}

package match

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"

	"golang.org/x/text/unicode/norm"
)

// Text is a folded text that remembers where each folded rune was written.
type Text struct {
	src   string
	runes []rune
	from  []int32 // first byte of the source that folded rune i stands for
	to    []int32 // byte after its last
	upper []bool  // rune i was written as a capital; a space for a hyphen
}

// paragraphBreak is what an empty line folds to: no form contains it, so no
// match crosses a paragraph.
const paragraphBreak = '\n'

// Fold folds text for matching. Invalid UTF-8 folds to U+FFFD, one a byte.
func Fold(text string) *Text {
	simplified, orig := simplify(text)
	f := folder{
		Text: Text{src: text, runes: make([]rune, 0, len(simplified)), from: make([]int32, 0, len(simplified)),
			to: make([]int32, 0, len(simplified)), upper: make([]bool, 0, len(simplified))},
		in: simplified, orig: orig,
	}
	for i := 0; i < len(f.in); {
		i = f.step(i)
	}
	return &f.Text
}

// Folded is the folded form of a text, for comparing names.
func Folded(text string) string {
	t := Fold(text)
	return string(t.runes)
}

// Len is the number of folded runes.
func (t *Text) Len() int { return len(t.runes) }

// Source is the text as written.
func (t *Text) Source() string { return t.src }

// Rune is folded rune i.
func (t *Text) Rune(i int) rune { return t.runes[i] }

// Upper reports whether folded rune i was written as a capital letter.
func (t *Text) Upper(i int) bool { return t.upper[i] && t.runes[i] != ' ' }

// hyphen reports whether folded rune i is a space for a hyphen.
func (t *Text) hyphen(i int) bool { return t.upper[i] && t.runes[i] == ' ' }

// String is the folded runes start to end.
func (t *Text) String(start, end int) string { return string(t.runes[start:end]) }

// Span is the part of the source that folded runes start to end (exclusive)
// stand for. It is empty when start is not before end.
func (t *Text) Span(start, end int) corpus.Span {
	if start >= end {
		return corpus.Span{}
	}
	return corpus.Span{Start: int(t.from[start]), End: int(t.to[end-1])}
}

// At is the first folded rune that starts at or after byte b of the source.
func (t *Text) At(b int) int {
	lo, hi := 0, len(t.from)
	for lo < hi {
		mid := (lo + hi) / 2
		if int(t.from[mid]) < b {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// folder is the state of one Fold.
type folder struct {
	Text
	in   string // simplified
	orig []int  // byte of in -> byte of src; nil when they are the same
}

// place is the byte of the source that byte i of the simplified text stands for.
func (f *folder) place(i int) int32 {
	if f.orig == nil {
		return int32(i)
	}
	return int32(f.orig[i])
}

// step folds what starts at byte i and returns the byte where the next step
// starts.
func (f *folder) step(i int) int {
	r, n := utf8.DecodeRuneInString(f.in[i:])
	next := i + n
	switch {
	case r < utf8.RuneSelf && 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		f.emit(r, i, next, false)
	case 'A' <= r && r <= 'Z':
		f.emit(r+'a'-'A', i, next, true)
	case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
		return f.space(i)
	case ignorable(r):
	case droppedMark(r):
		if k := len(f.to); k > 0 {
			f.to[k-1] = f.place(next)
		}
	case hyphen(r) && f.between(next):
		f.emit(' ', i, next, true)
	case (r == '(' || r == '（') && f.pinyinEnd(i, next) > 0:
		return f.pinyinEnd(i, next)
	case r < utf8.RuneSelf || plain(r):
		if r == '`' {
			r = '\''
		}
		f.emit(r, i, next, false)
	default:
		upper := unicode.IsUpper(r)
		for _, c := range foldRune(r) {
			f.emit(c, i, next, upper)
		}
	}
	return next
}

func (f *folder) emit(r rune, i, next int, upper bool) {
	f.runes = append(f.runes, r)
	f.from = append(f.from, f.place(i))
	f.to = append(f.to, f.place(next))
	f.upper = append(f.upper, upper)
}

// space folds a run of white space: one space, or a paragraph break where the
// run holds an empty line.
func (f *folder) space(i int) int {
	start, lines, r := i, 0, ' '
	for i < len(f.in) {
		c, n := utf8.DecodeRuneInString(f.in[i:])
		if !unicode.IsSpace(c) && !ignorable(c) {
			break
		}
		if c == '\n' || c == '\u0085' {
			lines++
		}
		if lines > 1 || c == '\u2029' {
			r = paragraphBreak
		}
		i += n
	}
	if r == ' ' && f.letterSpaced(start, i) {
		return i
	}
	if open, n := utf8.DecodeRuneInString(f.in[i:]); r == ' ' && (open == '(' || open == '（') {
		if end := f.pinyinEnd(i, i+n); end > 0 {
			return end // 国 (guó) 际
		}
	}
	f.emit(r, start, i, false)
	return i
}

// letterSpaced reports a space between two Han characters that each stand alone,
// as in 国 际 调 解, which justified pages and PDF files have.
func (f *folder) letterSpaced(start, end int) bool {
	if start == 0 || f.in[start-1] < utf8.RuneSelf {
		return false
	}
	before, n := utf8.DecodeLastRuneInString(f.in[:start])
	after, m := utf8.DecodeRuneInString(f.in[end:])
	if !unicode.Is(unicode.Han, before) || !unicode.Is(unicode.Han, after) {
		return false
	}
	left, _ := utf8.DecodeLastRuneInString(f.in[:start-n])
	right, _ := utf8.DecodeRuneInString(f.in[end+m:])
	return !wordRune(left) && !wordRune(right)
}

// between reports whether a hyphen that ends at byte next stands between two
// word characters.
func (f *folder) between(next int) bool {
	if len(f.runes) == 0 || !wordRune(f.runes[len(f.runes)-1]) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(f.in[next:])
	return wordRune(r)
}

// maxPinyin bounds a parenthesised reading such as (zhuàng), in bytes.
const maxPinyin = 16

// pinyinEnd finds the end of a reading in parentheses that some pages put
// behind a character, as in 国(guó)际, and returns 0 where there is none. The
// reading must carry a tone mark and stand between two Han characters.
func (f *folder) pinyinEnd(open, i int) int {
	if len(f.runes) == 0 || !unicode.Is(unicode.Han, f.runes[len(f.runes)-1]) {
		return 0
	}
	tone := false
	for j, r := range f.in[i:min(len(f.in), i+maxPinyin)] {
		switch {
		case r == ')' || r == '）':
			end := i + j + utf8.RuneLen(r)
			if strings.HasPrefix(f.in[end:], " ") {
				end++
			}
			after, _ := utf8.DecodeRuneInString(f.in[end:])
			if tone && unicode.Is(unicode.Han, after) {
				return end
			}
			return 0
		case r > unicode.MaxASCII && unicode.Is(unicode.Latin, r):
			tone = true
		case r > unicode.MaxASCII || !unicode.IsLetter(r):
			return 0
		}
	}
	return 0
}

// ignorable runes leave no trace: zero-width and direction marks, soft hyphen,
// variation selectors, tatweel.
func ignorable(r rune) bool {
	switch {
	case r == '\u00ad', r == '\u0640', r == '\ufeff', r == '\u061c',
		'\u200b' <= r && r <= '\u200f', '\u202a' <= r && r <= '\u202e',
		'\u2060' <= r && r <= '\u2069', '\ufe00' <= r && r <= '\ufe0f':
		return true
	}
	return false
}

// droppedMark reports marks that fold away: accents of European scripts and
// Arabic vowel signs, but not the vowels of Indic scripts or Thai.
func droppedMark(r rune) bool {
	return '\u0300' <= r && r <= '\u036f' || '\u064b' <= r && r <= '\u065f' || r == '\u0670' ||
		'\u06d6' <= r && r <= '\u06dc' || '\u06df' <= r && r <= '\u06e8' && r != '\u06e5' && r != '\u06e6'
}

// hyphen reports what joins two words where it stands between letters; an en
// dash does so too: US–led.
func hyphen(r rune) bool {
	return r == '-' || r == '\u2010' || r == '\u2011' || r == '\u2013' || r == '－' || r == '﹣'
}

// plain holds for the bulk of Han and Hangul, which folds to itself: most runes of
// a Chinese or Korean text.
func plain(r rune) bool { return '\u4e00' <= r && r <= '\u9fff' || '\uac00' <= r && r <= '\ud7a3' }

// foldRune folds one rune beyond ASCII.
func foldRune(r rune) []rune {
	if s, ok := letters[r]; ok {
		return []rune(s)
	}
	if unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hangul, r) {
		return []rune{r}
	}
	var out []rune
	form := norm.NFKC
	if unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic) {
		form = norm.NFKD
	}
	for _, c := range form.String(string(r)) {
		if droppedMark(c) || ignorable(c) {
			continue
		}
		c = unicode.ToLower(c)
		if s, ok := letters[c]; ok {
			out = append(out, []rune(s)...)
			continue
		}
		out = append(out, c)
	}
	return out
}

// letters are the foldings that Unicode's decompositions do not make.
var letters = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'đ': "d", 'Đ': "d", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'ı': "i",
	'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th",
	'’': "'", '‘': "'", 'ʼ': "'", '′': "'", '＇': "'", '‛': "'",
	'•': "·", '・': "·", '‧': "·", '･': "·", '∙': "·", '⋅': "·", '．': ".",
	'ى': "ي", 'ی': "ي", 'ک': "ك", 'ة': "ه", 'ە': "ه", 'ٱ': "ا", 'ς': "σ",
}

// ExactCase reports whether surface is written with the capitals of form; both
// are folded otherwise.
func ExactCase(surface, form string) bool {
	a, b := Fold(surface), Fold(form)
	if len(a.runes) != len(b.runes) {
		return false
	}
	for i, r := range a.runes {
		if r != b.runes[i] || a.Upper(i) != b.Upper(i) {
			return false
		}
	}
	return true
}

// AllUpper reports whether s has a letter with case and none in lower case.
func AllUpper(s string) bool {
	return strings.IndexFunc(s, unicode.IsLower) < 0 && strings.IndexFunc(s, unicode.IsUpper) >= 0
}

package search

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"framewatch/nlp/zh"
)

// maxToken bounds a token in bytes, as some pages have kilobytes without a space.
const maxToken = 96

// alone are the scripts whose characters are words by themselves here: those that
// write no spaces.
var alone = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// class is what a character is to a token.
type class uint8

const (
	between class = iota // ends a token
	within               // part of a word
	single               // a word by itself
	nothing              // inside words, without a trace: soft hyphens, vowel points
)

// folded is a character as it is indexed.
type folded struct {
	text string
	as   class
}

// plane is the first plane of Unicode, folded: 1.5 MB, made when first asked for.
var plane = sync.OnceValue(func() *[1 << 16]folded {
	var all [1 << 16]folded
	for r := range rune(len(all)) {
		all[r] = foldRune(r)
	}
	return &all
})

// foldRune takes case, width and diacritics from a character, and gives Han
// characters their simplified form. One at a time, so that a character is the same
// token whatever stands beside it: OpenCC's phrases would make it depend on that.
func foldRune(r rune) folded {
	switch {
	case r == '\u00ad' || r == '\u200c' || r == '\u200d' || r == '\u0640' || diacritic(r): // soft hyphen, joiners, tatweel
		return folded{as: nothing}
	case !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r):
		return folded{}
	}
	var out strings.Builder
	for _, r := range norm.NFKC.String(bare(r)) {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) && !diacritic(r) {
			out.WriteRune(lower(r))
		}
	}
	f := folded{out.String(), within}
	if f.text == "" {
		return folded{as: nothing}
	}
	if first, _ := utf8.DecodeRuneInString(f.text); unicode.In(first, alone...) {
		f.as = single
		if unicode.Is(unicode.Han, first) {
			f.text = zh.ToSimplified(f.text)
		}
	}
	return f
}

// bare is a character without the diacritics that it is composed of.
func bare(r rune) string {
	return strings.Map(func(r rune) rune {
		if diacritic(r) {
			return -1
		}
		return r
	}, norm.NFKD.String(string(r)))
}

// lower also makes one of the two sigmas.
func lower(r rune) rune {
	if r = unicode.ToLower(r); r == 'ς' {
		return 'σ'
	}
	return r
}

// diacritic reports marks that readers leave out: of Latin, Greek and Cyrillic,
// Hebrew and Arabic points. The vowel signs of India's scripts stay, they are
// letters to their readers.
func diacritic(r rune) bool {
	switch {
	case r < 0x300:
		return false
	case r <= 0x36f, r >= 0x591 && r <= 0x5c7 && r != 0x5be, r >= 0x610 && r <= 0x61a, r >= 0x64b && r <= 0x65f, r == 0x670, r >= 0x6d6 && r <= 0x6ed && unicode.IsMark(r):
		return true
	}
	return false
}

func foldOf(p *[1 << 16]folded, r rune) folded {
	if int(r) < len(p) {
		return p[r]
	}
	return foldRune(r)
}

// tokens calls each with every token of text in order: its bytes in text and what
// is indexed for it, which is valid until the next one. Tokens hold ASCII letters
// and digits, in lower case, and what is not ASCII; FTS5's tokenizer "ascii" takes
// each for one token, so that the positions here and there are the same. Invalid
// UTF-8 is between tokens.
func tokens(text string, each func(start, end int, token []byte)) {
	p := plane()
	buf := make([]byte, 0, maxToken+utf8.UTFMax)
	start, end := 0, 0
	flush := func() {
		if len(buf) > 0 {
			each(start, end, buf)
			buf = buf[:0]
		}
	}
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		f := foldOf(p, r)
		if r == utf8.RuneError && n == 1 {
			f = folded{}
		}
		switch f.as {
		case between:
			flush()
		case within:
			if len(buf) == 0 {
				start = i
			}
			if len(buf) < maxToken {
				buf = append(buf, f.text...)
			}
			end = i + n
		case single:
			flush()
			buf = append(buf, f.text...)
			each(i, i+n, buf)
			buf = buf[:0]
		case nothing:
			if len(buf) > 0 {
				end = i + n
			}
		}
		i += n
	}
	flush()
}

// spaced is text as FTS5 gets it: its tokens with a space between them.
func spaced(dst []byte, text string) []byte {
	tokens(text, func(_, _ int, token []byte) {
		dst = append(append(dst, token...), ' ')
	})
	return dst
}

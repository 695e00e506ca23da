package extract

import (
	"unicode"
	"unicode/utf8"
)

// titleMark is what separates the parts of a title: headline, section and outlet. The
// weaker a mark, the more often it belongs to a headline itself.
type titleMark int

const (
	noMark     titleMark = iota
	barMark              // | » _ and the like, which headlines hardly have
	dashMark             // a dash, a slash, a dot or a colon between spaces
	hyphenMark           // a hyphen or dash without a space on either side: UN-backed
	colonMark            // a colon behind a word: Iran: …
)

// part is a piece of a title and the mark before it.
type part struct {
	start, end int // bytes of the title, without space
	before     titleMark
}

// mostParts bounds the parts of a title; one with more is taken whole.
const mostParts = 16

// partsOf cuts a title at its marks.
func partsOf(title string) []part {
	var out []part
	start, before := 0, noMark
	add := func(end int, next titleMark, skip int) {
		from, to := start, end
		for from < to && title[from] == ' ' {
			from++
		}
		for to > from && title[to-1] == ' ' {
			to--
		}
		if from < to || len(out) > 0 {
			out = append(out, part{from, to, before})
		}
		start, before = end+skip, next
	}
	for i := 0; i < len(title); {
		m, size := markAt(title, i)
		if m == noMark {
			_, n := utf8.DecodeRuneInString(title[i:])
			i += n
			continue
		}
		add(i, m, size)
		i += size
	}
	add(len(title), noMark, 0)
	kept := out[:0]
	for _, p := range out {
		if p.start < p.end {
			kept = append(kept, p)
		}
	}
	if len(kept) > mostParts || len(kept) == 0 {
		return []part{{0, len(title), noMark}}
	}
	kept[0].before = noMark
	return kept
}

// divided are the parts of a title between marks that a headline hardly has.
func divided(title string) []string {
	var out []string
	parts := partsOf(title)
	start := 0
	for i, p := range parts {
		if i+1 == len(parts) || parts[i+1].before == barMark || parts[i+1].before == dashMark {
			out = append(out, title[parts[start].start:p.end])
			start = i + 1
		}
	}
	return out
}

// markAt is the mark that begins at byte i and its length.
func markAt(s string, i int) (titleMark, int) {
	r, size := utf8.DecodeRuneInString(s[i:])
	if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' {
		return noMark, 0
	}
	left, _ := utf8.DecodeLastRuneInString(s[:i])
	right, _ := utf8.DecodeRuneInString(s[i+size:])
	spaced := left == ' ' && right == ' '
	switch r {
	case '|', '｜', '丨', '¦', '_':
		return barMark, size
	case '»', '«', '›', '‹', '>', '→', '←':
		if spaced { // otherwise they are quotation marks
			return barMark, size
		}
	case '-', '–', '—', '−', '－':
		switch {
		case spaced:
			return dashMark, size
		case right == r && r == '-':
			return dashMark, 2 * size
		case left == r || right == r:
			return noMark, 0 // a Chinese dash is two
		}
		return hyphenMark, size
	case '/', '·', '•', '∙', '⋅', '~', '～':
		if spaced {
			return dashMark, size
		}
	case ':', '：':
		switch {
		case right == r:
			return barMark, 2 * size
		case spaced:
			return dashMark, size
		case right == ' ' || r == '：' || wide(right) || wide(left):
			return colonMark, size
		}
	}
	return noMark, 0
}

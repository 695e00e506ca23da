package zh

import (
	"strings"
	"unicode"
)

// isHan reports whether r is a Han character; the common block is tried first.
func isHan(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= 0x2e80 && unicode.Is(unicode.Han, r)
}

func arabic(r rune) bool { return r >= '0' && r <= '9' }

// letter reports whether r is a letter of an alphabet or a syllabary.
func letter(r rune) bool { return unicode.IsLetter(r) && !isHan(r) }

const (
	hanDigits  = "零○〇一二三四五六七八九十百千万亿两"
	multiples  = "十百千万亿"
	inNumber   = ".,:．，：/-"   // between two digits
	inWord     = "-'’.&_·@"   // between two letters
	percent    = "%％‰"        // after a number
	repeatable = "—…─－.!?！？~" // several in a row are one mark
)

// has reports whether runes go on with one of set at place n.
func has(runes []rune, n int, set string) bool {
	return n < len(runes) && strings.ContainsRune(set, runes[n])
}

// maxRun bounds a run of digits or marks, so that each place of an endless one
// costs little.
const maxRun = 40

// span counts the characters from place n for which ok holds.
func span(runes []rune, n int, ok func(rune) bool) int {
	from := n
	for n < len(runes) && n < from+maxRun && ok(runes[n]) {
		n++
	}
	return n - from
}

func isHanDigit(r rune) bool { return strings.ContainsRune(hanDigits, r) }

// number is the length of the number that runes begin with: 1,200.5, 30%,
// 20万, 二〇二五. A single Chinese digit is left to the dictionary.
func number(runes []rune) int {
	if !arabic(runes[0]) {
		if n := span(runes, 0, isHanDigit); n > 1 {
			return n
		}
		return 0
	}
	n := span(runes, 0, arabic)
	for has(runes, n, inNumber) && n+1 < len(runes) && arabic(runes[n+1]) {
		n += 1 + span(runes, n+1, arabic)
	}
	if has(runes, n, percent) {
		return n + 1
	}
	return n + span(runes, n, func(r rune) bool { return strings.ContainsRune(multiples, r) })
}

// ordinal is the length of 第 with a number.
func ordinal(runes []rune) int {
	if runes[0] != '第' || len(runes) < 2 {
		return 0
	}
	if arabic(runes[1]) {
		return 1 + number(runes[1:])
	}
	if n := span(runes, 1, isHanDigit); n > 0 {
		return 1 + n
	}
	return 0
}

// date is the length of a part of a date or time of day: 2025年, 五月, 30日,
// 8时. Other numbers before 年 say how long, and are two words.
func date(runes []rune) int {
	n := 0
	if arabic(runes[0]) {
		n = span(runes, 0, arabic)
	} else {
		n = span(runes, 0, isHanDigit)
	}
	switch {
	case n == 4 && has(runes, n, "年"), n > 0 && n <= 3 && has(runes, n, "月日时"):
		return n + 1
	}
	return 0
}

// foreignWord is the length of the word in another alphabet that runes begin
// with, as written: COVID-19, O'Neill, e.g.
func foreignWord(runes []rune) int {
	n := 0
	for n < len(runes) {
		switch {
		case letter(runes[n]), n > 0 && (arabic(runes[n]) || unicode.Is(unicode.M, runes[n])):
			n++
		case n > 0 && has(runes, n, inWord) && n+1 < len(runes) && (letter(runes[n+1]) || arabic(runes[n+1])):
			n += 2
		default:
			return n
		}
	}
	return n
}

// mark is the length of a dash, an ellipsis or repeated marks.
func mark(runes []rune) int {
	if !has(runes, 0, repeatable) {
		return 0
	}
	return span(runes, 0, func(r rune) bool { return r == runes[0] })
}

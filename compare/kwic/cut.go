package kwic

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Han character or a mark beside one counts as 0.4 words, so that a width of
// 8 words is 20 of them.
const (
	costWord = 5
	costHan  = 2
)

// maxUnit bounds a run without spaces, as Thai and Khmer have them, and
// maxKey the keyword, in code points.
const (
	maxUnit = 24
	maxKey  = 120
)

const ellipsis = "…"

// Cut gives the context of bytes start to end of text, width words on each
// side, without leaving the paragraph and without cutting a word. A side that
// was shortened has an ellipsis at its outer end; runs of white space become
// one space. Positions outside the text or inside a character are moved to the
// next one.
func Cut(text string, start, end, width int) (before, key, after string) {
	start = runeStart(text, start)
	end = max(start, runeStart(text, end))
	left, right := paragraph(text, start, end)
	from, to := Bounds(text, start, end, width)
	before, after = text[from:start], text[end:to]
	if strings.TrimSpace(left[:len(left)-len(before)]) != "" {
		before = ellipsis + strings.TrimLeftFunc(before, unicode.IsSpace)
	}
	if strings.TrimSpace(right[len(after):]) != "" {
		after = strings.TrimRightFunc(after, opens) + ellipsis
	}
	key = strings.ToValidUTF8(text[start:end], "\uFFFD")
	if utf8.RuneCountInString(key) > maxKey {
		key = string([]rune(key)[:maxKey]) + ellipsis
	}
	return oneLine(before), oneLine(key), oneLine(after)
}

// Bounds is where the context of bytes start to end of text begins and ends, by the
// rules of [Cut]: the stretch that Cut shows, without its ellipses.
func Bounds(text string, start, end, width int) (from, to int) {
	start = runeStart(text, start)
	end = max(start, runeStart(text, end))
	left, right := paragraph(text, start, end)
	return start - len(tail(left, width*costWord)), end + len(head(right, width*costWord))
}

// paragraph is what stands before and after a stretch in its paragraph.
func paragraph(text string, start, end int) (left, right string) {
	left, right = text[:start], text[end:]
	if i := strings.LastIndexByte(left, '\n'); i >= 0 {
		left = left[i+1:]
	}
	if i := strings.IndexByte(right, '\n'); i >= 0 {
		right = right[:i]
	}
	return left, right
}

// opens reports whether r belongs to a word that was cut away.
func opens(r rune) bool {
	return unicode.In(r, unicode.Z, unicode.Ps, unicode.Pi) || unicode.IsSpace(r)
}

func runeStart(text string, at int) int {
	at = max(0, min(at, len(text)))
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}

// oneLine folds white space and drops what is not valid UTF-8 or not printable.
func oneLine(s string) string {
	space := false
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			if space {
				return -1
			}
			space = true
			return ' '
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069: // the latter turn what follows (UAX #9)
			return -1
		}
		space = false
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

type class uint8

const (
	classSpace class = iota
	classHan         // characters that are words without spaces between them
	classMark
	classWord
)

func classOf(r rune) class {
	switch {
	case unicode.IsSpace(r):
		return classSpace
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return classHan
	case unicode.IsPunct(r) || unicode.IsSymbol(r):
		return classMark
	}
	return classWord
}

// meter adds up runes in one direction until the budget is spent.
type meter struct {
	budget, spent int
	last          class
	open          bool // inside a word
	run           int  // runes since a cost was last counted
}

// take reports whether the next rune is still within the budget.
func (m *meter) take(r rune) bool {
	c := classOf(r)
	cost := 0
	m.run++
	switch {
	case c == classHan, c == classMark && m.last == classHan:
		cost = costHan
	case c == classWord && !m.open, c != classSpace && m.run > maxUnit:
		cost = costWord
	}
	if m.spent+cost > m.budget {
		return false
	}
	if cost > 0 {
		m.run = 0
	}
	m.spent += cost
	m.open = c == classWord || m.open && c == classMark
	m.last = c
	return true
}

// head is the part of s from its start that the budget allows.
func head(s string, budget int) string {
	m := meter{budget: budget}
	for i, r := range s {
		if !m.take(r) {
			return s[:i]
		}
	}
	return s
}

// tail is the part of s up to its end that the budget allows.
func tail(s string, budget int) string {
	m := meter{budget: budget}
	for i := len(s); i > 0; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if !m.take(r) {
			return s[i:]
		}
		i -= n
	}
	return s
}

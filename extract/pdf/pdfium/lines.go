package pdfium

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"framewatch/extract/pdf"
)

// cellEms is the gap, in heights of the line, that no two words of a line have
// between them: columns, cells of a table.
const cellEms = 1.6

// linesOf cuts the characters of a page into lines: where PDFium ends one, where
// the next character stands higher or lower, and where it stands far away.
// size gives the size of a character's font, 0 where it is not known.
func linesOf(chars []char, size func(char) float64) []pdf.Line {
	var out []pdf.Line
	var open []char
	var box char // around the open line
	last := -1   // the open line's last placed character
	flush := func() {
		if line, ok := lineOf(open, box, size); ok {
			out = append(out, line)
		}
		open, last = open[:0], -1
	}
	ended := false // by PDFium
	for _, c := range chars {
		switch {
		case c.r == '\n' || c.r == '\r':
			ended = true
			continue
		case !c.placed:
			if len(open) > 0 {
				open = append(open, c)
			}
			continue
		}
		if last >= 0 && (apart(box, c) || ended && !adjoins(box, c)) {
			flush()
		}
		ended = false
		if last < 0 {
			open, box = open[:0], c
		} else {
			box.left, box.right = min(box.left, c.left), max(box.right, c.right)
			box.bottom, box.top = min(box.bottom, c.bottom), max(box.top, c.top)
		}
		open = append(open, c)
		last = len(open) - 1
	}
	flush()
	return out
}

// apart reports whether c begins another line than the one in box. The place of
// the character before does not matter: words from the right may come in either
// order.
func apart(box, c char) bool {
	height := min(box.top-box.bottom, c.top-c.bottom)
	if min(box.top, c.top)-max(box.bottom, c.bottom) < 0.3*height {
		return true
	}
	return max(c.left-box.right, box.left-c.right) > cellEms*max(box.top-box.bottom, c.top-c.bottom)
}

// adjoins reports whether c goes on with the line in box though PDFium ends it
// there, as it does between a word of Chinese and the raised mark of a note.
func adjoins(box, c char) bool {
	gap := c.left - box.right
	return gap > -0.1*(box.top-box.bottom) && gap < 0.2*(box.top-box.bottom)
}

// lineOf makes a line of its characters.
func lineOf(chars []char, box char, size func(char) float64) (pdf.Line, bool) {
	chars = slices.Clone(chars)
	rightWords(chars)
	chars = closeUp(takeMarks(chars))
	var b strings.Builder
	var middle char
	placed := 0
	for _, c := range chars {
		if utf16.IsSurrogate(c.r) {
			c.r = utf8.RuneError
		}
		b.WriteRune(c.r)
		if c.placed {
			if placed++; placed <= 8 {
				middle = c // not the first, which may be a raised number
			}
		}
	}
	text := strings.TrimSpace(plain(b.String()))
	if text == "" || placed == 0 {
		return pdf.Line{}, false
	}
	em := size(middle)
	if em <= 1 || em > 400 {
		em = middle.top - middle.bottom
	}
	round := func(x float64) float64 { return math.Round(x*10) / 10 }
	return pdf.Line{Text: text, Left: round(box.left), Bottom: round(box.bottom), Right: round(box.right), Top: round(box.top),
		Size: round(em)}, true
}

// rightWords turns words round that are written from the right and came from the
// left: some programs write such words in the order of their shapes. Where the
// characters stand decides.
func rightWords(chars []char) {
	for i := 0; i < len(chars); {
		if !chars[i].placed || !fromRight(chars[i].r) {
			i++
			continue
		}
		j := i
		for j < len(chars) && (fromRight(chars[j].r) || unicode.Is(unicode.Mn, chars[j].r)) && chars[j].placed {
			j++
		}
		if word := chars[i:j]; middle(word[0]) < middle(word[len(word)-1])-1 {
			turn(word)
		}
		i = j
	}
}

// turn reverses a word, but for characters that share one shape.
func turn(word []char) {
	slices.Reverse(word)
	for i := 0; i < len(word); {
		j := i + 1
		for j < len(word) && math.Abs(middle(word[j])-middle(word[i])) < 0.01 {
			j++
		}
		slices.Reverse(word[i:j])
		i = j
	}
}

func middle(c char) float64 { return (c.left + c.right) / 2 }

func fromRight(r rune) bool {
	return unicode.IsLetter(r) && unicode.In(r, unicode.Arabic, unicode.Hebrew)
}

// plain writes ligatures, Arabic letters in their shapes and Chinese radicals as
// the characters that they stand for, and leaves all else alone: the general
// form would also change full-width punctuation and superscripts.
func plain(s string) string {
	if strings.IndexFunc(s, shaped) < 0 {
		return norm.NFC.String(s)
	}
	var b strings.Builder
	for _, r := range s {
		if shaped(r) {
			b.WriteString(norm.NFKC.String(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func shaped(r rune) bool {
	return r >= 0xFB00 && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC || r >= 0x2E80 && r <= 0x2FDF || r >= 0xF900 && r <= 0xFAFF
}

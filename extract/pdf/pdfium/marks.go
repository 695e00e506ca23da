package pdfium

import (
	"slices"
	"strings"
	"unicode"
)

const (
	raisedSize = 0.8  // height of raised print, in heights of the line's print
	raisedBy   = 0.15 // how far its foot is above that of the line, likewise
	maxMark    = 6    // characters of a note mark: 12,13
)

// takeMarks takes the marks of notes out of a line, so that they do not become
// part of the words before them. Raised figures that are exponents become
// superscript characters; raised letters, as in 3rd, stay.
func takeMarks(chars []char) []char {
	height, foot := usual(chars)
	if height <= 0 {
		return chars
	}
	raised := func(c char) bool {
		return c.placed && c.top-c.bottom < raisedSize*height && c.bottom > foot+raisedBy*height
	}
	var out []char
	for i := 0; i < len(chars); {
		j := i
		for j < len(chars) && raised(chars[j]) {
			j++
		}
		switch run := chars[i:j]; {
		case j == i:
			out = append(out, chars[i])
			i++
			continue
		case exponent(out, run):
			for _, c := range run {
				c.r = superscripts[c.r]
				out = append(out, c)
			}
		case !noteMark(out, run):
			out = append(out, run...)
		}
		i = j
	}
	return out
}

// usual is the height of most placed characters and where their foot stands.
func usual(chars []char) (height, foot float64) {
	var heights []float64
	for _, c := range chars {
		if c.placed {
			heights = append(heights, c.top-c.bottom)
		}
	}
	if len(heights) == 0 {
		return 0, 0
	}
	slices.Sort(heights)
	height = heights[len(heights)/2]
	var feet []float64
	for _, c := range chars {
		if c.placed && c.top-c.bottom >= raisedSize*height {
			feet = append(feet, c.bottom)
		}
	}
	slices.Sort(feet)
	return height, feet[len(feet)/2]
}

// noteMark reports whether raised characters are the mark of a note: figures,
// alone, in brackets or several, or a sign, behind a word or a sentence.
func noteMark(before, run []char) bool {
	if len(run) > maxMark || len(before) == 0 {
		return false
	}
	for _, c := range run {
		if !unicode.IsDigit(c.r) && !strings.ContainsRune("*†‡§¶,[]()", c.r) {
			return false
		}
	}
	last := before[len(before)-1].r
	return unicode.IsLetter(last) || unicode.IsDigit(last) || unicode.IsPunct(last)
}

// superscripts are the characters of exponents.
var superscripts = map[rune]rune{'0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹',
	'-': '⁻', '−': '⁻', '–': '⁻'}

// units are raised to powers.
var units = []string{"m", "km", "cm", "mm", "dm", "ft", "mi", "nm", "s", "x", "y", "n", "r", "R"}

// exponent reports whether raised figures are an exponent: of ten, of another
// short number before a minus, or of a unit.
func exponent(before, run []char) bool {
	for _, c := range run {
		if superscripts[c.r] == 0 {
			return false
		}
	}
	if len(before) == 0 {
		return false
	}
	number := unicode.IsDigit(before[len(before)-1].r)
	i := len(before)
	for i > 0 && (number && unicode.IsDigit(before[i-1].r) || !number && unicode.Is(unicode.Latin, before[i-1].r)) {
		i--
	}
	var b strings.Builder
	for _, c := range before[i:] {
		b.WriteRune(c.r)
	}
	base := b.String()
	switch {
	case base == "10":
		return true
	case superscripts[run[0].r] == '⁻':
		return base != ""
	}
	return len(run) == 1 && slices.Contains(units, base)
}

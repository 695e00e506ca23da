// Package abbreviation tells abbreviations made of initials, in the way of
// Schwartz and Hearst ("A simple algorithm for identifying abbreviation
// definitions in biomedical text", PSB 2003).
package abbreviation

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Of reports whether short is two to ten capitals that begin words of long in
// their order, the first word first.
func Of(short, long string) bool {
	if n := utf8.RuneCountInString(short); n < 2 || n > 10 || strings.ContainsFunc(short, func(r rune) bool { return !unicode.IsUpper(r) }) {
		return false
	}
	begins := strings.FieldsFunc(long, func(r rune) bool { return !unicode.IsLetter(r) })
	for i, r := range short {
		k := 0
		for k < len(begins) && !strings.EqualFold(begins[k][:firstLen(begins[k])], string(r)) {
			k++
		}
		if k == len(begins) || i == 0 && k > 0 {
			return false
		}
		begins = begins[k+1:]
	}
	return true
}

func firstLen(word string) int {
	_, n := utf8.DecodeRuneInString(word)
	return n
}

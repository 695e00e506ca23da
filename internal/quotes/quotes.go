// Package quotes knows the marks that close a quotation or a bracket.
//
// Text goes in. The package does not pair quotations: nlp/quote does.
package quotes

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Closing are the marks that close a quotation or a bracket in every language.
const Closing = "\"'”’»›)]}」』】）〉》〕］｝"

// either are marks that open a quotation in some languages and close one in
// others: „…“, ‚…‘, »…«, ›…‹.
const either = "“‘«‹»›"

// TrimEnd cuts white space and closing marks off the end of s.
func TrimEnd(s string) string {
	return strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(Closing, r) || strings.ContainsRune(either, r)
	})
}

// Closes reports whether the mark r, which stands directly behind the end of a
// sentence and before behind, belongs to that sentence. What opens the next one
// touches a word.
func Closes(r rune, behind string) bool {
	if !strings.ContainsRune(either, r) {
		return strings.ContainsRune(Closing, r)
	}
	next, _ := utf8.DecodeRuneInString(behind)
	return !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

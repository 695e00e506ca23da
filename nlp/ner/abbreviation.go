package ner

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// agree gives a name and the abbreviation that follows it in brackets the label
// of whichever the tagger was surer of: both name the same thing. The pair is
// told by the initials, as by Schwartz and Hearst ("A simple algorithm for
// identifying abbreviation definitions in biomedical text", PSB 2003).
func agree(text string, found []Entity) {
	for i := 1; i < len(found); i++ {
		long, short := &found[i-1], &found[i]
		if long.Label == short.Label || strings.TrimSpace(text[long.Span.End:short.Span.Start]) != "(" || !strings.HasPrefix(text[short.Span.End:], ")") {
			continue
		}
		if !abbreviates(short.Span.Of(text), long.Span.Of(text)) {
			continue
		}
		if long.Score > short.Score {
			short.Label = long.Label
		} else {
			long.Label = short.Label
		}
	}
}

// abbreviates reports whether short is two to ten capitals that begin words of
// long in their order, the first word first.
func abbreviates(short, long string) bool {
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

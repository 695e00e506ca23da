package kwic

import (
	"fmt"
	"regexp"
	"unicode"
	"unicode/utf8"
)

// Words finds the first place of each wanted word in the text of each document
// (documents to words), whatever the case of its letters. A word that stands
// there only in another form, as in the other script of Chinese, has no place.
func (t Texts) Words(want map[string][]string) ([]Place, error) {
	patterns := map[string]*regexp.Regexp{}
	var out []Place
	for id, words := range want {
		for _, w := range words {
			if patterns[w] == nil {
				re, err := regexp.Compile("(?i)" + regexp.QuoteMeta(w))
				if err != nil {
					return nil, fmt.Errorf("find %q: %w", w, err)
				}
				patterns[w] = re
			}
			if start, end, ok := findWord(t[id].body, patterns[w]); ok {
				out = append(out, Place{DocID: id, Start: start, End: end, Term: w})
			}
		}
	}
	sortPlaces(out)
	return out, nil
}

// findWord skips matches inside a longer word; Han words have no ends to see.
func findWord(text string, re *regexp.Regexp) (start, end int, ok bool) {
	for _, at := range re.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		first, _ := utf8.DecodeRuneInString(text[at[0]:])
		if unicode.Is(unicode.Han, first) || !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return at[0], at[1], true
		}
	}
	return 0, 0, false
}

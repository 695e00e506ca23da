// Package wordset makes look-up tables of words that stand in code as a text.
package wordset

import "strings"

// Of is the set of the words of a text, which white space parts.
func Of(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

package table

import (
	"strings"
	"unicode/utf8"
)

// clean is the one gate for strings on their way to a file: what is no valid
// UTF-8 becomes U+FFFD. NUL is valid and stays.
func clean(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// cleanAll cleans in place. Columns often repeat the very same string in a row,
// which is then checked once.
func cleanAll(texts []string) {
	for i, s := range texts {
		if i > 0 && same(s, texts[i-1]) {
			continue
		}
		if c := clean(s); !same(c, s) {
			texts[i] = c
		}
	}
}

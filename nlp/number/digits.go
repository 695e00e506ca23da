package number

import (
	"strings"
	"unicode"
)

// ASCII writes the digits of all scripts as ASCII, and the Arabic marks between them.
func ASCII(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII && (unicode.IsDigit(r) || r == '٫' || r == '٬') }) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '٫':
			return '.'
		case '٬':
			return ','
		}
		if r > unicode.MaxASCII && unicode.IsDigit(r) {
			// The ten digits of a script stand in a row that begins with zero.
			for zero := r; ; zero-- {
				if !unicode.IsDigit(zero-1) || r-zero == 9 {
					return '0' + (r - zero)
				}
			}
		}
		return r
	}, text)
}

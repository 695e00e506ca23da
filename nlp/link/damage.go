package link

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Only long names are looked for in their damaged forms: short ones, once
// damaged, may be anything.
const (
	damagedWords = 3 // of scripts with spaces
	damagedHan   = 4
)

// damaged lists what becomes of a name on a page that was decoded with the wrong
// charset somewhere on its way: Organiza??o, m�diation, mÃ©diation, m茅diation, m閐iation,
// and Chinese of which GBK made other Chinese.
func damaged(name string) []string {
	han, other := 0, 0
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case r >= utf8.RuneSelf && unicode.Is(unicode.Latin, r):
			other++
		case r >= utf8.RuneSelf:
			return nil // no charset of these pages
		}
	}
	switch {
	case han >= damagedHan && han == utf8.RuneCountInString(name):
		return decoded(name, simplifiedchinese.GBK)
	case other > 0 && han == 0 && len(strings.Fields(name)) >= damagedWords:
		marked := func(by func(n int) string) string {
			var b strings.Builder
			for _, r := range name {
				if r < utf8.RuneSelf {
					b.WriteRune(r)
				} else {
					b.WriteString(by(utf8.RuneLen(r)))
				}
			}
			return b.String()
		}
		out := []string{
			marked(func(int) string { return "?" }), marked(func(n int) string { return strings.Repeat("?", n) }),
			marked(func(int) string { return "\ufffd" }), marked(func(n int) string { return strings.Repeat("\ufffd", n) }),
		}
		out = append(append(out, decoded(name, charmap.Windows1252)...), decoded(name, simplifiedchinese.GBK)...)
		// The bytes that Western Europe writes, read as Chinese.
		if western, err := charmap.ISO8859_1.NewEncoder().String(name); err == nil {
			out = append(out, decoded(western, simplifiedchinese.GBK)...)
		}
		return out
	}
	return nil
}

// decoded is what a charset makes of the bytes of a name, up to the first ones
// that are none of its characters at the end.
func decoded(bytes string, by encoding.Encoding) []string {
	s, err := by.NewDecoder().String(bytes)
	if s = strings.TrimSuffix(s, "\ufffd"); err != nil || s == "" || strings.ContainsRune(s, '\ufffd') {
		return nil
	}
	return []string{s}
}

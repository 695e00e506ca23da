package list

import (
	"bytes"
	"html"
	"strconv"
	"unicode/utf8"
)

// maxReference bounds a reference with its & and ;.
const maxReference = 12

// unescape appends text with its references resolved: those of characters by
// number and by the names of HTML. Anything else stays as written, and clean
// says whether there was none of it that looks like a reference.
func unescape(dst, text []byte) (_ []byte, clean bool) {
	clean = true
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return append(dst, text...), clean
		}
		dst, text = append(dst, text[:i]...), text[i:]
		n := bytes.IndexByte(text[:min(len(text), maxReference)], ';')
		if n < 2 {
			dst, text = append(dst, '&'), text[1:]
			continue
		}
		if text[1] == '#' {
			if r, ok := number(text[2:n]); ok {
				dst, text = utf8.AppendRune(dst, r), text[n+1:]
				continue
			}
		} else if c, ok := character(text[1:n]); ok {
			dst, text = append(dst, c...), text[n+1:]
			continue
		} else if nameLen(text[1:n]) == n-1 && !bytes.ContainsAny(text[1:n], "&;?#") {
			clean = false
		}
		dst, text = append(dst, '&'), text[1:]
	}
}

// number reads the digits of a reference by number.
func number(digits []byte) (rune, bool) {
	base := 10
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(string(digits), base, 21)
	return rune(n), err == nil && n != 0 && utf8.ValidRune(rune(n))
}

// appendWords appends plain text behind a space, white space as single spaces.
func appendWords(dst, text []byte) []byte {
	if n := len(dst); n > 0 && dst[n-1] != ' ' {
		dst = append(dst, ' ')
	}
	return squeeze(dst, text)
}

// squeeze appends text, white space as single spaces and none at the beginning.
func squeeze(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		n := 0
		for i+n < len(text) && text[i+n] > ' ' && text[i+n] != 0xc2 {
			n++
		}
		dst = append(dst, text[i:i+n]...)
		if i += n; i == len(text) {
			break
		}
		if text[i] == 0xc2 { // U+00A0 is a space in words, other letters are themselves
			if i+1 == len(text) || text[i+1] != 0xa0 {
				dst = append(dst, text[i])
				i++
				continue
			}
			i++
		}
		i++
		if len(dst) > 0 && dst[len(dst)-1] != ' ' {
			dst = append(dst, ' ')
		}
	}
	return dst
}

// appendMarkup appends the words of a piece of HTML behind a space, without
// tags, comments, scripts and styles.
func appendMarkup(dst, markup []byte) []byte {
	if n := len(dst); n > 0 && dst[n-1] != ' ' {
		dst = append(dst, ' ')
	}
	s := scanner{text: markup}
	silent := ""
	for {
		t := s.next()
		switch t.kind {
		case end:
			return dst
		case chars, cdata:
			if silent != "" {
				continue
			}
			if bytes.IndexByte(t.text, '&') >= 0 {
				t.text = []byte(html.UnescapeString(string(t.text)))
			}
			dst = squeeze(dst, t.text)
		case open, shut:
			var small [maxName]byte
			name := lower(&small, t.name)
			if silent != "" {
				if t.kind == shut && string(name) == silent {
					silent = ""
				}
				continue
			}
			if n := string(name); t.kind == open && !t.empty && (n == "script" || n == "style") {
				silent = n
			}
			if n := len(dst); !phrasing(name) && n > 0 && dst[n-1] != ' ' {
				dst = append(dst, ' ')
			}
		}
	}
}

// phrasing reports whether an element stands within words: search pages mark
// their hits with em, so that a word may be in two elements.
func phrasing(name []byte) bool {
	switch string(name) {
	case "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u", "wbr":
		return true
	}
	return false
}

// maxName is the longest local name that means something to a reader.
const maxName = 20

// lower gives a name in lower case, in the room of small; too long a name, which
// is none of ours, is empty.
func lower(small *[maxName]byte, name []byte) []byte {
	if len(name) > maxName {
		return nil
	}
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		small[i] = c
	}
	return small[:len(name)]
}

// blank reports whether text is white space; a byte order mark, which some
// programs write anywhere before the document, counts as such.
func blank(text []byte) bool { return len(trim(text)) == 0 }

// trim drops white space and byte order marks from both ends.
func trim(text []byte) []byte { return bytes.Trim(text, " \t\r\n\f\v\ufeff") }

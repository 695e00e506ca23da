package urlid

import "strings"

// Percent escapes are compared in one form (RFC 3986 section 6.2.2): an escape
// of a character that needs none is that character, every other one is written
// in upper case. A reserved character and its escape may mean two things to a
// server and stay apart.

// IsUnreserved reports whether c never needs an escape (RFC 3986 section 2.3).
func IsUnreserved(c byte) bool {
	return isAlnum(c) || c == '-' || c == '.' || c == '_' || c == '~'
}

// Unescape decodes the percent escapes of the bytes for which decode holds and
// writes all others in upper case. A percent sign that begins no escape stays,
// and so does an escape that would make one of it: "%%370" is not "%70".
func Unescape(s string, decode func(c byte) bool) string {
	first := strings.IndexByte(s, '%')
	if first < 0 {
		return s
	}
	b := append(make([]byte, 0, len(s)), s[:first]...)
	bare := -3 // where in b the last percent sign that begins no escape stands
	for i := first; i < len(s); i++ {
		if s[i] != '%' {
			b = append(b, s[i])
			continue
		}
		if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
			bare = len(b)
			b = append(b, '%')
			continue
		}
		if c := unhex(s[i+1])<<4 | unhex(s[i+2]); decode(c) && !(isHex(c) && len(b)-bare <= 2) {
			b = append(b, c)
		} else {
			b = append(b, '%', upper(s[i+1]), upper(s[i+2]))
		}
		i += 2
	}
	return string(b)
}

// AppendEscape appends the percent escape of c.
func AppendEscape(b []byte, c byte) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, '%', digits[c>>4], digits[c&15])
}

// unsafe is what no URL may hold as it stands (RFC 3986 section 2) and the
// standard's parser leaves alone in some places.
const unsafe = "\"<>\\^`{|}"

func escapeUnsafe(s string) string {
	if !strings.ContainsAny(s, unsafe) {
		return s
	}
	b := make([]byte, 0, len(s)+8)
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(unsafe, s[i]) < 0 {
			b = append(b, s[i])
		} else {
			b = AppendEscape(b, s[i])
		}
	}
	return string(b)
}

func isAlnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return upper(c) - 'A' + 10
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'f' {
		return c - 'a' + 'A'
	}
	return c
}

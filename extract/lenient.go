package extract

import (
	"encoding/json"
	"html"
	"strings"
)

// decodeLoose parses a script as sites write them: within comment or CDATA
// marks, with entities, and with the slips that [mended] knows.
func decodeLoose(s string) (any, bool) {
	s = strings.TrimSpace(s)
	for _, mark := range []string{"<!--", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, mark))
	}
	for _, mark := range []string{"-->", "//]]>", "]]>", "/*]]>*/", ";", ","} {
		s = strings.TrimSpace(strings.TrimSuffix(s, mark))
	}
	var v any
	if json.Unmarshal([]byte(s), &v) == nil {
		return v, true
	}
	if !strings.Contains(s, `"`) && strings.Contains(s, "&quot;") {
		s = html.UnescapeString(s)
	}
	if json.Unmarshal([]byte(mended(s)), &v) == nil {
		return v, true
	}
	return nil, false
}

// mended rewrites JSON that breaks the grammar where what was meant is plain:
// comments and stray commas go, raw control characters in strings become spaces,
// unknown escapes and unescaped quotes within a string stay as letters. It reads
// s once.
func mended(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	var open []byte
	key := false // the next string is a key
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '"':
			i = mendString(&b, s, i+1, key, len(open) > 0 && open[len(open)-1] == '{')
			key = false
			continue
		case strings.HasPrefix(s[i:], "//"):
			i += lengthTo(s[i:], "\n")
			continue
		case strings.HasPrefix(s[i:], "/*"):
			i += lengthTo(s[i:], "*/")
			continue
		case c == '{' || c == '[':
			open = append(open, c)
			key = c == '{'
		case (c == '}' || c == ']') && len(open) > 0:
			open = open[:len(open)-1]
		case c == ',':
			next := afterSpace(s, i+1)
			if next >= len(s) || strings.IndexByte(",}]", s[next]) >= 0 {
				i++
				continue
			}
			key = len(open) > 0 && open[len(open)-1] == '{'
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// mendString copies the string that begins at i, behind its quote, and returns
// where it ends.
func mendString(b *strings.Builder, s string, i int, key, inObject bool) int {
	b.WriteByte('"')
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s):
			if i++; strings.IndexByte(`"\/bfnrtu`, s[i]) < 0 {
				b.WriteByte(s[i]) // \' and the like
				continue
			}
			b.WriteByte('\\')
			b.WriteByte(s[i])
		case c == '"' && closes(s, i+1, key, inObject):
			b.WriteByte('"')
			return i + 1
		case c == '"':
			b.WriteString(`\"`)
		case c < ' ':
			b.WriteByte(' ')
		default:
			b.WriteByte(c)
		}
	}
	return i
}

// closes reports whether a quote before i ends its string: what follows is what
// the grammar wants there, and behind the comma of an object a key.
func closes(s string, i int, key, inObject bool) bool {
	i = afterSpace(s, i)
	if i >= len(s) {
		return true
	}
	switch c := s[i]; {
	case key:
		return c == ':'
	case c == '}' || c == ']':
		return true
	case c != ',':
		return false
	}
	for end := min(len(s), i+mostSpace); i < end && s[i] == ','; {
		i = afterSpace(s, i+1)
	}
	if i >= len(s) || s[i] == '}' || s[i] == ']' || !inObject {
		return true
	}
	const longestKey = 80
	rest := s[i:min(len(s), i+longestKey)]
	if !strings.HasPrefix(rest, `"`) {
		return strings.HasPrefix(rest, "/") // a comment
	}
	end := strings.IndexByte(rest[1:], '"')
	if end < 0 {
		return false
	}
	after := afterSpace(s, i+end+2)
	return after < len(s) && s[after] == ':'
}

const mostSpace = 200 // bytes of space that are passed over in one step

func afterSpace(s string, i int) int {
	for end := min(len(s), i+mostSpace); i < end && strings.IndexByte(" \t\r\n", s[i]) >= 0; i++ {
	}
	return i
}

// lengthTo is how many bytes of s its part up to the mark's end has, all where
// the mark is missing.
func lengthTo(s, mark string) int {
	if at := strings.Index(s, mark); at >= 0 {
		return at + len(mark)
	}
	return len(s)
}

package robots

import (
	"strings"

	"framewatch/crawl/urlid"
)

// A rule and a URL meet when they name the same octets (RFC 9309 sections 2.2.2
// and 2.2.3), so both are written in one spelling before they are compared:
//
//   - the escape of an unreserved character is that character (%7E is ~);
//   - what no URL may hold as it stands is escaped: bytes outside ASCII, white
//     space, quotes, brackets, and so on;
//   - the characters that are operators in rules are escaped where they are
//     none: in a URL, and as %2A and %24 in a rule;
//   - hexadecimal digits are in upper case.
//
// The other reserved characters and their escapes stay apart: /a%2Fb is not
// /a/b.

// asIs are the reserved characters that stand for themselves. Not among them
// are the operators, the brackets, which belong to hosts, and the apostrophe,
// which browsers escape in queries.
const asIs = "%:/?#@!&()+,;="

// pattern is the path of one rule.
type pattern struct {
	text     string // in one spelling; "*" stands for any bytes
	anchored bool   // ended in "$": the end of the URL
	verbatim bool   // compared with target.written
	length   int    // in octets, as if not verbatim: the longest pattern decides
}

// newPattern reads the value of a rule. Google's matcher, unlike the RFC, keeps
// needless escapes as they stand; where that is the stricter reading, for an
// Allow, it counts.
func newPattern(value string, allow bool) pattern {
	value, anchored := strings.CutSuffix(value, "$")
	p := pattern{text: spell(value, "*", urlid.IsUnreserved), anchored: anchored}
	p.length = len(p.text)
	if anchored {
		p.length++
	}
	if written := spell(value, "*", isMark); allow && written != p.text {
		p.text, p.verbatim = written, true
	}
	return p
}

// target is the path and query of a URL.
type target struct {
	plain   string // in the one spelling
	written string // with the escapes of letters and digits that the URL has
}

func newTarget(url string) target {
	path := pathOf(url)
	t := target{plain: spell(path, "", urlid.IsUnreserved)}
	if t.written = t.plain; strings.Contains(path, "%") {
		t.written = spell(path, "", isMark)
	}
	return t
}

// isMark holds for the unreserved characters that are neither letter nor digit:
// older standards had some of them escaped.
func isMark(c byte) bool { return strings.IndexByte("-._~", c) >= 0 }

// spell writes s in one spelling, in which the escapes are decoded for which
// decode holds; operators are the characters that have a meaning in s.
func spell(s, operators string, decode func(byte) bool) string {
	s = urlid.Unescape(s, decode)
	i := 0
	for i < len(s) && stays(s[i], operators) {
		i++
	}
	if i == len(s) {
		return s
	}
	b := append(make([]byte, 0, len(s)+16), s[:i]...)
	for ; i < len(s); i++ {
		if stays(s[i], operators) {
			b = append(b, s[i])
		} else {
			b = urlid.AppendEscape(b, s[i])
		}
	}
	return string(b)
}

func stays(c byte, operators string) bool {
	return urlid.IsUnreserved(c) || strings.IndexByte(asIs, c) >= 0 || strings.IndexByte(operators, c) >= 0
}

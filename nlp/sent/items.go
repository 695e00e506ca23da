package sent

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
)

// marker is what a list item begins with: "1.", "2)", "(a)", "iv.)".
type marker struct {
	open  bool   // "(" before it
	value string // 1, a, A, iv
	close string // ")", "." or ".)"
}

// parseMarker reads the marker that s begins with, after a bullet if there is
// one. White space must follow it.
func parseMarker(s string) (marker, bool) {
	var m marker
	i := bullet(s)
	if i < len(s) && s[i] == '(' {
		m.open = true
		i++
	}
	j := i
	for j < len(s) && j < i+4 && alnum(s[j]) {
		j++
	}
	m.value = s[i:j]
	for _, c := range []string{".)", ")", "."} {
		if strings.HasPrefix(s[j:], c) {
			m.close = c
			j += len(c)
			break
		}
	}
	if !m.valued() || m.close == "" || m.open && m.close != ")" {
		return m, false
	}
	return m, spaces(s[j:]) > 0 || j < len(s) && lineBreak(s[j:]) > 0
}

func alnum(b byte) bool { return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' }

// romans are the numbers that lists count with.
var romans = strings.Fields("i ii iii iv v vi vii viii ix x xi xii")

// valued reports whether the value counts something.
func (m marker) valued() bool {
	if _, err := strconv.Atoi(m.value); err == nil {
		return len(m.value) <= 3
	}
	return len(m.value) == 1 || slices.Contains(romans, m.value)
}

// first reports whether a list can begin with m.
func (m marker) first() bool {
	return m.value == "1" || strings.EqualFold(m.value, "a") || m.value == "i"
}

// before reports whether next is the marker of the item after that of m.
func (m marker) before(next marker) bool {
	if m.open != next.open || m.close != next.close || m.value == "" {
		return false
	}
	if n, err := strconv.Atoi(m.value); err == nil {
		return next.value == strconv.Itoa(n+1)
	}
	if i := slices.Index(romans, m.value); i >= 0 && i+1 < len(romans) && next.value == romans[i+1] {
		return true
	}
	return len(m.value) == 1 && next.value == string(m.value[0]+1)
}

// items cuts a block at bullets and at the markers of a list that runs on in
// it: "1) one 2) two". A lone marker makes no list. A list begins with the
// block, or with its first marker after the end of a sentence.
func items(text string, block corpus.Span) []corpus.Span {
	var cuts []int
	last, _ := parseMarker(text[block.Start:block.End])
	at := block.Start
	for i := block.Start; i < block.End; {
		n := spaces(text[i:block.End])
		if n == 0 {
			n = lineBreak(text[i:block.End])
		}
		if n == 0 {
			i++
			continue
		}
		before := text[block.Start:i]
		if i += n; i >= block.End {
			break
		}
		rest := text[i:block.End]
		if r, _ := utf8.DecodeRuneInString(rest); isBullet(r) {
			cuts = append(cuts, i)
		}
		m, ok := parseMarker(rest)
		switch {
		case ok && last.before(m):
			cuts = append(cuts, at, i)
			last, at = m, i
		case ok && m.first() && endsSentence(before):
			last, at = m, i
		}
	}
	slices.Sort(cuts)
	var out []corpus.Span
	start := block.Start
	for _, c := range slices.Compact(cuts) {
		out = appendTrimmed(out, text, start, c)
		start = c
	}
	return appendTrimmed(out, text, start, block.End)
}

// endsSentence reports whether s ends with the end of a sentence or a colon.
func endsSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return ends(r) || r == ':'
}

package sent

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxParts = 4 // of an abbreviation that is written with spaces
	maxPart  = 3 // letters of one
)

// spaced looks for an abbreviation that is written with spaces, such as z. B. or
// EE. UU., and whose last part so far is w. Inside says that it goes on after the
// stop; else the kind is that of the longest that ends with w.
func (c *context) spaced(w string) (k kind, inside bool) {
	if n := utf8.RuneCountInString(w); n == 0 || n > maxPart {
		return plain, false
	}
	begins := []string{w} // with ever more parts before it
	for head := c.before[:max(0, len(c.before)-len(w))]; len(begins) < maxParts; {
		part, rest := partBefore(head)
		if part == "" {
			break
		}
		begins = append(begins, part+"."+begins[len(begins)-1])
		head = rest
	}
	end := ""
	for after := c.after; ; {
		for i, b := range slices.Backward(begins) {
			switch found := c.words.kinds[b+end]; {
			case found == plain || end == "" && i == 0:
			case end != "":
				return plain, true
			case k == plain:
				k = found
			}
		}
		part, rest := partAfter(after)
		if part == "" || strings.Count(end, ".") == maxParts {
			return k, false
		}
		end += "." + part
		after = rest
	}
}

// partBefore is the short word and its stop that s ends with but for a space, in
// lower case without the stop, and what stands before it.
func partBefore(s string) (part, rest string) {
	s, ok := strings.CutSuffix(trimGap(s), ".")
	if !ok {
		return "", ""
	}
	i, n := len(s), 0
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.IsLetter(r) {
			break
		}
		if n++; n > maxPart {
			return "", ""
		}
		i -= size
	}
	return strings.ToLower(s[i:]), s[:i]
}

// partAfter is partBefore for the beginning of s.
func partAfter(s string) (part, rest string) {
	n := 0
	for i, r := range s {
		switch {
		case r == '.' && n > 0:
			return strings.ToLower(s[:i]), strings.TrimLeft(s[i+1:min(len(s), i+1+maxBlank)], gaps)
		case !unicode.IsLetter(r) || n == maxPart:
			return "", ""
		}
		n++
	}
	return "", ""
}

// gaps stand between the parts of an abbreviation.
const gaps = " \u00a0\u202f\u2009"

func trimGap(s string) string {
	for _, r := range gaps {
		if t, ok := strings.CutSuffix(s, string(r)); ok {
			return t
		}
	}
	return s
}

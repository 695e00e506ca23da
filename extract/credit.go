package extract

import (
	"strings"

	"framewatch/internal/lazyregexp"
)

// signOff is what agencies and desks sign a report with: their marks and the
// writers' letters in brackets.
var signOff = lazyregexp.New(`\s*[（(\[]\s*([^()（）\[\]]{1,40}?)\s*[)）\]]\s*[-–—.。]?\s*$`)

// deskLetters are the marks of agencies and writers as desks put them together.
var deskLetters = lazyregexp.New(`^\p{L}{2,6}(?:\s?[/,;·]\s?\p{L}{1,6}){1,4}$`)

// dropCredits takes the credits off the end of the text once the agency is read:
// source lines, and a sign-off in brackets behind or within the last paragraph.
func (v *verdict) dropCredits() {
	const lines = 3 // blocks at the end that are looked at
	for range lines {
		_, last := v.span()
		if last < 0 {
			return
		}
		b := v.blocks[last]
		text := ends(b.text)
		at := signOff.FindStringSubmatchIndex(text)
		switch {
		case b.letters < 90 && creditLine.MatchString(text) && agencyNamed(creditLine.FindStringSubmatch(text)[1], true) != "":
			b.keep = false
		case at != nil && isSignOff(text[at[2]:at[3]]) && strings.TrimSpace(text[:at[0]]) == "":
			b.keep = false
		case at != nil && isSignOff(text[at[2]:at[3]]) && endsSentence(text[:at[0]]):
			b.text = strings.TrimRight(b.text[:len(b.text)-(len(text)-at[0])], " ")
			return
		case b.letters < 40 && !endsSentence(b.text) && v.creditBefore(last):
			b.keep = false // the writer's name behind it
		default:
			return
		}
	}
}

// creditBefore reports whether the kept block before a place is a sign-off alone.
func (v *verdict) creditBefore(at int) bool {
	for i := at - 1; i >= 0; i-- {
		if b := v.blocks[i]; b.keep {
			m := signOff.FindStringSubmatchIndex(ends(b.text))
			return m != nil && m[0] == 0 && isSignOff(ends(b.text)[m[2]:m[3]])
		}
	}
	return false
}

// isSignOff reports whether what stands in brackets is an agency's name or the
// letters of a desk.
func isSignOff(s string) bool {
	return agencyNamed(s, false) != "" || deskLetters.MatchString(s) || s == "完" || s == "END" || s == "ENDS"
}

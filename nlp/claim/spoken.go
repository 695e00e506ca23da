package claim

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"framewatch/nlp/number"
)

// spoken reads numbers in words: thirty-three, trente-trois, dreiunddreißig,
// tiga puluh tiga.
type spoken struct {
	number.Words
	part       *regexp.Regexp
	expression string // finds one
}

func newSpoken(w number.Words) spoken {
	s := spoken{Words: w}
	values := slices.Collect(maps.Keys(s.Values))
	part := alternatives(slices.Concat(values, slices.Collect(maps.Keys(s.Times))))
	s.part = regexp.MustCompile(`(?i)` + part)
	s.expression = alternatives(values) + `(?:(?: |-| et |-et-| y | e |und)?` + part + `)*`
	return s
}

// value is what the words come to: a smaller part adds to the one before it
// (thirty-three, soixante-dix-huit, drei-und-dreißig the other way round), a
// multiple multiplies what stands since the last. False where no number is said so:
// "three thirty", and the word for one by itself, which is an article in most languages.
func (s spoken) value(words string) (float64, bool) {
	var sum, part, last float64
	for _, at := range s.part.FindAllStringIndex(words, -1) {
		word := strings.ToLower(words[at[0]:at[1]])
		if t, ok := s.Times[word]; ok {
			part, last = max(part, 1)*t, t
			if t >= 1e3 {
				sum, part, last = sum+part, 0, 0
			}
			continue
		}
		v := s.Values[word]
		reversed := strings.HasSuffix(strings.ToLower(words[:at[0]]), "und") && last < 10 && v >= 20
		if last != 0 && v >= last && !reversed {
			return 0, false
		}
		part, last = part+v, v
	}
	return sum + part, sum+part > 1
}

// mayStand says whether a word of the text begins or ends as a number does.
func (s spoken) mayStand(low string) bool {
	for word := range strings.FieldsFuncSeq(low, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if _, ok := s.Values[word]; ok {
			return true
		}
		for _, ten := range s.Tens {
			if s.Joins && strings.HasSuffix(word, ten) {
				return true
			}
		}
	}
	return false
}

// last is where the words end without their last part, 0 where there is but one.
func (s spoken) last(words string) int {
	if s.part == nil {
		return 0
	}
	parts := s.part.FindAllStringIndex(words, -1)
	if len(parts) < 2 {
		return 0
	}
	return parts[len(parts)-2][1]
}

package compare

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"framewatch/compare/stats"
	"framewatch/corpus"
)

// auditedSide is a group of documents with what hand codes there are.
type auditedSide struct {
	name            string // empty for the one group of a prevalence
	units           []stats.Audited
	positive        int
	notCoded        int
	stories         int
	coded           map[int32]storyCode // stories of the group
	byLang, codedOf map[string]int      // documents, and those coded by hand, by language
}

// audit sets the program's code and the hand codes of documents side by side.
func (c *Corpus) audit(docs []int32, facts []frameFact, codes map[int32]storyCode) auditedSide {
	s := auditedSide{coded: map[int32]storyCode{}, byLang: map[string]int{}, codedOf: map[string]int{}}
	stories := map[int32]bool{}
	for _, i := range docs {
		if facts[i]&factCoded == 0 {
			s.notCoded++
			continue
		}
		d := &c.docs[i]
		stories[d.story] = true
		u := stats.Audited{Story: int(d.story), Outlet: int(d.source)}
		if facts[i]&factPresent != 0 {
			u.Auto = 1
			s.positive++
		}
		lang := corpus.BaseLang(c.langs[d.lang])
		s.byLang[lang]++
		if code, ok := codes[d.story]; ok {
			u.Coded, u.Hand, u.P = true, code.value, code.probability
			s.coded[d.story] = code
			s.codedOf[lang]++
		}
		s.units = append(s.units, u)
	}
	s.stories = len(stories)
	return s
}

// tally sums what is known of the coded stories: how many have the frame, and for
// how many stories they stand, with the standard error of that.
func (s auditedSide) tally() (positive, standFor, se float64, known bool) {
	for _, story := range slices.Sorted(maps.Keys(s.coded)) {
		code := s.coded[story]
		positive += code.value
		if code.probability > 0 {
			known = true
			standFor += 1 / code.probability
			se += (1 - code.probability) / (code.probability * code.probability)
		}
	}
	return positive, standFor, math.Sqrt(se), known
}

// offBy is by how much the stories that a sample stands for may miss those that
// there are before its probabilities are taken for those of another set of stories.
const offBy = 4.0 / 3

// refusal is why hand codes of a group correct nothing; empty where they do.
func (s auditedSide) refusal() string {
	positive, standFor, se, known := s.tally()
	negative := float64(len(s.coded)) - positive
	n := float64(s.stories)
	switch {
	case len(s.coded) < LeastCodes:
		return fmt.Sprintf("too few hand codes: %d of %d stories that are needed", len(s.coded), LeastCodes)
	case positive < LeastPositive:
		return fmt.Sprintf("too few hand codes with the frame: %s of %d that are needed", amount(positive), LeastPositive)
	case negative < LeastPositive:
		return fmt.Sprintf("too few hand codes without the frame: %s of %d that are needed", amount(negative), LeastPositive)
	case known && math.Abs(standFor-n) > 3*se && (standFor > offBy*n || n > offBy*standFor):
		return fmt.Sprintf("the sample was drawn from other stories: by its probabilities the hand-coded ones stand for about %.0f, and there are %d", standFor, s.stories)
	}
	return ""
}

// amount is a number of stories, of which some may count in part.
func amount(v float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
}

// leastUncoded is how many documents of a language nobody has coded before that is
// told.
const leastUncoded = 10

// uncoded names the languages of a group of which no text was coded by hand.
func (s auditedSide) uncoded() []string {
	var out []string
	for _, lang := range slices.Sorted(maps.Keys(s.byLang)) {
		if n := s.byLang[lang]; n >= leastUncoded && s.codedOf[lang] == 0 {
			out = append(out, fmt.Sprintf("no text in %s was coded by hand (%d documents%s)", lang, n, in(s.name)))
		}
	}
	return out
}

func in(name string) string {
	if name == "" {
		return ""
	}
	return " of " + name
}

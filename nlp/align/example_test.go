package align_test

import (
	"fmt"
	"strings"

	"framewatch/nlp/align"
)

func Example() {
	lexicon, err := align.LoadLexicon()
	if err != nil {
		fmt.Println(err)
		return
	}
	english := func(text string) align.Sentence {
		s := align.Sentence{Length: len(text)}
		for w := range strings.FieldsSeq(text) {
			if stem := align.Stem(w); stem != "" {
				s.Words = append(s.Words, align.Word{Text: w, Keys: []align.Key{{Text: stem, Weight: 1}}})
			}
		}
		return s
	}
	chinese := func(words ...string) align.Sentence {
		s := align.Sentence{Length: 2 * len(words)}
		for _, w := range words {
			word := align.Word{Text: w}
			for _, sense := range lexicon.Senses(w) {
				word.Keys = append(word.Keys, align.Key{Text: sense.Stem, Weight: sense.Weight})
			}
			s.Words = append(s.Words, word)
		}
		return s
	}
	beads := align.Align(
		[]align.Sentence{english("The court was far away"), english("Nobody had money"), english("The mediator came by boat")},
		[]align.Sentence{chinese("法院", "很", "远"), chinese("调解", "员", "乘船", "而", "来")})
	for _, b := range beads {
		fmt.Println(b.Source, b.Target)
	}
	// Output:
	// {0 1} {0 1}
	// {1 2} {1 1}
	// {2 3} {1 2}
}

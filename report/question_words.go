package report

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/store"
)

// wordsAsked answers question 2: which words and phrases separate the sides?
func (b *builder) wordsAsked(context.Context, *store.Dataset) (*answered, error) {
	words := b.wordLists()
	return &answered{card: b.wordsCard(words), words: words,
		then: func(a *answered) { a.sections, a.lines = b.words(words) }}, nil
}

// wordsNamed is how many words of a side the card names.
const wordsNamed = 3

func (b *builder) wordsCard(lists []*wordList) card {
	c := card{Question: "Which words and phrases separate the sides?"}
	if len(b.suite.Contrasts) == 0 {
		c.Missing, c.Answer = true, "No two sides are compared (question 1), so no words either."
		return c
	}
	first, second := b.labels.sided(b.suite.Contrasts[0].A, b.suite.Contrasts[0].B)
	c.Question = fmt.Sprintf("Which words separate %s from %s?", first, second)
	if len(lists) == 0 {
		c.Missing, c.Answer = true, fmt.Sprintf("Words are compared within a language, and in none do both sides have %s.", plural(b.settings.Keyness.MinSideDocs, "document", "documents"))
		return c
	}
	var told, none []string
	outlets := true
	for _, l := range lists {
		k := l.result
		citeWords(&c, b.labels.lang(k.Lang), k)
		if k.Surviving == 0 {
			none = append(none, fmt.Sprintf("%s in %s", count(k.Tested), b.labels.lang(k.Lang)))
			continue
		}
		outlets = outlets && k.TwoWay
		said := fmt.Sprintf("%s of %s in %s", count(k.Surviving), count(k.Tested), b.labels.lang(k.Lang))
		for _, side := range []struct {
			name   string
			marksA bool
		}{{b.labels.side(k.A), true}, {sideOf(b.labels.sided(k.A, k.B)), false}} {
			if words := survivors(k.Words, side.marksA); words != "" {
				said += fmt.Sprintf("; %s: %s", side.name, words)
			}
		}
		told = append(told, said)
	}
	if len(told) == 0 {
		c.Answer = fmt.Sprintf("None is shown: of the words and phrases tested (%s) none survives adjustment for their number.", listed(none))
		c.Caveat = "That does not mean that the sides write alike: rarer words cannot be told from chance."
		return c
	}
	c.Answer = strings.Join(told, ". ") + "."
	byOutlet := check{State: survives, Note: "outlets are clusters of the test"}
	if !outlets {
		byOutlet = check{Note: "a side has too few outlets for them to be clusters of the test"}
	}
	c.Checks = fourChecks(check{State: survives, Note: "stories are clusters of the test"}, byOutlet, check{})
	c.Caveat = "Words show what is talked about, not what is meant: read their lines."
	return c
}

func sideOf(_, second string) string { return second }

// survivors names the first words that survive on a side, with how many times as
// frequent they are there, the first with its interval.
func survivors(words []compare.KeyWord, marksA bool) string {
	var said []string
	for _, w := range words {
		if !w.Survives || w.MarksA != marksA || len(said) == wordsNamed {
			continue
		}
		one := fmt.Sprintf("%s ×%s", quoted(w.Term), times(w.LogRatio.Value))
		if min(w.Count.A, w.Count.B) == 0 { // a factor would be that of a guess
			said = append(said, fmt.Sprintf("%s only there (%s)", quoted(w.Term), plural(w.Count.A+w.Count.B, "time", "times")))
			continue
		}
		if len(said) == 0 && w.LogRatio.Method != "" {
			lo, hi := w.LogRatio.Interval.Lo, w.LogRatio.Interval.Hi
			if !marksA {
				lo, hi = -hi, -lo
			}
			one += fmt.Sprintf(" (%s–%s)", ratio(lo), ratio(hi))
		}
		said = append(said, one)
	}
	return strings.Join(said, ", ")
}

// times writes a log ratio as a factor above one, on whichever side.
func times(logRatio float64) string { return ratio(math.Abs(logRatio)) }

// ratio writes two to the power of v with two digits; what is beyond a thousand is a
// count of zero on one side, and no more is known of it.
func ratio(v float64) string {
	r := math.Exp2(v)
	switch {
	case r > 1000:
		return "1000+"
	case r >= 10:
		return fmt.Sprintf("%.0f", r)
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", r), ".0")
}

// citeWords notes what a card prints of the words of a language.
func citeWords(c *card, lang string, k *compare.KeynessResult) {
	rows := k.Rows()
	c.cite("words tested in "+lang, rowWith(rows, "words_tested", ""), count(k.Tested))
	c.cite("words surviving in "+lang, rowWith(rows, "words_surviving", ""), count(k.Surviving))
	shown := map[bool]int{}
	for _, w := range k.Words {
		if !w.Survives || shown[w.MarksA] == wordsNamed {
			continue
		}
		shown[w.MarksA]++
		of := slices.DeleteFunc(slices.Clone(rows), func(r store.EstimateRow) bool { return r.Item != w.Term })
		name := quoted(w.Term)
		if min(w.Count.A, w.Count.B) == 0 {
			side := map[bool]string{true: "occurrences_a", false: "occurrences_b"}[w.MarksA]
			c.cite(name+", occurrences", rowWith(of, side, ""), whole(w.Count.A+w.Count.B))
			continue
		}
		printed := []string{"×" + times(w.LogRatio.Value)}
		if shown[w.MarksA] == 1 && w.LogRatio.Method != "" {
			lo, hi := w.LogRatio.Interval.Lo, w.LogRatio.Interval.Hi
			if !w.MarksA {
				lo, hi = -hi, -lo
			}
			printed = append(printed, ratio(lo)+"–"+ratio(hi))
		}
		c.cite(name+", times as frequent", rowWith(of, "log_ratio", ""), printed...)
	}
}

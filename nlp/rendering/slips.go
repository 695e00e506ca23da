package rendering

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/nlp/align"
	"framewatch/nlp/heads"
)

// What is a right name but for a slip of the hand or of an engine: acronyms by their
// letters, names in full by the letters of their words, Chinese names by their
// characters.

// fewLetters is how many letters an acronym has of which only one may differ: the
// neighbours of short ones are other acronyms.
const fewLetters = 4

// acronymLike says how near a word in Latin letters is to one of the acronyms:
// 1 for the same letters, 0 for nothing in common.
func (n *names) acronymLike(word string) float64 {
	best := 0.0
	for _, a := range n.acronyms {
		d := distance([]rune(word), []rune(a))
		if d > 1 && len(a) <= fewLetters {
			continue
		}
		longest := max(len([]rune(word)), len([]rune(a)))
		best = max(best, 1-float64(d)/float64(longest))
	}
	return best
}

// startsLike reports a word that goes on where an acronym ends: IOMediation.
func (n *names) startsLike(word string) bool {
	for _, a := range n.acronyms {
		if len(a) >= leastSounds+1 && len(word) > len(a) && strings.HasPrefix(word, a) {
			return true
		}
	}
	return false
}

// misspelt reports a single word in Latin letters that is much like an acronym.
func (n *names) misspelt(surface string) bool {
	if strings.ContainsFunc(surface, func(r rune) bool { return r > unicode.MaxASCII || r == ' ' }) {
		return false
	}
	return n.acronymLike(strings.ToLower(surface)) >= typoAcronym
}

// misspeltLetters is how many letters of a word may be wrong for it to be a
// misspelling, and misspeltLength how long it must be.
const (
	misspeltLetters = 2
	misspeltLength  = 6
)

// misspeltWords reports a name in full with letters wrong in some of its words.
// Another word of names (institution for organization) is no misspelling.
func (n *names) misspeltWords(text string) bool {
	words := strings.Fields(text)
	for _, name := range n.english {
		right := strings.Fields(name)
		if len(right) != len(words) || len(right) < 2 {
			continue
		}
		wrong := 0
		for i, w := range words {
			switch d := distance([]rune(w), []rune(right[i])); {
			case d == 0, align.Stem(w) == align.Stem(right[i]) && align.Stem(w) != "":
			case d <= misspeltLetters && len(w) >= misspeltLength && heads.Of("en").Sure(w) == 0 && heads.Of("en").Reach(w) == "":
				wrong++
			default:
				wrong = len(words) + 1
			}
		}
		if 0 < wrong && wrong <= len(words) {
			return true
		}
	}
	return false
}

// slipLetters is how many letters may differ in a slip of a word whose
// beginning is right. Where it is wrong, one letter may: the ends of words are
// alike by grammar, and radiation is no slip of mediation.
const slipLetters = 2

// slip reports a word that sets the target apart in one of the target's names, or a longer word
// that differs from one by a letter or two. A word in Chinese characters is too
// short to tell a slip from another word: any two words of two characters
// differ by two.
func (n *names) slip(word string) bool {
	runes := []rune(word)
	for own := range n.own {
		if own == word {
			return true
		}
		right := []rune(own)
		if len(right) < misspeltLength || len(runes) == 0 {
			continue
		}
		d := distance(right, runes)
		if d == 1 || d <= slipLetters && right[0] == runes[0] {
			return true
		}
	}
	return false
}

// leastMisspeltHan is how many characters a name has at least of which one that is
// wrong is a slip of the hand: in a shorter one it is another word.
const leastMisspeltHan = 8

// misspeltHan reports a long name in Chinese characters but for one of them, where
// that does not make another word of one of its words.
func (n *names) misspeltHan(text string) bool {
	if utf8.RuneCountInString(text) < leastMisspeltHan {
		return false
	}
	runes := []rune(text)
	for _, name := range n.chinese {
		if !oneOff(name, text) {
			continue
		}
		at, another := 0, false
		for _, word := range cut(name, n.lexicon, longestWord) {
			k := utf8.RuneCountInString(word)
			written := string(runes[at : at+k])
			another = another || written != word && n.lexicon.Senses(written) != nil
			at += k
		}
		if !another {
			return true
		}
	}
	return false
}

// leastOneOff is how many characters a name has at least of which one may be
// wrong.
const leastOneOff = 5

// oneOff reports a text that is a name in Chinese characters but for one
// character, as input methods take one for another of the same sound:
// 国际调节院.
func (n *names) oneOff(text string) bool {
	return slices.ContainsFunc(n.chinese, func(name string) bool { return oneOff(name, text) })
}

// oneOff reports a text of as many characters as a name of which one differs.
func oneOff(name, text string) bool {
	right, runes := []rune(name), []rune(text)
	if len(right) != len(runes) || len(right) < leastOneOff {
		return false
	}
	wrong := 0
	for i, r := range right {
		if r != runes[i] {
			wrong++
		}
	}
	return wrong == 1
}

// halfName is what a name without its word of reach is worth of one in full.
const halfName = .5

// nearly is 1 for a long name in Chinese but for a character, less for a name
// without its word of reach, else 0.
func (n *names) nearly(text string) float64 {
	switch {
	case utf8.RuneCountInString(text) >= leastMisspeltHan && n.oneOff(text):
		return 1
	case slices.Contains(n.short, text):
		return halfName
	}
	return 0
}

// edges are the bytes of a text at which what is nearly a name begins or ends, in
// their order: no word goes across.
func (n *names) edges(text string) []int {
	var starts, out []int
	for i := range text {
		starts = append(starts, i)
	}
	starts = append(starts, len(text))
	for _, name := range slices.Concat(n.chinese, n.short) {
		k := utf8.RuneCountInString(name)
		for i := 0; i+k < len(starts); i++ {
			if part := text[starts[i]:starts[i+k]]; part == name || k >= leastMisspeltHan && len(part) == len(name) && oneOff(name, part) {
				out = append(out, starts[i], starts[i+k])
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// distance is the number of letters to insert, drop, replace or swap (optimal
// string alignment).
func distance(a, b []rune) int {
	prev, cur, older := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], older[j-2]+1)
			}
		}
		older, prev, cur = prev, cur, older
	}
	return prev[len(b)]
}

package inflect

import (
	"slices"
	"strings"
)

// The parts of speech that are inflected, as Universal Dependencies name them.
const (
	Noun      = "NOUN"
	Verb      = "VERB"
	Adjective = "ADJ"
)

// Forms lists the forms of an English word in small letters, the lemma first and
// each once: of a verb the third person, the past forms and that in -ing, of a
// noun the plural, of an adjective the degrees of comparison. Without a part of
// speech it is inflected as verb and noun; with another one not at all.
func Forms(lemma, pos string) []string {
	lemma = strings.ToLower(lemma)
	out := []string{lemma}
	if pos == Verb || pos == "" {
		out = append(out, verb(lemma)...)
	}
	if pos == Noun || pos == "" {
		out = append(out, noun(lemma))
	}
	if pos == Adjective {
		out = append(out, adjective(lemma)...)
	}
	for i := len(out) - 1; i > 0; i-- {
		if slices.Index(out, out[i]) < i {
			out = slices.Delete(out, i, i+1)
		}
	}
	return out
}

func verb(lemma string) []string {
	if lemma == "be" {
		return []string{"am", "is", "are", "was", "were", "been", "being"}
	}
	past := []string{with(lemma, "ed")}
	if own, ok := irregular()[lemma]; ok {
		past = own
	} else if stem, rest := prefixed(lemma); rest != "" {
		past = nil
		for _, p := range irregular()[rest] {
			past = append(past, stem+p)
		}
	}
	third := sibilant(lemma)
	if lemma == "have" {
		third = "has"
	}
	out := append(append([]string{third}, past...), with(lemma, "ing"))
	if slices.Contains(either(), lemma) {
		double := lemma + lemma[len(lemma)-1:]
		out = append(out, double+"ed", double+"ing")
	}
	return out
}

// prefixed takes the prefix of an irregular verb off: overtake; undermine has none.
func prefixed(lemma string) (prefix, verb string) {
	for _, p := range []string{"over", "under", "fore", "out", "with", "mis", "re", "un"} {
		if rest, ok := strings.CutPrefix(lemma, p); ok && len(irregular()[rest]) > 0 && len(rest) > 2 {
			return p, rest
		}
	}
	return "", ""
}

func noun(lemma string) string {
	if plural, ok := plurals()[lemma]; ok {
		return plural
	}
	switch {
	case strings.HasSuffix(lemma, "man") && !strings.HasSuffix(lemma, "human") && !strings.HasSuffix(lemma, "german"):
		return strings.TrimSuffix(lemma, "man") + "men"
	case strings.HasSuffix(lemma, "sis"):
		return strings.TrimSuffix(lemma, "sis") + "ses"
	}
	return sibilant(lemma)
}

func adjective(lemma string) []string {
	switch lemma {
	case "good":
		return []string{"better", "best"}
	case "bad":
		return []string{"worse", "worst"}
	case "far":
		return []string{"farther", "farthest", "further", "furthest"}
	}
	return []string{with(lemma, "er"), with(lemma, "est")}
}

// sibilant adds the s of nouns and verbs.
func sibilant(word string) string {
	switch {
	case consonantY(word):
		return strings.TrimSuffix(word, "y") + "ies"
	case suffix(word, "s", "x", "z", "ch", "sh"), consonantO(word):
		return word + "es"
	}
	return word + "s"
}

// with adds an ending that begins with a vowel.
func with(word, ending string) string {
	switch {
	case ending == "ing" && suffix(word, "ie"):
		return strings.TrimSuffix(word, "ie") + "ying"
	case ending == "ing" && suffix(word, "ee", "oe", "ye"):
		return word + ending
	case suffix(word, "e"):
		return strings.TrimSuffix(word, "e") + ending
	case ending != "ing" && consonantY(word):
		return strings.TrimSuffix(word, "y") + "i" + ending
	case doubles(word):
		return word + word[len(word)-1:] + ending
	case suffix(word, "c"):
		return word + "k" + ending
	}
	return word + ending
}

// doubles reports whether the last consonant is doubled before a vowel: that of a
// word of one syllable that ends in one vowel and one consonant, and of those of
// more that are stressed at the end.
func doubles(word string) bool {
	n := len(word)
	if n < 3 || vowel(word[n-1]) || strings.IndexByte("wxy", word[n-1]) >= 0 || !vowel(word[n-2]) || vowel(word[n-3]) && word[n-3:n-1] != "ui" {
		return false
	}
	if word[n-3:n-1] == "ui" && (n < 4 || word[n-4] != 'q') {
		return false
	}
	syllables := 0
	for i := range n {
		if vowel(word[i]) && (i == 0 || !vowel(word[i-1])) {
			syllables++
		}
	}
	return (syllables == 1 || slices.Contains(stressed(), word)) && !slices.Contains(either(), word)
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func consonantY(word string) bool {
	n := len(word)
	return n > 1 && word[n-1] == 'y' && !vowel(word[n-2])
}

// consonantO reports the words in -o that take -es.
func consonantO(word string) bool {
	return slices.Contains([]string{"go", "do", "undergo", "forgo", "overdo", "undo", "redo", "veto", "echo", "hero", "embargo", "torpedo", "potato", "tomato", "cargo"}, word)
}

func suffix(word string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(word, e) })
}

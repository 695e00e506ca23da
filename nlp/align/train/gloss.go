package main

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/nlp/align"
)

const (
	longestWord  = 6 // characters
	longestGloss = 3 // words that carry meaning
	mostStems    = 14
)

// word is what the dictionary says of a Chinese word: each stem with the number
// of words in the shortest gloss that has it.
type word struct {
	stems map[string]int
	order []string
	noun  bool // a gloss does not begin with "to"
}

var (
	aside = regexp.MustCompile(`\([^()]*\)`)
	// cross are glosses that speak about the word, or list what it is the
	// classifier of.
	cross = regexp.MustCompile(`(?i)^(CL:|see |variant of|old variant|also written|used in|abbr\. (for|to|of)|erhua|surname |classifier|Japanese variant|same as|euphemism)|\p{Han}`)
	latin = regexp.MustCompile(`[A-Za-z][A-Za-z'-]*`)
)

// wanted keeps short words of Han characters.
func wanted(w string) bool {
	if n := utf8.RuneCountInString(w); n == 0 || n > longestWord {
		return false
	}
	return strings.IndexFunc(w, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0
}

func (w *word) add(gloss string) {
	gloss = strings.TrimSpace(aside.ReplaceAllString(gloss, " "))
	if gloss == "" || cross.MatchString(gloss) {
		return
	}
	var stems []string
	for _, part := range latin.FindAllString(gloss, -1) {
		for _, p := range strings.Split(part, "-") {
			if s := align.Stem(p); s != "" && !slices.Contains(stems, s) {
				stems = append(stems, s)
			}
		}
	}
	if len(stems) == 0 || len(stems) > longestGloss {
		return
	}
	w.noun = w.noun || !strings.HasPrefix(gloss, "to ")
	for _, s := range stems {
		n, known := w.stems[s]
		switch {
		case !known && len(w.order) < mostStems:
			w.order = append(w.order, s)
			w.stems[s] = len(stems)
		case known:
			w.stems[s] = min(n, len(stems))
		}
	}
}

func (w *word) String() string {
	parts := make([]string, 0, len(w.order))
	for _, s := range slices.Sorted(maps.Keys(w.stems)) {
		if n := w.stems[s]; n > 1 {
			s += strconv.Itoa(n)
		}
		parts = append(parts, s)
	}
	if len(parts) > 0 && !w.noun {
		parts = append(parts, align.VerbMark)
	}
	return strings.Join(parts, " ")
}

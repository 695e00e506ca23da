package main

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/nlp/internal/published"
)

// minCount is how often jieba must have counted a word. Its counts say no more:
// they are of another corpus and another idea of what a word is.
const minCount = 3

// addJieba widens the vocabulary by jieba's words of two to four Han
// characters that HanLP lacks and would not cut, with frequency 0.
func addJieba(words []word, followers [][]follower, sdist string) ([]word, error) {
	text, err := published.Member(sdist, "/jieba/dict.txt")
	if err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(words))
	c := core{number: map[string]int{}, pairs: map[[2]int]int{}}
	for i, w := range words {
		known[w.text] = true
		c.number[w.text] = i
	}
	for i, next := range followers {
		for _, f := range next {
			c.pairs[[2]int{i, f.to}] = f.n
		}
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if len(f) < 2 || known[f[0]] || !wanted(f[0]) || c.splits([]rune(f[0])) {
			continue
		}
		n, err := strconv.Atoi(f[1])
		if err != nil {
			return nil, err
		}
		if n >= minCount {
			known[f[0]] = true
			words = append(words, word{text: f[0], old: len(words)})
		}
	}
	return words, nil
}

func wanted(w string) bool {
	if n := utf8.RuneCountInString(w); n < 2 || n > 4 {
		return false
	}
	for _, r := range w {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return true
}

// core is HanLP's vocabulary with its bigrams.
type core struct {
	number map[string]int
	pairs  map[[2]int]int
}

// splits reports whether the annotators of HanLP's corpus would have cut a
// word: it is made of words that were counted side by side, or of two words
// of two characters or more.
func (c *core) splits(w []rune) bool {
	// Numbers are one class in HanLP's counts.
	if strings.ContainsRune("一二三四五六七八九十两几百千万亿", w[0]) {
		if b, ok := c.number[string(w[1:])]; ok && c.pairs[[2]int{c.number["未##数"], b}] > 0 {
			return true
		}
	}
	for i := 1; i < len(w); i++ {
		a, ok := c.number[string(w[:i])]
		b, ok2 := c.number[string(w[i:])]
		if ok && ok2 && (c.pairs[[2]int{a, b}] > 0 || i >= 2 && len(w)-i >= 2) {
			return true
		}
	}
	return false
}

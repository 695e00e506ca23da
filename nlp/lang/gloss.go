package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A gloss is a name or a few words in another script inside a sentence, as in
// "IOMed (国际调解院) is a power grab". Letters alone would give that sentence to
// Chinese, whose characters weigh more. Two things tell a gloss: it stands in
// brackets, or the rest has the words that make sentences while it has none.

// maxAside bounds a bracketed gloss, in bytes.
const maxAside = 240

// aside is the length of the bracket with what it holds that text begins with,
// 0 where there is none.
func aside(text string) int {
	closing := ""
	switch {
	case strings.HasPrefix(text, "("):
		closing = ")"
	case strings.HasPrefix(text, "（"):
		closing = "）"
	case strings.HasPrefix(text, "["):
		closing = "]"
	default:
		return 0
	}
	i := strings.Index(text[:min(len(text), maxAside)], closing)
	if i < 0 {
		return 0
	}
	return i + len(closing)
}

// leading counts the letters of text and names its leading script, -1 without
// letters.
func (d *Identifier) leading(text string) (*counts, int) {
	c := d.count(text)
	i := c.leader()
	if i < 0 || c.weight[i] == c.total {
		return c, i
	}
	outside, said := d.outside(text)
	if k := outside.leader(); k >= 0 && k != i && (said.sentence(k) || said.han && k == hani || 2*outside.total >= c.total) {
		return outside, k
	}
	if i == hani || i == latn {
		if k := said.matrix(c); k >= 0 && k != i {
			c.total -= c.weight[i]
			c.weight[i] = 0
			return c, k
		}
	}
	return c, i
}

// outside counts what is not in brackets, and the words that make sentences
// there.
func (d *Identifier) outside(text string) (*counts, grammar) {
	var kept strings.Builder
	for i := 0; i < len(text); {
		if n := aside(text[i:]); n > 0 {
			kept.WriteByte(' ')
			i += n
			continue
		}
		_, n := utf8.DecodeRuneInString(text[i:])
		kept.WriteString(text[i : i+n])
		i += n
	}
	return d.count(kept.String()), readGrammar(kept.String())
}

// grammar is what of a text makes sentences: words in small letters, Chinese
// particles and auxiliaries, the mark at the end.
type grammar struct {
	small    int // words of an alphabet that begin with a small letter
	particle int // Chinese characters that are in sentences and in few names
	han      bool
	latin    bool // the last mark is of the script
}

// hanParticles are characters that are words of Chinese and Japanese grammar.
// Those that names of bodies hold (对, 和, 与, 合) are not among them.
const hanParticles = "的是在了将將被把也都就但而不没沒有为為以已会還还这這那其从從向让讓说說称稱他她它们們呢吗嗎吧"

func readGrammar(text string) grammar {
	var g grammar
	inWord := false
	for i, r := range text {
		letter := unicode.IsLetter(r) || unicode.IsMark(r)
		switch {
		case unicode.Is(unicode.Han, r):
			if strings.ContainsRune(hanParticles, r) {
				g.particle++
			}
			letter = false
		case letter && !inWord && unicode.IsLower(r) && address(text[i:]) == 0:
			g.small++
		case strings.ContainsRune("。！？", r):
			g.han, g.latin = true, false
		case strings.ContainsRune(".!?", r):
			g.han, g.latin = false, true
		}
		inWord = letter || inWord && (r == '\'' || r == '’' || r == '-' || unicode.IsDigit(r))
	}
	return g
}

// leastSmall is how many words in small letters make a sentence: the names of
// bodies have one or two.
const leastSmall = 2

// sentence reports whether there are words that make sentences in a script.
func (g grammar) sentence(script int) bool {
	switch script {
	case hani:
		return g.particle > 0
	case kata:
		return true
	}
	return g.small >= leastSmall
}

// mostGloss is how many times the weight of the sentence around it a gloss has
// at most.
const mostGloss = 4

// matrix names the script of the sentence into which the other is set, of Latin
// letters and Chinese characters; -1 where it cannot be told.
func (g grammar) matrix(c *counts) int {
	l, h := c.weight[latn], c.weight[hani]
	if l == 0 || h == 0 || l > mostGloss*h || h > mostGloss*l {
		return -1
	}
	small, particle := g.sentence(latn), g.sentence(hani)
	switch {
	case small && !particle && !g.han, small && particle && g.latin && l >= h/2 && g.small > 2*g.particle:
		return latn
	case particle && !small, particle && small && g.han:
		return hani
	}
	return -1
}

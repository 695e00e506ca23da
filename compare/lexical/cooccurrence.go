package lexical

import (
	"cmp"
	"slices"
	"strings"
)

// Window is how far a word may stand from a node: so many tokens before it and so
// many after, within the text.
type Window struct{ Left, Right int }

// Words are two words; First is the node, in whose window Second stands.
type Words struct{ First, Second string }

// Margins say what the frequencies of a pair's words are counted from.
type Margins int

// The kinds of margins.
const (
	// WordMargins are the words' frequencies in all texts: a place is a token, and
	// there are as many around a node as its window is wide, the ends of texts
	// left aside. For neighbours these are the margins of nltk; for windows the
	// expected frequency is that of Sinclair (1970) and of most concordancers.
	WordMargins Margins = iota
	// PairMargins are exact: a place is a pair of a node and a token in its window,
	// First counts pairs in which the first word is the node, Second those in which
	// the second is in the window.
	PairMargins
)

// Cooccurrence counts pairs of words over texts. The zero value with a Window is
// ready.
type Cooccurrence struct {
	Window Window

	ids        map[string]int32
	words      []marginal
	pairs      map[[2]int32]int
	tokens, of int // tokens, and pairs of all words
}

// marginal is a word and how often it occurs, is the node of a pair and is in a
// window.
type marginal struct {
	word                   string
	tokens, node, inWindow int
}

// id is the number of a word.
func (c *Cooccurrence) id(word string) int32 {
	id, known := c.ids[word]
	if !known {
		word = strings.Clone(word) // else it would keep the text that it stands in
		id = int32(len(c.words))
		c.ids[word], c.words = id, append(c.words, marginal{word: word})
	}
	return id
}

// Add counts a text: around each token that keep accepts, or each where keep is
// nil, the tokens within the window. With one token to the right these are bigrams.
func (c *Cooccurrence) Add(tokens []string, keep func(string) bool) {
	if c.ids == nil {
		c.ids, c.pairs = map[string]int32{}, map[[2]int32]int{}
	}
	text := make([]int32, len(tokens))
	for i, t := range tokens {
		text[i] = c.id(t)
	}
	c.tokens += len(text)
	for i, node := range text {
		from, to := max(0, i-c.Window.Left), min(len(text), i+c.Window.Right+1)
		m := &c.words[node]
		m.tokens++
		m.node += to - from - 1
		c.of += to - from - 1
		// A token is in as many windows as the mirrored window around it has
		// tokens.
		m.inWindow += min(len(text), i+c.Window.Left+1) - max(0, i-c.Window.Right) - 1
		if keep != nil && !keep(tokens[i]) {
			continue
		}
		for j := from; j < to; j++ {
			if j != i {
				c.pairs[[2]int32{node, text[j]}]++
			}
		}
	}
}

// Each calls yield with the pairs that were found at least least times, in the order
// of the words, until it returns an error.
func (c *Cooccurrence) Each(least int, margins Margins, yield func(Words, Pair) error) error {
	var found [][2]int32
	for w, n := range c.pairs {
		if n >= least {
			found = append(found, w)
		}
	}
	slices.SortFunc(found, func(a, b [2]int32) int {
		return cmp.Or(cmp.Compare(c.words[a[0]].word, c.words[b[0]].word), cmp.Compare(c.words[a[1]].word, c.words[b[1]].word))
	})
	for _, w := range found {
		first, second := c.words[w[0]], c.words[w[1]]
		p := Pair{Together: c.pairs[w], First: first.tokens, Second: second.tokens, Span: c.Window.Left + c.Window.Right, N: c.tokens}
		if margins == PairMargins {
			p = Pair{Together: c.pairs[w], First: first.node, Second: second.inWindow, Span: 1, N: c.of}
		}
		if err := yield(Words{first.word, second.word}, p); err != nil {
			return err
		}
	}
	return nil
}

package lexical

import (
	"cmp"
	"slices"
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

	pairs      map[Words]int
	words      map[string]*marginal
	tokens, of int // tokens, and pairs of all words
}

// marginal is how often a word occurs, is the node of a pair and is in a window.
type marginal struct{ tokens, node, inWindow int }

// Add counts a text: around each token that keep accepts, or each where keep is
// nil, the tokens within the window. With one token to the right these are bigrams.
func (c *Cooccurrence) Add(tokens []string, keep func(string) bool) {
	if c.pairs == nil {
		c.pairs, c.words = map[Words]int{}, map[string]*marginal{}
	}
	c.tokens += len(tokens)
	for i, node := range tokens {
		from, to := max(0, i-c.Window.Left), min(len(tokens), i+c.Window.Right+1)
		m := c.words[node]
		if m == nil {
			m = &marginal{}
			c.words[node] = m
		}
		m.tokens++
		m.node += to - from - 1
		c.of += to - from - 1
		// A token is in as many windows as the mirrored window around it has
		// tokens.
		m.inWindow += min(len(tokens), i+c.Window.Left+1) - max(0, i-c.Window.Right) - 1
		if keep != nil && !keep(node) {
			continue
		}
		for j := from; j < to; j++ {
			if j != i {
				c.pairs[Words{node, tokens[j]}]++
			}
		}
	}
}

// Each calls yield with the pairs that were found at least least times, in the order
// of the words, until it returns an error.
func (c *Cooccurrence) Each(least int, margins Margins, yield func(Words, Pair) error) error {
	var found []Words
	for w, n := range c.pairs {
		if n >= least {
			found = append(found, w)
		}
	}
	slices.SortFunc(found, func(a, b Words) int { return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Second, b.Second)) })
	for _, w := range found {
		p := Pair{Together: c.pairs[w], First: c.words[w.First].tokens, Second: c.words[w.Second].tokens, Span: c.Window.Left + c.Window.Right, N: c.tokens}
		if margins == PairMargins {
			p = Pair{Together: c.pairs[w], First: c.words[w.First].node, Second: c.words[w.Second].inWindow, Span: 1, N: c.of}
		}
		if err := yield(w, p); err != nil {
			return err
		}
	}
	return nil
}

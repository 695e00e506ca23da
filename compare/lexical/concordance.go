package lexical

import (
	"cmp"
	"slices"
)

// Line is a place of a phrase with the tokens around it.
type Line struct {
	Text             int // number of the text, in the order of [Concordance.Add]
	At               int // index of the phrase's first token
	Left, Key, Right []string
}

// Concordance finds a phrase in texts: keyword in context (Luhn 1960).
type Concordance struct {
	Phrase  []string
	Context int                         // tokens on each side
	Same    func(token, in string) bool // whether two tokens are the same word; nil is equality

	lines []Line
	texts int
}

// Add finds the phrase in a text. Its slices are kept.
func (c *Concordance) Add(tokens []string) {
	same := c.Same
	if same == nil {
		same = func(a, b string) bool { return a == b }
	}
	n := len(c.Phrase)
	for i := 0; n > 0 && i+n <= len(tokens); i++ {
		if slices.EqualFunc(c.Phrase, tokens[i:i+n], same) {
			c.lines = append(c.lines, Line{Text: c.texts, At: i, Left: tokens[max(0, i-c.Context):i], Key: tokens[i : i+n],
				Right: tokens[i+n : min(len(tokens), i+n+c.Context)]})
		}
	}
	c.texts++
}

// Order of lines.
type Order int

// The orders of lines.
const (
	ByRight Order = iota // by the tokens after the phrase, then by those before it
	ByLeft               // by the tokens before the phrase, the nearest first, then by those after it
	ByText               // as the texts were added
)

// Lines are all places in an order; equal ones stay as the texts have them.
func (c *Concordance) Lines(order Order) []Line {
	lines := slices.Clone(c.lines)
	slices.SortStableFunc(lines, func(a, b Line) int {
		right, left := slices.Compare(a.Right, b.Right), compareBackwards(a.Left, b.Left)
		switch order {
		case ByRight:
			return cmp.Or(right, left)
		case ByLeft:
			return cmp.Or(left, right)
		case ByText:
		}
		return 0
	})
	return lines
}

// compareBackwards compares from the last token to the first.
func compareBackwards(a, b []string) int {
	for i := 1; i <= len(a) && i <= len(b); i++ {
		if c := cmp.Compare(a[len(a)-i], b[len(b)-i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

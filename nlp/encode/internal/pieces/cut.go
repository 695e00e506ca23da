package pieces

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

const space = "▁"

// Cutter cuts texts and keeps its memory for the next. It is not safe for
// concurrent use.
type Cutter struct {
	m    *Model
	text []byte
	best []step
	char [utf8.UTFMax]byte
}

// step is the best way to a place of the text.
type step struct {
	score float64
	from  int32
	id    int32
}

// NewCutter returns a cutter for m.
func NewCutter(m *Model) *Cutter { return &Cutter{m: m} }

// Append appends the IDs of the pieces of text. A text of nothing but spaces
// has one, [Unknown].
func (c *Cutter) Append(ids []int32, text string) []int32 {
	c.normalize(strings.ToValidUTF8(text, "\ufffd"))
	if len(c.text) == 0 {
		return append(ids, Unknown)
	}
	c.walk()
	start := len(ids)
	for at := len(c.text); at > 0; at = int(c.best[at].from) {
		ids = append(ids, c.best[at].id)
	}
	slices.Reverse(ids[start:])
	return ids
}

// normalize replaces characters, writes runs of spaces as one "▁", puts one in
// front, and drops those at the end.
func (c *Cutter) normalize(text string) {
	c.text = append(c.text[:0], space...)
	spaced := true // what was written last is a space
	for len(text) > 0 {
		with, n := c.m.chars.prefix(text)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(text)
			with = append(c.char[:0], text[:n]...)
		}
		text = text[n:]
		for spaced && len(with) > 0 && with[0] == ' ' {
			with = with[1:]
		}
		for _, b := range with {
			if b == ' ' {
				c.text = append(c.text, space...)
			} else {
				c.text = append(c.text, b)
			}
		}
		if len(with) > 0 {
			spaced = with[len(with)-1] == ' '
		}
	}
	for bytes.HasSuffix(c.text, []byte(space)) {
		c.text = c.text[:len(c.text)-len(space)]
	}
}

// walk finds the best way to every place, from left to right. Of ways with one
// score that stays whose last piece begins earlier.
func (c *Cutter) walk() {
	m, text := c.m, c.text
	c.best = slices.Grow(c.best[:0], len(text)+1)[:len(text)+1]
	for i := range c.best {
		c.best[i] = step{score: math.Inf(-1)}
	}
	c.best[0].score = 0
	for i := range text {
		if !utf8.RuneStart(text[i]) {
			continue
		}
		base := c.best[i].score
		_, one := utf8.DecodeRune(text[i:])
		single := false
		lo, hi := m.first[text[i]], m.first[int(text[i])+1]
		for d := int32(1); lo < hi; d++ {
			if m.starts[lo+1]-m.starts[lo] == d {
				c.offer(i+int(d), step{base + float64(m.scores[lo]), int32(i), m.ids[lo]})
				single = single || int(d) == one
			}
			if i+int(d) >= len(text) {
				break
			}
			lo, hi = m.narrow(lo, hi, d, text[i+int(d)])
		}
		if !single {
			c.offer(i+one, step{base + m.unknown, int32(i), Unknown})
		}
	}
}

func (c *Cutter) offer(at int, s step) {
	if s.score > c.best[at].score {
		c.best[at] = s
	}
}

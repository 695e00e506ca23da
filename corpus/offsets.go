package corpus

import "unicode/utf8"

// offsetStep is how many bytes lie between two remembered positions: a look-up
// then walks at most this far, and the table costs 1/16 of the text.
const offsetStep = 128

// Offsets converts byte positions of one string to code points and back, in
// constant time per look-up. Invalid UTF-8 counts one code point a byte, as Go
// and Python's surrogateescape do.
type Offsets struct {
	text  string
	marks []int // code points before byte i*offsetStep, rounded down to a rune start
}

// NewOffsets indexes text.
func NewOffsets(text string) *Offsets {
	o := &Offsets{text: text, marks: make([]int, 0, len(text)/offsetStep+1)}
	points, next := 0, 0
	for i := range text {
		for i >= next {
			o.marks = append(o.marks, points)
			next += offsetStep
		}
		points++
	}
	for next <= len(text) {
		o.marks = append(o.marks, points)
		next += offsetStep
	}
	return o
}

// CodePoint returns how many code points start before byte b, which is clamped
// to the text.
func (o *Offsets) CodePoint(b int) int {
	b = max(0, min(b, len(o.text)))
	m := b / offsetStep
	points := o.marks[m]
	// marks[m] counts the runes that start before the first rune at or after
	// m*offsetStep, so counting goes on from that rune.
	for i := runeAt(o.text, m*offsetStep); i < b; {
		_, n := utf8.DecodeRuneInString(o.text[i:])
		i += n
		points++
	}
	return points
}

// Byte returns the byte at which code point p starts; p is clamped to the text.
func (o *Offsets) Byte(p int) int {
	if p <= 0 {
		return 0
	}
	lo, hi := 0, len(o.marks)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if o.marks[mid] <= p {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	i, points := runeAt(o.text, lo*offsetStep), o.marks[lo]
	for points < p && i < len(o.text) {
		_, n := utf8.DecodeRuneInString(o.text[i:])
		i += n
		points++
	}
	return i
}

// Points converts a byte span to code points.
func (o *Offsets) Points(s Span) Span { return Span{o.CodePoint(s.Start), o.CodePoint(s.End)} }

// runeAt returns the first rune start at or after b, as range over the string
// sees it.
func runeAt(text string, b int) int {
	if b >= len(text) {
		return len(text)
	}
	// A rune is at most four bytes: step back to a sure start, then walk.
	i := b
	for back := 0; back < utf8.UTFMax-1 && i > 0 && !utf8.RuneStart(text[i]); back++ {
		i--
	}
	for i < b {
		_, n := utf8.DecodeRuneInString(text[i:])
		i += n
	}
	return i
}

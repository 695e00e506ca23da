package svg

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// leading is the distance between lines of a label in parts of the font size.
const leading = 1.15

// label is a text laid out in lines.
type label struct {
	lines []string
	whole string
	size  float64
	class string
}

// lay breaks s into at most two lines of room units at a size.
func lay(class, s string, size, room float64) label { return layIn(class, s, size, room, 2) }

func layIn(class, s string, size, room float64, most int) label {
	return label{wrap(s, size, room, most), s, size, class}
}

// beside lays out a label that stands beside its row: one line of the usual
// size, or else two smaller ones.
func beside(s string, room float64) label {
	if measure(s, sizeLabel) <= room {
		return layIn("", s, sizeLabel, room, 1)
	}
	return lay("fine", s, sizeFine, room)
}

// cut reports that the lines do not hold the whole text.
func (l label) cut() bool {
	n := len(l.lines)
	return n > 0 && strings.HasSuffix(l.lines[n-1], "…") && !strings.HasSuffix(l.whole, "…")
}

// roomFor is the least room, of at most so much, in which each text is whole on
// two lines and no word is broken.
func roomFor(texts []string, size, most float64) float64 {
	room := 40.0
	for _, s := range texts {
		for _, piece := range pieces(s) {
			room = max(room, measure(strings.TrimSpace(piece), size))
		}
		for room < most && lay("", s, size, room).cut() {
			room += 4
		}
	}
	return min(room, most)
}

func (l label) height() float64 { return float64(len(l.lines)) * l.size * leading }

func (l label) width() float64 {
	w := 0.0
	for _, line := range l.lines {
		w = max(w, measure(line, l.size))
	}
	return w
}

// label writes l with its middle at the height mid.
func (c *canvas) label(l label, anchor string, x, mid float64) { c.turned(l, anchor, x, mid, "") }

// turned is label with a transformation.
func (c *canvas) turned(l label, anchor string, x, mid float64, transform string) {
	if len(l.lines) == 0 {
		return
	}
	step := l.size * leading
	y := mid - float64(len(l.lines)-1)*step/2 + l.size*.35
	fmt.Fprintf(c, `<text class="%s" x="%s" y="%s"`, l.class, num(x), num(y))
	if anchor != "start" {
		fmt.Fprintf(c, ` text-anchor="%s"`, anchor)
	}
	if transform != "" {
		fmt.Fprintf(c, ` transform="%s"`, transform)
	}
	shown := strings.Join(l.lines, " ")
	if rightToLeft(shown) {
		c.WriteString(` direction="ltr" unicode-bidi="plaintext"`) // the anchor stays at the same end
	}
	c.WriteString(">")
	for i, line := range l.lines {
		if len(l.lines) == 1 {
			c.WriteString(esc(line))
			break
		}
		fmt.Fprintf(c, `<tspan x="%s" y="%s">%s</tspan>`, num(x), num(y+float64(i)*step), esc(line))
	}
	if l.cut() {
		c.WriteString("<title>" + esc(l.whole) + "</title>")
	}
	c.WriteString("</text>")
}

// stack is labels under each other: a name, the name in Chinese, a note.
type stack []label

// named lays out a name of at most so many lines and the same in Chinese.
func named(name, zh string, room float64, most int) stack {
	s := stack{layIn("fine", name, sizeFine, room, most)}
	if zh != "" {
		s = append(s, lay("fine other", zh, sizeFine, room))
	}
	return s
}

func (s stack) height() float64 {
	h := 0.0
	for _, l := range s {
		h += l.height()
	}
	return h
}

// stack writes s with its middle at the height mid.
func (c *canvas) stack(s stack, anchor string, x, mid float64) {
	y := mid - s.height()/2
	for _, l := range s {
		c.label(l, anchor, x, y+l.height()/2)
		y += l.height()
	}
}

func rightToLeft(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Hebrew) })
}

// wrap breaks s into lines of room units at a size: between words, after
// hyphens and slashes, and between Han characters except before closing or
// after opening marks (the rules of kinsoku, W3C Requirements for Chinese Text
// Layout 2021, section 3.1.8, in short). A word too wide for a line is broken
// inside. Lines are as even as their number allows; what does not fit into most
// lines ends in an ellipsis.
func wrap(s string, size, room float64, most int) []string {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" || measure(s, size) <= room {
		return slices.DeleteFunc([]string{s}, func(l string) bool { return l == "" })
	}
	units := pieces(s)
	lines := fill(units, size, room)
	if len(lines) > most {
		rest := strings.Join(lines[most-1:], "")
		return trimmed(append(lines[:most-1], fit(rest, size, room)))
	}
	for r := room - size/2; r > room/3; r -= size / 2 {
		even := fill(units, size, r)
		if len(even) > len(lines) {
			break
		}
		lines = even
	}
	return trimmed(lines)
}

func trimmed(lines []string) []string {
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return lines
}

// pieces cuts s where a line may end; spaces stay with what is before them.
func pieces(s string) []string {
	var out []string
	start, last := 0, rune(0)
	for i, r := range s {
		if i > start && mayBreak(last, r) {
			out = append(out, s[start:i])
			start = i
		}
		last = r
	}
	return append(out, s[start:])
}

func mayBreak(before, after rune) bool {
	switch {
	case after == ' ' || strings.ContainsRune("、。，．：；！？）】》」』”’〉·…,.;:!?)]%", after) || strings.ContainsRune("（【《「『“‘〈([", before):
		return false
	case before == ' ':
		return true
	case before == '-' || before == '/' || before == '–':
		return unicode.IsLetter(after)
	}
	return full(before) || full(after)
}

// full reports a character as wide as the font is high.
func full(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF
}

// fill puts pieces into lines of at most room units.
func fill(units []string, size, room float64) []string {
	var lines []string
	line := ""
	put := func(piece string) {
		if line != "" && measure(strings.TrimSpace(line+piece), size) > room {
			lines, line = append(lines, line), ""
		}
		line += piece
	}
	for _, u := range units {
		for measure(strings.TrimSpace(u), size) > room {
			n := len(fitted(u, size, room))
			put(u[:n])
			u = u[n:]
		}
		put(u)
	}
	return append(lines, line)
}

// fitted is the longest start of s within the room, at least one character.
func fitted(s string, size, room float64) string {
	w := 0.0
	for i, r := range s {
		if w += advance(r) * size; w > room && i > 0 && advance(r) > 0 {
			return s[:i]
		}
	}
	return s
}

// spread moves the middles of labels of the given heights apart so that none
// touch and all lie between lo and hi, each as near to where it is wanted as
// that allows (least squares by pooling adjacent violators, Barlow et al.
// 1972). The order of wanted is kept for equal places. Where there is too
// little room they run over at hi; callers leave enough.
func spread(wanted, heights []float64, lo, hi float64) []float64 {
	order := make([]int, len(wanted))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case wanted[a] < wanted[b]:
			return -1
		case wanted[a] > wanted[b]:
			return 1
		}
		return 0
	})
	// Less the heights before it, each label's place may only grow.
	type pool struct {
		sum float64
		n   int
	}
	var pools []pool
	before := make([]float64, len(order))
	total := 0.0
	for i, o := range order {
		before[i] = total + heights[o]/2
		total += heights[o]
		pools = append(pools, pool{wanted[o] - before[i], 1})
		for n := len(pools); n > 1 && pools[n-1].sum/float64(pools[n-1].n) < pools[n-2].sum/float64(pools[n-2].n); n = len(pools) {
			pools[n-2].sum += pools[n-1].sum
			pools[n-2].n += pools[n-1].n
			pools = pools[:n-1]
		}
	}
	out := make([]float64, len(wanted))
	i := 0
	for _, p := range pools {
		at := max(lo, min(hi-total, p.sum/float64(p.n)))
		for range p.n {
			out[order[i]] = at + before[i]
			i++
		}
	}
	return out
}

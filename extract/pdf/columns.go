package pdf

import (
	"slices"
	"sort"
	"strings"
)

const (
	gutterEms  = 0.7  // width of the gap between columns, in sizes of the text
	crossing   = 0.4  // share of the lines that may cross it: headings, wide pictures' captions
	sideShare  = 0.15 // share of the letters that each column has at least
	sideLines  = 3    // lines that each column has at least
	maxColumns = 4    // depth of the search
	maxLines   = 4000 // of a page that is put in order; a fuller one is no text
	maxPlaces  = 200  // places where a gap is looked for
)

// flows cuts the lines of a page into runs that are read from top to bottom, in
// reading order.
func flows(lines []Line, size float64, rightToLeft bool, depth int) [][]Line {
	if len(lines) > maxLines {
		return [][]Line{lines}
	}
	lines = append([]Line(nil), lines...)
	sort.SliceStable(lines, func(i, j int) bool { return lines[i].Top+lines[i].Bottom > lines[j].Top+lines[j].Bottom })
	var gap gutter
	ok := false
	if depth < maxColumns {
		gap, ok = findGutter(lines, size)
	}
	if !ok {
		if len(lines) == 0 {
			return nil
		}
		return [][]Line{joinRows(lines, size)}
	}
	var out [][]Line
	var wide, left, right []Line
	flush := func() {
		first, second := left, right
		if rightToLeft {
			first, second = right, left
		}
		if len(wide) > 0 {
			out = append(out, joinRows(wide, size))
		}
		out = append(out, flows(first, size, rightToLeft, depth+1)...)
		out = append(out, flows(second, size, rightToLeft, depth+1)...)
		wide, left, right = nil, nil, nil
	}
	for _, l := range lines {
		switch {
		case l.Right <= gap.left:
			left = append(left, l)
		case l.Left >= gap.right:
			right = append(right, l)
		default:
			if len(left)+len(right) > 0 {
				flush()
			}
			wide = append(wide, l)
		}
	}
	flush()
	return out
}

// gutter is a gap between two columns, from its left to its right edge.
type gutter struct{ left, right float64 }

// findGutter finds the gap that the fewest lines cross.
func findGutter(lines []Line, size float64) (gutter, bool) {
	var best gutter
	fewest := len(lines)
	for _, at := range lefts(lines) {
		gap := gutter{at - gutterEms*size, at - 0.5}
		var left, right side
		crossed := 0
		for _, l := range lines {
			switch {
			case l.Right <= gap.left:
				left.add(l)
			case l.Left >= gap.right:
				right.add(l)
			default:
				crossed++
			}
		}
		all := float64(left.letters + right.letters)
		if left.lines < sideLines || right.lines < sideLines || float64(crossed) > crossing*float64(len(lines)) || crossed >= fewest ||
			float64(left.letters) < sideShare*all || float64(right.letters) < sideShare*all || !left.beside(right) {
			continue
		}
		best, fewest = gap, crossed
	}
	return best, fewest < len(lines)
}

// lefts are the places where lines begin, from the left.
func lefts(lines []Line) []float64 {
	var out []float64
	for _, l := range lines {
		out = append(out, l.Left)
	}
	slices.Sort(out)
	out = slices.CompactFunc(out, func(a, b float64) bool { return max(a, b)-min(a, b) < 1 })
	return out[:min(len(out), maxPlaces)]
}

// side sums up the lines on one side of a gap.
type side struct {
	lines, letters int
	top, bottom    float64
}

func (s *side) add(l Line) {
	if s.lines == 0 {
		s.top, s.bottom = l.Top, l.Bottom
	}
	s.top, s.bottom = max(s.top, l.Top), min(s.bottom, l.Bottom)
	s.lines++
	s.letters += countLetters(l.Text)
}

// beside reports whether two sides share at least half of the lower one's height.
func (s *side) beside(t side) bool {
	shared := min(s.top, t.top) - max(s.bottom, t.bottom)
	return shared*2 >= min(s.top-s.bottom, t.top-t.bottom)
}

// joinRows joins lines that stand side by side: cells of a table, a number and
// its item, the words of a line between which the file jumps.
func joinRows(lines []Line, size float64) []Line {
	var out, row []Line
	var box Line
	flush := func() {
		fromRight := mostlyRightToLeft([]Page{{Lines: row}})
		sort.SliceStable(row, func(i, j int) bool { return (row[i].Left < row[j].Left) != fromRight })
		texts := make([]string, len(row))
		for i, l := range row {
			texts[i] = l.Text
			box.Size = max(box.Size, l.Size)
		}
		box.Text = strings.Join(texts, " ")
		out = append(out, box)
		row = nil
	}
	for _, l := range lines {
		shared := min(box.Top, l.Top) - max(box.Bottom, l.Bottom)
		if len(row) > 0 && (shared <= 0.6*min(box.Top-box.Bottom, l.Top-l.Bottom) || box.Top-box.Bottom > 3*size) {
			flush()
		}
		if len(row) == 0 {
			box = l
		}
		row = append(row, l)
		box.Left, box.Right = min(box.Left, l.Left), max(box.Right, l.Right)
		box.Bottom, box.Top = min(box.Bottom, l.Bottom), max(box.Top, l.Top)
	}
	if len(row) > 0 {
		flush()
	}
	return out
}

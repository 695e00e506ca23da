package pdf

import (
	"cmp"
	"math"
	"slices"
	"unicode"
)

const (
	boxLines   = 3    // that a box has at least
	boxLetters = 12   // of each of its lines, on average; a Chinese character counts as three
	boxShare   = 0.25 // of the page's letters that it has at most
	boxStep    = 2.2  // largest step between its lines, in sizes of its print
	boxSize    = 0.05 // by which the print of a box on the left differs from the text's
	boxPage    = 600  // lines of a page on which boxes are looked for
)

// takeBoxes takes the boxes beside the text out of a page without columns: runs of
// lines below one another that have other lines beside them, on other feet than
// their own, as cells of a table do not.
func takeBoxes(lines []Line, size float64) (rest []Line, boxes [][]Line) {
	if len(lines) <= boxLines || len(lines) > boxPage || columned(lines, size) {
		return lines, nil
	}
	all := 0
	for _, l := range lines {
		all += weigh(l.Text)
	}
	taken := make([]bool, len(lines))
	for _, run := range runsBelow(lines) {
		letters, aligned := 0, 0
		for _, i := range run {
			on := beside(lines, lines[i], size)
			if !on.left && (!on.right || math.Abs(lines[i].Size-size) < boxSize*size) || on.touched {
				letters = all + 1 // no box
				break
			}
			letters += weigh(lines[i].Text)
			if on.foot {
				aligned++
			}
		}
		if len(run) < boxLines || letters < boxLetters*len(run) || 2*aligned >= len(run) || float64(letters) > boxShare*float64(all) {
			continue
		}
		var box []Line
		for _, i := range run {
			taken[i] = true
			box = append(box, lines[i])
		}
		boxes = append(boxes, box)
	}
	for i, l := range lines {
		if !taken[i] {
			rest = append(rest, l)
		}
	}
	return rest, boxes
}

// columned reports whether a gap parts columns, both with a fair share of the
// page's letters.
func columned(lines []Line, size float64) bool {
	gap, ok := findGutter(lines, size)
	if !ok {
		return false
	}
	var all, left, right side
	for _, l := range lines {
		all.add(l)
		switch {
		case l.Right <= gap.left:
			left.add(l)
		case l.Left >= gap.right:
			right.add(l)
		}
	}
	return float64(min(left.letters, right.letters)) > boxShare*float64(all.letters)
}

// runsBelow are the lines that begin at one place and follow one another closely,
// as indexes from the top.
func runsBelow(lines []Line) [][]int {
	order := make([]int, len(lines))
	for i := range lines {
		order[i] = i
	}
	place := func(i int) float64 { return math.Round(lines[i].Left / 2) }
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(lines[b].Top, lines[a].Top))
	})
	var out [][]int
	for n, i := range order {
		if n > 0 {
			a, b := lines[order[n-1]], lines[i]
			if math.Abs(a.Left-b.Left) < 2 && math.Abs(a.Size-b.Size) <= 0.12*b.Size && a.Top-b.Top <= boxStep*b.Size {
				out[len(out)-1] = append(out[len(out)-1], i)
				continue
			}
		}
		out = append(out, []int{i})
	}
	return out
}

// neighbours say what stands beside a line.
type neighbours struct {
	left, right bool // a line with a gap between
	touched     bool // one without a gap
	foot        bool // one on the same foot
}

func beside(lines []Line, l Line, size float64) neighbours {
	var out neighbours
	for _, o := range lines {
		if o == l || min(l.Top, o.Top)-max(l.Bottom, o.Bottom) < 0.1*size {
			continue
		}
		switch {
		case o.Right <= l.Left-gutterEms*size:
			out.left = true
		case o.Left >= l.Right+gutterEms*size:
			out.right = true
		default:
			out.touched = true
		}
		out.foot = out.foot || math.Abs(o.Bottom-l.Bottom) < 0.5
	}
	return out
}

// weigh counts letters; a Chinese or Japanese one says as much as three.
func weigh(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case wide(r) && unicode.IsLetter(r):
			n += 3
		case unicode.IsLetter(r):
			n++
		}
	}
	return n
}

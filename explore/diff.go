package explore

import (
	"slices"
	"strings"
	"unicode"
)

// change is a stretch of two texts: equal, only in the first, or only in the
// second.
type change struct {
	Op   op
	Text string
}

type op int8

const (
	same op = iota
	deleted
	inserted
)

func (o op) Same() bool    { return o == same }
func (o op) Deleted() bool { return o == deleted }

// words cuts a text into what a reader takes for one unit of change: a run of
// letters and digits, one character of a script that is written without spaces, a
// run of white space, or one mark. Together they are the text.
func words(s string) []string {
	var out []string
	start, last := 0, rune(0)
	for i, r := range s {
		if i > start && (unitOf(r) != unitOf(last) || unitOf(r) == unitAlone) {
			out = append(out, s[start:i])
			start = i
		}
		last = r
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

type unit int8

const (
	unitAlone unit = iota
	unitWord
	unitSpace
	unitLine
)

func unitOf(r rune) unit {
	switch {
	case r == '\n':
		return unitLine
	case unicode.IsSpace(r):
		return unitSpace
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return unitAlone
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '\'', r == '’', r == '-':
		return unitWord
	}
	return unitAlone
}

// maxEdits bounds the changes that are looked for between two texts; what has more
// is shown as taken out and put in whole. The time for two texts grows with their
// length and with this.
const maxEdits = 1500

// changesOf lists the changes from a to b by words, a shortest list of them
// (Myers 1986, "An O(ND) difference algorithm and its variations"): those taken
// out before those put in at the same place.
func changesOf(a, b string) []change {
	d := differ{a: words(a), b: words(b)}
	lo := 0
	for lo < len(d.a) && lo < len(d.b) && d.a[lo] == d.b[lo] {
		lo++
	}
	hiA, hiB := len(d.a), len(d.b)
	for hiA > lo && hiB > lo && d.a[hiA-1] == d.b[hiB-1] {
		hiA, hiB = hiA-1, hiB-1
	}
	d.add(same, d.a[:lo])
	d.middle(lo, hiA, lo, hiB)
	d.add(same, d.a[hiA:])
	return d.ordered()
}

type differ struct {
	a, b []string
	out  []change
}

// add appends words, to the last change where that is of the same kind.
func (d *differ) add(o op, list []string) {
	if len(list) == 0 {
		return
	}
	if n := len(d.out); n > 0 && d.out[n-1].Op == o {
		d.out[n-1].Text += strings.Join(list, "")
		return
	}
	d.out = append(d.out, change{o, strings.Join(list, "")})
}

// middle finds the changes of a[loA:hiA] to b[loB:hiB].
func (d *differ) middle(loA, hiA, loB, hiB int) {
	steps, ok := shortest(d.a[loA:hiA], d.b[loB:hiB])
	if !ok {
		d.add(deleted, d.a[loA:hiA])
		d.add(inserted, d.b[loB:hiB])
		return
	}
	x, y := loA, loB
	for _, s := range steps {
		switch s {
		case same:
			d.add(same, d.a[x:x+1])
			x, y = x+1, y+1
		case deleted:
			d.add(deleted, d.a[x:x+1])
			x++
		case inserted:
			d.add(inserted, d.b[y:y+1])
			y++
		}
	}
}

// ordered puts what was taken out before what was put in between two equal
// stretches.
func (d *differ) ordered() []change {
	var out []change
	for i := 0; i < len(d.out); {
		if d.out[i].Op == same {
			out = append(out, d.out[i])
			i++
			continue
		}
		var gone, come strings.Builder
		for ; i < len(d.out) && d.out[i].Op != same; i++ {
			if d.out[i].Op == deleted {
				gone.WriteString(d.out[i].Text)
			} else {
				come.WriteString(d.out[i].Text)
			}
		}
		if gone.Len() > 0 {
			out = append(out, change{deleted, gone.String()})
		}
		if come.Len() > 0 {
			out = append(out, change{inserted, come.String()})
		}
	}
	return out
}

// shortest is a shortest script of steps from a to b; it is not ok where that has
// more than maxEdits changes.
func shortest(a, b []string) (steps []op, ok bool) {
	n, m := len(a), len(b)
	most := min(n+m, maxEdits)
	at := make([]int, 2*most+3) // by diagonal + most + 1: how far along a
	var trace [][]int           // at of each number of changes, its diagonals alone
	for d := 0; d <= most; d++ {
		for k := -d; k <= d; k += 2 {
			x := at[k+most] + 1 // from the diagonal below: one word of a taken out
			if k == -d || k != d && at[k+most] < at[k+most+2] {
				x = at[k+most+2] // from that above: one word of b put in
			}
			y := x - k
			for x < n && y < m && a[x] == b[y] {
				x, y = x+1, y+1
			}
			at[k+most+1] = x
			if x >= n && y >= m {
				return back(trace, n, m, d), true
			}
		}
		trace = append(trace, slices.Clone(at[most+1-d:most+2+d]))
	}
	return nil, false
}

// back walks from the end to the start. trace[d] holds the diagonals -d to d.
func back(trace [][]int, x, y, d int) []op {
	var steps []op
	for ; d > 0; d-- {
		before := trace[d-1]
		far := func(k int) int { // along a on a diagonal, with one change fewer
			if k < -(d-1) || k > d-1 {
				return -1
			}
			return before[k+d-1]
		}
		k := x - y
		from, by := k-1, deleted
		if k == -d || k != d && far(k-1) < far(k+1) {
			from, by = k+1, inserted
		}
		x0 := far(from)
		y0 := x0 - from
		start := x0
		if by == deleted {
			start++
		}
		for ; x > start; x, y = x-1, y-1 {
			steps = append(steps, same)
		}
		steps = append(steps, by)
		x, y = x0, y0
	}
	for ; x > 0; x-- {
		steps = append(steps, same)
	}
	slices.Reverse(steps)
	return steps
}

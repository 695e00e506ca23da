package svg

import (
	"math"
	"strconv"
)

// Differences shows differences of two shares with their intervals on both
// sides of a zero line, one row each, in the order given.
type Differences struct {
	Head
	Rows        []DifferenceRow
	Left, Right string // what a value below and above zero means: "more in others"
	// Symmetric gives both sides of zero the same room; otherwise the axis fits
	// the rows.
	Symmetric bool
	Max       float64 // least reach of the axis on both sides, so that charts can share one
}

// DifferenceRow is one difference; values are shares, so 0.1 is ten percentage
// points.
type DifferenceRow struct {
	Label     string
	LabelZH   string // under the label
	Value     float64
	Interval  *Span
	Corrected *Estimate // the same, corrected for errors of coding: a diamond under the mark
	Stands    bool      // the mark is filled; one that does not stand is hollow
	Note      string    // at the right end; empty: the value in signed percentage points
	Href      string
	Tip       string
}

// differenceLine is a row with its labels laid out.
type differenceLine struct {
	DifferenceRow
	names  stack
	height float64
}

// SVG draws the rows; rows without a finite value are left out.
func (d Differences) SVG() string {
	const left, right, top = 176.0, width - 46, 24.0
	rows, bottom := d.lines(left-14), top
	if len(rows) == 0 {
		return ""
	}
	for _, r := range rows {
		bottom += r.height
	}
	s, step := d.axis(rows, left, right)
	c := &canvas{}
	c.open(d.Head, "differences", bottom+22)
	zero := s.at(0)
	c.side(s, d.Left, d.Right)
	for i := math.Round(s.lo / step); i <= math.Round(s.hi/step); i++ {
		v, class := i*step, "grid"
		if i == 0 {
			v, class = 0, "zero"
		}
		c.line(class, s.at(v), top, s.at(v), bottom)
		c.text("tick", "middle", s.at(v), bottom+14, signed(v, 1), sizeSmall, 60)
	}
	y := top
	for i, r := range rows {
		if i > 0 {
			c.line("grid", 2, y, zero-4, y)
			c.line("grid", zero+4, y, width-2, y)
		}
		c.difference(r, s, y+r.height/2)
		y += r.height
	}
	return c.close()
}

// side names both sides of zero above the plot.
func (c *canvas) side(s scale, left, right string) {
	zero := s.at(0)
	if left != "" {
		c.label(layIn("side", "← "+left, sizeFine, zero-14, 1), "end", zero-8, 12)
	}
	if right != "" {
		c.label(layIn("side", right+" →", sizeFine, width-zero-10, 1), "start", zero+8, 12)
	}
}

func (d Differences) lines(room float64) []differenceLine {
	var out []differenceLine
	for _, r := range d.Rows {
		if !finite(r.Value) {
			continue
		}
		r.Interval = r.Interval.known()
		if r.Corrected != nil {
			if k := *r.Corrected; finite(k.Value) {
				r.Corrected = &Estimate{k.Value, k.Interval.known()}
			} else {
				r.Corrected = nil
			}
		}
		line := differenceLine{DifferenceRow: r, names: named(r.Label, r.LabelZH, room, 3)}
		line.height = max(line.names.height()+10, 26)
		if r.Corrected != nil {
			line.height = max(line.height, 34)
		}
		out = append(out, line)
	}
	return out
}

// axis reaches over all intervals. Each side of zero has at least three tenths
// of the room, for the words above it.
func (d Differences) axis(rows []differenceLine, left, right float64) (s scale, step float64) {
	below, above := math.Abs(d.Max), math.Abs(d.Max)
	reach := func(e Estimate) {
		lo, hi := e.Value, e.Value
		if e.Interval != nil {
			lo, hi = min(lo, e.Interval.Lo), max(hi, e.Interval.Hi)
		}
		below, above = max(below, -lo), max(above, hi)
	}
	for _, r := range rows {
		reach(Estimate{r.Value, r.Interval})
		if r.Corrected != nil {
			reach(*r.Corrected)
		}
	}
	if d.Symmetric {
		below, above = max(below, above), max(below, above)
	}
	below, above = max(below, above*3/7), max(above, below*3/7)
	_, step = Ceil((below + above) / 1.5) // five to seven steps over both sides
	end := func(v float64) float64 { return max(1, math.Ceil(v/step-1e-9)) * step }
	return scale{-end(below), end(above), left, right}, step
}

func (c *canvas) difference(r differenceLine, s scale, mid float64) {
	c.stack(r.names, "end", s.from-12, mid)
	note := r.Note
	if note == "" {
		note = signed(r.Value, 0)
	}
	c.text("note", "end", width-2, mid+4, note, sizeSmall, 40)
	raw := mid
	if r.Corrected != nil {
		raw -= 6
	}
	c.link(r.Href, r.Tip)
	c.rect("hit", s.from, mid-r.height/2+2, s.to-s.from, r.height-4)
	c.interval("thin s0", r.Interval, s, raw)
	c.shape(0, !r.Stands, s.at(r.Value), raw, 4.4)
	if k := r.Corrected; k != nil {
		c.interval("thin s1", k.Interval, s, mid+7)
		c.diamond("hollow s1", s.at(k.Value), mid+7, 4.4)
	}
	c.unlink(r.Href)
}

// interval draws a span with strokes at those ends that lie on the axis.
func (c *canvas) interval(class string, i *Span, s scale, y float64) {
	if i == nil {
		return
	}
	c.line(class, s.at(i.Lo), y, s.at(i.Hi), y)
	for _, v := range []float64{i.Lo, i.Hi} {
		if v >= s.lo && v <= s.hi {
			c.line(class, s.at(v), y-3.2, s.at(v), y+3.2)
		}
	}
}

// signed writes a difference of shares in percentage points: "+30", "−4". One
// that rounds to nothing is "0" without a sign.
func signed(v float64, decimals int) string {
	unit := math.Pow10(decimals)
	n := math.Round(100*v*unit) / unit
	switch s := strconv.FormatFloat(math.Abs(n), 'f', -1, 64); {
	case n > 0:
		return "+" + s
	case n < 0:
		return "−" + s
	default:
		return "0"
	}
}

package svg

import (
	"fmt"
	"math"
	"strconv"
)

// StackedBars shows how groups are made up, one bar a row.
type StackedBars struct {
	Head
	Rows []BarRow
}

// BarRow is one bar; its parts are drawn in order.
type BarRow struct {
	Label string
	Parts []Part
}

// Part is one piece of a bar.
type Part struct {
	Value  float64
	Series int
	Href   string
	Tip    string
}

// SVG draws the bars. Every second series is hatched.
func (b StackedBars) SVG() string {
	const left, right, top, height, thick = 158.0, width - 46, 4.0, 26.0, 16.0
	most := 0.0
	for _, row := range b.Rows {
		most = max(most, row.total())
	}
	end, step := Ceil(most)
	if step < 1 {
		end, step = max(1, end), 1
	}
	s := scale{0, end, left, right}
	bottom := top + float64(len(b.Rows))*height
	c := &canvas{}
	c.open(b.Head, "bars", bottom+22)
	c.hatching(b.ID, "hatch")
	c.horizontal(s, step, top, bottom, false)
	for i, row := range b.Rows {
		y := top + float64(i)*height + (height-thick)/2
		c.text("label", "end", left-10, y+12.5, row.Label, sizeLabel, left-12)
		sum := 0.0
		for _, p := range row.Parts {
			x := s.at(sum)
			sum += p.Value
			w := s.at(sum) - x
			c.link(p.Href, p.Tip)
			c.rect("bar "+seriesClass(p.Series), x, y, w-.8, thick)
			if p.Series%2 == 1 {
				c.hatch(b.ID, x, y, w-.8, thick)
			}
			c.unlink(p.Href)
		}
		c.text("note", "start", s.at(sum)+6, y+12, tick(sum, false), sizeSmall, 44)
	}
	return c.close()
}

func (r BarRow) total() float64 {
	sum := 0.0
	for _, p := range r.Parts {
		sum += p.Value
	}
	return sum
}

// hatching defines the chart's hatching with lines of a class.
func (c *canvas) hatching(id, class string) {
	fmt.Fprintf(c, `<defs><pattern id="%s-h" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">`+
		`<line class="%s" x1="0" y1="0" x2="0" y2="5"/></pattern></defs>`, id, class)
}

// hatch covers a rectangle with the chart's hatching.
func (c *canvas) hatch(id string, x, y, w, h float64) {
	fmt.Fprintf(c, `<rect x="%s" y="%s" width="%s" height="%s" fill="url(#%s-h)"/>`, num(x), num(y), num(max(0, w)), num(h), id)
}

// Diverging shows values on both sides of zero, as of words that mark one of
// two sides. Labels stand on the free side of zero.
type Diverging struct {
	Head
	Rows        []DivergingRow
	Left, Right string // what the sides stand for
}

// DivergingRow is one bar with its interval.
type DivergingRow struct {
	Label    string
	Value    float64
	Interval *Span
	Href     string
	Tip      string
}

// SVG draws the bars; bars to the left are hatched.
func (d Diverging) SVG() string {
	const mid, half, top, height = width / 2, width/2 - 18, 30.0, 22.0
	end, step := Ceil(d.reach())
	s := scale{-end, end, mid - half, mid + half}
	bottom := top + float64(len(d.Rows))*height
	c := &canvas{}
	c.open(d.Head, "diverging", bottom+24)
	c.hatching(d.ID, "hatch")
	c.text("side s1", "end", mid-10, 16, "← "+d.Left, sizeLabel, half-12)
	c.text("side s0", "start", mid+10, 16, d.Right+" →", sizeLabel, half-12)
	for v := -end; v <= end+step/1000; v += step {
		c.line("grid", s.at(v), top, s.at(v), bottom)
		c.text("tick", "middle", s.at(v), bottom+15, factor(v), sizeSmall, 60)
	}
	for i, r := range d.Rows {
		c.diverging(d.ID, r, s, top+float64(i)*height)
	}
	c.line("zero", mid, top, mid, bottom)
	return c.close()
}

// reach is how far the axis goes: over every bar, and over intervals as far as
// that does not make the bars short.
func (d Diverging) reach() float64 {
	bar, interval := 0.0, 0.0
	for _, r := range d.Rows {
		bar = max(bar, math.Abs(r.Value))
		if r.Interval != nil {
			interval = max(interval, math.Abs(r.Interval.Lo), math.Abs(r.Interval.Hi))
		}
	}
	return min(max(bar*1.1, interval), bar*1.7)
}

// factor writes a binary logarithm as a ratio: 2 is "×4" on either side.
func factor(log2 float64) string {
	n := math.Exp2(math.Abs(log2))
	if n < 1.005 {
		return "1"
	}
	if n < 10 && n != math.Trunc(n) {
		return "×" + strconv.FormatFloat(n, 'f', 1, 64)
	}
	return "×" + strconv.FormatFloat(math.Round(n), 'f', -1, 64)
}

func (c *canvas) diverging(id string, r DivergingRow, s scale, y float64) {
	const thick = 13.0
	zero, at := s.at(0), s.at(r.Value)
	c.link(r.Href, r.Tip)
	mid := y + 11
	lo, hi := r.Value, r.Value
	if r.Interval != nil {
		lo, hi = r.Interval.Lo, r.Interval.Hi
	}
	// The label stands beyond an interval that crosses zero.
	if r.Value < 0 {
		x := s.at(max(0, hi)) + 8
		c.text("label", "start", x, mid+4.5, r.Label, sizeLabel, s.to-x)
		c.rect("bar s1", at, mid-thick/2, zero-at, thick)
		c.hatch(id, at, mid-thick/2, zero-at, thick)
	} else {
		x := s.at(min(0, lo)) - 8
		c.text("label", "end", x, mid+4.5, r.Label, sizeLabel, x-s.from)
		c.rect("bar s0", zero, mid-thick/2, at-zero, thick)
	}
	if r.Interval != nil {
		c.line("whisker", s.at(lo), mid, s.at(hi), mid)
		for _, v := range []float64{lo, hi} {
			if v >= s.lo && v <= s.hi { // no end stroke where the interval leaves the chart
				c.line("whisker", s.at(v), mid-3.5, s.at(v), mid+3.5)
			}
		}
	}
	c.unlink(r.Href)
}

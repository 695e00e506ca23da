package svg

import "math"

// Slope shows how shares differ between two halves, one line a frame, with
// labels at both ends.
type Slope struct {
	Head
	Left, Right string // what the halves are, above the axes
	Lines       []SlopeLine
	Max         float64 // end of both axes; 0 takes it from the lines
}

// SlopeLine is one line. Values are shares.
type SlopeLine struct {
	Label      string // at the left end
	LabelRight string // at the right end, such as the Chinese name; may be empty
	From, To   float64
	Stands     bool // the difference stands: a strong line with filled marks, else a faint one with hollow marks
	Series     int  // colour, dash and shape of one that stands
	Href       string
	Tip        string
}

// SVG draws the lines, or nothing where there are none.
func (s Slope) SVG() string {
	var lines []SlopeLine
	most := s.Max
	for _, l := range s.Lines {
		if !finite(l.From, l.To) {
			continue
		}
		lines = append(lines, l)
		if s.Max == 0 {
			most = max(most, l.From, l.To)
		}
	}
	if len(lines) == 0 {
		return ""
	}
	end, _ := Ceil(min(1, most))
	left, right := s.axes(lines)
	heads := []label{lay("side", s.Left, sizeFine, left-4), lay("side", s.Right, sizeFine, width-right-4)}
	top := max(heads[0].height(), heads[1].height()) + 14
	ends := [2]slopeEnds{}
	need := 0.0
	for i := range ends {
		ends[i] = s.ends(lines, i, []float64{left, width - right}[i]-labelAt-2)
		sum := 0.0
		for _, h := range ends[i].heights {
			sum += h
		}
		need = max(need, sum)
	}
	bottom := top + max(200, need*1.15)
	y := scale{0, min(1, end), bottom - 8, top + 8}
	c := &canvas{}
	c.open(s.Head, "slope", bottom+6)
	c.label(heads[0], "end", left, heads[0].height()/2+2)
	c.label(heads[1], "start", right, heads[1].height()/2+2)
	c.line("zero", left, top, left, bottom)
	c.line("zero", right, top, right, bottom)
	for _, strong := range []bool{false, true} { // strong lines above faint ones
		for _, l := range lines {
			if l.Stands == strong {
				c.slope(l, left, right, y)
			}
		}
	}
	ends[0].draw(c, "end", left, -1, y, top, bottom)
	ends[1].draw(c, "start", right, 1, y, top, bottom)
	return c.close()
}

// labelAt is how far from an axis a label begins, after the number.
const labelAt = 52.0

// axes leaves each side as much room as its labels need.
func (s Slope) axes(lines []SlopeLine) (left, right float64) {
	var names [2][]string
	for _, l := range lines {
		names[0], names[1] = append(names[0], l.Label), append(names[1], l.LabelRight)
	}
	return roomFor(names[0], sizeFine, 150) + labelAt + 2, width - roomFor(names[1], sizeFine, 150) - labelAt - 2
}

func (c *canvas) slope(l SlopeLine, left, right float64, y scale) {
	c.link(l.Href, l.Tip)
	c.line("hit-line", left, y.at(l.From), right, y.at(l.To))
	if l.Stands {
		c.line("line "+seriesClass(l.Series), left, y.at(l.From), right, y.at(l.To))
		c.shape(l.Series, false, left, y.at(l.From), 3.6)
		c.shape(l.Series, false, right, y.at(l.To), 3.6)
	} else {
		c.line("faint", left, y.at(l.From), right, y.at(l.To))
		c.circle("mark s6 weak", left, y.at(l.From), 3.2)
		c.circle("mark s6 weak", right, y.at(l.To), 3.2)
	}
	c.unlink(l.Href)
}

// slopeEnds are the labels of one side.
type slopeEnds struct {
	values  []float64
	numbers []string
	names   []label
	heights []float64
}

func (s Slope) ends(lines []SlopeLine, side int, room float64) slopeEnds {
	var e slopeEnds
	for _, l := range lines {
		v, name := l.From, l.Label
		if side == 1 {
			v, name = l.To, l.LabelRight
		}
		n := lay("fine", name, sizeFine, room)
		e.values, e.names = append(e.values, v), append(e.names, n)
		e.numbers = append(e.numbers, tick(math.Round(v*100)/100, true))
		e.heights = append(e.heights, max(n.height(), sizeSmall*leading)+3)
	}
	return e
}

// draw writes the labels apart from each other, each with a line to its point.
func (e slopeEnds) draw(c *canvas, anchor string, x, way float64, y scale, top, bottom float64) {
	wanted := make([]float64, len(e.values))
	for i, v := range e.values {
		wanted[i] = y.at(v)
	}
	for i, at := range spread(wanted, e.heights, top-4, bottom+4) {
		c.path("leader", [][2]float64{{x + way*6, wanted[i]}, {x + way*13, at}, {x + way*17, at}}, false)
		c.text("tick", anchor, x+way*20, at+4, e.numbers[i], sizeSmall, 40)
		c.label(e.names[i], anchor, x+way*labelAt, at)
	}
}

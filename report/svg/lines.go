package svg

import (
	"strconv"
	"time"
)

// TimeSeries shows values by month with events.
type TimeSeries struct {
	Head
	Months  []string // YYYY-MM, without gaps
	Series  []Line
	Events  []Event
	Percent bool
	Max     float64 // end of the axis; 0 takes it from the points
}

// Line is one series; a month without a point breaks it.
type Line struct {
	Index  int // colour, shape and dash
	Points []Point
}

// Point is the value of a month.
type Point struct {
	Month int // index into TimeSeries.Months
	Value float64
	Band  *Span
	Href  string
	Tip   string
}

// Event is a dated mark: Number stands in the chart, the label in a list below
// it and in a tool tip.
type Event struct {
	Number int
	Month  float64 // place on the axis: 1.5 is the middle of the second month
	Label  string
}

// SVG draws the series.
func (t TimeSeries) SVG() string {
	const left, right, top, bottom, height = 42.0, width - 12, 34.0, 182.0, 216.0
	end, step := t.axis()
	y := scale{0, end, bottom, top}
	x := scale{0, float64(max(1, len(t.Months))), left, right}
	c := &canvas{}
	c.open(t.Head, "time", height)
	c.vertical(y, step, left, right, t.Percent)
	c.months(t.Months, x, bottom)
	c.events(t.Events, x, bottom)
	for _, l := range t.Series {
		c.band(l, x, y)
	}
	for _, l := range t.Series {
		c.series(l, x, y)
	}
	return c.close()
}

func (t TimeSeries) axis() (end, step float64) {
	most := t.Max
	if most == 0 {
		for _, l := range t.Series {
			for _, p := range l.Points {
				most = max(most, p.Value)
				if p.Band != nil {
					most = max(most, p.Band.Hi)
				}
			}
		}
	}
	end, step = Ceil(most)
	if t.Percent && most <= 1 && end > 1 {
		end, step = 1, 0.25
	}
	if !t.Percent && step < 1 {
		end, step = max(1, end), 1
	}
	return end, step
}

// months labels as many months as there is room for, with the year below the
// first and below each January.
func (c *canvas) months(months []string, x scale, y float64) {
	const room = 30
	every := 1
	for len(months) > 0 && (x.to-x.from)/float64(len(months))*float64(every) < room {
		every++
	}
	year := ""
	for i, m := range months {
		at, err := time.Parse("2006-01", m)
		if err != nil || i%every != 0 {
			continue
		}
		c.text("tick", "middle", x.at(float64(i)+.5), y+15, at.Format("Jan"), sizeSmall, 40)
		if y2 := at.Format("2006"); y2 != year {
			year = y2
			c.text("tick", "middle", x.at(float64(i)+.5), y+29, year, sizeSmall, 40)
		}
	}
}

// events draws numbered marks; those that would touch go one row up, and where
// both rows are taken the number moves right of its neighbour.
func (c *canvas) events(events []Event, x scale, bottom float64) { c.eventsAt(events, x, 0, bottom) }

// eventsAt is events with their numbers that much lower.
func (c *canvas) eventsAt(events []Event, x scale, down, bottom float64) {
	const gap = 16
	rows := [2]float64{-gap, -gap} // where the last number of each row stands
	for _, e := range events {
		at := x.at(e.Month)
		row, label := 0, at
		switch {
		case at-rows[0] >= gap:
		case at-rows[1] >= gap:
			row = 1
		default:
			label = min(rows[0], rows[1]) + gap
			if rows[1] < rows[0] {
				row = 1
			}
		}
		rows[row] = label
		y := down + 24 - float64(row)*15
		c.WriteString(`<g class="event"><title>` + esc(strconv.Itoa(e.Number)+". "+e.Label) + `</title>`)
		c.path("event-line", [][2]float64{{label, y + 6}, {at, down + 32}, {at, bottom}}, false)
		c.text("event-number", "middle", label, y+4, strconv.Itoa(e.Number), sizeSmall, 30)
		c.WriteString("</g>")
	}
}

// runs cuts a line where a month is missing.
func (l Line) runs() [][]Point {
	var out [][]Point
	for i, p := range l.Points {
		if i == 0 || p.Month != l.Points[i-1].Month+1 {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
}

func (c *canvas) band(l Line, x, y scale) {
	for _, run := range l.runs() {
		var upper, lower [][2]float64
		for _, p := range run {
			if p.Band == nil {
				continue
			}
			at := x.at(float64(p.Month) + .5)
			upper = append(upper, [2]float64{at, y.at(p.Band.Hi)})
			lower = append([][2]float64{{at, y.at(p.Band.Lo)}}, lower...)
		}
		if len(upper) == 1 { // one month: a stroke instead of an area
			c.line("thin "+seriesClass(l.Index), upper[0][0], upper[0][1], lower[0][0], lower[0][1])
			continue
		}
		if len(upper) > 1 {
			c.path("band "+seriesClass(l.Index), append(upper, lower...), true)
		}
	}
}

func (c *canvas) series(l Line, x, y scale) {
	for _, run := range l.runs() {
		points := make([][2]float64, len(run))
		for i, p := range run {
			points[i] = [2]float64{x.at(float64(p.Month) + .5), y.at(p.Value)}
		}
		if len(points) > 1 {
			c.path("line "+seriesClass(l.Index), points, false)
		}
	}
	for _, p := range l.Points {
		c.link(p.Href, p.Tip)
		at, v := x.at(float64(p.Month)+.5), y.at(p.Value)
		c.rect("hit", at-9, v-9, 18, 18)
		c.shape(l.Index, false, at, v, 3.4)
		c.unlink(p.Href)
	}
}

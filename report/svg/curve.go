package svg

import "math"

// Curve is a specification curve (Simonsohn, Simmons & Nelson 2020): estimates
// from the least to the greatest above, the choices behind each below.
type Curve struct {
	Head
	Width  int // 0 is 480
	Points []CurvePoint
	// Choices are the rows of the lower part, in the order in which they are drawn;
	// rows of one decision follow each other.
	Choices []CurveChoice
}

// CurvePoint is the estimate of one specification.
type CurvePoint struct {
	Value  float64
	Span   *Span
	Stands bool // the interval leaves out zero
	Main   bool // the specification of the settings
	Tip    string
	Has    []int // rows of Choices that hold
}

// CurveChoice is a value of a decision.
type CurveChoice struct{ Decision, Value string }

// SVG draws the curve, or nothing where there are no points; values are
// differences of shares and are written in percentage points.
func (p Curve) SVG() string {
	if len(p.Points) == 0 {
		return ""
	}
	const top, upper, row = 8.0, 150.0, 15.0
	decisions, left := p.columns()
	right := wide(p.Width) - 8
	reach := 0.0
	for _, pt := range p.Points {
		reach = max(reach, math.Abs(pt.Value))
		if pt.Span != nil {
			reach = max(reach, math.Abs(pt.Span.Lo), math.Abs(pt.Span.Hi))
		}
	}
	end, step := Ceil(reach)
	c := &canvas{}
	lower := top + upper + 14
	c.openWide(p.Head, "curve", wide(p.Width), lower+float64(len(p.Choices))*row+6)
	s := scale{-end, end, top + upper, top}
	for i := -math.Round(end / step); i <= math.Round(end/step); i++ {
		v, class := i*step, "grid"
		if i == 0 {
			v, class = 0, "zero" // not the zero below zero
		}
		c.line(class, left, s.at(v), right, s.at(v))
		c.text("tick", "end", left-8, s.at(v)+4, tick(100*v, false), sizeSmall, 60)
	}
	at := func(i int) float64 {
		return left + (float64(i)+.5)*(right-left)/float64(max(1, len(p.Points)))
	}
	for i, choice := range p.Choices {
		y := lower + (float64(i)+.5)*row
		if i == 0 || p.Choices[i-1].Decision != choice.Decision {
			c.line("grid", 4, y-row/2, right, y-row/2)
			c.text("note", "start", 4, y+4, choice.Decision, sizeSmall, decisions)
		}
		c.text("tick", "end", left-8, y+4, choice.Value, sizeSmall, left-decisions-18)
	}
	for i, pt := range p.Points {
		x, class := at(i), seriesClass(0)
		if !pt.Stands {
			class += " weak"
		}
		c.link("", pt.Tip)
		if pt.Main {
			c.rect("hit main", x-3, top, 6, lower+float64(len(p.Choices))*row-top)
		}
		if pt.Span != nil {
			c.line("thin "+class, x, s.at(pt.Span.Lo), x, s.at(pt.Span.Hi))
		}
		c.shape(0, !pt.Stands, x, s.at(pt.Value), 2.6)
		for _, has := range pt.Has {
			c.rect("mark "+seriesClass(0), x-1.2, lower+(float64(has)+.5)*row-4, 2.4, 8)
		}
		c.unlink("")
	}
	return c.close()
}

// columns leaves as much room for the names of decisions and of their values as
// they need, up to two fifths of the chart.
func (p Curve) columns() (decisions, left float64) {
	values := 0.0
	for _, c := range p.Choices {
		decisions, values = max(decisions, measure(c.Decision, sizeSmall)), max(values, measure(c.Value, sizeSmall))
	}
	decisions = min(decisions+1, wide(p.Width)*.2)
	return decisions, max(48, min(decisions+values+20, wide(p.Width)*.42))
}

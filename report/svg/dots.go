package svg

// DotPlot shows shares with intervals, one row a group.
type DotPlot struct {
	Head
	Rows []DotRow
	// Max is the end of the axis, so that several plots can share one; 0 takes it
	// from the rows.
	Max float64
	// Above puts each label over its row instead of beside it, for long labels.
	Above bool
}

// DotRow is one row with a mark for each series.
type DotRow struct {
	Label string
	Note  string // at the right end, such as the number of documents
	Dots  []Dot
}

// Dot is a share with its intervals.
type Dot struct {
	Value  float64
	Thick  *Span    // the interval to go by
	Thin   *Span    // the naive interval, drawn thinner with end strokes
	Hollow *float64 // another estimate of the same, drawn as a hollow diamond
	Series int
	Weak   bool // few independent units: drawn faintly with a hollow mark
	Href   string
	Tip    string
}

// SVG draws the plot.
func (p DotPlot) SVG() string {
	left, right, height := 158.0, width-52, 26.0
	if p.Above {
		left, height = 10, 42
	}
	top := 6.0
	bottom := top + float64(len(p.Rows))*height
	end, step := p.axis()
	s := scale{0, end, left, right}
	c := &canvas{}
	c.open(p.Head, "dots", bottom+22)
	c.horizontal(s, step, top, bottom, true)
	for i, row := range p.Rows {
		y := top + float64(i)*height
		mid := y + height/2
		if p.Above {
			mid = y + 28
			c.text("label", "start", left, y+14, row.Label, sizeLabel, width-left-70)
		} else {
			c.text("label", "end", left-10, mid+4.5, row.Label, sizeLabel, left-12)
		}
		c.text("note", "end", width-2, mid+4, row.Note, sizeSmall, 48)
		for j, d := range row.Dots {
			at := mid
			if n := len(row.Dots); n > 1 {
				at += (float64(j) - float64(n-1)/2) * 8
			}
			c.dot(d, s, at)
		}
	}
	return c.close()
}

// axis covers every dot and interval.
func (p DotPlot) axis() (end, step float64) {
	most := p.Max
	if most == 0 {
		for _, row := range p.Rows {
			for _, d := range row.Dots {
				most = max(most, d.reach())
			}
		}
	}
	end, step = Ceil(most)
	if most <= 1 && end > 1 {
		end, step = 1, 0.25
	}
	return end, step
}

func (d Dot) reach() float64 {
	r := d.Value
	for _, s := range []*Span{d.Thick, d.Thin} {
		if s != nil {
			r = max(r, s.Hi)
		}
	}
	return r
}

func (c *canvas) dot(d Dot, s scale, y float64) {
	c.link(d.Href, d.Tip)
	series := seriesClass(d.Series)
	if d.Weak {
		series += " weak"
	}
	// A wide, unseen target, so that a small dot is easy to hit.
	lo, hi := d.Value, d.Value
	for _, span := range []*Span{d.Thick, d.Thin} {
		if span != nil {
			lo, hi = min(lo, span.Lo), max(hi, span.Hi)
		}
	}
	c.rect("hit", s.at(lo)-8, y-8, s.at(hi)-s.at(lo)+16, 16)
	if t := d.Thin; t != nil {
		c.line("thin "+series, s.at(t.Lo), y, s.at(t.Hi), y)
		c.line("thin "+series, s.at(t.Lo), y-3.5, s.at(t.Lo), y+3.5)
		c.line("thin "+series, s.at(t.Hi), y-3.5, s.at(t.Hi), y+3.5)
	}
	if t := d.Thick; t != nil {
		c.line("thick "+series, s.at(t.Lo), y, s.at(t.Hi), y)
	}
	if d.Hollow != nil {
		c.diamond("hollow "+series, s.at(*d.Hollow), y, 5)
	}
	c.shape(d.Series, d.Weak, s.at(d.Value), y, 4.2)
	c.unlink(d.Href)
}

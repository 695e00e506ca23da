package svg

import "math"

// Multiples are small panels of the same few bars, one a group, so that groups
// can be compared by shape.
type Multiples struct {
	Head
	Width  int // 0 is 480
	PerRow int // panels beside each other; 0 is three for each 480 units
	Panels []Panel
	Max    float64 // end of every axis; 0 takes it from the bars
}

// Panel is one group.
type Panel struct {
	Label   string
	Note    string // under the label, such as "n = 30 documents"
	Bars    []PanelBar
	Missing string // instead of bars: "n = 3, too few to say"
	Href    string // of the label
	Tip     string
}

// PanelBar is a share with its interval. The bars of the panels stand in the
// same order.
type PanelBar struct {
	Label    string
	Value    float64
	Interval *Span
	Missing  string // instead of the bar: "not coded"
	Weak     bool   // few independent units: a hollow bar
	Series   int
	Href     string
	Tip      string
}

const panelGap, barHeight = 18.0, 9.0

type multiplesPlan struct {
	across      int
	each, bar   float64   // widths of a panel and of its bars' axis
	rows        []float64 // height of each row of bars
	end         float64
	names       []stack
	bars        [][]label
	deep, total float64 // heights of a panel, of the chart
}

// SVG draws the panels, or nothing where there are none.
func (m Multiples) SVG() string {
	if len(m.Panels) == 0 {
		return ""
	}
	p := m.plan()
	c := &canvas{}
	c.openWide(m.Head, "multiples", wide(m.Width), p.total)
	c.hatching(m.ID, "hatch")
	y := 2.0
	for i, panel := range m.Panels {
		if i > 0 && i%p.across == 0 {
			y += p.height(m, i/p.across-1)
		}
		m.panel(c, p, panel, i, float64(i%p.across)*(p.each+panelGap), y)
	}
	return c.close()
}

func (m Multiples) plan() multiplesPlan {
	p := multiplesPlan{across: m.PerRow, end: m.Max}
	if p.across <= 0 {
		p.across = max(1, int(wide(m.Width)/156))
	}
	p.each = (wide(m.Width) - panelGap*float64(p.across-1)) / float64(p.across)
	p.bar = p.each - 40 // the number stands behind the bar
	for _, panel := range m.Panels {
		name := stack{lay("side", panel.Label, sizeFine, p.each-4)}
		if panel.Note != "" {
			name = append(name, lay("tick", panel.Note, sizeSmall, p.each-4))
		}
		p.names = append(p.names, name)
		var labels []label
		for j, b := range panel.Bars {
			l := lay("tick", b.Label, sizeSmall, p.each-2)
			labels = append(labels, l)
			if j == len(p.rows) {
				p.rows = append(p.rows, 0)
			}
			p.rows[j] = max(p.rows[j], l.height()+barHeight+8)
			if m.Max == 0 && b.Missing == "" && finite(b.Value) {
				p.end = max(p.end, b.reach())
			}
		}
		p.bars = append(p.bars, labels)
	}
	if p.end <= 0 {
		p.end = 1
	}
	for _, r := range p.rows {
		p.deep += r
	}
	p.total = 2
	for row := range (len(m.Panels) + p.across - 1) / p.across {
		p.total += p.height(m, row)
	}
	return p
}

// height of a row of panels: one of groups that are too small is flat.
func (p multiplesPlan) height(m Multiples, row int) float64 {
	deep := 0.0
	for _, panel := range m.Panels[row*p.across : min(len(m.Panels), (row+1)*p.across)] {
		if panel.Missing == "" {
			deep = p.deep
		}
	}
	return p.head(row) + max(deep, 2*sizeFine*leading) + 16
}

// head is the height of the names in a row of panels.
func (p multiplesPlan) head(row int) float64 {
	high := 0.0
	for _, n := range p.names[row*p.across : min(len(p.names), (row+1)*p.across)] {
		high = max(high, n.height())
	}
	return high + 4
}

func (b PanelBar) reach() float64 {
	if i := b.Interval.known(); i != nil {
		return max(b.Value, i.Hi)
	}
	return b.Value
}

func (m Multiples) panel(c *canvas, p multiplesPlan, panel Panel, i int, x, y float64) {
	c.link(panel.Href, panel.Tip)
	c.stack(p.names[i], "start", x, y+p.names[i].height()/2)
	c.unlink(panel.Href)
	y += p.head(i / p.across)
	if panel.Missing != "" {
		l := lay("fine other", panel.Missing, sizeFine, p.each-4)
		c.label(l, "start", x, y+l.height()/2)
		return
	}
	s := scale{0, p.end, x, x + p.bar}
	for j, b := range panel.Bars {
		l := p.bars[i][j]
		bottom := y + p.rows[j]
		// Labels of fewer lines than a neighbour's stand just above their bars.
		c.label(l, "start", x, bottom-8-barHeight-l.height()/2)
		c.panelBar(m.ID, b, s, bottom-6-barHeight)
		y = bottom
	}
	c.line("grid", x, y-p.deep, x, y-4)
}

func (c *canvas) panelBar(id string, b PanelBar, s scale, y float64) {
	mid := y + barHeight/2
	c.link(b.Href, b.Tip)
	defer c.unlink(b.Href)
	if b.Missing != "" || !finite(b.Value) {
		if b.Missing == "" {
			b.Missing = "–"
		}
		c.text("tick", "start", s.from+4, mid+4, b.Missing, sizeSmall, s.to-s.from+30)
		return
	}
	c.rect("hit", s.from, y-2, s.to-s.from, barHeight+4)
	class, long := "bar "+seriesClass(b.Series), s.at(b.Value)-s.from
	if b.Weak {
		class = "hollow " + seriesClass(b.Series)
	}
	if long > 0 {
		c.rect(class, s.from, y, long, barHeight)
		if b.Series%2 == 1 && !b.Weak {
			c.hatch(id, s.from, y, long, barHeight)
		}
	}
	if i := b.Interval.known(); i != nil {
		c.interval("whisker", i, s, mid)
	}
	c.text("tick", "start", s.at(b.reach())+5, mid+4, tick(math.Round(b.Value*100)/100, true), sizeSmall, 36)
}

package svg

import (
	"fmt"
	"math"
	"strconv"
)

// Alluvial shows how things pass from stage to stage, such as stories from
// their first outlet over the time that copying took to the outlets that copied
// them. Nodes are drawn in the order given; more than some fourteen a stage
// get crowded, and the caller merges the rest.
type Alluvial struct {
	Head
	Width  int // 0 is 480; 960 has room for four stages
	Stages []Stage
	Flows  []Flow
}

// Stage is a column of nodes.
type Stage struct {
	Title string
	Nodes []Node
}

// Node is a bar as high as the larger of what comes in and what goes out.
type Node struct {
	Label  string
	Series int // colour of the node and of the flows that leave it
	Href   string
	Tip    string
}

// Flow goes from a node of a stage to one of the next; From and To are their
// indices there. One without a positive value or without its nodes is left out.
type Flow struct {
	Stage    int // of From
	From, To int
	Value    float64
	Href     string
	Tip      string
}

// band is a node laid out.
type band struct {
	Node
	value   float64
	in, out float64 // sums
	x, y, h float64
	name    label
	number  string
}

const nodeWidth = 11.0

// SVG draws the stages, or nothing where no flow has a value.
func (a Alluvial) SVG() string {
	flows := a.usable()
	if len(flows) == 0 {
		return ""
	}
	w := wide(a.Width)
	titles, top := a.titles(w)
	stages, height := a.layOut(flows, w, top)
	c := &canvas{}
	c.openWide(a.Head, "alluvial", w, top+height+8)
	a.drawFlows(c, flows, stages)
	for i, stage := range stages {
		c.label(titles[i], stageAnchor(i, len(stages)), a.titleAt(i, w), titles[i].height()/2+2)
		for _, n := range stage {
			c.node(n, i == 0)
		}
	}
	return c.close()
}

func (a Alluvial) usable() []Flow {
	var out []Flow
	for _, f := range a.Flows {
		if f.Stage < 0 || f.Stage+1 >= len(a.Stages) || f.From < 0 || f.To < 0 ||
			f.From >= len(a.Stages[f.Stage].Nodes) || f.To >= len(a.Stages[f.Stage+1].Nodes) || !finite(f.Value) || f.Value <= 0 {
			continue
		}
		out = append(out, f)
	}
	return out
}

// margin is the room for labels outside the first or the last stage.
func margin(s Stage, w float64) float64 {
	const number = 40.0 // and the gaps on both sides of it
	var names []string
	for _, n := range s.Nodes {
		names = append(names, n.Label)
	}
	return roomFor(names, sizeFine, w*.34-number) + number
}

// stageX is the left edge of a stage's nodes.
func (a Alluvial) stageX(i int, w float64) float64 {
	left, right := margin(a.Stages[0], w), margin(a.Stages[len(a.Stages)-1], w)
	return left + float64(i)*(w-left-right-nodeWidth)/float64(len(a.Stages)-1)
}

func stageAnchor(i, n int) string {
	switch i {
	case 0:
		return "start"
	case n - 1:
		return "end"
	}
	return "middle"
}

func (a Alluvial) titleAt(i int, w float64) float64 {
	switch i {
	case 0:
		return 2
	case len(a.Stages) - 1:
		return w - 2
	}
	return a.stageX(i, w) + nodeWidth/2
}

func (a Alluvial) titles(w float64) (titles []label, top float64) {
	for _, s := range a.Stages {
		l := lay("side", s.Title, sizeFine, w/float64(len(a.Stages))-10)
		titles, top = append(titles, l), max(top, l.height())
	}
	return titles, top + 12
}

// layOut gives each node a place at least as high as its label, so that labels
// beside nodes cannot touch.
func (a Alluvial) layOut(flows []Flow, w, top float64) (stages [][]band, height float64) {
	const gap, body = 8.0, 240.0
	total := 0.0
	for i, s := range a.Stages {
		var nodes []band
		sum := 0.0
		for j, n := range s.Nodes {
			b := band{Node: n, x: a.stageX(i, w)}
			for _, f := range flows {
				if f.Stage == i && f.From == j {
					b.out += f.Value
				}
				if f.Stage+1 == i && f.To == j {
					b.in += f.Value
				}
			}
			b.value = max(b.in, b.out)
			b.number = strconv.FormatFloat(math.Round(b.value*10)/10, 'f', -1, 64)
			room := margin(s, w) - 12
			if i > 0 && i < len(a.Stages)-1 {
				room = a.stageX(1, w) - a.stageX(0, w) - nodeWidth - 14
			}
			b.name = lay("label fine", n.Label, sizeFine, room-measure(b.number, sizeSmall)-5)
			nodes, sum = append(nodes, b), sum+b.value
		}
		stages, total = append(stages, nodes), max(total, sum)
	}
	unit := body / total
	slot := func(b band) float64 { return max(b.value*unit, b.name.height()) + gap }
	tall := make([]float64, len(stages))
	for i, nodes := range stages {
		for _, b := range nodes {
			if b.value > 0 {
				tall[i] += slot(b)
			}
		}
		height = max(height, tall[i])
	}
	for i, nodes := range stages {
		y := top + (height-tall[i])/2
		for j := range nodes {
			if b := &nodes[j]; b.value > 0 {
				b.h = b.value * unit
				b.y = y + (slot(*b)-b.h)/2
				y += slot(*b)
			}
		}
	}
	return stages, height
}

func (c *canvas) node(n band, first bool) {
	if n.value <= 0 {
		return
	}
	mid := n.y + n.h/2
	c.link(n.Href, n.Tip)
	c.rect("bar "+seriesClass(n.Series), n.x, n.y, nodeWidth, max(1, n.h))
	digits := measure(n.number, sizeSmall)
	if first {
		c.text("tick", "end", n.x-5, mid+4, n.number, sizeSmall, 60)
		c.label(n.name, "end", n.x-10-digits, mid)
	} else {
		c.text("tick", "start", n.x+nodeWidth+5, mid+4, n.number, sizeSmall, 60)
		c.label(n.name, "start", n.x+nodeWidth+10+digits, mid)
	}
	c.unlink(n.Href)
}

// drawFlows draws the flows between each two stages. At either end they lie in
// the order of the nodes at the other, which keeps crossings few.
func (a Alluvial) drawFlows(c *canvas, flows []Flow, stages [][]band) {
	for stage := range stages[1:] {
		left, right := stages[stage], stages[stage+1]
		starts, ends := make([]float64, len(left)), make([]float64, len(right))
		between := make([][][]Flow, len(left))
		for i := range left {
			between[i] = make([][]Flow, len(right))
		}
		for _, f := range flows {
			if f.Stage == stage {
				between[f.From][f.To] = append(between[f.From][f.To], f)
			}
		}
		for i, row := range between {
			for j, some := range row {
				for _, f := range some {
					from, to := left[i], right[j]
					unit := from.h / from.value
					thick := f.Value * unit
					// What a node loses or gains on its way is left free at its end.
					c.flow(f, from.Series, from.x+nodeWidth, from.y+starts[i], to.x, to.y+ends[j], thick)
					starts[i] += thick
					ends[j] += thick
				}
			}
		}
	}
}

func (c *canvas) flow(f Flow, series int, x1, y1, x2, y2, thick float64) {
	mid := num((x1 + x2) / 2)
	c.link(f.Href, f.Tip)
	fmt.Fprintf(c, `<path class="flow %s" d="M%s %sC%s %s %s %s %s %sL%s %sC%s %s %s %s %s %sZ"/>`, seriesClass(series),
		num(x1), num(y1), mid, num(y1), mid, num(y2), num(x2), num(y2),
		num(x2), num(y2+thick), mid, num(y2+thick), mid, num(y1+thick), num(x1), num(y1+thick))
	c.unlink(f.Href)
}

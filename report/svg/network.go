package svg

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Network is an arc diagram (Wattenberg 2002): nodes in one column with their
// labels beside them, ties as arcs. The caller sorts the nodes, best by class;
// places follow from the order alone. It was chosen over a circle or springs
// since every label has a row of its own and equal data look equal.
type Network struct {
	Head
	Width int // 0 is 480
	Nodes []NetworkNode
	Edges []NetworkEdge
}

// NetworkNode is a disc whose area is its value; those of one class stand
// under their common heading.
type NetworkNode struct {
	Label  string
	Class  string // heading above the first of the class; may be empty
	Value  float64
	Series int // colour and shape of the class
	Href   string
	Tip    string
}

// NetworkEdge ties two nodes, given by index; its width is its value. Ties within
// a class are in its colour, ties between classes grey.
type NetworkEdge struct {
	From, To int
	Value    float64
	Href     string
	Tip      string
}

// SVG draws the network, or nothing where there are no nodes.
func (n Network) SVG() string {
	if len(n.Nodes) == 0 {
		return ""
	}
	const radius, thickest = 9.0, 7.0
	w := wide(n.Width)
	room, most, longest, heaviest := 0.0, 0.0, 0.0, 0.0
	for _, node := range n.Nodes {
		room = min(max(room, measure(node.Label, sizeFine)), w*.38)
		if finite(node.Value) {
			most = max(most, node.Value)
		}
	}
	edges := n.usable()
	for _, e := range edges {
		heaviest = max(heaviest, e.Value)
	}
	at := room + 14 + radius
	places, height := n.places(room, radius)
	for _, e := range edges {
		longest = max(longest, math.Abs(places[e.To]-places[e.From]))
	}
	c := &canvas{}
	c.openWide(n.Head, "network", w, height)
	for _, e := range edges {
		from, to := min(places[e.From], places[e.To]), max(places[e.From], places[e.To])
		reach := min((to-from)*.9, (w-at-radius-thickest)*(to-from)/longest)
		class := "arc s6"
		if n.Nodes[e.From].Class == n.Nodes[e.To].Class && n.Nodes[e.From].Series == n.Nodes[e.To].Series {
			class = "arc " + seriesClass(n.Nodes[e.From].Series)
		}
		c.link(e.Href, e.Tip)
		fmt.Fprintf(c, `<path class="%s" stroke-width="%s" d="M%s %sA%s %s 0 0 1 %s %s"/>`, class, num(max(1, thickest*e.Value/heaviest)),
			num(at), num(from), num(reach), num((to-from)/2), num(at), num(to))
		c.unlink(e.Href)
	}
	n.draw(c, places, most, room, at, radius)
	return c.close()
}

// usable are the ties with a value, the light ones last so that they can be
// reached.
func (n Network) usable() []NetworkEdge {
	var out []NetworkEdge
	for _, e := range n.Edges {
		if e.From >= 0 && e.To >= 0 && e.From < len(n.Nodes) && e.To < len(n.Nodes) && e.From != e.To && finite(e.Value) && e.Value > 0 {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b NetworkEdge) int { return cmp.Compare(b.Value, a.Value) })
	return out
}

// heads reports that a node begins a class with a heading.
func (n Network) heads(i int) bool {
	return n.Nodes[i].Class != "" && (i == 0 || n.Nodes[i-1].Class != n.Nodes[i].Class)
}

const headingHeight = 22.0

func (n Network) places(room, radius float64) (places []float64, height float64) {
	y := 4.0
	for i, node := range n.Nodes {
		if n.heads(i) {
			y += headingHeight
		}
		h := max(lay("fine", node.Label, sizeFine, room).height(), 2*radius) + 5
		places = append(places, y+h/2)
		y += h
	}
	return places, y + 4
}

func (n Network) draw(c *canvas, places []float64, most, room, at, radius float64) {
	for i, node := range n.Nodes {
		name := lay("fine", node.Label, sizeFine, room)
		if n.heads(i) {
			top := places[i] - (max(name.height(), 2*radius)+5)/2
			c.label(layIn("label side", node.Class, sizeFine, wide(n.Width)-4, 1), "start", 2, top-headingHeight/2+2)
		}
		c.link(node.Href, node.Tip)
		c.label(name, "end", at-radius-8, places[i])
		r, weak := 2.0, true // nothing to show: a small hollow mark
		if finite(node.Value) && node.Value > 0 && most > 0 {
			r, weak = max(2, radius*math.Sqrt(node.Value/most)), false
		}
		c.shape(node.Series, weak, at, places[i], r)
		c.unlink(node.Href)
	}
}

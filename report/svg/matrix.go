package svg

import (
	"fmt"
	"math"
	"strconv"
)

// Matrix shows a value for each pair of a row and a column: as a mark whose
// area is the value with the number below it, or as a shade with the number on
// it. Column labels are slanted; labels are never cut to fit a cell.
type Matrix struct {
	Head
	Width   int // 0 is 480
	Columns []string
	Rows    []MatrixRow
	Square  bool // squares instead of circles
	Heat    bool // shades instead of marks, for values such as similarities
	// Max is the value of the largest mark or deepest shade, so that charts can
	// share one; 0 takes it from the cells. Min is the value of no shade.
	Min, Max float64
	Percent  bool // values are shares
}

// MatrixRow is a row; Cells beyond the columns are left out, missing ones not
// known.
type MatrixRow struct {
	Label   string
	LabelZH string // under the label
	Note    string // under both, such as "n = 30"
	Cells   []Cell
}

// Cell is one value. The zero Cell is not known: hatched, with a dash, so that
// it does not look like a zero, which is written "0".
type Cell struct {
	Value float64
	Known bool
	Omit  bool   // draw nothing, as on the diagonal or above it
	Weak  bool   // few independent units: a hollow mark
	Text  string // instead of the value
	Href  string
	Tip   string
}

// deepest is the opacity of the deepest shade: the number on it keeps a
// contrast of 4.5 in light, dark and print (report's palette test).
const deepest = 0.5

type matrixPlan struct {
	left, top, cell, row, radius float64
	least, most                  float64
	names                        []stack
	columns                      []label
}

// SVG draws the matrix, or nothing where it has no rows or no columns.
func (m Matrix) SVG() string {
	if len(m.Rows) == 0 || len(m.Columns) == 0 {
		return ""
	}
	p := m.plan()
	c := &canvas{}
	c.openWide(m.Head, "matrix", wide(m.Width), p.top+float64(len(m.Rows))*p.row+6)
	c.hatching(m.ID, "muted-hatch")
	for j, l := range p.columns {
		x, y := p.left+(float64(j)+.5)*p.cell, p.top-9
		// The middle of the last line's end is at the column, whatever the number
		// of lines.
		c.turned(l, "end", x, y, fmt.Sprintf("rotate(45 %s %s)", num(x), num(y)))
	}
	right := p.left + float64(len(m.Columns))*p.cell
	for i, r := range m.Rows {
		top := p.top + float64(i)*p.row
		if !m.Heat {
			c.line("grid", 2, top, right, top)
		}
		c.stack(p.names[i], "end", p.left-8, top+p.row/2)
		for j := range m.Columns {
			cell := Cell{}
			if j < len(r.Cells) {
				cell = r.Cells[j]
			}
			m.cell(c, p, cell, p.left+float64(j)*p.cell, top)
		}
	}
	return c.close()
}

func (m Matrix) plan() matrixPlan {
	p := matrixPlan{least: m.Min, most: m.Max}
	widest := 0.0
	for _, r := range m.Rows {
		widest = max(widest, measure(r.Label, sizeFine), measure(r.LabelZH, sizeFine), measure(r.Note, sizeSmall))
		for _, cell := range r.Cells[:min(len(r.Cells), len(m.Columns))] {
			if cell.Known && !cell.Omit && finite(cell.Value) && m.Max == 0 {
				p.most = max(p.most, cell.Value)
			}
		}
	}
	room := min(150, max(70, widest+2))
	high := 0.0
	for _, r := range m.Rows {
		s := named(r.Label, r.LabelZH, room, 2)
		if r.Note != "" {
			s = append(s, layIn("tick", r.Note, sizeSmall, room, 1))
		}
		p.names, high = append(p.names, s), max(high, s.height())
	}
	p.left = room + 12
	p.cell = min(64, (wide(m.Width)-p.left-4)/float64(len(m.Columns)))
	p.radius = min(13, p.cell/2-1)
	p.row = max(high+8, 2*p.radius+sizeSmall+8)
	if m.Heat {
		p.row = max(high+6, min(34, p.cell*.8))
	}
	for j, name := range m.Columns {
		l := slanted(name, min(260, (p.left+(float64(j)+.5)*p.cell-8)*math.Sqrt2), p.cell)
		p.columns, p.top = append(p.columns, l), max(p.top, (l.width()+l.height())/math.Sqrt2)
	}
	p.top += 12
	return p
}

// slanted lays out the label of a column at 45 degrees: on two lines, as short
// as they can be, where neighbours leave room for two.
func slanted(name string, room, cell float64) label {
	one := layIn("fine", name, sizeFine, room, 1)
	if one.width() <= 110 && !one.cut() || cell/math.Sqrt2 < 2*sizeFine {
		return one
	}
	two := one
	for r := 60.0; r <= room; r += 6 {
		if two = lay("fine", name, sizeFine, r); !two.cut() {
			break
		}
	}
	return two
}

func (m Matrix) text(c Cell) string {
	switch {
	case c.Text != "":
		return c.Text
	case m.Percent:
		return strconv.FormatFloat(math.Round(c.Value*100), 'f', -1, 64) + "%"
	}
	return tick(c.Value, false)
}

func (m Matrix) cell(c *canvas, p matrixPlan, cell Cell, x, y float64) {
	if cell.Omit {
		return
	}
	midX, midY := x+p.cell/2, y+p.row/2
	c.link(cell.Href, cell.Tip)
	if !cell.Known || !finite(cell.Value) {
		c.rect("hit", x+1, y+1, p.cell-2, p.row-2)
		c.hatch(m.ID, x+1, y+1, p.cell-2, p.row-2)
		c.text("label", "middle", midX, midY+4.5, "–", sizeLabel, p.cell)
		c.unlink(cell.Href)
		return
	}
	part := 0.0
	if p.most > p.least {
		part = max(0, min(1, (cell.Value-p.least)/(p.most-p.least)))
	}
	if m.Heat {
		opacity := strconv.FormatFloat(math.Round(part*deepest*1000)/1000, 'f', -1, 64)
		fmt.Fprintf(c, `<rect class="shade s0" fill-opacity="%s" x="%s" y="%s" width="%s" height="%s"/>`, opacity, num(x+1), num(y+1), num(p.cell-2), num(p.row-2))
		if cell.Weak {
			c.rect("weak-box", x+2.5, y+2.5, p.cell-5, p.row-5)
		}
		c.text("fine", "middle", midX, midY+4.2, m.text(cell), sizeFine, p.cell)
		c.unlink(cell.Href)
		return
	}
	c.rect("hit", x+1, y+1, p.cell-2, p.row-2)
	midY -= sizeSmall/2 + 1
	series := 0
	if m.Square {
		series = 1
	}
	if r := p.radius * math.Sqrt(part); r > 0 {
		c.sized(series, cell.Weak, midX, midY, max(r, 1.2))
	}
	c.text("tick", "middle", midX, midY+p.radius+sizeSmall+1, m.text(cell), sizeSmall, p.cell)
	c.unlink(cell.Href)
}

// sized draws a circle or, for series 1, a square of the same area.
func (c *canvas) sized(series int, weak bool, x, y, r float64) {
	class := "mark s0"
	if weak {
		class += " weak"
	}
	if series == 1 {
		r *= math.Sqrt(math.Pi) / 2
		c.rect(class, x-r, y-r, 2*r, 2*r)
		return
	}
	c.circle(class, x, y, r)
}

package svg

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Head names a chart. ID must be unique on the page and made of letters,
// digits and hyphens.
type Head struct {
	ID    string
	Title string // what is shown
	Desc  string // what there is to see, in a sentence or two
}

// Span is a range of values, such as an interval.
type Span struct{ Lo, Hi float64 }

// Estimate is a value with its interval.
type Estimate struct {
	Value    float64
	Interval *Span // nil where there is none
}

// width is that of a chart which sets no other.
const width = 480.0

// wide is the width that a chart asks for.
func wide(asked int) float64 {
	if asked <= 0 {
		return width
	}
	return float64(asked)
}

// canvas collects the elements of one chart.
type canvas struct{ strings.Builder }

func (c *canvas) open(h Head, class string, height float64) { c.openWide(h, class, width, height) }

func (c *canvas) openWide(h Head, class string, width, height float64) {
	fmt.Fprintf(c, `<svg class="chart %s" viewBox="0 0 %s %s" role="group" aria-labelledby="%s-t %s-d" xmlns="http://www.w3.org/2000/svg">`,
		class, num(width), num(height), h.ID, h.ID)
	fmt.Fprintf(c, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, h.ID, esc(h.Title), h.ID, esc(h.Desc))
}

func (c *canvas) close() string {
	c.WriteString("</svg>")
	return c.String()
}

func (c *canvas) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(c, `<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`, class, num(x1), num(y1), num(x2), num(y2))
}

func (c *canvas) rect(class string, x, y, w, h float64) {
	fmt.Fprintf(c, `<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>`, class, num(x), num(y), num(max(0, w)), num(h))
}

// text writes s so that it fits into room units at the given size; what does
// not fit ends in an ellipsis and is told in a tool tip.
func (c *canvas) text(class, anchor string, x, y float64, s string, size, room float64) {
	shown := fit(s, size, room)
	fmt.Fprintf(c, `<text class="%s" x="%s" y="%s"`, class, num(x), num(y))
	if anchor != "start" {
		fmt.Fprintf(c, ` text-anchor="%s"`, anchor)
	}
	if rightToLeft(shown) {
		c.WriteString(` direction="ltr" unicode-bidi="plaintext"`) // the anchor stays at the same end
	}
	c.WriteString(">" + esc(shown))
	if shown != s {
		c.WriteString("<title>" + esc(s) + "</title>")
	}
	c.WriteString("</text>")
}

// link opens an element for a mark: an anchor where there is somewhere to go.
// The tip is what a pointer shows and a screen reader says.
func (c *canvas) link(href, tip string) {
	if href == "" {
		c.WriteString("<g>")
	} else {
		fmt.Fprintf(c, `<a href="%s">`, esc(href))
	}
	if tip != "" {
		c.WriteString("<title>" + esc(tip) + "</title>")
	}
}

func (c *canvas) unlink(href string) {
	if href == "" {
		c.WriteString("</g>")
		return
	}
	c.WriteString("</a>")
}

// shape draws the mark of a series: circle, square, diamond, triangle, in turn;
// a weak one is hollow.
func (c *canvas) shape(series int, weak bool, x, y, r float64) {
	class := "mark " + seriesClass(series)
	if weak {
		class += " weak"
	}
	switch series % 4 {
	case 0:
		c.circle(class, x, y, r)
	case 1:
		c.rect(class, x-r*.9, y-r*.9, r*1.8, r*1.8)
	case 2:
		c.diamond(class, x, y, r*1.25)
	default:
		c.path(class, [][2]float64{{x, y - r*1.2}, {x + r*1.15, y + r*.9}, {x - r*1.15, y + r*.9}}, true)
	}
}

func (c *canvas) circle(class string, x, y, r float64) {
	fmt.Fprintf(c, `<circle class="%s" cx="%s" cy="%s" r="%s"/>`, class, num(x), num(y), num(r))
}

func (c *canvas) diamond(class string, x, y, r float64) {
	c.path(class, [][2]float64{{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}}, true)
}

func (c *canvas) path(class string, points [][2]float64, closed bool) {
	fmt.Fprintf(c, `<path class="%s" d="`, class)
	for i, p := range points {
		command := "L"
		if i == 0 {
			command = "M"
		}
		c.WriteString(command + num(p[0]) + " " + num(p[1]))
	}
	if closed {
		c.WriteString("Z")
	}
	c.WriteString(`"/>`)
}

func seriesClass(i int) string { return "s" + strconv.Itoa(i%Series) }

// Series is the number of colours; a chart with more series would use one
// twice.
const Series = 7

func finite(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// known is the span, or nil where there is none or an end is not a number.
func (s *Span) known() *Span {
	if s == nil || !finite(s.Lo, s.Hi) {
		return nil
	}
	return s
}

// num writes a coordinate with at most one decimal.
func num(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	s := strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

// esc escapes text for HTML and XML alike and drops what neither may hold.
func esc(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
	return html.EscapeString(s)
}

// advance estimates a character's width in parts of the font size; real fonts
// differ by some five percent.
func advance(r rune) float64 {
	switch {
	case full(r):
		return 1
	case strings.ContainsRune("iljtfrI.,:;'|!()[] ", r):
		return 0.34
	case strings.ContainsRune("mwMW%@—", r):
		return 0.86
	case unicode.IsUpper(r):
		return 0.68
	case unicode.In(r, unicode.Mn):
		return 0
	}
	return 0.56
}

func measure(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		w += advance(r) * size
	}
	return w
}

// fit shortens s to the room at a size.
func fit(s string, size, room float64) string {
	if measure(s, size) <= room {
		return s
	}
	w := advance('…') * size
	for i, r := range s {
		if w += advance(r) * size; w > room {
			return strings.TrimRightFunc(s[:i], unicode.IsSpace) + "…"
		}
	}
	return s
}

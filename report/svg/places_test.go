package svg_test

import (
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"framewatch/report/svg"
)

type chart interface{ SVG() string }

// wave is some value in [0, 1) for an index.
func wave(i int) float64 { return float64(i*37%101) / 101 }

func differences(names []string, zh string) svg.Differences {
	d := svg.Differences{Head: svg.Head{ID: "df", Title: "Differences", Desc: "Rows."}, Left: "more in others", Right: "more in signatories"}
	for i, name := range names {
		v := wave(i) - .4
		row := svg.DifferenceRow{Label: name, LabelZH: zh, Value: v, Interval: span(v-.1, v+.1), Stands: math.Abs(v) > .1, Href: "#" + name, Tip: name}
		if i%2 == 0 {
			row.Corrected = &svg.Estimate{Value: v * .8, Interval: span(v*.8-.2, v*.8+.2)}
		}
		d.Rows = append(d.Rows, row)
	}
	return d
}

func day(n int) time.Time { return time.Date(2025, 5, 1+n, 0, 0, 0, 0, time.UTC) }

// timeline has ten weeks and an event in each second; every second event has
// shares.
func timeline(names []string) svg.Timeline {
	t := svg.Timeline{Head: svg.Head{ID: "tl", Title: "Documents", Desc: "By week."}, Unit: "documents a week", Shares: "Share with " + names[0]}
	for i := range 10 {
		t.Bins = append(t.Bins, svg.Bin{Start: day(7 * i), End: day(7*i + 7), Value: float64(i % 4), Href: "#week", Tip: names[0]})
	}
	for i, name := range names[:min(len(names), 5)] {
		e := svg.TimelineEvent{Number: i + 1, Date: day(14*i + 3), Label: name}
		if i%2 == 0 {
			e.Before, e.After = &svg.Window{From: day(14 * i), To: e.Date}, &svg.Window{From: e.Date, To: day(14*i + 7)}
			e.Step = &svg.Step{Before: svg.Estimate{Value: .1 * wave(i), Interval: span(0, .3)}, After: svg.Estimate{Value: wave(i + 1)}, NoteBefore: "n = 8", NoteAfter: "n = 12", Tip: name}
		}
		t.Events = append(t.Events, e)
	}
	return t
}

func matrix(names []string, heat bool) svg.Matrix {
	m := svg.Matrix{Head: svg.Head{ID: "mx", Title: "Matrix", Desc: "Cells."}, Columns: names, Percent: true, Heat: heat}
	for i, name := range names {
		r := svg.MatrixRow{Label: name, LabelZH: "对现有体系的补充", Note: "n = 30"}
		for j := range names {
			r.Cells = append(r.Cells, svg.Cell{Value: wave(i * j), Known: (i+j)%5 != 3, Weak: i == j, Omit: heat && i == j, Href: "#" + name, Tip: name})
		}
		m.Rows = append(m.Rows, r)
	}
	return m
}

func alluvial(names []string) svg.Alluvial {
	a := svg.Alluvial{Head: svg.Head{ID: "al", Title: "Copies", Desc: "Flows."}, Stages: []svg.Stage{{Title: "First outlet"}, {Title: "Lag"}, {Title: "Copying outlet 转载媒体"}}}
	for i, name := range names {
		for stage := range a.Stages {
			a.Stages[stage].Nodes = append(a.Stages[stage].Nodes, svg.Node{Label: name, Series: i, Href: "#" + name, Tip: name})
		}
		for stage := range 2 {
			a.Flows = append(a.Flows, svg.Flow{Stage: stage, From: i, To: (i + stage) % len(names), Value: 1 + float64(i), Href: "#" + name, Tip: name}, svg.Flow{Stage: stage, From: i, To: 0, Value: .5})
		}
	}
	return a
}

func slope(names []string, zh string) svg.Slope {
	s := svg.Slope{Head: svg.Head{ID: "sl", Title: "Halves", Desc: "Lines."}, Left: "English half", Right: "Chinese half 中文部分"}
	for i, name := range names {
		s.Lines = append(s.Lines, svg.SlopeLine{Label: name, LabelRight: zh, From: wave(i), To: wave(i + 1), Stands: i%2 == 0, Series: i, Href: "#" + name, Tip: name})
	}
	return s
}

func multiples(names []string) svg.Multiples {
	m := svg.Multiples{Head: svg.Head{ID: "mu", Title: "Panels", Desc: "Groups."}}
	for i, name := range names {
		p := svg.Panel{Label: name, Note: "n = 30", Href: "#" + name, Tip: name}
		if i%3 == 2 {
			p.Missing = "n = 3, too few"
		}
		for j := 0; j < 3 && p.Missing == ""; j++ {
			bar := svg.PanelBar{Label: names[j%len(names)], Value: wave(i + j), Interval: span(wave(i+j)/2, wave(i+j)), Series: j, Weak: j == 1, Href: "#" + name, Tip: name}
			if j == 2 {
				bar.Missing = "not coded"
			}
			p.Bars = append(p.Bars, bar)
		}
		m.Panels = append(m.Panels, p)
	}
	return m
}

// box is where a text stands, by the package's own estimate of widths.
type box struct {
	text                     string
	left, right, top, bottom float64
	turned                   *box // the same before it was turned, about the origin: boxes turned alike compare
}

func sizeOf(class string) float64 {
	for _, c := range []struct {
		name string
		size float64
	}{{"fine", 12}, {"side", 12}, {"tick", 11}, {"note", 11}, {"event-number", 11}} {
		if slices.Contains(strings.Fields(class), c.name) {
			return c.size
		}
	}
	return 13
}

// boxes reads a chart's texts and the size of its view box.
func boxes(t *testing.T, chart string) (out []box, width, height float64) {
	t.Helper()
	attr := func(e xml.StartElement, name string) string {
		for _, a := range e.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		return v
	}
	dec := xml.NewDecoder(strings.NewReader(chart))
	var text, line xml.StartElement
	title := false
	for {
		token, err := dec.Token()
		if err != nil {
			return out, width, height
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "svg":
				view := strings.Fields(attr(e, "viewBox"))
				width, height = number(view[2]), number(view[3])
			case "text":
				text, line = e.Copy(), e.Copy()
			case "tspan":
				line = e.Copy()
			case "title":
				title = true
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "title":
				title = false
			case "text":
				text = xml.StartElement{}
			}
		case xml.CharData:
			if text.Name.Local == "" || title {
				continue
			}
			size := sizeOf(attr(text, "class"))
			x, y, w := number(attr(line, "x")), number(attr(line, "y")), svg.Measure(string(e), size)
			switch attr(text, "text-anchor") {
			case "end":
				x -= w
			case "middle":
				x -= w / 2
			}
			b := box{string(e), x, x + w, y - size*.8, y + size*.2, nil}
			if turn := attr(text, "transform"); turn != "" {
				b = turnedBox(t, b, turn)
			}
			out = append(out, b)
		}
	}
}

// turnedBox is the box around one turned by degrees about a point.
func turnedBox(t *testing.T, b box, turn string) box {
	t.Helper()
	var degrees, cx, cy float64
	if _, err := fmt.Sscanf(turn, "rotate(%f %f %f)", &degrees, &cx, &cy); err != nil {
		t.Fatal(turn, err)
	}
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	u, v := cx*cos+cy*sin, cy*cos-cx*sin
	out := box{b.text, math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1), &box{b.text, b.left - cx + u, b.right - cx + u, b.top - cy + v, b.bottom - cy + v, nil}}
	for _, x := range []float64{b.left, b.right} {
		for _, y := range []float64{b.top, b.bottom} {
			px, py := cx+(x-cx)*cos-(y-cy)*sin, cy+(x-cx)*sin+(y-cy)*cos
			out.left, out.right, out.top, out.bottom = min(out.left, px), max(out.right, px), min(out.top, py), max(out.bottom, py)
		}
	}
	return out
}

// TestLabelsHaveRoom draws each chart with few and many labels of many kinds:
// none leaves the chart, no two touch.
func TestLabelsHaveRoom(t *testing.T) {
	kinds := map[string]string{
		"en":     "Alternative or rival to existing courts and order",
		"zh":     "对中立性与公信力的质疑",
		"both":   "Competition with rival seats (Singapore, London) 与新加坡等调解地竞争",
		"ar":     "المنظمة الدولية للوساطة في هونغ كونغ",
		"word":   strings.Repeat("Donaudampfschifffahrt", 4),
		"short":  "a",
		"markup": `<b onclick="x">&amp;</b>`,
	}
	for kind, text := range kinds {
		for _, n := range []int{1, 2, 5, 12} {
			var names []string
			for i := range n {
				names = append(names, fmt.Sprintf("%s %d", text, i+1))
			}
			heat := matrix(names, true)
			heat.Width = 960
			wideTimeline, wideFlows := timeline(names), alluvial(names)
			wideTimeline.Width, wideFlows.Width = 960, 960
			for name, c := range map[string]chart{
				"differences": differences(names, "对中立性与公信力的质疑"), "timeline": timeline(names), "timeline wide": wideTimeline,
				"matrix": matrix(names, false), "heat": heat, "alluvial": alluvial(names), "alluvial wide": wideFlows,
				"slope": slope(names, text), "multiples": multiples(names),
			} {
				checkBoxes(t, fmt.Sprintf("%s of %d %s", name, n, kind), c.SVG())
			}
		}
	}
	for name, c := range charts() {
		checkBoxes(t, name, c)
	}
}

func checkBoxes(t *testing.T, name, chart string) {
	t.Helper()
	all, width, height := boxes(t, chart)
	if len(all) == 0 {
		t.Errorf("%s has no text", name)
	}
	for i, a := range all {
		if a.left < -1 || a.right > width+1 || a.top < -1 || a.bottom > height+1 {
			t.Errorf("%s: %q leaves the chart of %v by %v: %+v", name, a.text, width, height, a)
		}
		for _, b := range all[:i] {
			a := a
			if a.turned != nil && b.turned != nil {
				a, b = *a.turned, *b.turned
			} else if a.turned != nil || b.turned != nil {
				continue
			}
			if a.left < b.right-1 && b.left < a.right-1 && a.top < b.bottom-1 && b.top < a.bottom-1 {
				t.Errorf("%s: %q and %q touch: %+v %+v", name, a.text, b.text, a, b)
			}
		}
	}
}

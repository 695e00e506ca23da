package svg

import (
	"math"
	"strconv"
	"time"
)

// Timeline shows documents or stories on an axis of true time with events and
// the windows around them, and below it, for one series, the share before and
// after each event that has numbers.
type Timeline struct {
	Head
	Width  int   // 0 is 480
	Bins   []Bin // in order of time, without overlap
	Events []TimelineEvent
	Unit   string // what the bars count: "documents a week"
	// Shares names the series of the lower panels: "Share with ‘Fills a gap’".
	Shares string
}

// Bin is a bar: the number of a day, week or month. End is exclusive.
type Bin struct {
	Start, End time.Time
	Value      float64
	Href       string
	Tip        string
}

// TimelineEvent is a dated mark with its number. Windows that are nil are not
// shaded; without a Step the event is only marked.
type TimelineEvent struct {
	Number        int
	Date          time.Time
	Label         string
	Before, After *Window
	Step          *Step
}

// Window is a stretch of time; To is exclusive.
type Window struct{ From, To time.Time }

// Step is a share before and after an event.
type Step struct {
	Before, After         Estimate
	NoteBefore, NoteAfter string // below each, such as "n = 12"
	Stands                bool   // the change stands: filled marks
	Href                  string
	Tip                   string
}

// SVG draws the timeline, or nothing where there are no bins.
func (t Timeline) SVG() string {
	const left, top, plot = 42.0, 50.0, 100.0
	x, y, step, ok := t.scales(left, top, plot)
	if !ok {
		return ""
	}
	steps := t.steps()
	panels := t.panels(steps)
	c := &canvas{}
	c.openWide(t.Head, "timeline", wide(t.Width), top+plot+36+panels.height)
	c.hatching(t.ID, "muted-hatch")
	bottom := top + plot
	for _, e := range t.Events {
		c.window(t.ID, "before", e.Before, x, top, bottom)
		c.window(t.ID, "after", e.After, x, top, bottom)
	}
	c.vertical(y, step, left, x.to, false)
	if t.Unit != "" {
		c.label(layIn("tick", t.Unit, sizeSmall, x.to-2, 1), "start", 2, 8)
	}
	for _, b := range t.Bins {
		if !finite(b.Value) || b.Value < 0 {
			continue
		}
		from, to := x.at(days(b.Start)), x.at(days(b.End))
		c.link(b.Href, b.Tip)
		c.rect("hit", from, top, max(1, to-from), plot)
		if b.Value > 0 {
			c.rect("bar s0", from, y.at(b.Value), max(1, to-from-min(1, (to-from)/5)), bottom-y.at(b.Value))
		}
		c.unlink(b.Href)
	}
	c.line("zero", left, bottom, x.to, bottom)
	c.dates(x, bottom)
	var marks []Event
	for _, e := range t.Events {
		if at := days(e.Date); at >= x.lo && at <= x.hi {
			marks = append(marks, Event{Number: e.Number, Month: at, Label: e.Label})
		}
	}
	c.eventsAt(marks, x, 18, bottom)
	panels.draw(c, bottom+36)
	return c.close()
}

// days is a place on an axis of time.
func days(t time.Time) float64 { return float64(t.Unix()) / 86400 }

func (t Timeline) scales(left, top, plot float64) (x, y scale, step float64, ok bool) {
	lo, hi, most := math.Inf(1), math.Inf(-1), 0.0
	for _, b := range t.Bins {
		if finite(b.Value) {
			lo, hi, most = min(lo, days(b.Start)), max(hi, days(b.End)), max(most, b.Value)
		}
	}
	if !(hi > lo) {
		return x, y, 0, false
	}
	end, step := Ceil(most)
	if step < 1 {
		end, step = max(1, math.Ceil(most)), 1
	}
	return scale{lo, hi, left, wide(t.Width) - 10}, scale{0, end, top + plot, top}, step, true
}

func (c *canvas) window(id, class string, w *Window, x scale, top, bottom float64) {
	if w == nil {
		return
	}
	from, to := x.at(days(w.From)), x.at(days(w.To))
	if to <= from {
		return
	}
	c.rect("window "+class, from, top, to-from, bottom-top)
	if class == "before" {
		c.hatch(id, from, top, to-from, bottom-top)
	}
}

// dates labels days, months or years, as many as there is room for, with the
// year below the first and below each change.
func (c *canvas) dates(x scale, bottom float64) {
	const room = 42
	at := func(d float64) time.Time { return time.Unix(int64(d*86400), 0).UTC() }
	first := at(x.lo)
	perDay := (x.to - x.from) / (x.hi - x.lo)
	year := ""
	mark := func(t time.Time, form string) {
		px := x.at(days(t))
		c.line("grid", px, bottom, px, bottom+4)
		anchor := "middle"
		if px > x.to-14 {
			anchor = "end"
		}
		c.text("tick", anchor, px, bottom+16, t.Format(form), sizeSmall, 60)
		if y := t.Format("2006"); y != year && form != "2006" {
			year = y
			c.text("tick", anchor, px, bottom+29, y, sizeSmall, 60)
		}
	}
	if perDay*28 > room*2.5 { // under about three months: days
		every := 1
		for _, n := range []int{1, 2, 7, 14} {
			if every = n; perDay*float64(n) >= room {
				break
			}
		}
		for t := first; days(t) <= x.hi; t = t.AddDate(0, 0, every) {
			mark(t, "2 Jan")
		}
		return
	}
	every, form := 12, "2006"
	for _, n := range []int{1, 2, 3, 4, 6} {
		if perDay*30.4*float64(n) >= room {
			every, form = n, "Jan"
			break
		}
	}
	for perDay*30.4*float64(every) < room {
		every += 12
	}
	t := time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
	for ; days(t) <= x.hi; t = t.AddDate(0, 1, 0) {
		if months := t.Year()*12 + int(t.Month()) - 1; days(t) >= x.lo && months%every == 0 {
			mark(t, form)
		}
	}
}

func (t Timeline) steps() []TimelineEvent {
	var out []TimelineEvent
	for _, e := range t.Events {
		if s := e.Step; s != nil && finite(s.Before.Value, s.After.Value) {
			out = append(out, e)
		}
	}
	return out
}

// stepPanels are the panels below the axis, three a row on a narrow chart.
type stepPanels struct {
	title  label
	steps  []TimelineEvent
	names  []label
	row    int     // panels a row
	each   float64 // width of a panel
	head   float64 // height of the names
	end    float64 // of the axis
	step   float64
	height float64
}

const stepPlot, stepNotes, stepGap = 92.0, 34.0, 14.0

func (t Timeline) panels(steps []TimelineEvent) stepPanels {
	p := stepPanels{steps: steps}
	if len(steps) == 0 {
		return p
	}
	room := wide(t.Width)
	p.row = int(room / 156)
	p.each = (room - stepGap*float64(p.row-1)) / float64(p.row)
	p.title = lay("side", t.Shares, sizeFine, room-4)
	most := 0.0
	for _, e := range steps {
		name := lay("fine", strconv.Itoa(e.Number)+". "+e.Label, sizeFine, p.each-4)
		p.names, p.head = append(p.names, name), max(p.head, name.height())
		for _, v := range []Estimate{e.Step.Before, e.Step.After} {
			most = max(most, v.Value)
			if i := v.Interval.known(); i != nil {
				most = max(most, i.Hi)
			}
		}
	}
	p.end, p.step = Ceil(min(1, most))
	if p.end > 1 {
		p.end, p.step = 1, .25
	}
	rows := (len(steps) + p.row - 1) / p.row
	p.height = p.title.height() + 14 + float64(rows)*(p.head+stepPlot+stepNotes+stepGap)
	return p
}

func (p stepPanels) draw(c *canvas, top float64) {
	if len(p.steps) == 0 {
		return
	}
	c.label(p.title, "start", 2, top+p.title.height()/2+2)
	for i, e := range p.steps {
		x := float64(i%p.row) * (p.each + stepGap)
		y := top + p.title.height() + 14 + float64(i/p.row)*(p.head+stepPlot+stepNotes+stepGap)
		c.label(p.names[i], "start", x+2, y+p.names[i].height()/2)
		p.panel(c, e.Step, x, y+p.head+8)
	}
}

func (p stepPanels) panel(c *canvas, s *Step, x, top float64) {
	y := scale{0, p.end, top + stepPlot, top}
	left, right := x+34, x+p.each-2
	c.vertical(y, p.step, left, right, true)
	c.line("zero", left, y.from, right, y.from)
	third := (right - left) * .32
	before, after := left+third, right-third
	c.link(s.Href, s.Tip)
	c.rect("hit", left, top, right-left, stepPlot)
	c.line("step s0", before, y.at(s.Before.Value), after, y.at(s.After.Value))
	for _, side := range []struct {
		Estimate
		at, out    float64
		anchor     string
		name, note string
	}{{s.Before, before, -7, "end", "before", s.NoteBefore}, {s.After, after, 7, "start", "after", s.NoteAfter}} {
		if i := side.Interval.known(); i != nil {
			c.line("thin s0", side.at, y.at(i.Lo), side.at, y.at(i.Hi))
			c.line("thin s0", side.at-3, y.at(i.Lo), side.at+3, y.at(i.Lo))
			c.line("thin s0", side.at-3, y.at(i.Hi), side.at+3, y.at(i.Hi))
		}
		c.shape(0, !s.Stands, side.at, y.at(side.Value), 4)
		v := min(max(y.at(side.Value), top+6), y.from-6)
		c.text("label fine", side.anchor, side.at+side.out, v+4, tick(math.Round(side.Value*100)/100, true), sizeFine, third)
		c.text("tick", "middle", side.at, y.from+14, side.name, sizeSmall, 2*third)
		c.text("tick", "middle", side.at, y.from+28, side.note, sizeSmall, 2*third)
	}
	c.unlink(s.Href)
}

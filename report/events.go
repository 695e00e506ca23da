package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"framewatch/report/svg"
)

const (
	// mostWeeks is how many weeks fit as bars; a longer stretch is counted by months.
	mostWeeks = 110
	// mostYears bounds the time line to the latest years.
	mostYears = 6
	// storiesAMonth is under how many stories a month its share says next to nothing:
	// intervals reach over most of what a share can be.
	storiesAMonth = 15
	// movesDrawn is how many moves a chart shows.
	movesDrawn = 8
)

// span is the first and the last day on which a document that counts was published;
// zero where no day is known.
func (b *builder) span() (first, last time.Time) {
	for day := range b.days() {
		if first.IsZero() || day.Before(first) {
			first = day
		}
		if day.After(last) {
			last = day
		}
	}
	return first, last
}

// days counts the documents of each day.
func (b *builder) days() map[time.Time]int {
	if b.daily != nil {
		return b.daily
	}
	b.daily = map[time.Time]int{}
	selection := b.settings.Selection()
	selection.IncludePaywalled = true // coverage counts teasers
	for d := range b.corpus.All() {
		if day, err := time.Parse(time.DateOnly, d.Date); err == nil && b.corpus.Selects(selection, d.ID) {
			b.daily[day]++
		}
	}
	return b.daily
}

// timeSections show documents over time, events, and what moved around them.
func (b *builder) timeSections(found around) []pageSection {
	first, last := b.span()
	if first.IsZero() {
		return nil
	}
	s := pageSection{ID: "time", Title: "Over time and around events"}
	s.Blocks = append(s.Blocks, block{Text: b.timeText(found)}, block{Figures: []figure{b.timeline(first, last, found)}})
	if f, ok := b.movesFigure(found); ok {
		s.Blocks = append(s.Blocks, block{Figures: []figure{f}})
	}
	if t := b.changesTable(found); len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, block{Text: b.changesText(found), Table: &t, Folded: "Months in which shares changed"})
	}
	return []pageSection{b.withPanels(s)}
}

// withPanels adds shares by month where months have enough stories.
func (b *builder) withPanels(s pageSection) pageSection {
	months := b.months()
	var stories []float64
	for _, n := range b.countsBy("month") {
		if slices.Contains(months, n.Group) {
			stories = append(stories, float64(n.Stories))
		}
	}
	if len(stories) < 2 {
		return s
	}
	if half := median(stories); half < storiesAMonth {
		s.Blocks = append(s.Blocks, block{Text: fmt.Sprintf("Shares by month are not drawn: half of the months have at most %.0f stories, and intervals over fewer than %d reach over most of what a share can be.", half, storiesAMonth)})
		return s
	}
	events, _ := b.marks(months)
	if panels, legend := b.timePanels(months, events); len(panels) > 0 {
		s.Blocks = append(s.Blocks, block{Text: fmt.Sprintf("Share of documents by month. Months with fewer than %d documents are left out; bands are intervals that allow for copies.", b.settings.MinDocs)},
			block{Legend: legend, Figures: panels})
	}
	return s
}

func (b *builder) timeText(found around) string {
	if b.codebook == "" {
		return b.noCodes() + " So no shares around events are compared."
	}
	if len(found.events) == 0 {
		return b.noEvent() + " So no shares around events are compared."
	}
	text := fmt.Sprintf("The %d days before each event are set against the %d days from its own day on. p values are adjusted for all %d frames and events that were tested", eventWindow, eventWindow, found.tested())
	return text + b.tooNear(found.events) + "."
}

// timeline is the documents by week with events and windows, and what the frame with
// the best evidence did.
func (b *builder) timeline(first, last time.Time, found around) figure {
	if earliest := last.AddDate(-mostYears, 0, 0); first.Before(earliest) {
		first = earliest
	}
	chart := svg.Timeline{Head: svg.Head{ID: b.id()}, Width: 960}
	f := figure{Wide: true, Data: table{Title: "Data", Head: []string{"From", "Documents"}}}
	unit, bins := b.bins(first, last)
	chart.Bins, chart.Unit = bins, "documents by "+unit
	most, total := svg.Bin{}, 0
	for _, bin := range bins {
		total += int(bin.Value)
		if bin.Value > most.Value {
			most = bin
		}
		if bin.Value > 0 {
			f.Data.Rows = append(f.Data.Rows, []tableCell{text(bin.Start.Format("2 January 2006")), number(count(int(bin.Value)))})
		}
	}
	frame := ""
	if len(found.moves) > 0 {
		frame = found.moves[0].frame
		chart.Shares = "Share of documents with " + quoted(b.labels.frame(frame).EN)
	}
	var drawn []string
	end := bins[len(bins)-1].End
	for _, e := range b.events {
		day, err := time.Parse(time.DateOnly, e.Date)
		if err != nil || day.Before(bins[0].Start) || !day.Before(end) {
			continue
		}
		mark := svg.TimelineEvent{Number: len(chart.Events) + 1, Date: day, Label: e.LabelEN}
		if at := slices.IndexFunc(found.events, func(w *windowed) bool { return w.EventID == e.EventID }); at >= 0 {
			found.events[at].number = mark.Number
			mark.Before, mark.After = &svg.Window{From: day.AddDate(0, 0, -eventWindow), To: day}, &svg.Window{From: day, To: day.AddDate(0, 0, eventWindow)}
			mark.Step = b.step(found, e.EventID, frame)
			if mark.Step != nil {
				drawn = append(drawn, e.EventID)
			}
		}
		chart.Events = append(chart.Events, mark)
		f.Keys = append(f.Keys, strings.TrimSpace(dayName(e.Date)+": "+e.LabelEN+" "+e.LabelZH))
	}
	f.Title.EN = fmt.Sprintf("Most documents, %d, were published in the %s from %s", int(most.Value), unit, most.Start.Format("2 January 2006"))
	if len(found.moves) > 0 {
		f.Title.EN = b.moveFinding(found)
	}
	chart.Title = f.Title.EN
	chart.Desc = fmt.Sprintf("%s by %s, %s, shares before and after %d of them.", plural(total, "document", "documents"), unit, plural(len(chart.Events), "event", "events"), len(drawn))
	f.SVG = inline(chart)
	if len(chart.Events) == 0 {
		f.Note = "No event of the settings falls into this time."
	}
	if len(found.events) > 0 {
		f.Note = strings.TrimSpace(f.Note + fmt.Sprintf(" Hatched: %d days before an event; shaded: %d days from it on. Filled marks: more than chance after adjustment.", eventWindow, eventWindow))
	}
	if undated := b.undated(); undated > 0 {
		f.Note = strings.TrimSpace(f.Note + " " + plural(undated, "document without a known day is", "documents without a known day are") + " not shown.")
	}
	return f
}

// bins counts documents by week, from Monday on, or by month.
func (b *builder) bins(first, last time.Time) (unit string, bins []svg.Bin) {
	unit = "week"
	at := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
	next := func(t time.Time) time.Time { return t.AddDate(0, 0, 7) }
	if last.Sub(at).Hours()/24/7 > mostWeeks {
		unit = "month"
		at = time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
		next = func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }
	}
	for ; !at.After(last); at = next(at) {
		bin := svg.Bin{Start: at, End: next(at)}
		for day := at; day.Before(bin.End); day = day.AddDate(0, 0, 1) {
			bin.Value += float64(b.days()[day])
		}
		bin.Tip = fmt.Sprintf("%s from %s: %s", sentenceCase(unit), at.Format("2 January 2006"), plural(int(bin.Value), "document", "documents"))
		if bin.Value > 0 {
			bin.Href = b.nameCell(bin.Tip, condition{byPeriod, period(unit, at)})
		}
		bins = append(bins, bin)
	}
	return unit, bins
}

// undated counts the documents that name the subject and have no day.
func (b *builder) undated() int {
	dated, all := 0, 0
	for _, n := range b.days() {
		dated += n
	}
	for _, n := range b.countsBy("all") {
		all += n.Target
	}
	return max(0, all-dated)
}

// step is the share of a frame before and after an event; nil where a side has too
// few documents.
func (b *builder) step(found around, event, frame string) *svg.Step {
	for _, m := range found.moves {
		if m.event.EventID != event || m.frame != frame {
			continue
		}
		return &svg.Step{Before: estimated(m.before), After: estimated(m.after), NoteBefore: fmt.Sprintf("n = %d", m.before.N), NoteAfter: fmt.Sprintf("n = %d", m.after.N),
			Stands: m.stands(1 - b.settings.Confidence), Href: b.moveCell(m), Tip: b.moveSaid(m)}
	}
	return nil
}

// moveCell leads to the lines of a frame after an event, or before it where none is
// after.
func (b *builder) moveCell(m move) string {
	side, r := windowAfter, m.after
	if m.after.NPositive == 0 {
		side, r = windowBefore, m.before
	}
	label := fmt.Sprintf("%s, %s: %d of %s", m.event.LabelEN, side, r.NPositive, plural(int(r.N), "document", "documents"))
	return b.index.cell(frameLines(m.frame), label, condition{byPeriod, side + " " + m.event.EventID})
}

func (b *builder) moveSaid(m move) string {
	return fmt.Sprintf("%s, %s: %s before, %s after, %s points (%s; p adjusted %s)", b.labels.frame(m.frame).EN, m.event.LabelEN, percent(m.before.Value), percent(m.after.Value),
		points(m.difference.Value), rowRange(m.difference), pText(m.pAdj))
}

// moveFinding is what the time line shows, in a line.
func (b *builder) moveFinding(found around) string {
	best := found.moves[0]
	said := fmt.Sprintf("%s, %s points after %s", quoted(b.labels.frame(best.frame).EN), points(best.difference.Value), quoted(best.event.LabelEN))
	if best.stands(1 - b.settings.Confidence) {
		return "The clearest move: " + said
	}
	return "No move around an event is shown; the nearest to one is " + said
}

// movesFigure is the moves with the best evidence, with their intervals.
func (b *builder) movesFigure(found around) (f figure, ok bool) {
	chart := svg.Differences{Head: svg.Head{ID: b.id(), Title: "Share after an event less share before it, in points"}, Width: 960, Left: "less after", Right: "more after"}
	f = figure{Title: Label{EN: fmt.Sprintf("What changed most within %d days", eventWindow)}, Wide: true,
		Legend: []legendItem{{Kind: "mark", Text: "more than chance"}, {Kind: "open", Text: "not shown to be"}, {Kind: "thin", Text: "interval"}},
		Data:   table{Title: "All moves in figures", Head: []string{"Frame", "Event", "Before", "Documents", "After", "Documents", "Difference in points", "Interval", "p", "p adjusted"}}}
	for _, m := range found.moves {
		d := m.difference
		if d.P == nil {
			continue
		}
		if len(chart.Rows) < movesDrawn {
			chart.Rows = append(chart.Rows, svg.DifferenceRow{Label: fmt.Sprintf("%s, event %d", b.labels.frame(m.frame).EN, m.event.number), LabelZH: b.labels.frame(m.frame).ZH,
				Value: d.Value, Interval: &svg.Span{Lo: *d.CILo, Hi: *d.CIHi}, Stands: m.stands(1 - b.settings.Confidence), Href: b.moveCell(m), Tip: b.moveSaid(m)})
		}
		if len(f.Data.Rows) < maxTableRows {
			f.Data.Rows = append(f.Data.Rows, []tableCell{text(b.labels.frame(m.frame).EN), text(m.event.LabelEN), number(percent(m.before.Value)), number(count(int(m.before.N))),
				number(percent(m.after.Value)), number(count(int(m.after.N))), number(points(d.Value)), number(rowRange(d)), number(pText(*d.P)), number(pText(m.pAdj))})
		}
	}
	if len(chart.Rows) == 0 {
		return f, false
	}
	chart.Desc = fmt.Sprintf("%s with the best evidence: %s.", plural(len(chart.Rows), "move", "moves"), b.moveSaid(found.moves[0]))
	f.SVG = inline(chart)
	if left := found.tested() - len(f.Data.Rows); left > 0 {
		f.Note = fmt.Sprintf("%s with less evidence are in neither chart nor table.", plural(left, "move", "moves"))
	}
	return f, true
}

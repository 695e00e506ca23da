package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"framewatch/compare"
	"framewatch/report/svg"
)

// maxMonths bounds time lines to the latest three years.
const maxMonths = 36

// months lists the months from the first to the last with documents, without
// gaps.
func (b *builder) months() []string {
	first, last := "", ""
	for _, n := range b.countsBy("month") {
		if n.Group == compare.GroupUndated || n.Target == 0 {
			continue
		}
		if first == "" || n.Group < first {
			first = n.Group
		}
		last = max(last, n.Group)
	}
	at, err := time.Parse("2006-01", first)
	end, err2 := time.Parse("2006-01", last)
	if err != nil || err2 != nil {
		return nil
	}
	if earliest := end.AddDate(0, -maxMonths+1, 0); at.Before(earliest) {
		at = earliest
	}
	var out []string
	for ; !at.After(end); at = at.AddDate(0, 1, 0) {
		out = append(out, at.Format("2006-01"))
	}
	return out
}

// marks places the events that fall into the months.
func (b *builder) marks(months []string) (events []svg.Event, keys []string) {
	for _, e := range b.events {
		at, err := time.Parse(time.DateOnly, e.Date)
		if err != nil {
			continue
		}
		month := slices.Index(months, at.Format("2006-01"))
		if month < 0 {
			continue
		}
		days := at.AddDate(0, 1, -at.Day()).Day()
		label := strings.TrimSpace(dayName(e.Date) + ": " + e.LabelEN + " " + e.LabelZH)
		events = append(events, svg.Event{Number: len(events) + 1, Month: float64(month) + (float64(at.Day())-.5)/float64(days), Label: label})
		keys = append(keys, label)
	}
	return events, keys
}

// timePanels draws the most frequent frames, each by month: on both sides of
// the first contrast where there is one.
func (b *builder) timePanels(months []string, events []svg.Event) ([]figure, []legendItem) {
	frames := b.frameOrder()
	frames = frames[:min(len(frames), b.cfg.Panels)]
	sides := [][]compare.Estimate{b.monthly()}
	legend := []legendItem(nil)
	contrast := -1
	for i, r := range b.suite.Contrasts {
		if r.Codebook == b.codebook && len(r.Months[0]) > 1 && len(r.Months[1]) > 1 {
			contrast, sides = i, [][]compare.Estimate{r.Months[0], r.Months[1]}
			legend = []legendItem{{Kind: "line", Text: b.labels.side(r.A)}, {Series: 1, Kind: "line", Text: b.labels.side(r.B)}}
			break
		}
	}
	var out []figure
	for _, f := range frames {
		out = append(out, b.timePanel(f, months, events, sides, contrast))
	}
	return out, legend
}

func (b *builder) monthly() []compare.Estimate {
	var out []compare.Estimate
	for _, e := range b.suite.Prevalence {
		if e.By == "month" && e.Codebook == b.codebook {
			out = append(out, e)
		}
	}
	return out
}

func (b *builder) timePanel(frame string, months []string, events []svg.Event, sides [][]compare.Estimate, contrast int) figure {
	label := b.labels.frame(frame)
	chart := svg.TimeSeries{Head: svg.Head{ID: b.id(), Title: label.EN + " by month"}, Months: months, Events: events, Percent: true, Max: 1}
	data := table{Title: "Data", Head: []string{"Month", "Side", "Documents", "Share", "Interval"}}
	for side, estimates := range sides {
		line := svg.Line{Index: side}
		name := "All"
		if contrast >= 0 {
			r := b.suite.Contrasts[contrast]
			name = b.labels.side([]compare.Filter{r.A, r.B}[side])
		}
		for _, e := range estimates {
			i := slices.Index(months, e.Group)
			if e.Frame != frame || i < 0 {
				continue
			}
			where := []condition{{"month", e.Group}}
			if contrast >= 0 {
				where = append(where, condition{bySide, sideName(contrast, side)})
			}
			tip := says(name+", "+monthName(e.Group), e)
			p := svg.Point{Month: i, Value: e.Share, Tip: tip, Href: b.index.cell(frameLines(frame), tip, where...)}
			if e.Clustered.Method != "" {
				p.Band = &svg.Span{Lo: e.Clustered.Interval.Lo, Hi: e.Clustered.Interval.Hi}
			}
			line.Points = append(line.Points, p)
			data.Rows = append(data.Rows, []tableCell{text(monthName(e.Group)), text(name), number(count(e.N)), number(percent(e.Share)), number(percentRange(e.Clustered))})
		}
		slices.SortFunc(line.Points, func(x, y svg.Point) int { return x.Month - y.Month })
		chart.Series = append(chart.Series, line)
	}
	chart.Desc = fmt.Sprintf("Share of documents with the frame in each of %d months, with intervals.", len(months))
	return figure{Title: label, SVG: inline(chart), Data: data}
}

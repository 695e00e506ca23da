package report

import (
	"fmt"
	"time"

	"framewatch/report/svg"
	"framewatch/store"
)

// byPeriod is the dimension of conditions on the day of publication: a week, a month
// of bars, or a window around an event.
const byPeriod = "period"

const (
	windowBefore = "before"
	windowAfter  = "after"
)

// period names a bar of the time line.
func period(unit string, start time.Time) string { return unit + " " + start.Format(time.DateOnly) }

// periodsOf lists the periods that a day is in.
func (b *builder) periodsOf(date string) []condition {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return nil
	}
	monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	out := []condition{{byPeriod, period("week", monday)}, {byPeriod, period("month", day.AddDate(0, 0, 1-day.Day()))}}
	for _, e := range b.events {
		at, err := time.Parse(time.DateOnly, e.Date)
		switch away := int(day.Sub(at).Hours() / 24); {
		case err != nil || away < -eventWindow || away >= eventWindow:
		case away >= 0:
			out = append(out, condition{byPeriod, windowAfter + " " + e.EventID})
		default:
			out = append(out, condition{byPeriod, windowBefore + " " + e.EventID})
		}
	}
	return out
}

// estimated is the share of a row with its interval.
func estimated(r store.EstimateRow) svg.Estimate {
	e := svg.Estimate{Value: r.Value}
	if r.CILo != nil && r.CIHi != nil {
		e.Interval = &svg.Span{Lo: *r.CILo, Hi: *r.CIHi}
	}
	return e
}

// changesText says what the table of changes is.
func (b *builder) changesText(found around) string {
	frames := map[string]bool{}
	for _, r := range found.changes {
		frames[r.Item] = true
	}
	return fmt.Sprintf("Whatever the events, the share of stories with %s changed for good in some month (segmented Poisson rates, by the lowest BIC). "+
		"So many frames are looked at that some of this is chance.", plural(len(frames), "frame", "frames"))
}

// changesTable is the months in which shares changed.
func (b *builder) changesTable(found around) table {
	t := table{Title: "Change points", Head: []string{"Frame", "From", "Share of stories before", "After"}}
	before := map[[2]string]float64{}
	for _, r := range found.changes {
		k := [2]string{r.Item, r.GroupName}
		if r.Statistic == "rate_before" {
			before[k] = r.Value
			continue
		}
		href := b.index.cell(frameLines(r.Item), monthName(r.GroupName), condition{"month", r.GroupName})
		t.Rows = append(t.Rows, []tableCell{text(b.labels.frame(r.Item).EN), {Text: monthName(r.GroupName), Href: href}, number(percent(before[k])), number(percent(r.Value))})
	}
	return t
}

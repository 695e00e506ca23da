package statistics

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"framewatch/compare/stats"
	"framewatch/compare/trend"
)

func events() Statistic {
	return Statistic{
		Name: "events", Short: "Coverage and shares before and after events",
		About: `Each row is a document with its date; dates without a day are left out. For each
event in the order of dates, each group and each outcome, with one without outcome
for all documents first, come out: the ratio of the rates per day after and before
(method exact), and of outcomes the difference of shares, after less before (method
mover). The day of the event counts as after. The exact interval takes documents as
independent, which copies of a story are not; that of the difference knows stories
and outlets.`,
		Formulas: []Formula{
			{"rate_ratio", "(after / days after) / (before / days before); given both, after is binomial", "Przyborowski & Wilenski 1940, Biometrika 31; interval: Clopper & Pearson 1934, Biometrika 26"},
			{"difference", "as in stats contrast", "Zou & Donner 2008, Statistics in Medicine 27"},
		},
		Fields: []Field{
			{"event", "name of the event, else its date"}, {"date", "its day"}, {"group", "group, where --group names a column"},
			{"outcome", "column; null for all documents"}, {"statistic", "rate_ratio or difference"}, {"method", "exact or mover"},
			{"value", "the estimate"}, {"ci_lo", "lower end of its interval"}, {"ci_hi", "upper end"}, {"p", "two-sided p value of no change"},
			{"count_before", "documents before, with the outcome where there is one"}, {"count_after", "the same after"},
			{"n_before", "documents before that are coded"}, {"n_after", "after"}, {"days_before", "days before"}, {"days_after", "days after"},
			{"before", "rate per day, or share, before"}, {"after", "after"}, {"cluster_by", "of a difference: document, story, outlet or two_way"},
			{"confidence", "of the interval"},
		},
		Example: "  framewatch stats events --date published --event signing=2025-05-30 --event 2025-10-20 --before 28 --after 28 --outcome frame_x documents.csv",
		Options: func(f Flags) Run {
			var e around
			e.bind(f)
			return e.run
		},
	}
}

// around are the flags of events.
type around struct {
	binary
	date, file    string
	events        []string
	before, after int
	confidence    float64
}

func (a *around) bind(f Flags) {
	a.binary.bind(f)
	a.bindGroup(f, "column with a document's group; \"\" for one group")
	f.StringVar(&a.date, "date", "date", "column with a document's date")
	f.StringSliceVar(&a.events, "event", nil, "an event: 2025-05-30 or NAME=2025-05-30; may be repeated")
	f.StringVar(&a.file, "events", "", "table of events with columns date and name, besides --event")
	f.IntVar(&a.before, "before", 14, "days before an event")
	f.IntVar(&a.after, "after", 14, "days from the event on")
	bindConfidence(f, &a.confidence)
}

// event is a day with a name.
type event struct {
	day  time.Time
	name string
}

func (a *around) run(ctx context.Context, in *Input, out *Output) error {
	if err := checkConfidence(a.confidence); err != nil {
		return err
	}
	if a.before < 1 || a.after < 1 {
		return Usagef("--before %d, --after %d: want at least a day", a.before, a.after)
	}
	happened, err := a.readEvents(ctx)
	if err != nil {
		return err
	}
	undated := 0
	documents, err := a.read(ctx, in, []string{a.date}, func(row Row, d *observation) error {
		at, ok, err := day(row, a.date)
		if !ok {
			undated++
			return err
		}
		d.date = at.Format(time.DateOnly)
		return nil
	})
	if err != nil {
		return err
	}
	documents = slices.DeleteFunc(documents, func(d observation) bool { return d.date == "" })
	if len(documents) == 0 {
		return Usagef("no document has a day in column %q", a.date)
	}
	for _, e := range happened {
		for _, g := range groups(documents) {
			if err := a.look(out, documents, e, g, undated); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *around) readEvents(ctx context.Context) (out []event, err error) {
	for _, text := range a.events {
		name, date, named := strings.Cut(text, "=")
		if !named {
			date = text
		}
		at, ok, err := parseDay(date)
		if err != nil || !ok {
			return nil, Usagef("--event %q: want 2025-05-30 or NAME=2025-05-30", text)
		}
		if !named {
			name = date
		}
		out = append(out, event{at, name})
	}
	if a.file != "" {
		in, err := Open(nil, a.file)
		if err != nil {
			return nil, err
		}
		for row, err := range in.Rows(ctx, Columns{Need: []string{"date"}, May: []string{"name"}}) {
			if err != nil {
				return nil, err
			}
			at, ok, err := day(row, "date")
			if err == nil && !ok {
				err = row.Errorf("an event needs a day")
			}
			if err != nil {
				return nil, err
			}
			name, err := optionalText(row, "name")
			if err != nil {
				return nil, err
			}
			out = append(out, event{at, cmp.Or(name, at.Format(time.DateOnly))})
		}
	}
	if len(out) == 0 {
		return nil, Usagef("no event: name some by --event or --events")
	}
	slices.SortStableFunc(out, func(x, y event) int { return cmp.Or(x.day.Compare(y.day), cmp.Compare(x.name, y.name)) })
	return out, nil
}

// look writes what changed around an event in a group.
func (a *around) look(out *Output, documents []observation, e event, group string, undated int) error {
	begin, middle, end := e.day.AddDate(0, 0, -a.before).Format(time.DateOnly), e.day.Format(time.DateOnly), e.day.AddDate(0, 0, a.after).Format(time.DateOnly)
	within := func(d observation) bool { return d.group == group && begin <= d.date && d.date < end }
	after := func(d observation) bool { return d.date >= middle }
	var notes []string
	if undated > 0 {
		notes = append(notes, fmt.Sprintf("documents without a day that are left out: %d", undated))
	}
	notes = append(notes, uncovered(documents, begin, e.day.AddDate(0, 0, a.after-1).Format(time.DateOnly))...)
	object := func(outcome int, statistic, method string) *Object {
		o := NewObject().Text("event", e.name).Text("date", middle)
		if a.group != "" {
			o.Text("group", group)
		}
		if outcome < 0 {
			o.add("outcome", nil)
		} else {
			o.Text("outcome", a.outcomes[outcome])
		}
		for _, n := range notes {
			o.Note(n)
		}
		return o.Text("statistic", statistic).Text("method", method)
	}
	var all [2]int
	for _, d := range documents {
		if within(d) {
			all[side(after(d))]++
		}
	}
	if err := a.writeRates(out, object(-1, "rate_ratio", "exact"), all, all); err != nil {
		return err
	}
	for i := range a.outcomes {
		s := sampleOf(documents, i, within)
		var k, n [2]int
		for j, d := range s.documents {
			n[side(after(d))]++
			if s.positive[j] {
				k[side(after(d))]++
			}
		}
		if err := a.writeRates(out, object(i, "rate_ratio", "exact"), k, n); err != nil {
			return err
		}
		if err := a.writeShares(out, object(i, "difference", "mover"), s, after, k, n); err != nil {
			return err
		}
	}
	return nil
}

func side(after bool) int {
	if after {
		return 1
	}
	return 0
}

// uncovered says where documents of all groups do not reach the ends of a window.
func uncovered(documents []observation, begin, last string) (notes []string) {
	byDate := func(x, y observation) int { return cmp.Compare(x.date, y.date) }
	if first := slices.MinFunc(documents, byDate).date; first > begin {
		notes = append(notes, "documents begin on "+first+", after the window does")
	}
	if final := slices.MaxFunc(documents, byDate).date; final < last {
		notes = append(notes, "documents end on "+final+", before the window does")
	}
	return notes
}

func (a *around) writeRates(out *Output, o *Object, k, n [2]int) error {
	before := trend.Window{Count: k[0], Exposure: float64(a.before)}
	after := trend.Window{Count: k[1], Exposure: float64(a.after)}
	got, err := trend.CompareRates(before, after, a.confidence)
	if err != nil {
		return err
	}
	const why = "nothing was counted before"
	p := got.P
	if k[0]+k[1] == 0 {
		p = none
	}
	o.Float("value", got.Ratio, why).Float("ci_lo", got.Interval.Lo, why).Float("ci_hi", got.Interval.Hi, why).Float("p", p, "nothing was counted")
	a.writeCounts(o, k, n)
	o.Float("before", float64(k[0])/before.Exposure, "").Float("after", float64(k[1])/after.Exposure, "")
	return out.Write(o.Float("confidence", a.confidence, ""))
}

func (a *around) writeCounts(o *Object, k, n [2]int) {
	o.Int("count_before", k[0]).Int("count_after", k[1]).Int("n_before", n[0]).Int("n_after", n[1]).Int("days_before", a.before).Int("days_after", a.after)
}

func (a *around) writeShares(out *Output, o *Object, s sample, after func(observation) bool, k, n [2]int) error {
	by, name := a.clustering()
	got, _ := stats.Differences(s.parts(after), s.parts(func(d observation) bool { return !after(d) }), by, a.confidence)
	why := "fewer than two clusters before or after"
	if n[0] == 0 || n[1] == 0 {
		got.Value, got.OK, why = math.NaN(), false, "no document before or after is coded"
	}
	o.Float("value", got.Value, why).Float("ci_lo", optionalNumber(got.Interval.Lo, got.OK), why).Float("ci_hi", optionalNumber(got.Interval.Hi, got.OK), why)
	o.Float("p", optionalNumber(got.P, got.OK), why)
	a.writeCounts(o, k, n)
	const empty = "no document is coded"
	o.Float("before", float64(k[0])/float64(n[0]), empty).Float("after", float64(k[1])/float64(n[1]), empty)
	return out.Write(o.Text("cluster_by", name).Float("confidence", a.confidence, ""))
}

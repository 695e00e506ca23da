package compare

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"framewatch/internal/invalid"
	"framewatch/store"
)

func eventsQuestion() Question {
	return Question{Name: "events", Summary: "how the shares of frames moved around dated events", coded: true, Doc: `
For each event of table events (--event chooses by ID or day; default: all with
documents on both sides) the --window days before it are set against the --window
days from its own day on. Documents whose day is not known are left out.
  item empty  documents_before, documents_after, stories_before, stories_after
  item FRAME  share_before, share_after: share of documents with the frame, as in
              prevalence; difference: share_after less share_before, and
              weighted_difference with each story counted once on each side, with
              the intervals and p values of contrast (side a is after), adjusted
              for all frames of the event
A side without coded documents has no share and no difference: they are null, and
the reason is given. Events within each other's windows cannot be told apart.
Dimension month tells, whatever the events, in which months the share of stories
with a frame changed: a story counts in each month in which it has a coded document.
  group all    change_points: of at most 3, those that the lowest BIC asks for
               (segmented Poisson rates over the stories of a month, segments of
               at least 2 months that have documents)
  group MONTH  where a segment begins: rate_before, rate_after`, run: (*asking).eventsAsked}
}

const byEvent = "event"

// sideNames are those of the sides of an event, the first less the second.
var sideNames = [2]string{"after", "before"}

func (a *asking) eventsAsked(ctx context.Context) error {
	if a.spec.Window < 1 {
		return asked(fmt.Errorf("a window of %d days: want at least 1", a.spec.Window))
	}
	events, err := a.chosenEvents(ctx)
	if err != nil {
		return err
	}
	dated := 0
	for _, i := range a.docs {
		dated += boolean(a.c.docs[i].level == levelDay)
	}
	if left := len(a.docs) - dated; left > 0 {
		a.note("%d of %d documents are left out, as the day of their publication is not known", left, len(a.docs))
	}
	var without []string
	for _, e := range events {
		if err := ctx.Err(); err != nil {
			return err
		}
		left, err := a.event(e, events)
		if err != nil {
			return fmt.Errorf("%s: %w", e.EventID, err)
		}
		if left != "" {
			without = append(without, left)
		}
	}
	if len(without) > 0 {
		a.note("no numbers for events with too few documents in the %d days before or after: %s", a.spec.Window, strings.Join(without, ", "))
	}
	if err := a.changes(); err != nil {
		return err
	}
	if len(a.reply.Answers) == 0 {
		days := []string{}
		for _, i := range a.docs {
			if d := &a.c.docs[i]; d.level == levelDay {
				days = append(days, d.date())
			}
		}
		if len(days) == 0 {
			return asked(fmt.Errorf("of none of the %d documents is the day of publication known", len(a.docs)))
		}
		return asked(fmt.Errorf("no event from %s to %s has at least %d documents on both sides within %d days (--min-docs, --window, --event); documents are from %s to %s",
			events[0].Date, events[len(events)-1].Date, max(1, a.spec.MinDocs), a.spec.Window, slices.Min(days), slices.Max(days)))
	}
	return nil
}

// datedEvent is an event with its day since 1970.
type datedEvent struct {
	store.EventRow
	day int32
}

func (a *asking) chosenEvents(ctx context.Context) ([]datedEvent, error) {
	var all []datedEvent
	var known []string
	for row, err := range store.Scan[store.EventRow](ctx, a.ds) {
		if err != nil {
			return nil, fmt.Errorf("read events: %w", err)
		}
		at, err := time.Parse(time.DateOnly, row.Date)
		if err != nil {
			a.note("event %s has no day: %q", row.EventID, row.Date)
			continue
		}
		all = append(all, datedEvent{row, int32(at.Unix() / secondsPerDay)})
		known = append(known, row.EventID, row.Date)
	}
	if len(all) == 0 {
		return nil, asked(fmt.Errorf("the dataset has no events: name a file of them with setting events"))
	}
	slices.SortFunc(all, func(x, y datedEvent) int {
		return cmp.Or(cmp.Compare(x.day, y.day), strings.Compare(x.EventID, y.EventID))
	})
	for _, want := range a.spec.Events {
		if !slices.Contains(known, want) {
			return nil, asked(fmt.Errorf("no event %q%s", want, invalid.Suggest(want, known)))
		}
	}
	if len(a.spec.Events) == 0 {
		return all, nil
	}
	return slices.DeleteFunc(all, func(e datedEvent) bool {
		return !slices.Contains(a.spec.Events, e.EventID) && !slices.Contains(a.spec.Events, e.Date)
	}), nil
}

// event sets the days after an event against those before it. Of an event that
// nobody named, without enough documents, left says so.
func (a *asking) event(e datedEvent, all []datedEvent) (left string, err error) {
	window := int32(a.spec.Window)
	var sides [2][]int32 // after, before
	for _, i := range a.docs {
		d := &a.c.docs[i]
		switch {
		case d.level != levelDay || d.day < e.day-window || d.day >= e.day+window:
		case d.day >= e.day:
			sides[0] = append(sides[0], i)
		default:
			sides[1] = append(sides[1], i)
		}
	}
	if len(a.spec.Events) == 0 && min(len(sides[0]), len(sides[1])) < max(1, a.spec.MinDocs) {
		return fmt.Sprintf("%s (%s: %d and %d)", e.EventID, e.Date, len(sides[1]), len(sides[0])), nil
	}
	a.overlaps(e, all)
	a.behindEvent(e, sides)
	for _, side := range []int{1, 0} {
		name := sideNames[side]
		row := a.row(byEvent, e.EventID, "")
		row.N = int64(len(sides[side]))
		stories := map[int32]bool{}
		for _, i := range sides[side] {
			stories[a.c.docs[i].story] = true
		}
		a.count(row, "documents_"+name, len(sides[side]), nil)
		a.count(row, "stories_"+name, len(stories), nil)
	}
	var found []Difference
	for _, f := range a.frames {
		d := Difference{Spec: a.fixed, Frame: a.book.frames[f], Seed: a.spec.Seed}
		spec := ContrastSpec{Selection: a.spec.Selection, Sampling: a.spec.Sampling, Codebook: a.book.name, Voice: VoiceAll, MinDocs: a.spec.MinDocs}
		if err := d.fill(a.c, sides, a.book.facts[f], factPresent, spec, false); err != nil {
			return "", err
		}
		if least := max(1, a.spec.MinDocs); min(d.A.N, d.B.N) >= least {
			found = append(found, d)
		} else {
			a.eventUnknown(e, d, least)
		}
	}
	adjust(found)
	for _, d := range found {
		a.sideShares(e, d)
		for _, row := range d.Rows() {
			a.eventRow(row, e, row.Statistic)
		}
	}
	return "", nil
}

// overlaps says which other events are within both windows.
func (a *asking) overlaps(e datedEvent, all []datedEvent) {
	var others []string
	for _, o := range all {
		if o.EventID != e.EventID && o.day > e.day-int32(a.spec.Window) && o.day < e.day+int32(a.spec.Window) {
			others = append(others, fmt.Sprintf("%s (%s)", o.EventID, o.Date))
		}
	}
	if len(others) > 0 {
		a.note("event %s (%s): within its windows are also %s", e.EventID, e.Date, strings.Join(others, ", "))
	}
}

// sideShares gives the shares of the sides that have enough documents.
func (a *asking) sideShares(e datedEvent, d Difference) {
	for _, side := range []int{1, 0} {
		estimate := []Estimate{d.A, d.B}[side]
		if estimate.N < max(1, a.spec.MinDocs) {
			why := fmt.Sprintf("%d coded documents %s", estimate.N, sideNames[side])
			a.missing(a.row(byEvent, e.EventID, d.Frame), "share_"+sideNames[side], why, estimate.NotCoded)
			continue
		}
		for _, row := range estimate.Rows() {
			a.eventRow(row, e, strings.Replace(row.Statistic, "share", "share_"+sideNames[side], 1))
		}
	}
}

// eventUnknown says why there is no difference.
func (a *asking) eventUnknown(e datedEvent, d Difference, least int) {
	a.sideShares(e, d)
	a.missing(a.row(byEvent, e.EventID, d.Frame), "difference", fmt.Sprintf("%d coded documents before, %d after: fewer than %d", d.B.N, d.A.N, least), d.A.NotCoded+d.B.NotCoded)
}

func (a *asking) eventRow(row store.EstimateRow, e datedEvent, statistic string) {
	if row.Statistic == "design_effect" {
		return
	}
	row.Question, row.Spec, row.Dimension, row.GroupName, row.Statistic = a.name, a.fixed, byEvent, e.EventID, statistic
	a.reply.Answers = append(a.reply.Answers, Answer{EstimateRow: row})
}

// behindEvent takes the documents on both sides of the event that is asked for.
func (a *asking) behindEvent(e datedEvent, sides [2][]int32) {
	b := a.behind
	if b == nil || b.want.Dimension != byEvent || b.want.GroupName != e.EventID {
		return
	}
	f := slices.IndexFunc(a.frames, func(f int) bool { return a.book.frames[f] == b.want.Item })
	for side, docs := range sides {
		only := strings.HasSuffix(b.want.Statistic, "_"+sideNames[1-side]) // a number of the other side
		switch {
		case only:
		case f < 0:
			for _, i := range docs {
				b.add(i, sideNames[side], false)
			}
		default:
			b.Documents = true
			b.ofFrame(a.book, a.frames[f])
			b.coded(docs, sideNames[side], a.book.facts[a.frames[f]], factPresent)
		}
	}
}

package health

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"framewatch/store"
)

// Noted is a fault that a run found, whatever found it: the address is that of the
// list that it is about, empty where the source as a whole is meant.
type Noted struct {
	Fault
	URL string
}

// same reports whether two faults are one: of a list, whatever is wrong with it
// today, and of a source, its code.
func same(e *store.SourceEventRow, n *Noted) bool {
	return e.URL == n.URL && (e.URL != "" && e.Broken == n.Broken || e.Code == n.Code)
}

// Open lists the faults that have begun and not ended, in the order in which they
// began. events are those of one source, in the order in which they were noticed. An
// end says when what it ends had begun, and need not come after it: the clock may have
// been put back between the two.
func Open(events []store.SourceEventRow) []store.SourceEventRow {
	type fault struct {
		code, url string
		began     int64
	}
	ended := map[fault]bool{}
	for _, e := range events {
		if e.Phase == store.PhaseEnded {
			ended[fault{e.Code, e.URL, e.Since.UnixMicro()}] = true
		}
	}
	var open []store.SourceEventRow
	for _, e := range events {
		switch {
		case e.Phase == store.PhaseBegan && !ended[fault{e.Code, e.URL, e.NoticedAt.UnixMicro()}]:
			open = append(open, e)
		case e.Phase == store.PhaseEnded && e.Since.IsZero(): // of an older version
			open = slices.DeleteFunc(open, func(o store.SourceEventRow) bool {
				return o.URL == e.URL && (o.URL != "" && o.Broken == e.Broken || o.Code == e.Code)
			})
		}
	}
	return open
}

// Told is what a run has to say of the faults of a source.
type Told struct {
	Began []store.SourceEventRow
	Ended []store.SourceEventRow
	On    []store.SourceEventRow // that go on, as they began
}

// Tell holds the faults that a run found against those that were open. judged
// says whether the run could have found a fault: where it could not, an open one
// goes on. accepted has the codes of those that are usual by now. A source that was
// passed over, or a crawl that did not come to its end, judges nothing.
func Tell(open []store.SourceEventRow, now []Noted, accepted []string, judged func(e store.SourceEventRow) bool, source, run string, at time.Time) Told {
	var t Told
	for _, e := range open {
		i := slices.IndexFunc(now, func(n Noted) bool { return same(&e, &n) })
		usual := e.URL == "" && slices.Contains(accepted, e.Code)
		if !usual && (i >= 0 || !judged(e)) {
			t.On = append(t.On, e)
			continue
		}
		end := store.SourceEventRow{SourceID: source, Code: e.Code, URL: e.URL, Phase: store.PhaseEnded, RunID: run, NoticedAt: at,
			Since: e.NoticedAt, Broken: e.Broken, Accepted: usual, Month: at.Format("2006-01")}
		end.Message = fmt.Sprintf("is over after %s: %s", lasting(at.Sub(e.NoticedAt)), firstPart(e.Message))
		if usual {
			end.Message = fmt.Sprintf("is taken for usual after %s: %s", lasting(at.Sub(e.NoticedAt)), firstPart(e.Message))
		}
		t.Ended = append(t.Ended, end)
	}
	for _, n := range now {
		if slices.ContainsFunc(open, func(e store.SourceEventRow) bool { return same(&e, &n) }) || slices.ContainsFunc(t.Began, func(e store.SourceEventRow) bool { return same(&e, &n) }) {
			continue
		}
		t.Began = append(t.Began, store.SourceEventRow{SourceID: source, Code: n.Code, URL: n.URL, Phase: store.PhaseBegan, RunID: run, NoticedAt: at, Since: at,
			Broken: n.Broken, Message: n.Message, Expected: n.Expected, Observed: n.Observed, Month: at.Format("2006-01")})
	}
	return t
}

// firstPart is what a message says without its advice.
func firstPart(message string) string {
	first, _, _ := strings.Cut(message, ", where ")
	return first
}

// The longest and the shortest time for which a source of which nothing can be
// fetched is left alone. Twenty hours, so that runs once a night, a little sooner
// or later, ask it every night.
const (
	mostRest = 20 * time.Hour
	restPart = 4 // a quarter of the time for which it has failed
)

// FailingSince is when the first of the last runs began that got nothing at all of
// the source, the zero time where the last one got something. Rows come in their
// order.
func FailingSince(rows []store.SourceRunRow) time.Time {
	since, _ := failing(rows)
	return since
}

func failing(rows []store.SourceRunRow) (since, last time.Time) {
	for _, r := range slices.Backward(rows) {
		switch {
		case r.Lists == 0:
			continue
		case r.ListsFailed < r.Lists || r.Answered > 0:
			return since, last
		}
		if since = r.Started; last.IsZero() {
			last = r.Started
		}
	}
	return since, last
}

// RestUntil is until when a source is left alone of which nothing came for long, the
// zero time where it is not. It is asked more and more seldom, at last once a day, and
// never given up.
func RestUntil(rows []store.SourceRunRow) time.Time {
	since, last := failing(rows)
	if !last.After(since) {
		return time.Time{}
	}
	return last.Add(min(mostRest, last.Sub(since)/restPart))
}

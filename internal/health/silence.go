package health

import (
	"fmt"
	"time"

	"framewatch/store"
)

// silent holds while the source has published nothing for longer than ever before in
// a year, and for so long that its own rate, learnt over [learning] or more before,
// explains it in less than [Level] of cases. It ends with the next new article, and is never taken for usual.
func (h History) silent(*store.SourceEventRow) (Fault, verdict) {
	ws := h.windows()
	last := len(ws)
	for last > 0 && ws[last-1].n == 0 {
		last--
	}
	if last == 0 || last == len(ws) || ws[len(ws)-1].to.Sub(ws[0].from) < learning {
		return Fault{}, well
	}
	r := learn(ws[:last])
	from, to := ws[last-1].to, ws[len(ws)-1].to
	chance, gap := r.chance(0, from, to), h.longestGap(ws[:last])
	if chance >= Level || to.Sub(from) <= gap {
		return Fault{}, well
	}
	f := Fault{Broken: true,
		Expected: fmt.Sprintf("%s, and not more than %s without one", articlesPerWeek(r.perWeek()), lasting(gap)),
		Observed: fmt.Sprintf("none since the run of %s", from.Format(time.DateOnly)),
	}
	f.Message = fmt.Sprintf("no new article for %s, where there were %s (the chance of that is %s): are its lists still the right ones?",
		lasting(to.Sub(from)), articlesPerWeek(r.perWeek()), percent(chance))
	return f, holds
}

// longestGap is the longest time from one run with new articles to the last one
// before the next, of those that were not told as a fault.
func (h History) longestGap(ws []window) (longest time.Duration) {
	var from time.Time
	told := func(to time.Time) bool {
		for _, e := range h.Events {
			if e.Code == Silent && e.Phase == store.PhaseBegan && e.NoticedAt.After(from) && !e.NoticedAt.After(to) {
				return true
			}
		}
		return false
	}
	for _, w := range ws {
		if w.n > 0 || from.IsZero() {
			from = w.to
		} else if !told(w.to) {
			longest = max(longest, w.to.Sub(from))
		}
	}
	return longest
}

// The lesser rate that is told, and for how long it is looked at.
const (
	recent    = 14 * day
	third     = 1.0 / 3
	mended    = 0.6      // of the usual rate
	untilRule = 56 * day // for which it is told as a fault
)

// fewer holds while the articles of two weeks are less than a third of what is
// usual, and chance explains that in less than [Level] of cases: one of several
// feeds may have gone silent. After eight weeks it is how the source is.
func (h History) fewer(begin *store.SourceEventRow) (Fault, verdict) {
	ws := h.windows()
	silence := h.lastSilence()
	if len(ws) == 0 || begin == nil && silence != nil && silence.Phase == store.PhaseBegan {
		return Fault{}, well // silent altogether, which is another fault
	}
	now := ws[len(ws)-1].to
	before := now
	if begin != nil {
		before = begin.NoticedAt
	}
	past, came := split(since(ws, h.acceptedAt(Fewer)), before.Add(-recent), now.Add(-recent))
	if len(past) == 0 || past[len(past)-1].to.Sub(past[0].from) < learning {
		return Fault{}, well
	}
	r := learn(past)
	if silence != nil && silence.Phase == store.PhaseEnded {
		came = since(came, silence.NoticedAt)
	}
	if len(came) == 0 {
		return Fault{}, well
	}
	n := 0.0
	for _, w := range came {
		n += w.n
	}
	from := came[0].from
	expected := r.expected(from, now)
	switch {
	case begin == nil && (n >= expected*third || r.chance(n, from, now) >= Level):
		return Fault{}, well
	case begin != nil && n >= expected*mended:
		return Fault{}, well
	case begin != nil && now.Sub(begin.NoticedAt) > untilRule:
		return Fault{}, usual
	}
	return Fault{Message: fmt.Sprintf("%.0f new articles in %s, where there were %s: has one of its lists fallen silent?", n, lasting(now.Sub(from)), articlesPerWeek(r.perWeek())),
		Expected: fmt.Sprintf("about %.0f in %s", expected, lasting(now.Sub(from))), Observed: fmt.Sprintf("%.0f", n)}, holds
}

// lastSilence is the last begin or end of a silence, nil where there is none.
func (h History) lastSilence() *store.SourceEventRow {
	for i := len(h.Events) - 1; i >= 0; i-- {
		if h.Events[i].Code == Silent {
			return &h.Events[i]
		}
	}
	return nil
}

// split gives the windows that end before one moment, and those that begin after
// another one.
func split(ws []window, until, from time.Time) (past, came []window) {
	for _, w := range ws {
		if !w.to.After(until) {
			past = append(past, w)
		}
		if !w.from.Before(from) {
			came = append(came, w)
		}
	}
	return past, came
}

func since(ws []window, at time.Time) []window {
	for len(ws) > 0 && ws[0].from.Before(at) {
		ws = ws[1:]
	}
	return ws
}

func articlesPerWeek(n float64) string {
	switch {
	case n >= 2:
		return fmt.Sprintf("about %.0f a week", n)
	case n >= 0.5:
		return "about one a week"
	}
	return fmt.Sprintf("about one in %.0f days", 7/n)
}

// lasting says a time in days, or in hours where it is short.
func lasting(d time.Duration) string {
	switch n := d.Hours(); {
	case n < 48:
		return fmt.Sprintf("%.0f hours", n)
	default:
		return fmt.Sprintf("%.0f days", n/24)
	}
}

func percent(p float64) string {
	if p < 0.0001 {
		return "less than 1 in 10,000"
	}
	return fmt.Sprintf("1 in %.0f", 1/p)
}

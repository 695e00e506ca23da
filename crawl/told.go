package crawl

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/reason"
)

// quietAfter is how long nothing may happen before it is said what is waited for:
// who looks at a run for longer takes it for dead.
const quietAfter = 10 * time.Second

// told counts the addresses of a source by what a run got of them, for the log.
type told struct {
	asked, stored, unchanged, failed, refused int
}

func (t *told) add(c *corpus.Capture) {
	switch {
	case c.ErrorCode == CodeNotDue, c.Kind == KindRobots:
		return
	case c.Outcome == corpus.OutcomeNotFetched:
		t.refused++
		return
	case c.Outcome.Stored():
		t.stored++
	case c.Outcome == corpus.OutcomeNotModified:
		t.unchanged++
	case c.Outcome == corpus.OutcomeError, c.Outcome == corpus.OutcomeGone:
		t.failed++
	}
	t.asked++
}

// once reports whether something is to be said of a host or source for the first
// time in this process: a thousand pages may be refused for one reason.
func (l *loop) once(of, what string) bool {
	key := of + " " + what
	if l.said[key] {
		return false
	}
	l.said[key] = true
	return true
}

// tellBegin says that a source's turn has come.
func (l *loop) tellBegin(s *scope) {
	l.log.Info("source begins", "source", s.id, "starts", len(s.seeds), "max_pages", s.MaxPages)
}

// tellEnd says what a source has come to.
func (l *loop) tellEnd(s *scope) {
	sp, st := &l.spending[s.index], &l.states[s.index]
	args := []any{"source", s.id, "asked", sp.told.asked, "stored", sp.told.stored, "unchanged", sp.told.unchanged, "failed", sp.told.failed,
		"refused", sp.told.refused, "bytes", sp.bytes}
	if !sp.began.IsZero() {
		args = append(args, "seconds", l.clock.Now().Sub(sp.began).Round(time.Millisecond).Seconds())
	}
	l.log.Info("source is done", args...)
	if st.Dropped > 0 {
		l.log.Info("budget cut", "source", s.id, "links_dropped", st.Dropped, "max_pages", s.MaxPages)
	}
}

// tellRefusal says why pages are not asked for, once for each reason.
func (l *loop) tellRefusal(t *task, c *corpus.Capture) {
	switch c.ErrorCode {
	case reason.BudgetBytes, reason.BudgetTime, reason.BudgetLists:
		if l.once(string(t.scope.id), c.ErrorCode) {
			l.log.Info("budget is used up", "source", t.scope.id, "code", c.ErrorCode, "message", c.Message)
		}
	case reason.Robots, reason.RobotsUnreachable, reason.CrawlDelay, reason.TDMReservation:
		if l.once(t.host(), c.ErrorCode+c.Message) {
			l.log.Info("robots refusal", "source", t.scope.id, "host", t.host(), "code", c.ErrorCode, "line", c.Message, "url", t.url)
		}
	}
}

// tellRest says that a host rests for long, and why.
func (l *loop) tellRest(h *host, r *result, until time.Time) {
	wait := until.Sub(l.clock.Now())
	if wait <= quietAfter {
		h.why = ""
		return
	}
	switch {
	case r.wait > 0 && (r.capture.Status == 429 || r.capture.Status >= 500):
		h.why = "Retry-After"
	case h.delay >= wait/2:
		h.why = "Crawl-delay"
	default:
		h.why = "slow host"
	}
	if h.why == "Retry-After" || l.once(h.name, h.why) {
		l.log.Info("host rests", "host", h.name, "seconds", wait.Round(time.Second).Seconds(), "reason", h.why)
	}
}

// tellAgain says that a URL will be asked for once more.
func (l *loop) tellAgain(t *task, c *corpus.Capture, after time.Duration) {
	l.log.Info("asking again", "source", t.scope.id, "url", t.url, "code", c.ErrorCode, "attempt", t.item.Attempt+1, "wait_seconds", after.Seconds())
}

// quiet says what is waited for, after nothing has happened for so long.
func (l *loop) quiet(since time.Duration) {
	waits := l.waits()
	if len(waits) == 0 {
		return
	}
	note := "waiting: " + strings.Join(waits, "; ")
	// After 10 s and then each minute: a log is read later, a terminal now.
	if n := int(since / l.silence); n <= 1 || n%6 == 0 {
		l.log.Info("waiting", "seconds", since.Seconds(), "for", waits)
	}
	l.tell(note)
}

// waits are the hosts that a run waits for, three at most.
func (l *loop) waits() []string {
	const most = 3
	var out []string
	now := l.clock.Now()
	for name, h := range l.hosts {
		at, ok := h.next()
		switch {
		case h.busy && h.whom != name: // its server answers another
		case h.busy && h.elsewhere:
			out = append(out, fmt.Sprintf("%s has been with another process for %s", name, now.Sub(h.asked).Round(time.Second)))
		case h.busy:
			out = append(out, fmt.Sprintf("%s has not answered for %s", name, now.Sub(h.asked).Round(time.Second)))
		case ok && at.After(now):
			why := "pace"
			if h.why != "" {
				why = h.why
			}
			out = append(out, fmt.Sprintf("%s rests for %s (%s)", name, at.Sub(now).Round(time.Second), why))
		}
	}
	slices.Sort(out)
	if n := len(out); n > most {
		out = append(out[:most], fmt.Sprintf("%d more", n-most))
	}
	return out
}

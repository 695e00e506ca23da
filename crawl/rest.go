package crawl

import (
	"math/rand/v2"
	"time"

	"framewatch/crawl/frontier"
	"framewatch/crawl/reason"
)

// slack is by how much clocks may differ, or one be put back, without more ado: what
// was noted so far ahead has just happened.
const slack = time.Hour

// ahead holds for what a clock has noted that was ahead of this one. It says nothing,
// and must not put off anything until that time has come.
func ahead(at, now time.Time) bool { return at.Sub(now) > slack }

// recent reports whether something happened less than so long before now.
func recent(at, now time.Time, within time.Duration) bool {
	return !ahead(at, now) && now.Sub(at) < within
}

// longestWait is how long anything waits within a run at most. What would wait longer
// was put off by a clock that has been put back since.
func (c Config) longestWait() time.Duration {
	return max(maxBackoff, hugeWait, c.MaxRetryAfter, c.MaxCrawlDelay, c.Delay+c.Delay/10)
}

// soon is a time that was stored for something to wait for, within reach of now.
func (l *loop) soon(milli int64) time.Time {
	at, now := time.UnixMilli(milli), l.clock.Now()
	if at.Sub(now) > l.cfg.longestWait() {
		return now
	}
	return at
}

// rest sets when a host may be asked again after an answer.
func (l *loop) rest(h *host, r *result) {
	now := l.clock.Now()
	noDelay := l.cfg.NoDelay && r.inside
	g := gap(l.cfg.Delay, h.delay, r.latency, noDelay)
	if g > 0 && !noDelay {
		g += rand.N(g/10 + 1) // no two crawlers in step
	}
	until := now.Add(g)
	if r.wait > 0 && (r.capture.Status == 429 || r.capture.Status >= 500) {
		wait := r.wait
		if wait > l.cfg.MaxRetryAfter {
			wait = hugeWait
			if h.refusals++; h.refusals > 1 {
				h.down = reason.RetryAfter
			}
		}
		if hold := now.Add(wait); hold.After(until) {
			until = hold
		}
		l.batch.Hosts = append(l.batch.Hosts, frontier.HostState{Host: h.name, Hold: until.UnixMilli(), Failures: h.failures, Down: h.down})
	}
	if until.After(h.free) {
		h.free = until
	}
	l.tellRest(h, r, h.free)
}

// count keeps the host's failures in a row, and leaves a host with too many.
func (l *loop) count(h *host, code string, answered bool) {
	before := h.failures
	switch {
	case hostFault(code):
		h.failures++
	case answered:
		h.failures = 0
	}
	if h.failures >= breakAfter && h.down == "" {
		h.down = reason.HostDown
		l.log.Warn("host given up for this run", "host", h.name, "failures", h.failures, "last", code)
	}
	if h.failures != before {
		l.batch.Hosts = append(l.batch.Hosts, frontier.HostState{Host: h.name, Failures: h.failures, Down: h.down, Hold: holdOf(h, l.clock.Now())})
	}
}

func holdOf(h *host, now time.Time) int64 {
	if h.free.After(now.Add(time.Second)) {
		return h.free.UnixMilli()
	}
	return 0
}

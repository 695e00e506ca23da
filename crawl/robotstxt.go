package crawl

import (
	"net/http"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/fetch"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
	"framewatch/crawl/reason"
	"framewatch/crawl/robots"
)

// robotsLife is how long a copy of robots.txt may be confirmed by a conditional
// request (RFC 9309 section 2.4).
const robotsLife = 24 * time.Hour

// robotsTxt takes the answer to a request for what a host allows or reserves.
func (w *worker) robotsTxt(a *fetch.Answer, r *result, known frontier.Known) {
	if a.Status == http.StatusNotModified && (known.ETag != "" || known.LastModified != "") {
		old, _, err := w.store.Robots(r.task.of)
		old.Run = w.job.Run
		r.robots, r.capture.Outcome, r.err = &old, corpus.OutcomeNotModified, err
		return
	}
	readRobots(a, r)
}

// readRobots reads an answer of which nothing is known from before.
func readRobots(a *fetch.Answer, r *result) {
	if r.capture, r.robots = read.Robots(r.capture, readable(a)); r.robots != nil {
		r.robots.Host = r.task.of
	}
}

// noRobots is the record of a robots.txt that counts as not there.
func noRobots(t *task, run corpus.RunID, now time.Time, code string) *frontier.Robots {
	return &frontier.Robots{Host: t.of, Run: run, Fetched: now.UTC(), State: frontier.RobotsNone, Code: code}
}

// unreachable is the record of a robots.txt that could not be had.
func unreachable(t *task, run corpus.RunID, now time.Time, code string) *frontier.Robots {
	return &frontier.Robots{Host: t.of, Run: run, Fetched: now.UTC(), State: frontier.RobotsUnreachable, Code: code}
}

// newPolicy reads a stored robots.txt. maxDelay is the longest Crawl-delay that
// is obeyed; a host that asks for more is left alone.
func newPolicy(rb *frontier.Robots, agent string, maxDelay time.Duration) (*policy, time.Duration) {
	switch rb.State {
	case frontier.RobotsNone:
		return &policy{state: "none"}, 0
	case frontier.RobotsUnreachable:
		code := reason.RobotsUnreachable
		switch rb.Code {
		// What kept robots.txt from coming keeps everything from coming.
		case reason.Address, reason.TLS, reason.DNS, reason.Refused:
			code = rb.Code
		}
		return &policy{state: frontier.RobotsUnreachable, code: code}, 0
	}
	rules := robots.Parse(rb.Body, agent)
	if d := rules.CrawlDelay(); d > maxDelay {
		return &policy{state: "disallowed", code: reason.CrawlDelay}, 0
	}
	return &policy{rules: rules, state: "allowed"}, rules.CrawlDelay()
}

// refusal is the outcome of a URL that a policy keeps from being asked for.
func refusal(code string) corpus.Outcome {
	switch code {
	case reason.TLS, reason.DNS, reason.Refused:
		return corpus.OutcomeError
	}
	return corpus.OutcomeNotFetched
}

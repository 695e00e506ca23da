package crawl

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/robots"
)

const (
	// robotsLife is how long a copy of robots.txt may be confirmed by a
	// conditional request (RFC 9309 section 2.4).
	robotsLife = 24 * time.Hour
	// robotsMax is how much of a robots.txt is read.
	robotsMax = robots.MaxBytes
)

// The states of a stored robots.txt.
const (
	robotsParsed      = "parsed"
	robotsNone        = "none"        // there is none: all is allowed
	robotsUnreachable = "unreachable" // not known: nothing is allowed
)

// robots reads the answer to a request for robots.txt (RFC 9309 section 2.3.1).
func (w *worker) robots(ex *exchange, r *result, known frontier.Known) {
	c := &r.capture
	c.Bytes = int64(len(ex.body))
	rb := &frontier.Robots{Host: r.task.of, Run: w.job.Run, Fetched: c.FetchedAt, ETag: c.ETag, LastModified: c.LastModified}
	switch s := ex.status; {
	case s == 304 && (known.ETag != "" || known.LastModified != ""):
		old, _, err := w.store.Robots(r.task.of)
		if err != nil {
			r.err = err
			return
		}
		old.Run = w.job.Run
		rb, c.Outcome = &old, corpus.OutcomeNotModified
	case s >= 200 && s < 300 && (errors.Is(ex.cause, errStalled) || errors.Is(ex.cause, errTooSlow)):
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeError, "timeout", ex.cause.Error()
		return
	case s >= 200 && s < 300:
		rb.State, rb.Body, c.Outcome = robotsParsed, bytes.Clone(ex.body), corpus.OutcomeOK
		c.BodySHA256 = corpus.SHA256(ex.body)
		w.whole(ex, r)
	case s == 429 || s >= 500:
		c.Outcome, c.ErrorCode = corpus.OutcomeError, fmt.Sprintf("status-%d", s)
		return
	default:
		rb.State, c.Outcome, c.ErrorCode = robotsNone, corpus.OutcomeSkipped, fmt.Sprintf("status-%d", s)
	}
	r.robots = rb
}

// noRobots is the record of a robots.txt that counts as not there.
func noRobots(t *task, run corpus.RunID, now time.Time, code string) *frontier.Robots {
	return &frontier.Robots{Host: t.of, Run: run, Fetched: now.UTC(), State: robotsNone, Code: code}
}

// unreachable is the record of a robots.txt that could not be had.
func unreachable(t *task, run corpus.RunID, now time.Time, code string) *frontier.Robots {
	return &frontier.Robots{Host: t.of, Run: run, Fetched: now.UTC(), State: robotsUnreachable, Code: code}
}

// newPolicy reads a stored robots.txt. maxDelay is the longest Crawl-delay that
// is obeyed; a host that asks for more is left alone.
func newPolicy(rb *frontier.Robots, agent string, maxDelay time.Duration) (*policy, time.Duration) {
	switch rb.State {
	case robotsNone:
		return &policy{state: "none"}, 0
	case robotsUnreachable:
		code := "robots-unreachable"
		switch rb.Code {
		// What kept robots.txt from coming keeps everything from coming.
		case "address", "tls", "dns", "refused":
			code = rb.Code
		}
		return &policy{state: robotsUnreachable, code: code}, 0
	}
	rules := robots.Parse(rb.Body, agent)
	if d := rules.CrawlDelay(); d > maxDelay {
		return &policy{state: "disallowed", code: "crawl-delay"}, 0
	}
	return &policy{rules: rules, state: "allowed"}, rules.CrawlDelay()
}

// refusal is the outcome of a URL that a policy keeps from being asked for.
func refusal(code string) corpus.Outcome {
	switch code {
	case "tls", "dns", "refused":
		return corpus.OutcomeError
	}
	return corpus.OutcomeNotFetched
}

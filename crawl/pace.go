package crawl

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"framewatch/crawl/reason"
)

const (
	// maxLatencyGap bounds the gap that a slow answer brings: a server that
	// timed out once must not stop its host for as long again.
	maxLatencyGap = 10 * time.Second
	// firstBackoff is the wait before the second try of a URL; it doubles.
	firstBackoff = time.Second
	// maxBackoff bounds it.
	maxBackoff = 2 * time.Minute
	// breakAfter is how many failures in a row a host may have before it is left
	// for the run.
	breakAfter = 8
)

// gap is how long a host rests after an answer: the longest of the configured
// delay, the host's Crawl-delay and the time it took to begin the answer, so
// that a server which struggles is asked less. noDelay lifts the first.
func gap(delay, crawlDelay, latency time.Duration, noDelay bool) time.Duration {
	if noDelay {
		delay = 0
	}
	return max(delay, crawlDelay, min(latency, maxLatencyGap))
}

// backoff is the wait before the try after attempt.
func backoff(attempt int) time.Duration {
	return min(firstBackoff<<min(attempt-1, 10), maxBackoff)
}

// retryAfter reads a Retry-After header, in seconds or as an HTTP date (RFC 9110
// section 10.2.3); 0 when there is none or it lies in the past.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if secs, err := strconv.ParseInt(v, 10, 64); err == nil {
		return time.Duration(max(0, min(secs, 10*365*24*3600))) * time.Second
	}
	t, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	// A server whose clock is wrong means the difference to its own Date.
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		return max(0, t.Sub(date))
	}
	return max(0, t.Sub(now))
}

// tries is how often a URL is asked for in all when it fails with code. Faults
// that will be there again are not tried again; those that cost half a minute
// each are tried once more.
func tries(code string, retries int) int {
	switch code {
	case reason.Timeout, reason.ShortBody, reason.Unasked304, "status-412": // the last is asked again without conditions
		return min(2, retries)
	case reason.Connection, reason.Refused, reason.DNSTemporary:
		return min(3, retries)
	case "status-408", "status-425", "status-429", "status-500", "status-502", "status-503", "status-504", "status-520", "status-522", "status-524":
		return retries
	}
	return 1
}

// hostFault reports whether a failure speaks of the host rather than of one
// page, and so counts towards leaving the host.
func hostFault(code string) bool {
	switch code {
	case reason.Timeout, reason.SlowBody, reason.Connection, reason.Refused, reason.DNSTemporary, reason.DNS, "status-500", "status-502", "status-503", "status-504",
		"status-520", "status-521", "status-522", "status-523", "status-524":
		return true
	}
	return false
}

package read

import (
	"bytes"
	"net/http"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/reason"
)

// Robots reads the answer to a request for a host's robots.txt, or the file of
// its reservations (RFC 9309 section 2.3.1): what it says of the file, nil where
// that is not known and the file has to be asked for again.
func Robots(c corpus.Capture, a Answer) (corpus.Capture, *frontier.Robots) {
	c.Bytes = int64(len(a.Body))
	rb := &frontier.Robots{Run: c.Run, Fetched: c.FetchedAt, ETag: c.ETag, LastModified: c.LastModified}
	switch s := a.Status; {
	case s >= 200 && s < 300 && a.Slow:
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeError, reason.Timeout, a.Cause
		return c, nil
	case s >= 200 && s < 300:
		rb.State, rb.Body, c.Outcome = frontier.RobotsParsed, bytes.Clone(a.Body), corpus.OutcomeOK
		c.BodySHA256 = corpus.SHA256(a.Body)
		if !Whole(&c, a) { // nothing came: that is no file without rules
			return c, nil
		}
	case s == http.StatusTooManyRequests || s >= 500:
		c.Outcome, c.ErrorCode = corpus.OutcomeError, reason.Status(s)
		return c, nil
	default:
		rb.State, c.Outcome, c.ErrorCode = frontier.RobotsNone, corpus.OutcomeSkipped, reason.Status(s)
	}
	return c, rb
}

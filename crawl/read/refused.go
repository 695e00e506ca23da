package read

import (
	"net/http"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/reason"
	"framewatch/internal/bounded"
)

// maxRefusal is how long a page with an error status may be that is looked into.
const maxRefusal = 256 << 10

// Refused reads an answer with an error status: whether it is one, or a block.
// That a page is missing (404, 410) is an error; whether it was there before, and
// so is gone, the caller knows.
func (rd *Reader) Refused(c corpus.Capture, a Answer) corpus.Capture {
	c.Bytes = int64(len(a.Body))
	c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeError, reason.Status(a.Status), http.StatusText(a.Status)
	var page *scan
	if len(a.Body) < maxRefusal {
		if seen := sniff(a.Body, c.ContentType); seen.form == FormHTML {
			s := scanHTML(seen.text, rd.Agent)
			page = &s
		}
	}
	blocked := func(code string) {
		c.Outcome, c.ErrorCode, c.BodySHA256 = corpus.OutcomeBlocked, code, corpus.SHA256(a.Body)
	}
	switch a.Status {
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusProxyAuthRequired, http.StatusUnavailableForLegalReasons:
		blocked(blockCode(a.Status, a.Header, page))
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		if blockCode(a.Status, a.Header, page) == reason.Challenge {
			blocked(reason.Challenge)
		}
	}
	return c
}

// HeaderText returns a response header as one clean line of at most 1024 bytes.
func HeaderText(h http.Header, name string) string {
	return strings.TrimSpace(bounded.Text(strings.ToValidUTF8(h.Get(name), "\uFFFD"), 1024))
}

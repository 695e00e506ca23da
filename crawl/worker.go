package crawl

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/frontier"
	"framewatch/crawl/guard"
	"framewatch/crawl/urlid"
	"framewatch/crawl/warc"
)

// worker carries out tasks, one at a time.
type worker struct {
	cfg      Config
	job      Job
	clock    Clock
	guard    *guard.Guard
	store    *frontier.Store
	run      *frontier.Run
	fetcher  *fetcher
	encoders chan *warc.Encoder // shared: one costs a megabyte, and few can compress at once
	agent    string
	met      *met        // shared
	bare     bool        // no archive
	asks     chan<- *ask // what pages that are rendered ask for
	loaded   *loaded
	space    space
}

// do carries out the next request of a task and reads the answer.
func (w *worker) do(ctx context.Context, t *task) *result {
	if t.stored != nil {
		return w.reread(t)
	}
	ex, known, err := w.prepare(t)
	if err != nil {
		return &result{task: t, err: err}
	}
	ex.space = &w.space
	w.fetcher.fetch(ex)
	defer func() { w.space.keep(ex.body) }()
	if ctx.Err() != nil {
		return &result{task: t, cancelled: true}
	}
	r := &result{task: t, latency: ex.latency, inside: ex.remote.IsValid() && w.guard.Inside(ex.remote)}
	r.capture = t.capture(w.job.Run, w.clock.Now())
	if ex.status > 0 {
		r.header = ex.got
		r.wait = retryAfter(ex.got, w.clock.Now())
		_, host, target := urlid.Split(t.url)
		t.jar.take(host, target, ex.got)
	}
	if t.sub != nil {
		w.resource(ex, r)
	} else {
		w.judge(ex, r, known)
	}
	if err := w.archive(ex, r, known); err != nil {
		r.err = err
	}
	if err := w.unseen(r); err != nil {
		r.err = err
	}
	return r
}

// unseen drops the links that the run has met. Most links of a page are those
// of its neighbours, and a URL once met stays met, so some are remembered here
// and the store is asked for the rest.
func (w *worker) unseen(r *result) error {
	links := slices.DeleteFunc(r.links, func(l frontier.Link) bool { return w.met.has(l.URL) || w.job.erased(l.URL) })
	asked := make([]string, len(links))
	for i, l := range links {
		asked[i] = l.URL
	}
	links, err := w.run.Unseen(links)
	if err != nil {
		return err
	}
	r.links = links
	fresh := make(map[string]bool, len(links))
	for _, l := range links {
		fresh[l.URL] = true
	}
	for _, url := range asked {
		if !fresh[url] {
			w.met.add(url)
		}
	}
	return nil
}

// prepare makes the request of a task's next hop.
func (w *worker) prepare(t *task) (*exchange, frontier.Known, error) {
	h := requestHeader(w.cfg.UserAgent, t)
	var known frontier.Known
	switch {
	case t.tdm, t.sub != nil: // asked for without conditions
	case t.isRobots():
		old, ok, err := w.store.Robots(t.of)
		if err != nil {
			return nil, known, err
		}
		// RFC 9309 section 2.4: no copy is used for more than a day.
		if ok && len(t.redirects) == 0 && old.State == "parsed" && w.clock.Now().Sub(old.Fetched) < robotsLife {
			known = frontier.Known{ETag: old.ETag, LastModified: old.LastModified}
		}
	default:
		k, ok, err := w.store.Known(t.url)
		if err != nil {
			return nil, known, err
		}
		if ok && w.usable(t, k) {
			known = k
		} else {
			known = frontier.Known{BodySHA256: k.BodySHA256, Fetched: k.Fetched, Gone: k.Gone}
		}
	}
	// Scripts may make something else of the same page, and a server that failed
	// may not understand conditions.
	if w.rendered(t) || t.item.Attempt > 1 {
		known.ETag, known.LastModified = "", ""
	}
	if known.ETag != "" {
		h.Set("If-None-Match", known.ETag)
	}
	if known.LastModified != "" {
		h.Set("If-Modified-Since", known.LastModified)
	}
	ex := &exchange{target: t.url, header: h, maxBody: w.cfg.MaxBody, stall: w.cfg.StallTimeout, limit: w.cfg.FetchTimeout}
	ex.pdf = t.scope.pdf && t.sub == nil
	if t.sub != nil {
		ex.maxBody = min(ex.maxBody, maxResource)
	}
	if t.isRobots() {
		ex.maxBody, ex.limit = robotsMax, min(ex.limit, w.cfg.HeaderTimeout)
	}
	return ex, known, nil
}

// requestHeader is what every request says of itself, with the cookies that
// its task was given.
func requestHeader(userAgent string, t *task) http.Header {
	_, host, target := urlid.Split(t.url)
	h := http.Header{
		"User-Agent":      {userAgent},
		"Accept":          {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
		"Accept-Encoding": {coding.Accept},
	}
	if t.sub != nil {
		h.Set("Accept", t.sub.accept)
	}
	if c := t.jar.header(host, target); c != "" {
		h.Set("Cookie", c)
	}
	return h
}

// usable reports whether an answer "not modified" would do: where the body is
// needed to find links, the stored one must still be there.
func (w *worker) usable(t *task, k frontier.Known) bool {
	if k.Gone || k.Run == w.job.Run && t.item.Kind == KindPage && k.BodySHA256 == "" {
		return false
	}
	return isStored(w.job, k)
}

// isStored reports whether a body that was stored is still there.
func isStored(job Job, k frontier.Known) bool {
	_, err := os.Stat(archivePath(datasetOf(job.WARCDir), k.WARCFile))
	return err == nil
}

// judge turns an answer into the capture's outcome and what follows from it.
func (w *worker) judge(ex *exchange, r *result, known frontier.Known) {
	c := &r.capture
	if ex.err != nil {
		c.Outcome, c.ErrorCode, c.Message = failure(ex.err)
		if ex.status > 0 {
			c.Status = ex.status
		}
		return
	}
	c.Status = ex.status
	c.ContentType = header(ex.got, "Content-Type")
	c.ETag, c.LastModified = header(ex.got, "ETag"), header(ex.got, "Last-Modified")
	if v := tdmValue(ex.got.Get("Tdm-Reservation")); v != "" {
		c.TDMReservation = v // it stands above what the host's file says
	}
	switch s := ex.status; {
	case s >= 300 && s < 400 && s != http.StatusNotModified:
		w.redirect(ex, r)
	case r.task.isRobots():
		w.robots(ex, r, known)
	case s == http.StatusNotModified:
		w.notModified(r, known)
	case ex.unwanted != "":
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeSkipped, "type", ex.unwanted
	case s == http.StatusNoContent, s == http.StatusResetContent:
		c.Outcome, c.ErrorCode = corpus.OutcomeSkipped, "empty"
	case s >= 200 && s < 300:
		w.page(ex, r, known)
		if s == http.StatusPartialContent { // nobody asked for a part
			flag(c, "partial")
		}
	default:
		w.refused(ex, r, known)
	}
}

// header returns a response header as one clean line.
func header(h http.Header, name string) string {
	return strings.TrimSpace(head(strings.ToValidUTF8(h.Get(name), "\uFFFD"), 1024))
}

// head is at most the first n bytes of s, whole runes.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func (w *worker) redirect(ex *exchange, r *result) {
	r.next = ex.got.Get("Location")
	if r.next == "" {
		r.capture.Outcome, r.capture.ErrorCode = corpus.OutcomeError, "no-location"
		r.capture.Message = fmt.Sprintf("status %d without a Location", ex.status)
	}
}

// notModified takes a 304. To a request without conditions it is a fault.
func (w *worker) notModified(r *result, known frontier.Known) {
	c := &r.capture
	if known.ETag == "" && known.LastModified == "" {
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeError, "unasked-304", "not modified, though no condition was sent"
		return
	}
	c.Outcome = corpus.OutcomeNotModified
	c.BodySHA256 = known.BodySHA256
	if c.ContentType == "" {
		c.ContentType = known.ContentType
	}
	known.Run, known.Checked = w.job.Run, c.FetchedAt
	r.known = map[string]frontier.Known{r.task.url: known}
	// The page's links are those of the body we have.
	body, _, err := readBody(datasetOf(w.job.WARCDir), known.WARCFile, known.WARCOffset, w.cfg.MaxBody)
	if err != nil {
		c.ErrorCode, c.Message = "archive", "the stored body cannot be read: "+err.Error()
		return
	}
	w.follow(r, body, known.ContentType)
	r.next = ""
}

// refused takes the statuses of errors and blocks.
func (w *worker) refused(ex *exchange, r *result, known frontier.Known) {
	c := &r.capture
	c.Bytes = int64(len(ex.body))
	c.ErrorCode = fmt.Sprintf("status-%d", ex.status)
	c.Message = http.StatusText(ex.status)
	var page *scan
	if sniff(ex.body, c.ContentType) == formHTML && len(ex.body) < 256<<10 {
		s := scanHTML(ex.body, w.agent)
		page = &s
	}
	switch ex.status {
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusProxyAuthRequired, http.StatusUnavailableForLegalReasons:
		c.Outcome, c.ErrorCode = corpus.OutcomeBlocked, blockCode(ex.status, ex.got, page)
		c.BodySHA256 = corpus.SHA256(ex.body)
	case http.StatusNotFound, http.StatusGone:
		w.gone(r, known)
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		c.Outcome = corpus.OutcomeError
		if blockCode(ex.status, ex.got, page) == wallChallenge {
			c.Outcome, c.ErrorCode = corpus.OutcomeBlocked, wallChallenge
			c.BodySHA256 = corpus.SHA256(ex.body)
		}
	default:
		c.Outcome = corpus.OutcomeError
	}
}

// gone settles a page that is not there: gone is what was there before.
func (w *worker) gone(r *result, known frontier.Known) {
	r.capture.Outcome = corpus.OutcomeError
	if known.BodySHA256 != "" || known.Gone {
		r.capture.Outcome = corpus.OutcomeGone
		known.Gone, known.Run = true, w.job.Run
		r.known = map[string]frontier.Known{r.task.item.URL: known}
	}
}

// failure names what kept an answer from coming.
func failure(err error) (corpus.Outcome, string, string) {
	msg := head(strings.ToValidUTF8(err.Error(), "\uFFFD"), 500)
	var refusal *guard.Error
	var dns *net.DNSError
	var netErr net.Error
	var certErr *tls.CertificateVerificationError
	var recordErr tls.RecordHeaderError
	var alert tls.AlertError
	var unknownCA x509.UnknownAuthorityError
	switch {
	case errors.As(err, &refusal):
		return corpus.OutcomeNotFetched, "address", msg
	case errors.As(err, &dns):
		if dns.IsNotFound {
			return corpus.OutcomeError, "dns", msg
		}
		return corpus.OutcomeError, "dns-temporary", msg
	case errors.As(err, &certErr), errors.As(err, &recordErr), errors.As(err, &alert), errors.As(err, &unknownCA):
		return corpus.OutcomeError, "tls", msg
	case errors.Is(err, coding.ErrUnknown):
		return corpus.OutcomeError, "coding", msg
	case errors.As(err, &netErr) && netErr.Timeout():
		return corpus.OutcomeError, "timeout", msg
	case errors.Is(err, syscall.ECONNREFUSED):
		return corpus.OutcomeError, "refused", msg
	case strings.Contains(msg, "malformed"), strings.Contains(msg, "Content-Length"), strings.Contains(msg, "response headers exceeded"),
		strings.Contains(msg, "invalid"), strings.Contains(msg, "unsupported transfer"):
		return corpus.OutcomeError, "protocol", msg
	}
	return corpus.OutcomeError, "connection", msg
}

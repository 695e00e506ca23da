package crawl

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/fetch"
	"framewatch/crawl/frontier"
	"framewatch/crawl/guard"
	"framewatch/crawl/read"
	"framewatch/crawl/reason"
	"framewatch/crawl/robots"
	"framewatch/crawl/urlid"
	"framewatch/crawl/warc"
)

// worker carries out tasks, one at a time: it fetches, reads, and archives.
type worker struct {
	cfg      Config
	job      Job
	clock    Clock
	guard    *guard.Guard
	store    frontier.Store
	run      frontier.Run
	client   *fetch.Client
	reader   *read.Reader
	encoders chan *warc.Encoder // shared: one costs a megabyte, and few can compress at once
	met      *met               // shared
	bare     bool               // no archive
	asks     chan<- *ask        // what pages that are rendered ask for
	loaded   *loaded
	space    fetch.Space
}

// reader reads answers as the settings say.
func (c Config) reader() *read.Reader {
	return &read.Reader{Agent: robots.Token(c.UserAgent), SkipNoindex: c.Noindex == Skip, SkipTDM: c.TDM == Skip, MaxPDF: c.MaxPDF}
}

// do carries out the next request of a task and reads the answer.
func (w *worker) do(ctx context.Context, t *task) *result {
	if t.stored != nil {
		return w.reread(t)
	}
	ask, known, err := w.prepare(t)
	if err != nil {
		return &result{task: t, err: err}
	}
	if err := w.run.Held(); err != nil {
		return &result{task: t, err: err}
	}
	a := w.client.Do(ask)
	defer func() { w.space.Keep(a.Body) }()
	if ctx.Err() != nil {
		return &result{task: t, cancelled: true}
	}
	r := answered(t, a, w.job.Run, w.clock, w.guard)
	if t.sub != nil {
		w.resource(a, r)
	} else {
		w.judge(a, r, known)
	}
	if err := w.archive(a, r, known); err != nil {
		r.err = err
	}
	if err := w.unseen(r); err != nil {
		r.err = err
	}
	return r
}

// answered begins the result of a task's request.
func answered(t *task, a *fetch.Answer, run corpus.RunID, clock Clock, g *guard.Guard) *result {
	now := clock.Now()
	r := &result{task: t, latency: a.Latency, inside: a.Remote.IsValid() && g.Inside(a.Remote), capture: t.capture(run, now)}
	if a.Status > 0 {
		r.header, r.wait = a.Header, retryAfter(a.Header, now)
		_, host, target := urlid.Split(t.url)
		t.jar.Take(host, target, a.Header)
	}
	return r
}

// unseen drops the links that the run has met. Most links of a page are those
// of its neighbours, and a URL once met stays met, so some are remembered here
// and the store is asked for the rest.
func (w *worker) unseen(r *result) error {
	links := slices.DeleteFunc(r.links, func(l frontier.Link) bool { return w.met.has(l.URL) })
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

// request is that of a task's next hop, without conditions.
func request(cfg Config, t *task) fetch.Request {
	_, host, target := urlid.Split(t.url)
	ask := fetch.Request{URL: t.url, MaxBody: cfg.MaxBody, First: guard.ConnectTimeout + fetch.HandshakeTimeout + cfg.HeaderTimeout, Stall: cfg.StallTimeout, Limit: cfg.FetchTimeout}
	accept := ""
	switch {
	case t.sub != nil:
		accept, ask.MaxBody = t.sub.accept, min(ask.MaxBody, maxResource)
	case t.isRobots():
		ask.MaxBody, ask.Limit = robots.MaxBytes, min(ask.Limit, cfg.HeaderTimeout)
	case t.scope.PDF:
		ask.MaxPDF = cfg.MaxPDF
	}
	ask.Header = fetch.Header(cfg.UserAgent, accept, t.jar.Header(host, target))
	return ask
}

// prepare makes the request of a task's next hop, with the conditions under which
// what is known of it would do.
func (w *worker) prepare(t *task) (fetch.Request, frontier.Known, error) {
	ask := request(w.cfg, t)
	ask.Space = &w.space
	var known frontier.Known
	switch {
	case t.tdm, t.sub != nil: // asked for without conditions
	case t.isRobots():
		old, ok, err := w.store.Robots(t.of)
		if err != nil {
			return ask, known, err
		}
		// RFC 9309 section 2.4: no copy is used for more than a day.
		if ok && len(t.redirects) == 0 && old.State == frontier.RobotsParsed && recent(old.Fetched, w.clock.Now(), robotsLife) {
			known = frontier.Known{ETag: old.ETag, LastModified: old.LastModified}
		}
	default:
		k, ok, err := w.store.Known(t.url)
		if err != nil {
			return ask, known, err
		}
		if ok && w.usable(t, k) {
			known = k
		} else {
			known = frontier.Known{BodySHA256: k.BodySHA256, Fetched: k.Fetched, Checked: k.Checked, Gone: k.Gone, Since: k.Since, Asked: k.Asked}
		}
	}
	// Scripts may make something else of the same page, and a server that failed
	// may not understand conditions.
	if w.rendered(t) || t.item.Attempt > 1 {
		known.ETag, known.LastModified = "", ""
	}
	if known.ETag != "" {
		ask.Header.Set("If-None-Match", known.ETag)
	}
	if known.LastModified != "" {
		ask.Header.Set("If-Modified-Since", known.LastModified)
	}
	return ask, known, nil
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

// readable is an answer for the reader.
func readable(a *fetch.Answer) read.Answer {
	out := read.Answer{Status: a.Status, Header: a.Header, Body: a.Body, MaxBody: a.MaxBody, Damage: a.Damage, Slow: a.Slow()}
	if a.Cause != nil {
		out.Cause = a.Cause.Error()
	}
	return out
}

// judge turns an answer into the capture's outcome and what follows from it.
func (w *worker) judge(a *fetch.Answer, r *result, known frontier.Known) {
	if next, ok := opening(a, r); ok {
		r.next = next
		return
	}
	c := &r.capture
	switch s := a.Status; {
	case r.task.isRobots():
		w.robotsTxt(a, r, known)
	case s == http.StatusNotModified:
		w.notModified(r, known)
	case s >= 200 && s < 300:
		w.page(a, r, known)
	default:
		*c = w.reader.Refused(*c, readable(a))
		if s == http.StatusNotFound || s == http.StatusGone {
			w.gone(r, known)
		}
	}
}

// opening reads what comes before a body: whether there is an answer, what its
// header says of it, and where it redirects to. ok says that this settles it.
func opening(a *fetch.Answer, r *result) (next string, ok bool) {
	c := &r.capture
	if a.Err != nil {
		c.Outcome, c.ErrorCode, c.Message = fetch.Failure(a.Err)
		if a.Status > 0 {
			c.Status = a.Status
		}
		return "", true
	}
	c.Status = a.Status
	c.ContentType = read.HeaderText(a.Header, "Content-Type")
	c.ETag, c.LastModified = read.HeaderText(a.Header, "ETag"), read.HeaderText(a.Header, "Last-Modified")
	if v := read.TDMValue(a.Header.Get("Tdm-Reservation")); v != "" {
		c.TDMReservation = v // it stands above what the host's file says
	}
	switch s := a.Status; {
	case s >= 300 && s < 400 && s != http.StatusNotModified:
		next := a.Header.Get("Location")
		if next == "" {
			c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeError, reason.NoLocation, fmt.Sprintf("status %d without a Location", s)
		}
		return next, true
	case r.task.isRobots() || s == http.StatusNotModified:
	case a.Unwanted != "":
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeSkipped, reason.Type, a.Unwanted
		return "", true
	case s == http.StatusNoContent, s == http.StatusResetContent:
		c.Outcome, c.ErrorCode = corpus.OutcomeSkipped, reason.Empty
		return "", true
	}
	return "", false
}

// page reads an answer with a body and remembers what it was.
func (w *worker) page(a *fetch.Answer, r *result, known frontier.Known) {
	reading := w.reader.Page(&r.task.scope.Rules, r.capture, readable(a))
	w.accept(r, reading, a.Body)
	c := &r.capture
	if c.Outcome == corpus.OutcomeSkipped || c.Outcome == corpus.OutcomeBlocked || c.Outcome == corpus.OutcomeError && c.ErrorCode != reason.Soft404 || r.next != "" {
		return
	}
	if c.ErrorCode == reason.Soft404 {
		w.gone(r, known)
		return
	}
	if reading.Form == read.FormHTML && w.rendered(r.task) {
		r.page, r.before = w.utf8(a.Body, c.ContentType), known
		return
	}
	w.remember(r, known)
}

// accept takes over what was read. A page that may be another form of one that the
// run takes up is told of as such; the loop decides when both are there.
func (w *worker) accept(r *result, reading read.Reading, body []byte) {
	r.capture, r.next, r.links, r.pages = reading.Capture, reading.Next, reading.Links, reading.Pages
	if c := &r.capture; reading.Variant == "" || !c.Outcome.Stored() && c.Outcome != corpus.OutcomeNotModified {
		return
	}
	// The pages of a wave are taken up together, so what is met does not depend
	// on which answer came first.
	met, err := w.run.Met(reading.Variant)
	if err != nil {
		r.err = err
	} else if met {
		r.variant, r.text = reading.Variant, read.TextOf(body, r.capture.ContentType)
	}
}

// notModified takes a 304. To a request without conditions it is a fault.
func (w *worker) notModified(r *result, known frontier.Known) {
	c := &r.capture
	if known.ETag == "" && known.LastModified == "" {
		unasked(c)
		return
	}
	c.Outcome, c.BodySHA256 = corpus.OutcomeNotModified, known.BodySHA256
	contentType := known.ContentType
	known.Run, known.Checked = w.job.Run, c.FetchedAt
	known.Moved, known.Since, known.Asked = false, time.Time{}, time.Time{}
	r.known = map[string]frontier.Known{r.task.url: known}
	w.leads(r, known)
	// The page's links are those of the body we have.
	body, _, err := readBody(datasetOf(w.job.WARCDir), known.WARCFile, known.WARCOffset, w.cfg.MaxBody)
	if err != nil {
		if c.ContentType == "" {
			c.ContentType = contentType
		}
		c.ErrorCode, c.Message = reason.Archive, "the stored body cannot be read: "+err.Error()
		return
	}
	w.accept(r, w.reader.Stored(&r.task.scope.Rules, r.capture, body, contentType), body)
}

// unasked is what a 304 is to a request without conditions.
func unasked(c *corpus.Capture) {
	c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeError, reason.Unasked304, "not modified, though no condition was sent"
}

// gone settles a page that is not there: gone is what was there before.
func (w *worker) gone(r *result, known frontier.Known) {
	r.capture.Outcome = corpus.OutcomeError
	if known.BodySHA256 != "" || known.Gone {
		r.capture.Outcome = corpus.OutcomeGone
		if !known.Gone || known.Since.IsZero() || ahead(known.Since, r.capture.FetchedAt) {
			known.Since = r.capture.FetchedAt
		}
		known.Gone, known.Run, known.Asked = true, w.job.Run, r.capture.FetchedAt
		r.known = map[string]frontier.Known{r.task.item.URL: known}
	}
}

// remember keeps what a later run needs: the validators, and what the body was.
func (w *worker) remember(r *result, known frontier.Known) {
	c := &r.capture
	if known.BodySHA256 == c.BodySHA256 && !known.Gone && known.WARCFile != "" && c.Outcome == corpus.OutcomeOK {
		c.Outcome = corpus.OutcomeNotModified
		known.ETag, known.LastModified, known.Run = c.ETag, c.LastModified, w.job.Run
		known.Since, known.Asked = time.Time{}, time.Time{}
	} else {
		known = frontier.Known{ETag: c.ETag, LastModified: c.LastModified, BodySHA256: c.BodySHA256, Fetched: c.FetchedAt,
			ContentType: c.ContentType, Run: w.job.Run}
	}
	known.Checked, known.Moved = c.FetchedAt, false
	if c.Outcome == corpus.OutcomeTruncated || w.rendered(r.task) {
		known.ETag, known.LastModified = "", "" // half a page must not be confirmed, nor scripts for what they make
	}
	r.known = map[string]frontier.Known{r.task.url: known}
	w.leads(r, known)
}

// leads remembers of a URL that it leads to another, of which known is known.
func (w *worker) leads(r *result, known frontier.Known) {
	url := r.task.item.URL
	if url == r.task.url {
		return
	}
	before, _, err := w.store.Known(url)
	if err != nil {
		r.err = err
		return
	}
	known.Moved, known.ETag, known.LastModified = true, "", ""
	known.Since, known.Asked = r.capture.FetchedAt, r.capture.FetchedAt
	if before.Moved && !before.Since.IsZero() {
		known.Since = before.Since
	}
	if !before.Checked.IsZero() {
		known.Checked = before.Checked // when the page was last here
	}
	r.known[url] = known
}

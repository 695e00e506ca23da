package crawl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/fetch"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
	"framewatch/crawl/reason"
	"framewatch/crawl/render"
	"framewatch/crawl/urlid"
	"framewatch/crawl/warc"
	"framewatch/internal/charset"
)

// Pages of sources that say so go from the worker that fetched them to a
// browser. What their scripts ask for comes back to the loop as tasks, so that
// it waits its turn at its host behind robots.txt like everything else.

// fromRendered is the CharsetFrom of a body that a browser made.
const fromRendered = "rendered"

// maxResource bounds what a page may load at once.
const maxResource = 8 << 20

// browsers makes the browsers of a job. Where one is wanted and there is none,
// the loop is told why.
func (c *Crawler) browsers(ctx context.Context, l *loop) (out []*render.Browser, err error) {
	if !slices.ContainsFunc(l.scopes, func(s *scope) bool { return s.render && !l.states[s.index].Done }) {
		return nil, nil
	}
	for range c.cfg.Render.Pages {
		b, err := render.New(c.cfg.Render, c.cfg.UserAgent)
		if err == nil && len(out) == 0 {
			err = b.Start(ctx)
		}
		if err != nil {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			l.noBrowser = err.Error()
			return nil, nil // it is told for each page
		}
		out = append(out, b)
	}
	return out, nil
}

// CanRender says why pages cannot be rendered here; nil when a browser is there.
// Whether it starts is seen by starting it.
func (c *Crawler) CanRender() error {
	_, err := c.cfg.Render.Find()
	return err
}

// rendered reports whether a browser makes what a task fetches.
func (w *worker) rendered(t *task) bool {
	return t.scope.render && w.run != nil && t.sub == nil && (t.item.Kind == KindPage || t.item.Kind == KindStart)
}

// utf8 is a copy of a page in UTF-8.
func (w *worker) utf8(body []byte, contentType string) []byte {
	text, _ := charset.Decode(body, contentType)
	return bytes.Clone(text)
}

// toBrowser sends a fetched page on. It stays away from its host meanwhile, so
// that few pages of a host wait at once.
func (l *loop) toBrowser(h *host, r *result) {
	if h.name == r.task.item.Host {
		h.away++
	}
	l.queued = append(l.queued, r)
}

// feedBrowsers gives each idle browser a page.
func (l *loop) feedBrowsers() {
	for len(l.queued) > 0 && l.rendering < cap(l.renders) {
		l.renders <- l.queued[0]
		l.queued = l.queued[1:]
		l.rendering++
	}
}

// takeRendered settles a page that comes from a browser.
func (l *loop) takeRendered(h *host, r *result) error {
	if h.name == r.task.item.Host {
		h.away--
		l.ready.update(h)
	}
	if r.err != nil || r.cancelled {
		return r.err
	}
	return l.end(h, r)
}

// ask is a request of a page that is being rendered.
type ask struct {
	scope  *scope
	url    string
	accept string
	reply  chan reply // has room for the one answer
}

type reply struct {
	answer render.Answer
	err    error
}

// refuse answers with the capture that a page would have had.
func (a *ask) refuse(c *corpus.Capture) {
	a.reply <- reply{err: fmt.Errorf("%s: %s %s", a.url, c.Outcome, c.ErrorCode)}
}

// open queues a request at its host.
func (l *loop) open(a *ask) {
	t := &task{scope: a.scope, url: a.url, jar: fetch.Cookies{}, sub: a, item: frontier.Item{URL: a.url, Kind: frontier.KindResource, Attempt: 1}}
	h := l.host(t.host())
	h.tasks = append(h.tasks, t)
	l.ready.update(h)
}

// endAsk archives an answer and hands it on.
func (l *loop) endAsk(r *result) error {
	c := r.capture
	if err := l.write(&c, r.task, r.archive, nil); err != nil {
		return err
	}
	l.spending[r.task.scope.index].bytes += c.Bytes
	if c.Outcome != corpus.OutcomeOK {
		r.task.sub.refuse(&c)
		return nil
	}
	r.task.sub.reply <- reply{answer: render.Answer{Status: c.Status, Header: r.header, Body: r.body}}
	return nil
}

// resource judges an answer to a page: it goes to the browser as it is, also a
// redirect or an error, but not in part.
func (w *worker) resource(a *fetch.Answer, r *result) {
	c := &r.capture
	if a.Err != nil {
		c.Outcome, c.ErrorCode, c.Message = fetch.Failure(a.Err)
		return
	}
	c.Status, c.ContentType, c.Bytes = a.Status, read.HeaderText(a.Header, "Content-Type"), int64(len(a.Body))
	c.Outcome = corpus.OutcomeOK
	if a.Unwanted != "" || !read.Whole(c, readable(a)) || c.Outcome == corpus.OutcomeTruncated {
		c.Outcome = corpus.OutcomeSkipped
		return
	}
	c.Outcome, r.body = corpus.OutcomeOK, bytes.Clone(a.Body)
}

// loaded keeps scripts that the pages of a run share.
type loaded struct {
	mu      sync.Mutex
	answers map[string]render.Answer
	size    int
}

// Bounds of loaded, in bytes.
const (
	maxLoaded    = 32 << 20
	maxLoadedOne = 4 << 20
)

func (l *loaded) get(url string) (render.Answer, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a, ok := l.answers[url]
	return a, ok
}

func (l *loaded) put(url string, a render.Answer) {
	if a.Status != http.StatusOK || len(a.Body) > maxLoadedOne || !strings.Contains(a.Header.Get("Content-Type"), "script") {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size += len(a.Body); l.size > maxLoaded {
		clear(l.answers)
		l.size = len(a.Body)
	}
	l.answers[url] = a
}

// fetchFor asks in the name of a page of the source.
func (w *worker) fetchFor(s *scope) render.Fetch {
	return func(ctx context.Context, raw, accept string) (render.Answer, error) {
		url, err := urlid.Target(raw, raw)
		if err != nil {
			return render.Answer{}, fmt.Errorf("page asks for %.200q: %w", raw, err)
		}
		if _, host, _ := urlid.Split(url); !s.Owns(host) && !slices.Contains(s.hosts, host) {
			return render.Answer{}, fmt.Errorf("page asks for %s: the host is not the source's, nor among its render_hosts", url)
		}
		if a, ok := w.loaded.get(url); ok {
			return a, nil
		}
		if accept == "" || len(accept) > 512 || strings.ContainsAny(accept, "\r\n") {
			accept = "*/*"
		}
		a := &ask{scope: s, url: url, accept: accept, reply: make(chan reply, 1)}
		select {
		case w.asks <- a:
		case <-ctx.Done():
			return render.Answer{}, context.Cause(ctx)
		}
		select {
		case r := <-a.reply:
			if r.err == nil {
				w.loaded.put(url, r.answer)
			}
			return r.answer, r.err
		case <-ctx.Done():
			return render.Answer{}, context.Cause(ctx)
		}
	}
}

// render lets a browser make a page, and judges what it made. A page that the
// browser could not make stays as it came, and says so.
func (w *worker) render(ctx context.Context, b *render.Browser, in *result) *result {
	t := in.task
	r := &result{task: t, rendered: true, header: in.header, capture: in.capture, links: in.links}
	began := time.Now()
	dom, err := b.Render(ctx, render.Page{URL: t.url, HTML: in.page}, w.cfg.MaxBody, w.fetchFor(t.scope))
	if ctx.Err() != nil {
		r.cancelled = true
		return r
	}
	var tree *warc.Record
	c := &r.capture
	switch {
	case errors.Is(err, render.ErrNoBrowser):
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeError, reason.NoBrowser, err.Error()
	case err != nil:
		read.Flag(c, reason.Render)
		c.Message = err.Error()
		w.remember(r, in.before)
	default:
		tree = w.tree(r, in, dom)
	}
	if err := w.archiveRendered(r, in, tree, time.Since(began)); err != nil {
		r.err = err
	}
	if err := w.unseen(r); err != nil {
		r.err = err
	}
	return r
}

// tree makes a rendered page the capture's body, and returns its record; nil
// when it is the one that is stored, or is not to be.
func (w *worker) tree(r, in *result, dom render.DOM) *warc.Record {
	c := &r.capture
	c.ContentType, c.Charset, c.CharsetFrom = "text/html; charset=utf-8", "utf-8", fromRendered
	c.Bytes, c.BodySHA256 = int64(len(dom.HTML)), corpus.SHA256(dom.HTML)
	if dom.Cut {
		c.Outcome, c.ErrorCode = corpus.OutcomeTruncated, reason.TooLarge
	}
	w.accept(r, w.reader.Tree(&r.task.scope.Rules, *c, dom.HTML, in.header), dom.HTML)
	r.next = ""
	if c.ErrorCode == reason.Soft404 {
		w.gone(r, in.before)
	}
	if r.err != nil || !c.Outcome.Stored() {
		return nil
	}
	if c.Outcome != corpus.OutcomeBlocked {
		w.remember(r, in.before)
	}
	if c.Outcome == corpus.OutcomeNotModified {
		return nil
	}
	return warc.New(warc.TypeConversion, r.task.url, c.FetchedAt, c.ContentType, dom.HTML, nil, warc.Field{Name: "WARC-Refers-To", Value: in.answer})
}

// archiveRendered puts the rendered tree before the records of the answer that
// it was made from, and what the crawler made of both behind.
func (w *worker) archiveRendered(r, in *result, tree *warc.Record, took time.Duration) error {
	if w.bare {
		return nil
	}
	enc := <-w.encoders
	defer func() { w.encoders <- enc }()
	if tree != nil {
		if err := w.encode(enc, r, []*warc.Record{tree}, len(tree.Block)/4+512); err != nil {
			return err
		}
	}
	r.archive = append(r.archive, in.archive...)
	return w.encode(enc, r, []*warc.Record{about(r, r.capture.FetchedAt, in.answer, took)}, 1024)
}

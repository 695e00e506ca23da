package render

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"golang.org/x/sync/errgroup"
)

// answer decides on one stopped request.
func (v *visit) answer(ctx, tab context.Context, g *errgroup.Group, e *fetch.EventRequestPaused) {
	switch e.ResourceType {
	case network.ResourceTypeDocument:
		v.document(tab, e)
	case network.ResourceTypeStylesheet:
		v.fulfil(tab, e, Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/css"}}})
	case network.ResourceTypePreflight:
		v.fulfil(tab, e, preflight(e))
	case network.ResourceTypeScript, network.ResourceTypeXHR, network.ResourceTypeFetch:
		v.data(ctx, tab, g, e)
	default: // images, fonts, media, sockets, pings, manifests
		v.refuse(tab, e, network.ErrorReasonBlockedByClient)
	}
}

// document hands the page itself in, once. Whatever else wants to be a
// document is a frame, or a script that sends the reader elsewhere; the latter
// is cancelled, so that the page stays.
func (v *visit) document(tab context.Context, e *fetch.EventRequestPaused) {
	v.mu.Lock()
	first := !v.served
	v.served = true
	v.mu.Unlock()
	if !first {
		v.refuse(tab, e, network.ErrorReasonAborted)
		return
	}
	v.fulfil(tab, e, Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: v.page.HTML})
}

// data lets Fetch answer, unless the page has had its share or asks for what it
// has.
func (v *visit) data(ctx, tab context.Context, g *errgroup.Group, e *fetch.EventRequestPaused) {
	url := e.Request.URL
	v.mu.Lock()
	old, again := v.answered[url]
	allowed := e.Request.Method == http.MethodGet && strings.HasPrefix(url, "http") && v.asked < v.cfg.MaxRequests
	if allowed && !again {
		v.asked++
		v.waiting++
		v.busy = time.Now()
	}
	v.mu.Unlock()
	switch {
	case again:
		v.mu.Lock()
		v.refused++ // counts towards a flood
		v.mu.Unlock()
		v.fulfil(tab, e, old)
		return
	case !allowed:
		v.refuse(tab, e, network.ErrorReasonBlockedByClient)
		return
	}
	accept := ""
	for name, value := range e.Request.Headers {
		if strings.EqualFold(name, "Accept") {
			accept = fmt.Sprint(value)
		}
	}
	g.Go(func() error {
		a, err := v.fetch(ctx, url, accept)
		if err != nil {
			v.refuse(tab, e, network.ErrorReasonFailed)
		} else {
			v.fulfil(tab, e, a)
		}
		v.mu.Lock()
		defer v.mu.Unlock()
		if v.waiting--; err == nil {
			v.answered[url] = a
		}
		v.busy = time.Now()
		return nil
	})
}

func (v *visit) refuse(tab context.Context, e *fetch.EventRequestPaused, reason network.ErrorReason) {
	v.mu.Lock()
	v.refused++
	v.mu.Unlock()
	// A request that is gone by now needs no answer.
	_, _ = call(tab, v.cfg.Answer, fetch.FailRequest, fetch.FailRequestParams{RequestID: e.RequestID, ErrorReason: reason})
}

func (v *visit) fulfil(tab context.Context, e *fetch.EventRequestPaused, a Answer) {
	_, _ = call(tab, v.cfg.Answer, fetch.FulfillRequest, fetch.FulfillRequestParams{ // as above
		RequestID: e.RequestID, ResponseCode: int64(a.Status), ResponseHeaders: header(a.Header), Body: a.Body})
}

// preflight lets a page ask another host for data. The question whether it may
// (the Fetch standard's preflight) costs a request; the header of the answer
// itself, which is a server's own, still decides.
func preflight(e *fetch.EventRequestPaused) Answer {
	h := http.Header{"Access-Control-Allow-Origin": {"*"}}
	for name, value := range e.Request.Headers {
		switch strings.ToLower(name) {
		case "origin":
			h.Set("Access-Control-Allow-Origin", fmt.Sprint(value))
			h.Set("Access-Control-Allow-Credentials", "true")
		case "access-control-request-headers":
			h.Set("Access-Control-Allow-Headers", fmt.Sprint(value))
		case "access-control-request-method":
			h.Set("Access-Control-Allow-Methods", fmt.Sprint(value))
		}
	}
	return Answer{Status: http.StatusNoContent, Header: h}
}

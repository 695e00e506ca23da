package render

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"golang.org/x/sync/errgroup"
)

const (
	tick   = 100 * time.Millisecond // between two looks at a page
	atOnce = 6                      // requests of a page handed to Fetch at once
	flood  = 2000                   // requests after which a page is stopped
)

// visit is one page in its tab.
type visit struct {
	cfg   Config
	page  Page
	fetch Fetch

	mu       sync.Mutex
	paused   []*fetch.EventRequestPaused
	dialogs  int
	wake     chan struct{} // full when there is something in the two above
	loaded   bool
	served   bool // the page itself was handed in
	waiting  int  // requests handed to Fetch
	busy     time.Time
	asked    int
	refused  int
	answered map[string]Answer // a page may ask for the same data every second
	crashed  bool
	stuck    bool
}

func newVisit(cfg Config, p Page, f Fetch) *visit {
	return &visit{cfg: cfg, page: p, fetch: f, wake: make(chan struct{}, 1), busy: time.Now(), answered: map[string]Answer{}}
}

// event takes an event of the tab; it must return at once.
func (v *visit) event(ev any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch e := ev.(type) {
	case *fetch.EventRequestPaused:
		if len(v.paused) > flood {
			return // it is about to be stopped
		}
		v.paused = append(v.paused, e)
	case *page.EventJavascriptDialogOpening:
		v.dialogs++
	case *page.EventLoadEventFired:
		v.loaded, v.busy = true, time.Now()
	case *inspector.EventTargetCrashed:
		v.crashed = true
	default:
		return
	}
	select {
	case v.wake <- struct{}{}:
	default:
	}
}

// spoilt reports whether the browser should not be used for another page.
func (v *visit) spoilt() bool { return v.stuck }

// run opens the page in the tab and waits for it.
func (v *visit) run(ctx, tab context.Context, process int, maxBytes int64) (dom DOM, err error) {
	if err := within(ctx, v.cfg.Answer, func() error { return chromedp.Do(tab) }); err != nil {
		return dom, v.fault(ctx, "open a tab", err)
	}
	if _, err := call(tab, v.cfg.Answer, fetch.Enable, fetch.EnableParams{}); err != nil {
		return dom, v.fault(ctx, "watch the tab's requests", err)
	}
	asking, stop := context.WithCancel(ctx)
	var g errgroup.Group
	g.Go(func() error { v.serve(asking, tab); return nil })
	g.Go(func() error {
		// It returns when the answer has begun to be read; how that went is seen in
		// the tree.
		_, _ = chromedp.Call(linked(asking, tab), page.Navigate, page.NavigateParams{URL: v.page.URL})
		return nil
	})
	g.Go(func() error { v.watch(asking, process); return nil })
	late, err := v.settle(ctx, tab)
	if err == nil {
		dom, err = v.take(ctx, tab, maxBytes)
	}
	stop()
	_ = g.Wait() // they return nil
	dom.Late, dom.Requests, dom.Refused = late, v.asked, v.refused
	return dom, err
}

// linked is a context of the tab that ends with ctx too.
func linked(ctx, tab context.Context) context.Context {
	both, cancel := context.WithCancel(tab)
	context.AfterFunc(ctx, cancel)
	return both
}

// within bounds a step that has no deadline of its own.
func within(ctx context.Context, limit time.Duration, step func() error) error {
	done := make(chan error, 1)
	go func() { done <- step() }() // it ends with the tab, which its caller closes
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(limit):
		return context.DeadlineExceeded
	}
}

// call sends a command to the tab, which has so long to answer.
func call[P, R any](tab context.Context, limit time.Duration, cmd cdp.Command[P, R], params P) (R, error) {
	limited, cancel := context.WithTimeout(tab, limit)
	defer cancel()
	return chromedp.Call(limited, cmd, params)
}

// fault words what went wrong between this program and the browser.
func (v *visit) fault(ctx context.Context, what string, err error) error {
	v.stuck = true
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return fmt.Errorf("%w: %s: %w", ErrStuck, what, err)
}

// settle waits until the page has come to rest; late says that it has not.
func (v *visit) settle(ctx, tab context.Context) (late bool, err error) {
	began, worked := time.Now(), time.Duration(0)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return false, context.Cause(ctx)
		case <-tab.Done():
			return false, v.fault(ctx, "wait for the page", tab.Err())
		case <-ticker.C:
		}
		v.mu.Lock()
		quiet := v.loaded && v.waiting == 0 && len(v.paused) == 0 && time.Since(v.busy) >= v.cfg.Quiet
		if v.waiting == 0 {
			worked += tick
		}
		crashed, flooded := v.crashed, v.asked+v.refused > flood || len(v.paused) > flood
		v.mu.Unlock()
		switch {
		case crashed:
			return false, v.fault(ctx, "wait for the page", errors.New("it crashed"))
		case quiet:
			return false, nil
		case flooded, worked >= v.cfg.Timeout, time.Since(began) >= v.cfg.Longest:
			return true, nil
		}
	}
}

// watch kills the browser when it takes too much memory, until ctx ends.
func (v *visit) watch(ctx context.Context, process int) {
	ticker := time.NewTicker(3 * tick)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if memory(process) <= v.cfg.MaxMemory {
			continue
		}
		if p, err := os.FindProcess(process); err == nil {
			_ = p.Kill() // the tab ends with it, which is an answer
		}
		return
	}
}

// serve answers what the page asks for, until ctx ends.
func (v *visit) serve(ctx, tab context.Context) {
	var g errgroup.Group
	g.SetLimit(atOnce)
	for {
		select {
		case <-ctx.Done():
			_ = g.Wait() // they return nil
			return
		case <-v.wake:
		}
		v.mu.Lock()
		paused, dialogs := v.paused, v.dialogs
		v.paused, v.dialogs = nil, 0
		v.mu.Unlock()
		for range dialogs {
			// Dismissed: "cancel" and "stay on the page".
			_, _ = call(tab, v.cfg.Answer, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
		}
		for _, e := range paused {
			v.answer(ctx, tab, &g, e)
		}
	}
}

// isolated is the name of the world in which the tree is read: the page's
// scripts cannot change what happens there.
const isolated = "framewatch"

const reading = `((most) => {
	const root = document.documentElement;
	const html = (document.doctype ? '<!DOCTYPE html>\n' : '') + (root ? root.outerHTML : '');
	return {length: html.length, html: html.slice(0, most), address: location.href};
})(%d)`

// take reads the tree. A page that does not let go of the browser is stopped
// first.
func (v *visit) take(ctx, tab context.Context, maxBytes int64) (DOM, error) {
	dom, err := v.read(tab, maxBytes)
	if err != nil && ctx.Err() == nil {
		v.stuck = true // its scripts are at an end, and so is the browser's use
		_, _ = call(tab, v.cfg.Answer, runtime.TerminateExecution, cdp.Empty{})
		_, _ = call(tab, v.cfg.Answer, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		dom, err = v.read(tab, maxBytes)
	}
	if err != nil {
		return DOM{}, v.fault(ctx, "read the page", err)
	}
	return dom, nil
}

func (v *visit) read(tab context.Context, maxBytes int64) (DOM, error) {
	tree, err := call(tab, v.cfg.Answer, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return DOM{}, err
	}
	world, err := call(tab, v.cfg.Answer, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: tree.FrameTree.Frame.ID, WorldName: isolated})
	if err != nil {
		return DOM{}, err
	}
	byValue := true
	result, err := call(tab, v.cfg.Answer, runtime.Evaluate, runtime.EvaluateParams{Expression: fmt.Sprintf(reading, maxBytes), ContextID: world.ExecutionContextID, ReturnByValue: &byValue})
	if err != nil {
		return DOM{}, err
	}
	var got struct {
		Length  int64  `json:"length"`
		HTML    string `json:"html"`
		Address string `json:"address"`
	}
	if result.ExceptionDetails != nil || result.Result == nil {
		return DOM{}, errors.New("the tree cannot be written out")
	}
	if err := json.Unmarshal(result.Result.Value, &got); err != nil {
		return DOM{}, fmt.Errorf("read the browser's answer: %w", err)
	}
	if !strings.HasPrefix(got.Address, "http") {
		return DOM{}, fmt.Errorf("the browser shows %.100q", got.Address)
	}
	dom := DOM{HTML: []byte(strings.ToValidUTF8(got.HTML, "\uFFFD")), Cut: got.Length > maxBytes}
	if int64(len(dom.HTML)) > maxBytes {
		dom.HTML, dom.Cut = []byte(strings.ToValidUTF8(string(dom.HTML[:maxBytes]), "")), true
	}
	return dom, nil
}

// header is a response header in the protocol's form, of the fields that say
// something to a page.
func header(h http.Header) (out []*fetch.HeaderEntry) {
	for _, name := range []string{"Content-Type", "Location", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers",
		"Access-Control-Allow-Headers", "Access-Control-Allow-Methods"} {
		if value := h.Get(name); value != "" {
			out = append(out, &fetch.HeaderEntry{Name: name, Value: strings.ToValidUTF8(value, "")})
		}
	}
	return out
}

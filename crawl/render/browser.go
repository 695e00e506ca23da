package render

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Page is what to render: a page as it was fetched, in UTF-8.
type Page struct {
	URL  string
	HTML []byte
}

// Answer is what a [Fetch] brought.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte // without content coding
}

// Fetch answers a GET request of a page's scripts. accept is the Accept header
// that the page wants to be sent, empty for none. An error refuses the request.
// A redirect is an answer: the browser then asks for its target. Fetch is called
// from several goroutines.
type Fetch func(ctx context.Context, url, accept string) (Answer, error)

// DOM is a rendered page.
type DOM struct {
	HTML     []byte // UTF-8
	Cut      bool   // longer than was to be kept
	Late     bool   // the page had not come to rest
	Requests int    // that were handed to Fetch
	Refused  int    // that were not
}

// ErrStuck says that a page could not be stopped, or took too much memory; its
// browser was killed.
var ErrStuck = errors.New("the page does not let the browser answer")

// Browser renders one page at a time. It starts its process with the first
// page, and again after one that killed it.
type Browser struct {
	cfg       Config
	userAgent string
	path      string

	ctx    context.Context // of the running process, nil without one
	stop   context.CancelFunc
	folder string
}

// New makes a browser that names itself as userAgent to pages. The error wraps
// [ErrNoBrowser] when there is none to run.
func New(cfg Config, userAgent string) (*Browser, error) {
	path, err := cfg.Find()
	if err != nil {
		return nil, err
	}
	return &Browser{cfg: cfg, userAgent: userAgent, path: path}, nil
}

// deadProxy is where the browser sends whatever is not answered here: the
// discard port of this machine, behind which nothing listens.
const deadProxy = "http://127.0.0.1:9"

// Start starts the process, unless it runs. The error wraps [ErrNoBrowser].
func (b *Browser) Start(ctx context.Context) error {
	if b.ctx != nil && b.ctx.Err() == nil {
		return nil
	}
	b.Close()
	folder, err := os.MkdirTemp("", "framewatch-browser-")
	if err != nil {
		return fmt.Errorf("make the browser's folder: %w", err)
	}
	b.folder = folder
	alloc, stopAlloc := chromedp.NewExecAllocator(context.WithoutCancel(ctx), b.options()...)
	root, stopRoot := chromedp.NewContext(alloc)
	b.ctx, b.stop = root, func() { stopRoot(); stopAlloc() }
	started := make(chan error, 1)
	go func() { started <- chromedp.Do(root) }()
	select {
	case err = <-started:
	case <-ctx.Done():
		err = context.Cause(ctx)
	case <-time.After(startAnswers * b.cfg.Answer):
		err = errors.New("it did not answer in time")
	}
	if err == nil {
		_, err = chromedp.CallBrowser(root, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorDeny})
	}
	if err == nil {
		return nil
	}
	b.Close()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return fmt.Errorf("%w: start %s: %w", ErrNoBrowser, b.path, err)
}

// startAnswers is how many times as long as for an answer a browser may take to
// start.
const startAnswers = 6

func (b *Browser) options() []chromedp.ExecAllocatorOption {
	opts := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(b.path), chromedp.Headless, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.DisableGPU,
		chromedp.UserDataDir(filepath.Join(b.folder, "profile")), chromedp.Flag("user-agent", b.userAgent),
		// chromedp drops the sandbox as root by itself, unless it is told.
		chromedp.Flag("no-sandbox", !b.cfg.Sandbox),
		chromedp.Flag("proxy-server", deadProxy), chromedp.Flag("proxy-bypass-list", "<-loopback>"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.Flag("disable-quic", true), chromedp.Flag("force-webrtc-ip-handling-policy", "disable_non_proxied_udp"),
	}
	for _, name := range []string{
		"disable-background-networking", "disable-component-update", "disable-default-apps", "disable-extensions", "disable-sync",
		"disable-domain-reliability", "disable-breakpad", "disable-client-side-phishing-detection", "disable-dev-shm-usage",
		"disable-hang-monitor", "disable-prompt-on-repost", "dns-prefetch-disable", "no-pings", "mute-audio", "metrics-recording-only",
		"block-new-web-contents", "disable-notifications", "disable-renderer-backgrounding", "disable-background-timer-throttling",
		"disable-backgrounding-occluded-windows",
	} {
		opts = append(opts, chromedp.Flag(name, true))
	}
	return append(opts, chromedp.Flag("js-flags", fmt.Sprintf("--max-old-space-size=%d", max(64, b.cfg.MaxMemory/2>>20))))
}

// Close ends the process and removes its files. The browser can be used again.
func (b *Browser) Close() {
	if b.stop != nil {
		b.kill()
		b.stop()
	}
	b.ctx, b.stop = nil, nil
	if b.folder != "" {
		_ = os.RemoveAll(b.folder) // a folder of the system's for such files
	}
	b.folder = ""
}

// kill ends the process at once; a page that holds it up would not let it end.
func (b *Browser) kill() {
	if c := chromedp.FromContext(b.ctx); c != nil && c.Browser != nil && c.Browser.Process() != nil {
		_ = c.Browser.Process().Kill() // it may be gone already
	}
}

// Render lets the browser make the page, answering what it asks for with fetch,
// and returns the tree as it is when the page has come to rest or its time is
// up. No more than maxBytes of it are kept. The error is ctx's, or wraps
// [ErrNoBrowser] or [ErrStuck].
func (b *Browser) Render(ctx context.Context, p Page, maxBytes int64, fetch Fetch) (DOM, error) {
	if err := b.Start(ctx); err != nil {
		return DOM{}, err
	}
	v := newVisit(b.cfg, p, fetch)
	tab, closeTab := chromedp.NewContext(b.ctx, chromedp.WithListener(v.event),
		chromedp.WithNewBrowserContext(func(c *target.CreateBrowserContextParams) {
			c.ProxyServer, c.ProxyBypassList = deadProxy, "<-loopback>"
		}))
	defer closeTab()
	process := chromedp.FromContext(b.ctx).Browser.Process().Pid
	dom, err := v.run(ctx, tab, process, maxBytes)
	if err != nil || v.spoilt() {
		b.Close()
	}
	return dom, err
}

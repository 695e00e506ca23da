package render_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"framewatch/crawl/render"
)

// settings leave a busy machine time; tests run as root in many containers, where
// the browser has no sandbox.
func settings() render.Config {
	cfg := render.Default()
	cfg.Timeout, cfg.Longest, cfg.Answer = 5*time.Minute, 10*time.Minute, 5*time.Minute
	cfg.Sandbox = os.Geteuid() != 0
	return cfg
}

// open gives a browser, or skips the test where there is none.
func open(t *testing.T, cfg render.Config) *render.Browser {
	t.Helper()
	b, err := render.New(cfg, "Framewatch/0.1 (+https://framewatch.invalid/bot)")
	if errors.Is(err, render.ErrNoBrowser) {
		t.Skip("no Chromium on this machine")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	if err := b.Start(t.Context()); err != nil {
		t.Skip("the Chromium of this machine does not start:", err)
	}
	return b
}

// files answers from memory.
func files(content map[string]string, asked *[]string) render.Fetch {
	var mu sync.Mutex
	return func(_ context.Context, url, _ string) (render.Answer, error) {
		mu.Lock()
		defer mu.Unlock()
		if asked != nil {
			*asked = append(*asked, url)
		}
		body, ok := content[url]
		if !ok {
			return render.Answer{}, errors.New("not allowed")
		}
		h := http.Header{"Content-Type": {"application/json"}}
		if strings.HasSuffix(url, ".js") {
			h.Set("Content-Type", "text/javascript")
		}
		if to, ok := strings.CutPrefix(body, "-> "); ok {
			h.Set("Location", to)
			return render.Answer{Status: http.StatusFound, Header: h}, nil
		}
		return render.Answer{Status: http.StatusOK, Header: h, Body: []byte(body)}, nil
	}
}

const address = "http://a.test/news/1"

func page(html string) render.Page {
	return render.Page{URL: address, HTML: []byte("<!doctype html><title>t</title><body>" + html)}
}

func TestRender(t *testing.T) {
	b := open(t, settings())
	var asked []string
	dom, err := b.Render(t.Context(), page(`<link rel=stylesheet href=/s.css><img src=/i.png><script src=/app.js></script><script src=/old.js></script>`), 1<<20,
		files(map[string]string{
			"http://a.test/app.js": `fetch('/api/1').then(r => r.json()).then(d => {
				const p = document.createElement('p');
				p.textContent = d.text + ' ' + navigator.userAgent;
				document.body.append(p);
			})`,
			"http://a.test/api/1":  `{"text": "The envoys met 在湖边"}`,
			"http://a.test/old.js": "-> /new.js",
			"http://a.test/new.js": `document.body.append('redirected')`,
		}, &asked))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"The envoys met 在湖边 Framewatch/0.1 (+https://framewatch.invalid/bot)", "redirected", "<!DOCTYPE html>"} {
		if !strings.Contains(string(dom.HTML), want) {
			t.Errorf("no %q in %s", want, dom.HTML)
		}
	}
	if len(asked) != 4 || dom.Requests != 4 || dom.Late || dom.Cut {
		t.Errorf("asked %v, %d requests, late %t, cut %t", asked, dom.Requests, dom.Late, dom.Cut)
	}
}

// TestReachesNothing lets a page try every way out to a server of this machine.
func TestReachesNothing(t *testing.T) {
	var hits atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	t.Cleanup(server.Close)
	cfg := settings()
	cfg.Timeout = 15 * time.Second // the page never comes to rest
	b := open(t, cfg)
	html := strings.ReplaceAll(`<link rel=prefetch href=SERVER/p><link rel=preconnect href=SERVER><iframe src=SERVER/frame></iframe><img src=SERVER/i.png>
		<video src=SERVER/v.mp4></video><object data=SERVER/o></object><a href=SERVER/a ping=SERVER/ping id=a download>x</a>
		<style>@import url(SERVER/c.css); @font-face { font-family: f; src: url(SERVER/f) } body { font-family: f; background: url(SERVER/b.png) }</style>
		<script>
		const tries = [() => fetch('SERVER/f'), () => fetch('SERVER/f', {method: 'POST', body: 'x'}), () => navigator.sendBeacon('SERVER/b', 'x'),
			() => new WebSocket('SERVER/ws'.replace('http', 'ws')), () => new EventSource('SERVER/e'), () => window.open('SERVER/w'),
			() => new Worker(URL.createObjectURL(new Blob(["fetch('SERVER/worker'); importScripts('SERVER/worker.js')"]))),
			() => new SharedWorker(URL.createObjectURL(new Blob(["fetch('SERVER/shared')"]))),
			() => navigator.serviceWorker.register('/sw.js'), () => document.getElementById('a').click(),
			() => { const f = document.createElement('form'); f.action = 'SERVER/form'; f.method = 'post'; f.target = '_blank'; document.body.append(f); f.submit() },
			() => { const c = new RTCPeerConnection({iceServers: [{urls: 'stun:SERVER'.replace('http://', '')}]}); c.createDataChannel('x'); c.createOffer().then(o => c.setLocalDescription(o)) },
			() => { location.href = 'SERVER/away' }];
		for (const t of tries) try { const p = t(); if (p && p.catch) p.catch(() => {}) } catch (e) { document.body.append(' ' + e) }
		document.body.append(' tried all');
		</script>`, "SERVER", server.URL)
	dom, err := b.Render(t.Context(), page(html), 1<<20, files(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(dom.HTML), "tried all") {
		t.Errorf("%s", dom.HTML)
	}
	if n := hits.Load(); n > 0 {
		t.Errorf("%d requests reached the server", n)
	}
}

// TestHostilePages holds that no page keeps the browser, and that the next page
// is rendered whatever the one before did.
func TestHostilePages(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for pages that never end")
	}
	cfg := settings()
	cfg.Timeout, cfg.Longest, cfg.Answer, cfg.MaxMemory, cfg.MaxRequests = 2*time.Second, 6*time.Second, 5*time.Second, 700<<20, 10
	b := open(t, cfg)
	for name, c := range map[string]struct {
		html  string
		late  bool
		stuck bool // may cost the browser
	}{
		"endless loop":    {html: "early text<script>for (;;) {}</script>", late: true, stuck: true},
		"endless timer":   {html: "early text<script>setInterval(() => { const t = Date.now() + 90; while (Date.now() < t) ; }, 0)</script>", stuck: true},
		"dialogs":         {html: "early text<script>alert(1); confirm(2); prompt(3); for (let i = 0; i < 20; i++) alert(i); onbeforeunload = () => 'stay'</script>"},
		"popups":          {html: "early text<script>for (let i = 0; i < 30; i++) window.open('/w' + i)</script>"},
		"download":        {html: "early text<a id=d download=x href='data:application/zip,x'>x</a><script>document.getElementById('d').click()</script>"},
		"giant tree":      {html: "early text<script>for (;;) { const d = document.createElement('div'); d.textContent = 'x'.repeat(1e5); document.body.append(d) }</script>", late: true, stuck: true},
		"giant heap":      {html: "early text<script>const a = []; for (;;) a.push(new Array(1e5).fill(Math.random()))</script>", late: true, stuck: true},
		"long tree":       {html: "early text<script>document.body.append('y'.repeat(5e6))</script>"},
		"deep tree":       {html: "early text<script>let e = document.body; for (let i = 0; i < 20000; i++) { const d = document.createElement('div'); e.append(d); e = d }</script>", stuck: true},
		"request flood":   {html: "early text<script>let n = 0; setInterval(() => { for (let i = 0; i < 50; i++) fetch('/f' + n++).catch(() => 0) }, 1)</script>", stuck: true},
		"reloads":         {html: "early text<script>setInterval(() => location.reload(), 1)</script>", stuck: true},
		"sent elsewhere":  {html: "early text<script>location.href = 'http://b.test/'</script>"},
		"refresh":         {html: "early text<meta http-equiv=refresh content='0; url=http://b.test/'>"},
		"writes itself":   {html: "<script>document.open(); document.write('early text'); document.close()</script>"},
		"spoilt builtins": {html: "early text<script>String.prototype.slice = () => 'lie'; Object.defineProperty(Element.prototype, 'outerHTML', {get: () => 'lie'})</script>"},
		"history":         {html: "early text<script>for (let i = 0; i < 1000; i++) history.pushState(i, '', '/h' + i)</script>"},
		"never loaded":    {html: "early text<script>fetch('/slow')</script><script src=/slow.js></script>", late: true},
	} {
		t.Run(name, func(t *testing.T) {
			slow := func(ctx context.Context, url, _ string) (render.Answer, error) {
				if strings.Contains(url, "slow") {
					<-ctx.Done()
				}
				return render.Answer{}, errors.New("not allowed")
			}
			dom, err := b.Render(t.Context(), page(c.html), 1<<20, slow)
			if err != nil && (!c.stuck || !errors.Is(err, render.ErrStuck)) {
				t.Fatal(err)
			}
			if err == nil && !strings.Contains(string(dom.HTML), "early text") {
				t.Errorf("%.300s", dom.HTML)
			}
			if len(dom.HTML) > 1<<20 || dom.Cut != (name == "long tree") && !c.stuck {
				t.Errorf("%d bytes, cut %t", len(dom.HTML), dom.Cut)
			}
			if err == nil && c.late && !dom.Late {
				t.Error("the page is said to be at rest")
			}
			next, err := b.Render(t.Context(), page(`<script>document.body.append(6 * 7)</script>`), 1<<20, files(nil, nil))
			if err != nil || !strings.Contains(string(next.HTML), "42") {
				t.Errorf("the next page: %v, %.300s", err, next.HTML)
			}
		})
	}
}

// TestNothingStays holds that a page leaves nothing to the next.
func TestNothingStays(t *testing.T) {
	b := open(t, settings())
	for i := range 2 {
		dom, err := b.Render(t.Context(), page(`<script>document.body.append('found ' + document.cookie + localStorage.getItem('k')); document.cookie = 'k=stayed'; localStorage.setItem('k', 'stayed')</script>`),
			1<<20, files(nil, nil))
		if err != nil || !strings.Contains(string(dom.HTML), "found null") {
			t.Errorf("page %d: %v, %s", i, err, dom.HTML)
		}
	}
}

func TestCancel(t *testing.T) {
	b := open(t, settings())
	ctx, cancel := context.WithCancel(t.Context())
	_, err := b.Render(ctx, page(`<script src=/x.js></script>`), 1<<20, func(ctx context.Context, _, _ string) (render.Answer, error) {
		cancel()
		<-ctx.Done()
		return render.Answer{}, ctx.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestNoBrowser(t *testing.T) {
	cfg := render.Default()
	cfg.Browser = "/no/such/chromium"
	if _, err := render.New(cfg, "x"); !errors.Is(err, render.ErrNoBrowser) {
		t.Error(err)
	}
	cfg.Browser = "sh" // a program, and no browser
	cfg.Sandbox = os.Geteuid() != 0
	b, err := render.New(cfg, "x")
	if err != nil {
		t.Skip("no shell to start in a browser's place")
	}
	if err := b.Start(t.Context()); !errors.Is(err, render.ErrNoBrowser) {
		t.Error(err)
	}
}

func TestValidate(t *testing.T) {
	if err := render.Default().Validate(); err != nil {
		t.Error(err)
	}
	if err := (render.Config{}).Validate(); err == nil || !strings.Contains(fmt.Sprint(err), "max_memory") {
		t.Error(err)
	}
}

package browser_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"framewatch/report"
)

// chromium finds a browser, or skips the test.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium on this machine")
	return ""
}

// page writes the demo's report and returns its address.
func page(t *testing.T) string {
	t.Helper()
	d := demo(t)
	name := filepath.Join(t.TempDir(), "report.html")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := report.Write(t.Context(), f, d.dataset, d.study, d.settings.ReportConfig(d.settings.Annotate.Targets[0])); err != nil {
		t.Fatal(err)
	}
	return "file://" + name
}

// tab opens a page in a browser of its own and notes what it asks of the network.
// heard is told of all else that happens; it may be nil.
func tab(t *testing.T, heard func(event any)) (ctx context.Context, asked func() []string) {
	t.Helper()
	ctx, stopBrowser := chromedp.NewExecAllocator(t.Context(), chromedp.ExecPath(chromium(t)), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.Flag("disable-background-networking", "true"))
	t.Cleanup(stopBrowser)
	var mu sync.Mutex
	var urls []string
	ctx, stopTab := chromedp.NewContext(ctx, chromedp.WithListener(func(event any) {
		if heard != nil {
			heard(event)
		}
		if e, ok := event.(*network.EventRequestWillBeSent); ok {
			mu.Lock()
			defer mu.Unlock()
			urls = append(urls, e.Request.URL)
		}
	}))
	t.Cleanup(stopTab)
	return ctx, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(urls)
	}
}

// look is what a reader finds on the page.
type look struct {
	Title  string
	Links  int    // in charts
	Dead   int    // links to places that are not on the page
	Marked int    // words marked in lines of the concordance
	Target string // element that a chart's link leads to
	Wide   bool   // the page scrolls sideways
	Ground string
	Ink    string
}

const reading = `(() => {
	const href = a => a.getAttribute('href') || a.getAttribute('xlink:href') || '';
	const place = h => document.getElementById(decodeURIComponent(h.slice(1)));
	const local = [...document.querySelectorAll('a')].map(href).filter(h => h.startsWith('#'));
	const first = [...document.querySelectorAll('svg a')].map(href).find(h => h.startsWith('#'));
	if (first) location.hash = first;
	const target = first && place(first);
	const style = getComputedStyle(document.body);
	return {Title: document.title, Links: document.querySelectorAll('svg a').length, Dead: local.filter(h => !place(h)).length,
		Marked: document.querySelectorAll('mark').length, Target: target ? target.tagName : '',
		Wide: document.documentElement.scrollWidth > window.innerWidth, Ground: style.backgroundColor, Ink: style.color};
})()`

func TestReportInABrowser(t *testing.T) {
	address := page(t)
	ctx, asked := tab(t, nil)
	grounds := map[string]string{}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{1200, 400} {
			seen := read(t, ctx, address, scheme, width)
			if seen.Title == "" || seen.Links < 50 || seen.Marked < 50 {
				t.Errorf("%s %d: %+v", scheme, width, seen)
			}
			if seen.Dead > 0 || seen.Target == "" {
				t.Errorf("%s %d: links lead nowhere: %+v", scheme, width, seen)
			}
			if seen.Wide {
				t.Errorf("%s: the page scrolls sideways at %d pixels", scheme, width)
			}
			if seen.Ground == seen.Ink {
				t.Errorf("%s: text and ground are both %s", scheme, seen.Ink)
			}
			grounds[scheme] = seen.Ground
		}
	}
	if grounds["light"] == grounds["dark"] {
		t.Errorf("the page looks the same in light and dark: %v", grounds)
	}
	for _, u := range asked() {
		if !strings.HasPrefix(u, "file://") && !strings.HasPrefix(u, "data:") {
			t.Errorf("the page asks for %s", u)
		}
	}
}

func read(t *testing.T, ctx context.Context, address, scheme string, width int64) look { //nolint:revive // t comes first in tests
	t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media)
		return err
	}), chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	seen, err := chromedp.Run(ctx, chromedp.Evaluate[look](reading))
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

package browser_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
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
	Links  int  // in charts
	Dead   int  // links to places that are not on the page
	Wide   bool // the page scrolls sideways
	Ground string
	Ink    string
}

const reading = `(() => {
	const href = a => a.getAttribute('href') || a.getAttribute('xlink:href') || '';
	const place = h => document.getElementById(decodeURIComponent(h.slice(1)));
	const local = [...document.querySelectorAll('a')].map(href).filter(h => h.startsWith('#'));
	const style = getComputedStyle(document.body);
	return {Title: document.title, Links: document.querySelectorAll('svg a').length, Dead: local.filter(h => !place(h)).length,
		Wide: document.documentElement.scrollWidth > window.innerWidth, Ground: style.backgroundColor, Ink: style.color};
})()`

func TestReportInABrowser(t *testing.T) {
	ctx, asked := tab(t, nil)
	address := "file://" + pages(t)[0]
	grounds := map[string]string{}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{1200, 400} {
			seen := read(t, ctx, address, scheme, width)
			if seen.Title == "" || seen.Links < 50 {
				t.Errorf("%s %d: %+v", scheme, width, seen)
			}
			if seen.Dead > 0 {
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

// walked is what a reader sees who goes from a card to its section, from the first
// mark of a chart there to its lines.
type walked struct {
	Head   string // what stands above the lines
	Lines  int    // that are shown
	Hidden int    // of the same part, which are another mark's
	Traced int    // shown lines with outlet, day, document and place in the archive
}

// TestFromACardToItsLines follows the first card that has charts with links.
func TestFromACardToItsLines(t *testing.T) {
	ctx, _ := tab(t, nil)
	open(t, ctx, "file://"+pages(t)[0], "light", 1280)
	const toMark = `(() => {
		for (const card of document.querySelectorAll('.card a.more')) {
			card.click();
			const heading = document.getElementById(location.hash.slice(1));
			const mark = heading && heading.closest('section').querySelector('svg a[href*=".html#"]');
			if (mark) return [heading.textContent, mark.getAttribute('href')];
		}
		return ['', ''];
	})()`
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](toMark))
	if err != nil {
		t.Fatal(err)
	}
	if found[1] == "" {
		t.Fatal("no card leads to a chart with lines")
	}
	file, hash, _ := strings.Cut(found[1], "#")
	open(t, ctx, "file://"+filepath.Join(filepath.Dir(pages(t)[0]), file)+"#"+hash, "light", 1280)
	const looking = `(() => {
		const head = document.querySelector(':target');
		const all = [...head.closest('.part').querySelectorAll('ol.lines > li')];
		const shown = all.filter(l => getComputedStyle(l).display !== 'none');
		const traced = shown.filter(l => l.querySelector('.meta b').textContent && l.querySelector('.meta span').textContent && [...l.querySelectorAll('code')].some(c => c.textContent.includes('.warc')));
		return {Head: getComputedStyle(head).display === 'none' ? '' : head.textContent, Lines: shown.length, Hidden: all.length - shown.length, Traced: traced.length};
	})()`
	seen, err := chromedp.Run(ctx, chromedp.Evaluate[walked](looking))
	if err != nil {
		t.Fatal(err)
	}
	if seen.Head == "" || seen.Lines == 0 || seen.Hidden == 0 || seen.Traced != seen.Lines {
		t.Errorf("from %q to %s: %+v", found[0], found[1], seen)
	}
}

func read(t *testing.T, ctx context.Context, address, scheme string, width int64) look { //nolint:revive // t comes first in tests
	t.Helper()
	open(t, ctx, address, scheme, width)
	seen, err := chromedp.Run(ctx, chromedp.Evaluate[look](reading))
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// open shows a page in a window of a width, in a light or dark scheme.
func open(t *testing.T, ctx context.Context, address, scheme string, width int64) { //nolint:revive // t comes first in tests
	t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media)
		return err
	}), chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
}

package browser_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The report is for a reader with a minute, and for a slow line.
const (
	mostBytes       = 3_000_000
	mostHeight      = 15_000 // of the report at 1280 pixels, without the concordance
	mostFirstScreen = 1_600  // down to the last card, at 1280 pixels
)

// layout is what does not fit on a page. Texts are the first of each kind.
type layout struct {
	Wide    []string // text beyond the sides of the window, outside of what scrolls
	Cut     []string // text that its own box hides
	Outside []string // text of a chart outside the chart
	Over    []string // text of a chart over other text of it
	Charts  int
	Texts   int // in charts
	Height  float64
	First   float64 // bottom of the last card; 0 without cards
}

// measuring finds texts by the boxes that the browser gives them. A box may be off
// by a pixel or two, as glyphs are narrower than it, and the boxes of two lines
// overlap by the room above and below letters. A slanted text's box says little. Text
// that fades out where it is cut, as the context of a line does, is meant to. What is hidden from view for
// screen readers alone, or opens on demand, has no place.
const measuring = `(() => {
	const out = {Wide: [], Cut: [], Outside: [], Over: [], Charts: 0, Texts: 0};
	const note = (list, text) => { text = text.trim().replace(/\s+/g, ' ').slice(0, 80); if (list.length < 8 && !list.includes(text)) list.push(text); };
	const hidden = e => e.checkVisibility && !e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}) || e.closest('[hidden]');
	const clipped = e => { for (; e && e !== document.body; e = e.parentElement) { const s = getComputedStyle(e); if (s.clipPath !== 'none' || s.clip !== 'auto') return true } return false };
	const fades = e => { for (; e && e !== document.body; e = e.parentElement) if (getComputedStyle(e).maskImage !== 'none') return true; return false };
	const slanted = t => (t.getAttribute('transform') || '').includes('rotate');
	const scrolls = e => { for (; e && e !== document.body; e = e.parentElement) if (['auto', 'scroll'].includes(getComputedStyle(e).overflowX)) return true; return false };
	const range = document.createRange();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n; n = walker.nextNode();) {
		const e = n.parentElement;
		if (!n.data.trim() || e.closest('svg, style, title') || hidden(e)) continue;
		range.selectNodeContents(n);
		const r = range.getBoundingClientRect();
		if (r.width && (r.right > window.innerWidth + 1 || r.left < -1) && !scrolls(e) && !clipped(e) && !fades(e)) note(out.Wide, n.data);
	}
	for (const e of document.querySelectorAll('body *')) {
		if (e.closest('svg') || hidden(e) || !e.textContent.trim()) continue;
		const s = getComputedStyle(e);
		if (!['hidden', 'clip'].includes(s.overflowX) && !['hidden', 'clip'].includes(s.overflowY)) continue;
		if (e.clientWidth > 1 && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) && !clipped(e) && !fades(e)) note(out.Cut, e.textContent);
	}
	for (const svg of document.querySelectorAll('svg')) {
		const frame = svg.getBoundingClientRect();
		if (!frame.width || hidden(svg)) continue;
		out.Charts++;
		const heading = svg.getAttribute('aria-label') || svg.querySelector('title')?.textContent || '';
		const said = e => [...e.childNodes].filter(n => n.nodeName !== 'title').map(n => n.nodeName === '#text' ? n.data : said(n)).join('');
		const boxes = [...svg.querySelectorAll('text')].filter(t => !slanted(t)).map(t => [said(t), t.getBoundingClientRect()]).filter(([s, r]) => s.trim() && r.width);
		out.Texts += boxes.length;
		boxes.forEach(([text, r], i) => {
			if (r.left < frame.left - 2 || r.right > frame.right + 2 || r.top < frame.top - 2 || r.bottom > frame.bottom + 2) note(out.Outside, text + ' (' + Math.round(Math.max(frame.left - r.left, r.right - frame.right, frame.top - r.top, r.bottom - frame.bottom)) + ' px) in ' + heading);
			for (const [other, o] of boxes.slice(i + 1))
				if (Math.min(r.right, o.right) - Math.max(r.left, o.left) > 2 && Math.min(r.bottom, o.bottom) - Math.max(r.top, o.top) > 2 + Math.min(r.height, o.height) * .3) note(out.Over, text + ' | ' + other + ' in ' + heading);
		});
	}
	out.Height = document.documentElement.scrollHeight;
	const cards = [...document.querySelectorAll('.card')].map(c => c.getBoundingClientRect().bottom + window.scrollY);
	out.First = cards.length ? Math.max(...cards) : 0;
	return out;
})()`

// measure opens a page and finds what does not fit.
func measure(t *testing.T, ctx context.Context, file, scheme string, width int64) layout { //nolint:revive // t comes first in tests
	t.Helper()
	open(t, ctx, "file://"+file, scheme, width)
	seen, err := chromedp.Run(ctx, chromedp.Evaluate[layout](measuring))
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// TestMeasuringFindsFaults shows the measuring pages with one fault each.
func TestMeasuringFindsFaults(t *testing.T) {
	ctx, _ := tab(t, nil)
	const svg = `<svg role="img" aria-label="Shares" width="200" height="60" viewBox="0 0 200 60">%s</svg>`
	for _, c := range []struct{ page, wide, cut, outside, over string }{
		{page: `<p>Plain 平常</p>` + fmt.Sprintf(svg, `<text x="5" y="20">one</text><text x="5" y="50">two<title>more</title></text>`)},
		{page: `<p style="white-space:nowrap">A word 很长的一句话 ` + strings.Repeat("and ", 200) + `</p>`, wide: "A word 很长"},
		{page: `<div style="overflow-x:auto"><p style="white-space:nowrap">A word ` + strings.Repeat("and ", 200) + `</p></div>`},
		{page: `<p style="overflow:hidden;height:12px">A word <br> 下一行</p>`, cut: "A word"},
		{page: fmt.Sprintf(svg, `<text x="180" y="20">far out</text>`), outside: "far out"},
		{page: fmt.Sprintf(svg, `<text x="5" y="20">香港的枢纽</text><text x="20" y="22">hub</text>`), over: "香港的枢纽 | hub"},
	} {
		file := filepath.Join(t.TempDir(), "fault.html")
		if err := os.WriteFile(file, []byte("<!doctype html><meta charset=utf-8><title>x</title><body>"+c.page), 0o600); err != nil {
			t.Fatal(err)
		}
		seen := measure(t, ctx, file, "light", 400)
		for _, kind := range []struct {
			got  []string
			want string
		}{{seen.Wide, c.wide}, {seen.Cut, c.cut}, {seen.Outside, c.outside}, {seen.Over, c.over}} {
			if got := strings.Join(kind.got, " / "); !strings.HasPrefix(got, kind.want) || (kind.want == "") != (got == "") {
				t.Errorf("%s: found %q, want %q", c.page, got, kind.want)
			}
		}
	}
}

func TestReportFits(t *testing.T) {
	ctx, _ := tab(t, nil)
	charts := 0
	for _, file := range pages(t) {
		for _, width := range []int64{400, 1280, 1920} {
			for _, scheme := range []string{"light", "dark"} {
				seen := measure(t, ctx, file, scheme, width)
				charts += seen.Charts
				where := fmt.Sprintf("%s, %d pixels, %s", filepath.Base(file), width, scheme)
				for what, texts := range map[string][]string{"wider than the window": seen.Wide, "cut by their box": seen.Cut, "outside their chart": seen.Outside, "over each other": seen.Over} {
					if len(texts) > 0 {
						t.Errorf("%s: texts %s: %s", where, what, strings.Join(texts, " / "))
					}
				}
				t.Logf("%s: %v pixels tall, cards down to %v, %d charts with %d texts", where, seen.Height, seen.First, seen.Charts, seen.Texts)
			}
		}
	}
	if charts < 20 {
		t.Errorf("only %d charts were seen", charts)
	}
}

func TestReportIsShort(t *testing.T) {
	ctx, _ := tab(t, nil)
	for i, file := range pages(t) {
		if info, err := os.Stat(file); err != nil || info.Size() > mostBytes {
			t.Errorf("%s: %v, %v", file, info, err)
		}
		if i > 0 {
			continue // a concordance is as long as it is
		}
		if seen := measure(t, ctx, file, "light", 1280); seen.Height > mostHeight || seen.First == 0 || seen.First > mostFirstScreen {
			t.Errorf("%s is %v pixels tall, with cards down to %v; want at most %d and %d", filepath.Base(file), seen.Height, seen.First, mostHeight, mostFirstScreen)
		}
	}
}

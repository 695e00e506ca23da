package browser_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/explore"
	"framewatch/explore/search"
)

// explorer serves the demo's dataset.
func explorer(t *testing.T) (address string) {
	t.Helper()
	d := demo(t)
	index, err := search.Open(t.Context(), d.dataset, filepath.Join(t.TempDir(), "search.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	e, err := explore.New(t.Context(), d.dataset, index, explore.Options{Compare: d.settings.Compare, Codebook: d.settings.MainCodebook(), Report: d.settings.ReportConfig(d.settings.Annotate.Targets[0]),
		Page: func(c corpus.Capture) (corpus.Page, error) { return crawl.ReadPage(d.dataset.Dir(), c) }})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	return server.URL
}

// complaints are what a browser writes on its console.
type complaints struct {
	mu   sync.Mutex
	list []string
}

func (c *complaints) hear(event any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		c.list = append(c.list, e.Entry.Text)
	case *runtime.EventConsoleAPICalled:
		c.list = append(c.list, "console."+string(e.Type))
	case *runtime.EventExceptionThrown:
		c.list = append(c.list, e.ExceptionDetails.Text)
	}
}

func (c *complaints) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.list)
}

// reader walks through the explorer as a reader does.
type reader struct {
	*testing.T
	ctx context.Context //nolint:containedctx // of one test
}

func (r reader) do(steps ...chromedp.Action[chromedp.Void]) {
	r.Helper()
	if err := chromedp.Do(r.ctx, steps...); err != nil {
		r.Fatal(err)
	}
}

// goes does what leads to another page, and waits for it.
func (r reader) goes(step chromedp.Action[chromedp.Void]) {
	r.Helper()
	if _, err := chromedp.Run(r.ctx, chromedp.WaitEvent(cdppage.LoadEventFired, nil, step)); err != nil {
		r.Fatal(err)
	}
}

// sees evaluates an expression, whose JSON becomes a value.
func sees[T any](r reader, expression string) (out T) {
	r.Helper()
	text, err := chromedp.Run(r.ctx, chromedp.Evaluate[string]("JSON.stringify("+expression+")"))
	if err == nil {
		err = json.Unmarshal([]byte(text), &out)
	}
	if err != nil {
		r.Fatalf("%s: %v", expression, err)
	}
	return out
}

// TestExplorerInABrowser: from a search to a line, to the article, to the archived
// page; a filter; two groups; without a complaint of the browser and with nothing
// loaded from elsewhere.
func TestExplorerInABrowser(t *testing.T) {
	address := explorer(t)
	said := &complaints{}
	ctx, asked := tab(t, said.hear)
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	r := reader{t, ctx}
	r.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, log.Enable, cdp.Empty{})
		return err
	}), chromedp.EmulateViewport(1200, 900), chromedp.Navigate(address+"/"))
	r.goes(chromedp.SendKeys("#q", "调解\r"))
	r.readsLines("调解", "調解")
	r.opensALine()
	r.goes(chromedp.Navigate(address + "/search"))
	r.goes(chromedp.SendKeys("#q", "mediation\r"))
	r.readsLines("mediation", "médiation") // diacritics are folded
	r.filters()
	r.comparesGroups(address)
	r.tracesACard(address)
	shown := said.all()
	if len(shown) > 0 {
		t.Errorf("the browser complains: %q", shown)
	}
	for _, u := range asked() {
		if !strings.HasPrefix(u, address+"/") && !strings.HasPrefix(u, "data:") {
			t.Errorf("a page asks for %s", u)
		}
	}
	// What the policy forbids is complained of: silence above says something.
	if ran := sees[bool](r, `(() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s); return !!window.ran })()`); ran {
		t.Error("an inline script runs")
	}
	for range 100 {
		if len(said.all()) > len(shown) {
			return
		}
		sees[int](r, "1")
	}
	t.Error("the browser does not complain of an inline script")
}

// tracesACard goes from a card of the report to its section, from a mark of a chart
// there to its lines, on to the article of one and to the page that was archived.
func (r reader) tracesACard(address string) {
	r.Helper()
	r.do(chromedp.Navigate(address + "/report.html"))
	if section := sees[string](r, `(() => { document.querySelector('.card a.more').click(); return document.getElementById(location.hash.slice(1)).closest('section').tagName })()`); section != "SECTION" {
		r.Errorf("the first card leads to %q", section)
	}
	to := sees[string](r, `document.querySelector('section svg a[href*=".lines.html#"]').getAttribute('href')`)
	r.goes(chromedp.Navigate(address + "/" + to))
	const shown = `[...document.querySelector(':target').closest('.part').querySelectorAll('ol.lines > li')].filter(l => l.offsetParent)`
	if n := sees[int](r, shown+".length"); n == 0 {
		r.Fatalf("%s shows no line", to)
	}
	key := sees[string](r, shown+"[0].querySelector('mark').textContent")
	r.goes(chromedp.Navigate(address + sees[string](r, shown+`[0].querySelector('a[href^="/article/"]').getAttribute('href')`)))
	if !sees[bool](r, `document.querySelector('main').textContent.includes(`+strconv.Quote(key)+`)`) {
		r.Errorf("the article does not have %q", key)
	}
	r.goes(chromedp.Click(`.actions a[href^="/archive/"]`))
	if kind := sees[string](r, "document.contentType"); kind != "text/plain" {
		r.Errorf("the archived page is %q", kind)
	}
}

// readsLines holds that lines have the words that were searched for in one column.
func (r reader) readsLines(words ...string) {
	r.Helper()
	type line struct {
		Key, Dir    string
		Off, Height float64
	}
	lines := sees[[]line](r, `[...document.querySelectorAll('.lines li')].map(li => { const k = li.querySelector('.k').getBoundingClientRect(), b = li.getBoundingClientRect();
		return {Key: li.querySelector('mark').textContent, Dir: li.dir, Off: (k.left + k.right) / 2 - (b.left + b.right) / 2, Height: b.height} })`)
	if len(lines) < 20 {
		r.Errorf("%v: %d lines", words, len(lines))
	}
	for _, l := range lines {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, l.Key) }) {
			r.Errorf("%v: a line has %q", words, l.Key)
		}
		if l.Off < -1.5 || l.Off > 1.5 || l.Height > 40 {
			r.Errorf("%v: a line %+v is not aligned", words, l)
		}
	}
}

// opensALine goes from a line to its place in the article, switches marks off, and
// goes on to the archived page.
func (r reader) opensALine() {
	r.Helper()
	r.goes(chromedp.Click(`.lines a[href*="at=p"]`))
	type place struct {
		Text    string
		Visible bool
		Tags    int
		Shown   int
	}
	const look = `(() => { const e = document.querySelector('.hit'), b = e.getBoundingClientRect(), tags = [...document.querySelectorAll('article .tag')];
		return {Text: e.textContent, Visible: b.top >= 0 && b.bottom <= innerHeight && '#' + e.id === location.hash, Tags: tags.length, Shown: tags.filter(x => x.offsetParent).length} })()`
	before := sees[place](r, look)
	if before.Text != "调解" && before.Text != "調解" || !before.Visible || before.Tags == 0 || before.Shown != before.Tags {
		r.Errorf("the place in the article: %+v", before)
	}
	r.do(chromedp.Click("#show-frame"))
	if after := sees[place](r, look); after.Shown != 0 || after.Tags != before.Tags {
		r.Errorf("frames switched off: %+v", after)
	}
	r.goes(chromedp.Click(`.actions a[href^="/archive/"]`))
	type archived struct {
		Type, Text string
		Parts      int
	}
	if a := sees[archived](r, `({Type: document.contentType, Text: document.body.innerText.slice(0, 3000).toLowerCase(), Parts: document.querySelectorAll('article,h1,a,script,img').length})`); a.Type != "text/plain" || !strings.Contains(a.Text, "<html") || a.Parts > 0 {
		r.Errorf("the archived page: %+v", a)
	}
}

// filters narrows a search by a country.
func (r reader) filters() {
	r.Helper()
	const total = `parseInt(document.querySelector('#results').textContent)`
	all := sees[int](r, total)
	r.do(chromedp.Click("#filters details:has([name=country]) summary"), chromedp.Click(`[name=country][value=KE]`))
	r.goes(chromedp.Click("#filters button"))
	if kenya, chips := sees[int](r, total), sees[string](r, `document.querySelector('.chosen').textContent`); kenya == 0 || kenya >= all || !strings.Contains(chips, "Kenya") || sees[string](r, `document.querySelector('#q').value`) != "mediation" {
		r.Errorf("%d documents, %d of Kenya, filters %q", all, kenya, chips)
	}
}

func (r reader) comparesGroups(address string) {
	r.Helper()
	r.do(chromedp.Navigate(address + "/groups"))
	for _, side := range [][2]string{{"a", "HK"}, {"b", "US"}} {
		if _, err := chromedp.Run(r.ctx, chromedp.Evaluate[string](`document.querySelector('[name=`+side[0]+`_country]').value = '`+side[1]+`'`)); err != nil {
			r.Fatal(err)
		}
	}
	r.goes(chromedp.Click("form button"))
	type result struct {
		Title       string
		Marks, Rows int
	}
	if got := sees[result](r, `({Title: document.querySelector('#result').textContent, Marks: document.querySelectorAll('svg .mark').length, Rows: document.querySelectorAll('#numbers + div tbody tr').length})`); got.Title != "Hong Kong (A) against United States (B)" || got.Rows < 10 || got.Marks < 10 || got.Marks > got.Rows {
		r.Errorf("two groups: %+v", got)
	}
}

// TestExplorerForEverybody looks at each kind of page on a telephone and on a wide
// screen, in light and dark, and as a screen reader hears it.
func TestExplorerForEverybody(t *testing.T) {
	address := explorer(t)
	ctx, _ := tab(t, nil)
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	r := reader{t, ctx}
	r.do(chromedp.Navigate(address + "/search?q=mediation"))
	article := sees[string](r, `document.querySelector('.found h3 a').getAttribute('href')`)
	id := strings.TrimPrefix(article, "/article/")
	grounds := map[string]string{}
	for _, path := range []string{"/", "/search?q=%E8%B0%83%E8%A7%A3&lang=zh", "/search?q=zzz", article, "/alike/" + id, "/compare-versions/" + id + "/" + id, "/groups?a=country%3DHK&b=country%3DUS", "/nothing"} {
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{400, 1920} {
				media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
				r.do(chromedp.EmulateViewport(width, 900), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
					_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media)
					return err
				}), chromedp.Navigate(address+path))
				seen := sees[struct {
					Wide        bool
					Levels      []int
					Ground, Ink string
				}](r, `({Wide: document.documentElement.scrollWidth > innerWidth, Levels: [...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1]), Ground: getComputedStyle(document.body).backgroundColor, Ink: getComputedStyle(document.body).color})`)
				if seen.Wide {
					t.Errorf("%s scrolls sideways at %d pixels", path, width)
				}
				for i, level := range seen.Levels {
					if i == 0 && level != 1 || i > 0 && (level == 1 || level > seen.Levels[i-1]+1) {
						t.Errorf("%s: headings %v", path, seen.Levels)
						break
					}
				}
				if grounds[scheme] = seen.Ground; seen.Ground == seen.Ink {
					t.Errorf("%s, %s: text and ground are both %s", path, scheme, seen.Ink)
				}
			}
		}
		r.hears(path)
	}
	if grounds["light"] == grounds["dark"] {
		t.Errorf("light and dark look the same: %v", grounds)
	}
}

// hears holds that all that acts has a name in the accessibility tree.
func (r reader) hears(path string) {
	r.Helper()
	tree, err := chromedp.Run(r.ctx, func(ctx context.Context, _ *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	if err != nil {
		r.Fatal(err)
	}
	count := map[string]int{}
	for _, n := range tree.Nodes {
		if n.Ignored || n.Role == nil {
			continue
		}
		role, name := strings.Trim(string(n.Role.Value), `"`), ""
		if n.Name != nil {
			name = strings.Trim(string(n.Name.Value), `" `)
		}
		switch role {
		case "button", "checkbox", "combobox", "textbox", "searchbox", "link", "navigation", "region", "complementary", "DisclosureTriangle":
			if name == "" {
				r.Errorf("%s: a %s has no name", path, role)
			}
		}
		count[role]++
	}
	if count["main"] != 1 || count["banner"] != 1 || count["contentinfo"] != 1 || count["navigation"] == 0 || count["link"] < 4 || count["heading"] == 0 {
		r.Errorf("%s: landmarks %v", path, count)
	}
	if strings.HasPrefix(path, "/search") && (count["searchbox"] != 1 || count["search"] != 1 || count["checkbox"] == 0) {
		r.Errorf("%s: %v", path, count)
	}
}

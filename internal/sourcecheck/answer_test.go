package sourcecheck_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/extract"
	"framewatch/internal/config"
	"framewatch/internal/jumpclock"
	"framewatch/internal/sourcecheck"
)

// outlet is an invented site on this machine: by path what it answers, first to
// last. The last answer is given for ever.
type outlet struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string][]reply
	asked map[string]int
}

type reply struct {
	status int
	body   string // SITE stands for the site's address
}

func page(body string) []reply { return []reply{{http.StatusOK, body}} }

// serve starts an outlet with two articles, a front page and a feed of them, and what
// pages add or replace.
func serve(t *testing.T, pages map[string][]reply) *outlet {
	t.Helper()
	article := `<html lang="en"><head><title>Talks in the harbour town</title><meta property="article:published_time" content="2026-10-30"></head><body><article><h1>Talks in the harbour town</h1>` +
		strings.Repeat(`<p>The two lake states sent their envoys to the harbour town on Monday, where mediators had set up a long table and a short agenda.</p>`, 4) + `</article></body></html>`
	o := &outlet{asked: map[string]int{}, pages: map[string][]reply{
		"/":               page(frontPage("")),
		"/feed":           page(feed("Fri, 30 Oct 2026 08:00:00 GMT")),
		"/2026/10/30/one": page(article), "/2026/10/30/two": page(article),
	}}
	for path, r := range pages {
		o.pages[path] = r
	}
	o.Server = httptest.NewServer(o)
	t.Cleanup(o.Close)
	return o
}

func (o *outlet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	replies, n := o.pages[r.URL.Path], o.asked[r.URL.Path]
	o.asked[r.URL.Path]++
	o.mu.Unlock()
	if len(replies) == 0 {
		http.NotFound(w, r)
		return
	}
	next := replies[min(n, len(replies)-1)]
	if next.status != http.StatusOK {
		w.WriteHeader(next.status)
	}
	fmt.Fprint(w, strings.ReplaceAll(next.body, "SITE", "http://"+r.Host))
}

func frontPage(head string) string {
	return `<!doctype html><html lang="en"><head><title>The Lake Post</title>` + head + `</head><body><h1>The Lake Post</h1><p>News from both shores of the lake, every morning.</p>
<a href="/2026/10/30/one">Talks in the harbour town</a> <a href="/2026/10/30/two">Envoys sent</a> <a href="/about">About us</a></body></html>`
}

// feed has two items of a day; without one, undated ones.
func feed(date string) string {
	if date != "" {
		date = "<pubDate>" + date + "</pubDate>"
	}
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>The Lake Post</title>` +
		`<item><title>One</title><link>SITE/2026/10/30/one</link>` + date + `</item><item><title>Two</title><link>SITE/2026/10/30/two</link>` + date + `</item></channel></rss>`
}

func urlset(lastmod string) string {
	return `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>SITE/2026/10/30/one</loc>` + lastmod + `</url></urlset>`
}

func localCrawler(t *testing.T) *crawl.Crawler {
	t.Helper()
	cfg := crawl.Default()
	cfg.AllowNet, cfg.NoDelay, cfg.Retries = []string{"127.0.0.0/8"}, true, 1
	c, err := crawl.New(cfg, slog.New(slog.DiscardHandler), crawl.WithClock(jumpclock.New(time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC))))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func checkLocal(t *testing.T, src corpus.Source) sourcecheck.Report {
	t.Helper()
	e, err := extract.New(extract.Default())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	k := sourcecheck.New(localCrawler(t), e, sourcecheck.Options{Now: func() time.Time { return now }})
	return reports(t, k, []corpus.Source{src})[0]
}

// TestAnswers gives each address of an entry what it deserves.
func TestAnswers(t *testing.T) {
	news, site := `xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"`, `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`
	for name, c := range map[string]struct {
		pages         map[string][]reply
		feed, sitemap string
		want          corpus.Answer
		says          string
		verdict       sourcecheck.Level // with a start page beside it that works
	}{
		"in order":               {nil, "/feed", "", corpus.AnswerOK, "", sourcecheck.OK},
		"gone":                   {nil, "/old", "", corpus.AnswerGone, "is not there (status 404)", sourcecheck.Fail},
		"gone for good":          {map[string][]reply{"/old": {{410, ""}}}, "/old", "", corpus.AnswerGone, "is not there (status 410)", sourcecheck.Fail},
		"forbidden":              {map[string][]reply{"/f": {{403, "no"}}}, "/f", "", corpus.AnswerRefused, "(status 403), which the crawler does not go around; it need not be gone", sourcecheck.Fail},
		"for members":            {map[string][]reply{"/f": {{401, "no"}}}, "/f", "", corpus.AnswerRefused, "(status 401)", sourcecheck.Fail},
		"for legal reasons":      {map[string][]reply{"/f": {{451, "no"}}}, "/f", "", corpus.AnswerRefused, "(status 451)", sourcecheck.Fail},
		"not for this program":   {map[string][]reply{"/f": {{406, ""}}}, "/f", "", corpus.AnswerRefused, "is refused (status 406)", sourcecheck.Fail},
		"robots.txt":             {map[string][]reply{"/robots.txt": page("User-agent: *\nDisallow: /feed\n")}, "/feed", "", corpus.AnswerRefused, "is forbidden by robots.txt", sourcecheck.Fail},
		"broken server":          {map[string][]reply{"/f": {{500, ""}}}, "/f", "", corpus.AnswerUnreachable, "could not be fetched (status-500", sourcecheck.Fail},
		"a page with status 200": {map[string][]reply{"/f": page(frontPage(""))}, "/f", "", corpus.AnswerNoList, "is a page and no feed", sourcecheck.Fail},
		"nothing":                {map[string][]reply{"/f": page("")}, "/f", "", corpus.AnswerEmpty, "is empty", sourcecheck.Fail},
		"no items":               {map[string][]reply{"/f": page(`<rss version="2.0"><channel><title>A</title></channel></rss>`)}, "/f", "", corpus.AnswerEmpty, "is empty", sourcecheck.Fail},
		"no dates":               {map[string][]reply{"/f": page(feed(""))}, "/f", "", corpus.AnswerUndated, "none of its 2 items has a date", sourcecheck.Warn},
		"years old":              {map[string][]reply{"/f": page(feed("Tue, 06 Jun 2017 08:00:00 GMT"))}, "/f", "", corpus.AnswerStale, "its newest entry is of 2017-06-06", sourcecheck.Warn},
		"other items":            {map[string][]reply{"/f": page(`<rss version="2.0"><channel><item><title>A</title><link>http://elsewhere.test/a</link><pubDate>Fri, 30 Oct 2026 08:00:00 GMT</pubDate></item></channel></rss>`)}, "/f", "", corpus.AnswerUnmatched, "is on 127.0.0.1; correct domain", sourcecheck.Fail},
		"a sitemap":              {map[string][]reply{"/m.xml": page(urlset("<lastmod>2026-10-30</lastmod>"))}, "", "/m.xml", corpus.AnswerOK, "", sourcecheck.OK},
		"a sitemap of no day":    {map[string][]reply{"/m.xml": page(urlset(""))}, "", "/m.xml", corpus.AnswerUndated, "none of its 1 addresses has a date", sourcecheck.Warn},
		"a sitemap of news": {map[string][]reply{"/m.xml": page(`<urlset ` + site + ` ` + news + `><url><loc>SITE/2026/10/30/one</loc><news:news><news:publication_date>2026-10-30T08:00:00Z</news:publication_date></news:news></url></urlset>`)},
			"", "/m.xml", corpus.AnswerOK, "", sourcecheck.OK},
		"an index": {map[string][]reply{
			"/m.xml": page(`<sitemapindex ` + site + `><sitemap><loc>SITE/tags.xml</loc></sitemap><sitemap><loc>SITE/posts.xml</loc></sitemap></sitemapindex>`), "/posts.xml": page(urlset("<lastmod>2026-10-30</lastmod>"))},
			"", "/m.xml", corpus.AnswerOK, "", sourcecheck.OK},
		"an index with an empty part": {map[string][]reply{
			"/m.xml":       page(`<sitemapindex ` + site + `><sitemap><loc>SITE/posts-1.xml</loc></sitemap><sitemap><loc>SITE/posts-2.xml</loc></sitemap></sitemapindex>`),
			"/posts-1.xml": page(`<urlset ` + site + `></urlset>`), "/posts-2.xml": page(urlset("<lastmod>2026-10-30</lastmod>"))},
			"", "/m.xml", corpus.AnswerOK, "", sourcecheck.OK},
		"an index of nothing": {map[string][]reply{
			"/m.xml": page(`<sitemapindex ` + site + `><sitemap><loc>SITE/posts.xml</loc></sitemap></sitemapindex>`)},
			"", "/m.xml", corpus.AnswerGone, "names no sitemap that can be read: ", sourcecheck.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			o := serve(t, c.pages)
			src := corpus.Source{ID: "a", Domain: "127.0.0.1", Langs: []string{"en"}, Start: []string{o.URL + "/"}, LinkPatterns: []string{`^/\d{4}/`}}
			if c.feed != "" {
				src.Feeds = []string{o.URL + c.feed}
			} else {
				src.Sitemaps = []string{o.URL + c.sitemap}
			}
			r := checkLocal(t, src)
			l := r.Lists[0]
			if l.Answer != c.want || r.Verdict != c.verdict || !strings.Contains(r.Line(), c.says) {
				t.Errorf("answer %q, verdict %q, want %q and %q with %q:\n%s", l.Answer, r.Verdict, c.want, c.verdict, c.says, r.Line())
			}
			if wantWays := map[bool]int{true: 2, false: 1}[c.want == corpus.AnswerOK]; r.Ways != wantWays {
				t.Errorf("%d ways in, want %d", r.Ways, wantWays)
			}
			if l.Checked != "2026-11-01" || !slices.Contains(corpus.Answers(), l.Answer) {
				t.Errorf("checked %q, answer %q", l.Checked, l.Answer)
			}
		})
	}
}

// TestTwice: one bad answer calls nothing dead, two do, and no third is asked for.
func TestTwice(t *testing.T) {
	good := reply{http.StatusOK, feed("Fri, 30 Oct 2026 08:00:00 GMT")}
	for name, c := range map[string]struct {
		replies []reply
		want    corpus.Answer
		asked   int
	}{
		"404 once":             {[]reply{{404, ""}, good}, corpus.AnswerOK, 2},
		"403 once":             {[]reply{{403, ""}, good}, corpus.AnswerOK, 2},
		"a page once":          {[]reply{{200, frontPage("")}, good}, corpus.AnswerOK, 2},
		"empty once":           {[]reply{{200, "<rss version='2.0'><channel/></rss>"}, good}, corpus.AnswerOK, 2},
		"404 twice":            {[]reply{{404, ""}, {404, ""}, good}, corpus.AnswerGone, 2},
		"404, then 403":        {[]reply{{404, ""}, {403, ""}, good}, corpus.AnswerRefused, 2},
		"good at once":         {[]reply{good}, corpus.AnswerOK, 1},
		"undated is no hiccup": {[]reply{{200, feed("")}, good}, corpus.AnswerUndated, 1},
	} {
		t.Run(name, func(t *testing.T) {
			o := serve(t, map[string][]reply{"/f": c.replies})
			r := checkLocal(t, corpus.Source{ID: "a", Domain: "127.0.0.1", Feeds: []string{o.URL + "/f"}, Start: []string{o.URL + "/"}})
			if r.Lists[0].Answer != c.want || o.asked["/f"] != c.asked {
				t.Errorf("answer %q after %d requests, want %q after %d: %s", r.Lists[0].Answer, o.asked["/f"], c.want, c.asked, r.Line())
			}
		})
	}
}

// TestFailed: without any list that is in order the source fails.
func TestFailed(t *testing.T) {
	o := serve(t, map[string][]reply{"/none": page(feed("")), "/empty": page(`<rss version="2.0"><channel><title>A</title></channel></rss>`),
		"/menu": page(`<a href="/about">About us</a>`), "/old": page(feed("Fri, 28 Aug 2026 08:00:00 GMT")), "/wp-json/wp/v2/posts": page("[]")})
	for _, c := range []struct {
		src  corpus.Source
		want sourcecheck.Level
	}{
		{corpus.Source{Feeds: []string{o.URL + "/gone"}}, sourcecheck.Fail},
		{corpus.Source{Feeds: []string{o.URL + "/none"}}, sourcecheck.Fail},
		{corpus.Source{Feeds: []string{o.URL + "/none", o.URL + "/feed"}}, sourcecheck.Warn},
		{corpus.Source{Start: []string{o.URL + "/robots.txt"}}, sourcecheck.Fail},
		{corpus.Source{Start: []string{o.URL + "/menu"}}, sourcecheck.Fail},
		{corpus.Source{Feeds: []string{o.URL + "/feed"}, Start: []string{o.URL + "/menu"}}, sourcecheck.Warn},
		{corpus.Source{Feeds: []string{o.URL + "/feed"}, Start: []string{o.URL + "/gone"}}, sourcecheck.Fail},
		{corpus.Source{Feeds: []string{o.URL + "/old", o.URL + "/empty"}}, sourcecheck.Warn}, // a quiet outlet
		{corpus.Source{Feeds: []string{o.URL + "/feed", o.URL + "/empty"}}, sourcecheck.Fail},
		{corpus.Source{Feeds: []string{o.URL + "/feed"}, WordPress: []string{o.URL}, Query: []string{"talks"}}, sourcecheck.OK}, // nothing on that
		{corpus.Source{Feeds: []string{o.URL + "/feed"}, WordPress: []string{o.URL}}, sourcecheck.Fail},
	} {
		c.src.ID, c.src.Domain, c.src.LinkPatterns = "a", "127.0.0.1", []string{`^/\d{4}/`}
		if r := checkLocal(t, c.src); r.Verdict != c.want {
			t.Errorf("%v %v: %s, want %s", c.src.Feeds, c.src.Start, r.Line(), c.want)
		}
	}
}

// TestWays counts kinds of addresses, and takes a reason for fewer than two.
func TestWays(t *testing.T) {
	o := serve(t, map[string][]reply{"/feed2": page(feed("Fri, 30 Oct 2026 08:00:00 GMT")), "/m.xml": page(urlset("<lastmod>2026-10-30</lastmod>"))})
	const warning = "of two independent ways in"
	for name, c := range map[string]struct {
		src  corpus.Source
		ways int
		warn bool
	}{
		"two feeds":            {corpus.Source{Feeds: []string{o.URL + "/feed", o.URL + "/feed2"}}, 1, true},
		"with a reason":        {corpus.Source{Feeds: []string{o.URL + "/feed"}, OneWay: "its pages are made by scripts"}, 1, false},
		"feed and start":       {corpus.Source{Feeds: []string{o.URL + "/feed"}, Start: []string{o.URL + "/"}}, 2, false},
		"feed and sitemap":     {corpus.Source{Feeds: []string{o.URL + "/feed"}, Sitemaps: []string{o.URL + "/m.xml"}}, 2, false},
		"feed and a dead page": {corpus.Source{Feeds: []string{o.URL + "/feed"}, Start: []string{o.URL + "/gone"}}, 1, true},
		"start and search":     {corpus.Source{Start: []string{o.URL + "/"}, Search: []string{o.URL + "/?s={query}"}, Query: []string{"talks"}}, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			c.src.ID, c.src.Domain, c.src.LinkPatterns = "a", "127.0.0.1", []string{`^/\d{4}/`}
			r := checkLocal(t, c.src)
			if r.Ways != c.ways || strings.Contains(r.Line(), warning) != c.warn {
				t.Errorf("%d ways in, want %d, warned %v: %s", r.Ways, c.ways, c.warn, r.Line())
			}
		})
	}
}

// TestReplacement: where every list that is given fails, those that the site names
// are offered, ready to be pasted.
func TestReplacement(t *testing.T) {
	head := `<link rel="alternate" type="application/rss+xml" href="/feed">`
	for name, c := range map[string]struct {
		pages map[string][]reply
		src   func(site string) corpus.Source
		want  []string // SITE stands for the site's address
	}{
		"feed in the front page": {map[string][]reply{"/": page(frontPage(head))},
			func(s string) corpus.Source { return corpus.Source{Feeds: []string{s + "/rss"}} }, []string{`feeds: ["SITE/feed"]`}},
		"sitemap in robots.txt": {map[string][]reply{"/robots.txt": page("Sitemap: SITE/m.xml\n"), "/m.xml": page(urlset("<lastmod>2026-10-30</lastmod>")), "/feed": {{404, ""}}},
			func(s string) corpus.Source { return corpus.Source{Sitemaps: []string{s + "/old.xml"}} }, []string{`sitemaps: ["SITE/m.xml"]`}},
		"one of two works": {map[string][]reply{"/": page(frontPage(head)), "/feed2": page(feed("Fri, 30 Oct 2026 08:00:00 GMT"))},
			func(s string) corpus.Source { return corpus.Source{Feeds: []string{s + "/rss", s + "/feed2"}} }, nil},
		"nothing found": {map[string][]reply{"/feed": {{404, ""}}},
			func(s string) corpus.Source { return corpus.Source{Feeds: []string{s + "/rss"}} }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := serve(t, c.pages)
			src := c.src(o.URL)
			src.ID, src.Domain = "a", "127.0.0.1"
			r := checkLocal(t, src)
			var got []string
			for _, f := range r.Findings {
				if _, line, ok := strings.Cut(f.Message, "to paste: "); ok {
					got = append(got, strings.ReplaceAll(line, o.URL, "SITE"))
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s\n%s", diff, r.Line())
			}
		})
	}
}

// TestPatternsAlone: a pattern may match the path alone, as feeds hang marks of their
// own on addresses; one on the query still works.
func TestPatternsAlone(t *testing.T) {
	marked := strings.NewReplacer("/one", "/one?part=1", "/two", "/two?part=1").Replace(feed("Fri, 30 Oct 2026 08:00:00 GMT"))
	o := serve(t, map[string][]reply{"/f": page(marked)})
	for pattern, want := range map[string]int{`/\d{4}/\d{2}/\d{2}/[a-z]+$`: 2, `[?&]part=`: 2, `/one$`: 1, `^/story/`: 0} {
		r := checkLocal(t, corpus.Source{ID: "a", Domain: "127.0.0.1", Feeds: []string{o.URL + "/f"}, LinkPatterns: []string{pattern}})
		if got := r.Lists[0].Matched; got != want {
			t.Errorf("%s matches %d of 2 items, want %d", pattern, got, want)
		}
	}
}

// TestSisters: the pages of a sister host are the outlet's.
func TestSisters(t *testing.T) {
	o := serve(t, nil)
	src := corpus.Source{ID: "a", Domain: "lakepost.test", Feeds: []string{o.URL + "/feed"}}
	if r := checkLocal(t, src); r.Lists[0].Answer != corpus.AnswerUnmatched {
		t.Errorf("without: %s", r.Line())
	}
	src.Domains = []string{"127.0.0.1"}
	if r := checkLocal(t, src); r.Lists[0].Answer != corpus.AnswerOK || r.Article == nil {
		t.Errorf("with: %s", r.Line())
	}
}

// TestPasteLine: the line is YAML that a source list takes.
func TestPasteLine(t *testing.T) {
	o := serve(t, map[string][]reply{"/": page(frontPage(`<link rel="alternate" type="application/rss+xml" href="/feed?a=1&amp;b=[2]">`))})
	d, err := sourcecheck.Suggest(context.Background(), localCrawler(t), o.URL+"/")
	if err != nil {
		t.Fatal(err)
	}
	line := sourcecheck.PasteLine("feeds", d.Source.Feeds)
	t.Chdir(t.TempDir())
	write(t, "run.yaml", "sources: [list.yaml]\n")
	write(t, "list.yaml", "list: {id: l, version: \"1\"}\nsources:\n- id: a\n  name: A\n  domain: 127.0.0.1\n  country: ZZ\n  owner_type: party\n  langs: [en]\n  "+line+"\n")
	cfg, err := config.Load(config.Options{File: "run.yaml"})
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	if diff := cmp.Diff(d.Source.Feeds, cfg.Sources[0].Feeds); diff != "" || len(d.Source.Feeds) == 0 {
		t.Errorf("%s\n%s", line, diff)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

package read_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

func item(parts string) string { return "<item>" + parts + "</item>" }

func rss(items ...string) string {
	return `<rss version="2.0"><channel>` + strings.Join(items, "") + `</channel></rss>`
}

func urlset(entries ...string) string {
	return `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + strings.Join(entries, "") + `</urlset>`
}

func located(loc, day string) string {
	return "<url><loc>" + loc + "</loc><lastmod>" + day + "</lastmod></url>"
}

func index(entries ...string) string {
	return `<sitemapindex>` + strings.ReplaceAll(strings.Join(entries, ""), "url>", "sitemap>") + `</sitemapindex>`
}

// TestLists: what becomes of an answer where a list was asked for.
func TestLists(t *testing.T) {
	one := rss(item("<link>/n/1</link>"))
	for _, c := range []struct {
		name, kind, body string
		form             read.Form
		want             string
		links, entries   int
	}{
		{"feed", frontier.KindFeed, one, read.FormFeed, "ok", 1, 1},
		{"feed of nothing", frontier.KindFeed, rss(), read.FormFeed, "ok-flagged empty-list", 0, 0},
		{"feed that ends early", frontier.KindFeed, one[:len(one)-9], read.FormFeed, "ok-flagged bad-feed", 1, 1},
		{"feed that ends at once", frontier.KindFeed, "<rss><channel>", read.FormFeed, "ok-flagged bad-feed", 0, 0},
		{"feed with entities of its own", frontier.KindFeed, `<!DOCTYPE rss [<!ENTITY a "b">]>` + one, read.FormFeed, "ok-flagged bad-feed", 1, 1},
		{"feed of others", frontier.KindFeed, rss(item("<link>https://other.test/n/1</link>")), read.FormFeed, "ok", 0, 1},
		{"page in a feed's place", frontier.KindFeed, titled("Talks", `<a href="/n/1">x</a>`), read.FormHTML, "ok-flagged not-a-feed", 0, 0},
		{"wall in a feed's place", frontier.KindFeed, titled("Just a moment...", ""), read.FormHTML, "ok-flagged not-a-feed", 0, 0},
		{"JSON in a feed's place", frontier.KindFeed, `{"n":1}`, read.FormHTML, "ok-flagged not-a-feed", 0, 0},
		{"sitemap", frontier.KindSitemap, urlset(located("/n/1", "2025-05-30")), read.FormSitemap, "ok", 1, 1},
		{"sitemap of nothing", frontier.KindSitemap, urlset(), read.FormSitemap, "ok-flagged empty-list", 0, 0},
		{"sitemap that ends early", frontier.KindSitemap, "<urlset>" + located("/n/1", ""), read.FormSitemap, "ok-flagged bad-sitemap", 1, 1},
		{"index", frontier.KindSitemap, index(located("/s/1.xml", "")), read.FormSitemap, "ok", 1, 1},
		{"page in a sitemap's place", frontier.KindSitemap, titled("Page not found", ""), read.FormHTML, "ok-flagged not-a-sitemap", 0, 0},
		{"lines", frontier.KindSitemap, "https://www.outlet.test/n/1\nhttps://www.outlet.test/n/2\n", read.FormSitemap, "ok", 2, 2},
		{"lines of nothing", frontier.KindSitemap, "The envoys met.\n", read.FormHTML, "ok-flagged not-a-sitemap", 0, 0},
		{"picture", frontier.KindFeed, "GIF89a", read.FormBinary, "skipped type", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := page(c.kind, at, c.body)
			if got.Form != c.form || ended(&got.Capture) != c.want || len(got.Links) != c.links || got.Entries != c.entries {
				t.Errorf("%s, %s, links %q of %d; want %s, %s", got.Form, ended(&got.Capture), urls(got.Links), got.Entries, c.form, c.want)
			}
			says := ""
			switch _, code, _ := strings.Cut(c.want, " "); {
			case strings.HasPrefix(code, "bad-"):
				says = "the " + string(c.form) + " is damaged: "
			case strings.HasPrefix(code, "not-a-"):
				says = "what came is " + string(c.form)
			case code == "empty-list":
				says = "the " + string(c.form) + " has no entry"
			case code == "type":
				says = string(c.form)
			}
			if !strings.HasPrefix(got.Capture.Message, says) || says == "" && got.Capture.Message != "" {
				t.Errorf("message %q, want %q", got.Capture.Message, says)
			}
			if got.Capture.Kind != c.kind {
				t.Errorf("kind %s", got.Capture.Kind)
			}
		})
	}
}

// TestEntries: which entries a source wants, in which order and how deep they lie.
func TestEntries(t *testing.T) {
	long := "<description>The envoys of two states spoke of the lake.</description>"
	for _, c := range []struct {
		name, kind, body string
		change           func(*read.Rules)
		want             []string
		pages            int
	}{
		{"order of a feed", frontier.KindFeed, rss(item("<link>/about</link>"), item("<link>/2025/05/a</link>"), item("<link>/n/2</link>")), nil,
			[]string{"page 3 /about", "page 3 /2025/05/a", "page 3 /n/2"}, 3},
		{"feed as long as it is", frontier.KindFeed, rss(strings.Repeat(item("<link>/n/1</link>"), 3)), func(r *read.Rules) { r.MaxPages = 1 },
			[]string{"page 3 /n/1", "page 3 /n/1", "page 3 /n/1"}, 3},
		{"depth does not bound a feed", frontier.KindFeed, rss(item("<link>/n/1</link>")), func(r *read.Rules) { r.MaxDepth = 0 }, []string{"page 3 /n/1"}, 1},
		{"other hosts and no addresses", frontier.KindFeed, rss(item("<link>https://other.test/</link>"), item("<link>http://[</link>"), item("<link>/a.mp3</link>")), nil, nil, 1},
		{"terms", frontier.KindFeed, rss(item("<link>/n/1</link>"+long), item("<link>/n/2</link><description>Football.</description>"), item("<title>No text</title><link>/n/3</link>")),
			func(r *read.Rules) { r.Query = []string{"iomed", "two states"} }, []string{"page 3 /n/1", "page 3 /n/3"}, 3},
		{"Chinese terms", frontier.KindFeed, rss(item("<link>/n/1</link><description>国际调解院在港口小镇成立。</description>"), item("<link>/n/2</link><description>足球新闻。</description>")),
			func(r *read.Rules) { r.Query = []string{"国际调解院"} }, []string{"page 3 /n/1"}, 2},
		{"terms do not bound a sitemap", frontier.KindSitemap, urlset(located("/n/1", "")), func(r *read.Rules) { r.Query = []string{"iomed"} }, []string{"page 3 /n/1"}, 1},
		{"newest of a sitemap", frontier.KindSitemap, urlset(located("/n/1", "2025-05-28"), located("/n/2", ""), located("/n/3", "2025-05-30T08:00:00Z"), located("/n/4", "2025-05-29"), located("/n/5", "2025-05-28")),
			func(r *read.Rules) { r.MaxPages = 2 }, []string{"page 3 /n/3", "page 3 /n/4", "page 3 /n/1", "page 3 /n/5"}, 5},
		{"of which only the wanted count", frontier.KindSitemap, urlset(located("/a.jpg", "2025-05-30"), located("/n/1", "2025-05-28"), located("/n/2", "2025-05-29")),
			func(r *read.Rules) { r.MaxPages = 1 }, []string{"page 3 /n/2", "page 3 /n/1"}, 3},
		{"no budget", frontier.KindSitemap, urlset(located("/n/1", "")), func(r *read.Rules) { r.MaxPages = 0 }, nil, 1},
		{"index, the newest first", frontier.KindSitemap, index(located("/s/1.xml", "2024-01-01"), located("/s/2.xml.gz", "2025-01-01"), located("https://other.test/s/3.xml", "2025-02-01")), nil,
			[]string{"sitemap 2 /s/2.xml.gz", "sitemap 2 /s/1.xml"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rules()
			if c.change != nil {
				c.change(r)
			}
			of := capture(c.kind, at, "text/xml")
			of.Depth = 2
			got := reader().Page(r, of, answer(c.body))
			links := spelled(got.Links)
			for i := range links {
				links[i] = strings.Replace(links[i], "https://www.outlet.test", "", 1)
			}
			if diff := cmp.Diff(c.want, links); diff != "" || got.Pages != c.pages || ended(&got.Capture) != "ok" {
				t.Errorf("%s, %d pages: %s", ended(&got.Capture), got.Pages, diff)
			}
		})
	}
}

// TestIndexesAreBounded: an index of sitemaps may name thousands.
func TestIndexesAreBounded(t *testing.T) {
	var entries []string
	for i := range 3 * read.MaxLists {
		entries = append(entries, located(fmt.Sprintf("/s/%d.xml", i), time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)))
	}
	got := page(frontier.KindSitemap, at, index(entries...))
	if len(got.Links) != 2*read.MaxLists || !strings.HasSuffix(got.Links[0].URL, fmt.Sprintf("/s/%d.xml", 3*read.MaxLists-1)) {
		t.Errorf("%d links, the first %s", len(got.Links), got.Links[0].URL)
	}
}

// TestNewest: the latest date of a list, of whatever entry.
func TestNewest(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"feed", rss(item("<link>/n/1</link><pubDate>Fri, 30 May 2025 10:00:00 +0800</pubDate>"), item("<link>/n/2</link>"), item("<link>/n/3</link><pubDate>Thu, 29 May 2025 10:00:00 GMT</pubDate>")), "2025-05-30T02:00:00Z"},
		{"sitemap of others", urlset(located("https://other.test/", "2025-05-30"), located("/n/1", "2025-05-28")), "2025-05-30T00:00:00Z"},
		{"no dates", urlset(located("/n/1", "")), "0001-01-01T00:00:00Z"},
	} {
		if got := page(frontier.KindFeed, at, c.body); got.Newest.Format(time.RFC3339) != c.want {
			t.Errorf("%s: %s, want %s", c.name, got.Newest.Format(time.RFC3339), c.want)
		}
	}
}

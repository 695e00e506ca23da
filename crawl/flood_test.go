package crawl_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/crawl"
)

// TestFloods crawls answers of sixteen megabytes that are made to cost a parser
// a hundred times their size, and holds that the process stays small.
func TestFloods(t *testing.T) {
	if testing.Short() {
		t.Skip("answers of sixteen megabytes")
	}
	fill := func(before, one, after string) string {
		return before + strings.Repeat(one, (15<<20)/len(one)) + after
	}
	for name, c := range map[string]struct {
		kind, body string
	}{
		"items":           {crawl.KindFeed, fill("<rss><channel>", "<item><link>/n</link></item>", "</channel></rss>")},
		"entries":         {crawl.KindFeed, fill("<feed>", "<entry/>", "</feed>")},
		"unknown":         {crawl.KindFeed, fill("<rss><channel><item><link>/n</link>", "<a:b/>", "</item></channel></rss>")},
		"nested":          {crawl.KindFeed, fill("<rss><channel>", "<a>", "")},
		"entities":        {crawl.KindFeed, `<!DOCTYPE rss [<!ENTITY a "` + strings.Repeat("x", 1000) + `"><!ENTITY b "` + strings.Repeat("&a;", 1000) + `">]>` + fill("<rss><channel><item><title>", "&b;", "</title></item></channel></rss>")},
		"objects":         {crawl.KindFeed, fill(`{"version":"https://jsonfeed.org/version/1.1","items":[`, `{},`, `{}]}`)},
		"attachments":     {crawl.KindFeed, fill(`{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"/n","attachments":[`, `{},`, `{}]}]}`)},
		"sitemap":         {crawl.KindSitemap, fill("<urlset>", "<url><loc>/n</loc></url>", "</urlset>")},
		"sitemaps":        {crawl.KindSitemap, fill("<sitemapindex>", "<sitemap><loc>/m</loc></sitemap>", "</sitemapindex>")},
		"posts":           {crawl.KindListing, fill("[", `{"link":"/n"},`, `{"link":"/n"}]`)},
		"arrays":          {crawl.KindListing, fill("[", `[],`, `[]]`)},
		"links":           {crawl.KindStart, fill("<p>", "<a href=/>", "")},
		"other links":     {crawl.KindStart, fill("<p>", "<a href=?1234>x", "")},
		"open tags":       {crawl.KindStart, fill("<p>", "<a ", "")},
		"comments":        {crawl.KindStart, fill("<p>", "<!--", "")},
		"comments, metas": {crawl.KindStart, fill("<p>\xb5\xf7", "<!--<meta ", "")},
		"title":           {crawl.KindStart, fill("<title>", "word ", "</title>")},
		"spoilt content":  {crawl.KindStart, fill("", "\xff\xfe\x81", "")},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.page("a.test/", c.body)
			src := source("a", "a.test", func(src *corpus.Source) {
				switch c.kind {
				case crawl.KindFeed:
					src.Start, src.Feeds = nil, []string{"http://a.test/"}
				case crawl.KindSitemap:
					src.Start, src.Sitemaps = nil, []string{"http://a.test/"}
				case crawl.KindListing:
					src.Start, src.WordPress = nil, []string{"http://a.test/"}
				}
			})
			if c.kind == crawl.KindListing {
				s.page("a.test/wp-json/wp/v2/posts", c.body)
			}
			cfg := s.settings("a.test")
			cfg.MaxPages = 1
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, got := run(t, crawler(t, cfg), jobIn(t.TempDir(), "r", src))
			runtime.ReadMemStats(&after)
			if !slices.ContainsFunc(got, func(c corpus.Capture) bool { return c.Outcome.Stored() }) {
				t.Errorf("%v", lines(got))
			}
			// What was allocated in all, garbage or not: 40 times the answer.
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 600 {
				t.Errorf("%d MB were allocated", mb)
			}
		})
	}
}

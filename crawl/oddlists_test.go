package crawl_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
)

// TestOddRobots holds what odd robots.txt files allow.
func TestOddRobots(t *testing.T) {
	file := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }
	}
	status := func(code int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
		}
	}
	for name, c := range map[string]struct {
		robots http.HandlerFunc
		want   string
	}{
		"401":                    {status(401), "ok "},
		"410":                    {status(410), "ok "},
		"204":                    {status(204), "ok "},
		"429":                    {status(429), "not-fetched robots-unreachable"},
		"a redirect to no page":  {status(301, "Location", "/none"), "ok "},
		"a redirect inwards":     {status(302, "Location", "http://169.254.169.254/robots.txt"), "not-fetched address"},
		"a redirect to a file":   {status(302, "Location", "file:///etc/robots.txt"), "ok "},
		"no Location":            {status(302), "not-fetched robots-unreachable"},
		"UTF-16":                 {file("\xff\xfeU\x00s\x00e\x00r\x00-\x00a\x00g\x00e\x00n\x00t\x00:\x00*\x00\n\x00D\x00i\x00s\x00a\x00l\x00l\x00o\x00w\x00:\x00/\x00\n\x00"), "not-fetched robots"},
		"old line ends":          {file("User-agent: *\rDisallow: /odd\r"), "not-fetched robots"},
		"for this crawler":       {file("User-agent: *\nDisallow:\n\nUser-agent: Framewatch/2.0\nDisallow: /odd\n"), "not-fetched robots"},
		"for this crawler alone": {file("User-agent: framewatch\nAllow: /\nUser-agent: *\nDisallow: /\n"), "ok "},
		"for others by prefix":   {file("User-agent: Frame\nDisallow: /\n"), "ok "},
		"a wait of a day":        {file("User-agent: *\nCrawl-delay: 86400\n"), "not-fetched crawl-delay"},
		"a wait of a fraction":   {file("User-agent: *\nCrawl-delay: 0.2\n"), "ok "},
		"a wait below nothing":   {file("User-agent: *\nCrawl-delay: -5\nDisallow: /x\n"), "ok "},
		"a wait of no number":    {file("User-agent: *\nCrawl-delay: 1e999\n"), "ok "},
		"stars":                  {file("User-agent: *\nDisallow: /" + strings.Repeat("*a", 3000) + "\nDisallow: /o*d$\n"), "not-fetched robots"},
		"long lines":             {file("User-agent: *\nDisallow: /" + strings.Repeat("x", 60_000) + "\nDisallow: /odd\n"), "not-fetched robots"},
		"the host unlike itself": {file("User-agent: *\nDisallow: http://a.test/odd\n"), "ok "},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.page("a.test/odd", article("Odd"))
			s.handle("a.test/robots.txt", c.robots)
			src := source("a", "a.test", func(src *corpus.Source) { src.Start = []string{"http://a.test/odd"} })
			sum, _ := run(t, crawler(t, s.settings("a.test")), jobIn(t.TempDir(), "r", src))
			if got := string(sum.Starts[0].Outcome) + " " + sum.Starts[0].ErrorCode; got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestOddLists holds which pages odd feeds and sitemaps lead to.
func TestOddLists(t *testing.T) {
	for name, c := range map[string]struct {
		kind, contentType, body string
		want                    string
	}{
		"atom with alternates":   {crawl.KindFeed, "", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="/s"/><link rel="enclosure" href="/e.mp3"/><link rel="alternate" href="/n1"/></entry></feed>`, "n1"},
		"atom with a base":       {crawl.KindFeed, "", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://a.test/deep/"><entry><link href="n1"/></entry></feed>`, "deep/n1"},
		"rdf":                    {crawl.KindFeed, "", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>t</title></channel><item><title>x</title><link>http://a.test/n1</link></item></rdf:RDF>`, "n1"},
		"json":                   {crawl.KindFeed, "application/feed+json", `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","url":"http://a.test/n1","date_published":"nonsense"},{"id":2,"external_url":"/n2"},{"id":"3"}]}`, "n1 n2"},
		"links in guids":         {crawl.KindFeed, "", `<rss version="2.0"><channel><item><guid>http://a.test/n1</guid></item><item><guid isPermaLink="false">x-1</guid></item></channel></rss>`, "n1"},
		"a feed cut short":       {crawl.KindFeed, "", `<rss version="2.0"><channel><item><link>http://a.test/n1</link></item><item><link>http://a.te`, "n1"},
		"entities unknown":       {crawl.KindFeed, "", `<rss version="2.0"><channel><item><title>&eacute;&foo;</title><link>http://a.test/n1?x=1&amp;y=2</link></item></channel></rss>`, "n1?x=1&y=2"},
		"CDATA":                  {crawl.KindFeed, "", `<rss version="2.0"><channel><item><link><![CDATA[ http://a.test/n1 ]]></link></item></channel></rss>`, "n1"},
		"text before":            {crawl.KindFeed, "", "\n\n  \xef\xbb\xbf" + `<?xml version="1.0"?><rss version="2.0"><channel><item><link>http://a.test/n1</link></item></channel></rss>`, "n1"},
		"called a page":          {crawl.KindFeed, "text/html", `<?xml version="1.0"?><rss version="2.0"><channel><item><link>http://a.test/n1</link></item></channel></rss>`, "n1"},
		"links elsewhere":        {crawl.KindFeed, "", `<rss version="2.0"><channel><item><link>http://169.254.169.254/x</link></item><item><link>javascript:alert(1)</link></item><item><link>http://b.test/n1</link></item></channel></rss>`, ""},
		"sitemap with spaces":    {crawl.KindSitemap, "", "\n<urlset><url><loc>\n http://a.test/n1 \n</loc></url></urlset>", "n1"},
		"sitemap in CDATA":       {crawl.KindSitemap, "", "<urlset><url><loc><![CDATA[http://a.test/n1?a=1&b=2]]></loc></url></urlset>", "n1?a=1&b=2"},
		"sitemap with prefixes":  {crawl.KindSitemap, "", `<sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9"><sm:url><sm:loc>http://a.test/n1</sm:loc></sm:url></sm:urlset>`, "n1"},
		"sitemap as text":        {crawl.KindSitemap, "text/plain", "http://a.test/n1\r\nhttp://a.test/n2\n\nnot an address\n", "n1 n2"},
		"sitemap of images":      {crawl.KindSitemap, "", `<urlset xmlns:image="x"><url><loc>http://a.test/n1</loc><image:image><image:loc>http://a.test/pic</image:loc></image:image></url></urlset>`, "n1"},
		"sitemap cut short":      {crawl.KindSitemap, "", `<urlset><url><loc>http://a.test/n1</loc></url><url><loc>http://a.t`, "n1"},
		"an index of itself":     {crawl.KindSitemap, "", `<sitemapindex><sitemap><loc>http://a.test/list</loc></sitemap><sitemap><loc>http://a.test/list?again</loc></sitemap></sitemapindex>`, ""},
		"sitemap with bare amps": {crawl.KindSitemap, "", "<urlset><url><loc>http://a.test/n1?a=1&b=2</loc></url></urlset>", "n1?a=1&b=2"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.handle("a.test/list", func(w http.ResponseWriter, _ *http.Request) {
				if c.contentType != "" {
					w.Header().Set("Content-Type", c.contentType)
				} else {
					w.Header().Set("Content-Type", "application/xml")
				}
				_, _ = w.Write([]byte(c.body))
			})
			src := source("a", "a.test", func(src *corpus.Source) {
				src.Start = nil
				if c.kind == crawl.KindFeed {
					src.Feeds = []string{"http://a.test/list"}
				} else {
					src.Sitemaps = []string{"http://a.test/list"}
				}
			})
			_, got := run(t, crawler(t, s.settings("a.test", "b.test")), jobIn(t.TempDir(), "r", src))
			var pages []string
			for _, c := range got {
				if c.Kind == crawl.KindPage {
					pages = append(pages, strings.TrimPrefix(c.URL, "http://a.test/"))
				}
			}
			if diff := cmp.Diff(c.want, strings.Join(pages, " ")); diff != "" {
				t.Error(diff, fmt.Sprint(lines(got)))
			}
		})
	}
}

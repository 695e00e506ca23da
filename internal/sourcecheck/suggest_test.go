package sourcecheck_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl/urlid"
	"framewatch/internal/demosite"
	"framewatch/internal/sourcecheck"
)

// front is the front page of a source's first address.
func front(t *testing.T, s corpus.Source) string {
	t.Helper()
	for _, list := range [][]string{s.Start, s.Feeds, s.Sitemaps} {
		if len(list) > 0 {
			scheme, host, _ := urlid.Split(list[0])
			return scheme + "://" + host + "/"
		}
	}
	t.Fatalf("source %s has no address", s.ID)
	return ""
}

// TestSuggestDemo drafts every invented outlet from its front page alone, and
// holds the draft against what an editor wrote and what the outlet publishes.
func TestSuggestDemo(t *testing.T) {
	c, cfg := demo(t)
	site, err := demosite.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range cfg.Sources {
		t.Run(string(s.ID), func(t *testing.T) {
			d, err := sourcecheck.Suggest(context.Background(), c, front(t, s))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{s.Name, s.Domain, s.Langs[0]}, []string{d.Source.Name, d.Source.Domain, d.Source.Langs[0]}); diff != "" {
				t.Error(diff)
			}
			if len(s.Feeds) > 0 && len(d.Source.Feeds) == 0 || len(s.Sitemaps) > 0 && len(s.Feeds) == 0 && len(d.Source.Sitemaps) == 0 {
				t.Errorf("found feeds %q and sitemaps %q, want %q and %q", d.Source.Feeds, d.Source.Sitemaps, s.Feeds, s.Sitemaps)
			}
			all := regexp.MustCompile(strings.Join(d.Source.LinkPatterns, "|"))
			matched, total := 0, 0
			for _, a := range site.Articles() {
				if a.Outlet != string(s.ID) {
					continue
				}
				_, _, target := urlid.Split(a.URL)
				total++
				if all.MatchString(target) {
					matched++
				}
			}
			if len(d.Source.LinkPatterns) == 0 || matched < total || total == 0 {
				t.Errorf("patterns %q match %d of %d articles; the editor wrote %q", d.Source.LinkPatterns, matched, total, s.LinkPatterns)
			}
			if all.MatchString("/") || all.MatchString("/about") || all.MatchString("/contact/") {
				t.Errorf("patterns %q match pages about the site", d.Source.LinkPatterns)
			}
		})
	}
}

func TestSuggestUnreachable(t *testing.T) {
	c, cfg := demo(t)
	for url, want := range map[string]string{
		front(t, cfg.Sources[0]) + "no-such-page": "is not there (status 404)",
		"http://10.0.0.1/":                        "--allow-net",
		"ftp://meridianwire.test/":                "http",
	} {
		if _, err := sourcecheck.Suggest(context.Background(), c, url); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", url, err, want)
		}
	}
}

// TestSuggestHashed: keys that a system drew are the mark of an article, words and
// names with a number are not.
func TestSuggestHashed(t *testing.T) {
	for name, c := range map[string]struct {
		links   []string // articles, then other pages
		n       int      // how many of them are articles
		refused []string
	}{
		"hexadecimal":     {[]string{"/article/abc123def", "/article/9f8e7d6c5b", "/article/00ab41c9e2", "/about", "/topics/shipping"}, 3, []string{"/article/", "/topics/shipping"}},
		"one letter":      {[]string{"/a/9f8e7d6c5b4a39281706f5e4", "/a/1c2b3a4958677685948372ab", "/a/0f1e2d3c4b5a69788796a5b4", "/contact"}, 3, []string{"/a/contact"}},
		"a wide alphabet": {[]string{"/news/articles/c5398kkx27ewo", "/news/articles/c7v2m0d41p8o", "/news/articles/cx29r44kz1lo", "/news/live", "/weather"}, 3, []string{"/news/articles/about", "/news/live"}},
		"a word before":   {[]string{"/a/202605/26/AP6a151281e4b09ea2331677fb.html", "/a/202605/27/AP6a1512b2e4b09ea233167801.html", "/index.html"}, 2, []string{"/a/202605/26/index.html"}},
		"uuid":            {[]string{"/n/b97ca4f6-471b-5eae-8066-2a890057ca02", "/n/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", "/n/archive"}, 2, []string{"/n/archive"}},
		"word and key":    {[]string{"/stories/ferry-9f8e7d6c", "/stories/harbour-1a2b3c4d", "/stories/quay-0c9d8e7f", "/imprint"}, 3, []string{"/imprint"}},
		"Chinese":         {[]string{"/wen/65f0c2a9e4b0d3a1", "/wen/65f0c2b7e4b0d3a9", "/guanyu"}, 2, []string{"/wen/guanyu"}},
	} {
		t.Run(name, func(t *testing.T) {
			var links strings.Builder
			for _, l := range c.links {
				links.WriteString(`<a href="` + l + `">a line of the page</a>`)
			}
			o := serve(t, map[string][]reply{"/": page("<!doctype html><html lang='en'><head><title>The Lake Post</title></head><body>" + links.String() + "</body></html>"), "/feed": nil})
			d, err := sourcecheck.Suggest(context.Background(), localCrawler(t), o.URL+"/")
			if err != nil {
				t.Fatal(err)
			}
			all := regexp.MustCompile(strings.Join(d.Source.LinkPatterns, "|"))
			for i, l := range c.links {
				if len(d.Source.LinkPatterns) == 0 || all.MatchString(l) != (i < c.n) {
					t.Errorf("%s: article %v, patterns %q", l, i < c.n, d.Source.LinkPatterns)
				}
			}
			for _, l := range c.refused {
				if all.MatchString(l) {
					t.Errorf("patterns %q let %s through", d.Source.LinkPatterns, l)
				}
			}
		})
	}
}

// TestSuggestWords: words with numbers in them are no keys, so pages about the site
// give no pattern.
func TestSuggestWords(t *testing.T) {
	o := serve(t, map[string][]reply{"/feed": nil, "/": page(`<html lang="en"><body><a href="/about">a</a><a href="/covid19">b</a><a href="/formula1news">c</a><a href="/deadbeef">d</a><a href="/election2026">e</a></body></html>`)})
	d, err := sourcecheck.Suggest(context.Background(), localCrawler(t), o.URL+"/")
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Source.LinkPatterns) > 0 {
		t.Errorf("patterns %q", d.Source.LinkPatterns)
	}
}

// TestSuggestSitemaps: the sitemap of news is found wherever it is named, and stands
// first.
func TestSuggestSitemaps(t *testing.T) {
	dated := urlset("<lastmod>2026-10-30</lastmod>")
	news := strings.ReplaceAll(dated, "<urlset ", `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" `)
	index := func(paths ...string) []reply {
		var b strings.Builder
		for _, p := range paths {
			b.WriteString("<sitemap><loc>SITE" + p + "</loc></sitemap>")
		}
		return page(`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + b.String() + `</sitemapindex>`)
	}
	for name, c := range map[string]struct {
		pages map[string][]reply
		want  []string
	}{
		"in robots.txt, last":      {map[string][]reply{"/robots.txt": page("Sitemap: SITE/pages.xml\nSitemap: SITE/map/news.xml\n"), "/pages.xml": page(dated), "/map/news.xml": page(news)}, []string{"/map/news.xml", "/pages.xml"}},
		"without the word news":    {map[string][]reply{"/robots.txt": page("Sitemap: SITE/pages.xml\nSitemap: SITE/latest.xml\n"), "/pages.xml": page(dated), "/latest.xml": page(news)}, []string{"/latest.xml", "/pages.xml"}},
		"in an index":              {map[string][]reply{"/robots.txt": page("Sitemap: SITE/all.xml\n"), "/all.xml": index("/2024.xml", "/google-news.xml"), "/google-news.xml": page(news)}, []string{"/google-news.xml", "/all.xml"}},
		"at sitemap_index.xml":     {map[string][]reply{"/sitemap_index.xml": index("/post-sitemap.xml", "/news-map.xml"), "/news-map.xml": page(news)}, []string{"/news-map.xml", "/sitemap_index.xml"}},
		"at news-sitemap.xml":      {map[string][]reply{"/news-sitemap.xml": page(news)}, []string{"/news-sitemap.xml"}},
		"beside what robots names": {map[string][]reply{"/robots.txt": page("Sitemap: SITE/pages.xml\n"), "/pages.xml": page(dated), "/news-sitemap.xml": page(news)}, []string{"/news-sitemap.xml", "/pages.xml"}},
		"a page with status 200":   {map[string][]reply{"/news-sitemap.xml": page(frontPage("")), "/sitemap.xml": page(dated)}, []string{"/sitemap.xml"}},
		"an index of itself":       {map[string][]reply{"/sitemap_index.xml": index("/news/sitemap_index.xml"), "/news/sitemap_index.xml": index("/news/sitemap_index.xml")}, []string{"/sitemap_index.xml", "/news/sitemap_index.xml"}},
		"none":                     {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := serve(t, c.pages)
			d, err := sourcecheck.Suggest(context.Background(), localCrawler(t), o.URL+"/")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, u := range d.Source.Sitemaps {
				got = append(got, strings.TrimPrefix(u, o.URL))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

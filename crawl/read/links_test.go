package read_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

// TestLinks: which links of a page its source wants, as they are asked for.
func TestLinks(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"relative", `<a href="next">1</a><a href="/n/1">2</a><a href="?x=1">3</a><a href="//www.outlet.test/n/2">4</a>`, []string{"/world/next", "/n/1", "/world/talks?x=1", "/n/2"}},
		{"area", `<map><area href="/n/1"></map>`, []string{"/n/1"}},
		{"twice", `<a href="/n/1"><img></a><a href="/n/1">1</a>`, []string{"/n/1"}},
		{"no fragment, no tracking", `<a href="/n/1?utm_source=x#top">1</a>`, []string{"/n/1"}},
		{"first of two addresses", `<a href="/n/1" href="/n/2">1</a>`, []string{"/n/1"}},
		{"entities", `<a href="/n?a=1&amp;b=2">1</a>`, []string{"/n?a=1&b=2"}},
		{"white space", "<a href=\" /n/\n1 \">1</a>", []string{"/n/1"}},
		{"itself", `<a href="">1</a><a href="#top">2</a><a href="talks">3</a><a href="/world/talks#x">4</a>`, nil},
		{"no page", `<a href="mailto:desk@outlet.test">1</a><a href="javascript:x()">2</a><a href="tel:1">3</a><a href="http://[">4</a><a name=x>5</a>`, nil},
		{"other hosts", `<a href="https://other.test/n/1">1</a><a href="https://outlet.test.other.test/">2</a><a href="https://notoutlet.test/">3</a>`, nil},
		{"own hosts", `<a href="https://outlet.test/n/1">1</a><a href="http://news.outlet.test:8080/n/2">2</a>`, []string{"https://outlet.test/n/1", "http://news.outlet.test:8080/n/2"}},
		{"nofollow", `<a rel="external NoFollow" href="/n/1">1</a><a rel="nofollowed" href="/n/2">2</a>`, []string{"/n/2"}},
		{"hidden by script, comment, style and field", `<script>"<a href=/1>"</script><!-- <a href=/2> --><style><a href=/3></style><textarea><a href=/4></textarea><noscript><a href=/5></noscript><a href=/6>`, []string{"/6"}},
		{"many attributes", `<a ` + attributes(60) + ` href="/n/1">1</a><a ` + attributes(40) + ` href="/n/2">2</a>`, []string{"/n/2"}},
		{"element of a longer name", `<abbr href="/n/1">1</abbr><A HREF=/n/2>2</A>`, []string{"/n/2"}},
		{"link elements", `<link href="/n/1"><link rel=stylesheet href="/n/2"><link rel=prev href="/n/3"><link rel=next href="/n/4"><link rel="next nofollow" href="/n/5">`, []string{"/n/4"}},
		{"feed of a page that is no start page", `<link rel=alternate type="application/rss+xml" href="/feed">`, nil},
		{"articles first", `<a href="/about">1</a><a href="/world/">2</a><a href="/world/a-lake-in-the-hills">3</a><a href="/2025/05/x">4</a><a href="/n/123456">5</a><a href="/show?id=98765">6</a><a href="/2025-05-30/x">7</a>`,
			[]string{"/world/a-lake-in-the-hills", "/2025/05/x", "/n/123456", "/show?id=98765", "/2025-05-30/x", "/about", "/world/"}},
		{"no articles", `<a href="/tag/a-lake-in-the-hills">1</a><a href="/page/123456">2</a><a href="/Author/2025/05/x">3</a><a href="/n/1234">4</a><a href="/a-lake-in">5</a><a href="/2025/5/x">6</a><a href="/n/a_b_c_d/">7</a>`,
			[]string{"/n/a_b_c_d/", "/tag/a-lake-in-the-hills", "/page/123456", "/Author/2025/05/x", "/n/1234", "/a-lake-in", "/2025/5/x"}},
		{"files", `<a href="/a.JPG">1</a><a href="/a.mp4?x=1">2</a><a href="/a.docx">3</a><a href="/robots.txt">4</a><a href="/a.pdf">5</a><a href="/s.html?f=a.jpg">6</a><a href="/v1.2">7</a><a href="/a.b/">8</a>`,
			[]string{"/s.html?f=a.jpg", "/v1.2", "/a.b/"}},
		{"segments that repeat", `<a href="/a/b/a/b/a/b/a/b">1</a><a href="/x/x/x/x">2</a><a href="/x/x/x/">3</a><a href="/a//b//c//d//e">4</a>`, []string{"/x/x/x/", "/a//b//c//d//e"}},
		{"segments without end", `<a href="` + numbered("/%d", 17) + `">1</a><a href="` + numbered("/%d", 16) + `">2</a>`, []string{numbered("/%d", 16)}},
		{"parameters without end", `<a href="/n?x=1` + numbered("&x%d=1", 17) + `">1</a><a href="/n?x=1` + numbered("&x%d=1", 16) + `">2</a>`, []string{"/n?x=1" + numbered("&x%d=1", 16)}},
		{"too long", `<a href="/` + strings.Repeat("x", 3000) + `">1</a>`, nil},
		{"base", `<base href="/zh/"><a href="n/1">1</a>`, []string{"/zh/n/1"}},
		{"first base of two", `<base target=_top><base href="/zh/"><base href="/en/"><a href="n/1">1</a>`, []string{"/zh/n/1"}},
		{"base on another host", `<base href="https://other.test/"><a href="n/1">1</a><a href="https://www.outlet.test/n/2">2</a>`, []string{"/n/2"}},
		{"place in the page, under a base", `<base href="/zh/"><a href="#top">1</a>`, nil},
		{"base that is none", `<base href="mailto:x@outlet.test"><a href="/n/1">1</a>`, []string{"/n/1"}},
		{"query in UTF-8", `<a href="/s?q=湖">1</a>`, []string{"/s?q=%E6%B9%96"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := page(frontier.KindPage, at, c.body)
			if diff := cmp.Diff(c.want, urls(got.Links)); diff != "" {
				t.Error(diff)
			}
			for _, l := range got.Links {
				if l.Kind != frontier.KindPage || l.Depth != 1 {
					t.Errorf("%s %d %s", l.Kind, l.Depth, l.URL)
				}
			}
		})
	}
}

func attributes(n int) string { return strings.TrimSpace(numbered(" data-%d=x", n)) }

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// TestLinksInOtherCharacterSets: a query is sent in the page's character set, as
// browsers do, and a path in UTF-8.
func TestLinksInOtherCharacterSets(t *testing.T) {
	body, err := simplifiedchinese.GBK.NewEncoder().String(`<a href="/湖?q=湖">1</a>`)
	if err != nil {
		t.Fatal(err)
	}
	got := reader().Page(rules(), capture(frontier.KindPage, at, "text/html; charset=gbk"), answer(body))
	if diff := cmp.Diff([]string{"/%E6%B9%96?q=%BA%FE"}, urls(got.Links)); diff != "" {
		t.Error(diff)
	}
}

// TestLinksOfStartPages: a start page leads to further pages of its listing and to
// feeds, whatever its source wants of pages.
func TestLinksOfStartPages(t *testing.T) {
	const body = `<link rel="alternate" type="Application/RSS+XML " href="/feed"><link rel=alternate type=application/atom+xml href="/atom?x=1">
		<link rel=alternate type=application/feed+json href="/feed.json"><link rel=alternate type=text/html hreflang=zh href="/zh/">
		<link rel=alternate type=application/rss+xml href="https://other.test/feed"><link rel="next" href="/world?page=2">
		<a rel="Next" href="/world/3">3</a><a rel=next href="https://other.test/4">4</a><a href="/n/1">x</a><a href="/about">y</a><a href="/a/a/a/a/a" rel=next>z</a>`
	r := rules()
	r.Patterns = []*regexp.Regexp{regexp.MustCompile(`^/n/`)}
	for _, c := range []struct {
		kind  string
		depth int
		want  []string
	}{
		{frontier.KindStart, 0, []string{"feed 0 /feed", "feed 0 /atom?x=1", "feed 0 /feed.json", "start 1 /world?page=2", "start 1 /world/3", "page 1 /n/1"}},
		{frontier.KindStart, 2, []string{"feed 2 /feed", "feed 2 /atom?x=1", "feed 2 /feed.json", "start 3 /world?page=2", "start 3 /world/3", "page 3 /n/1"}},
		{frontier.KindStart, 3, nil},
		{frontier.KindPage, 0, []string{"page 1 /n/1"}},
		{frontier.KindPage, 2, []string{"page 3 /n/1"}},
		{frontier.KindPage, 3, nil},
		{frontier.KindPage, 9, nil},
	} {
		of := capture(c.kind, at, htmlType)
		of.Depth = c.depth
		got := spelled(reader().Page(r, of, answer(body)).Links)
		for i := range got {
			got[i] = strings.Replace(got[i], "https://www.outlet.test", "", 1)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %d: %s", c.kind, c.depth, diff)
		}
	}
}

// TestLinksBack: a page leads neither to where it was asked for nor to where it came
// from.
func TestLinksBack(t *testing.T) {
	of := capture(frontier.KindPage, "https://www.outlet.test/old", htmlType)
	of.FinalURL = at
	got := reader().Page(rules(), of, answer(`<a href="/old">1</a><a href="/world/talks">2</a><a href="other">3</a>`))
	if diff := cmp.Diff([]string{"/world/other"}, urls(got.Links)); diff != "" {
		t.Error(diff)
	}
}

// TestArticlesGoFirst: also before pages of the listing that look like some.
func TestArticlesGoFirst(t *testing.T) {
	got := page(frontier.KindStart, at, `<link rel=next href="/world/2025/05"><link rel=alternate type=application/rss+xml href="/feed/123456"><a href="/n/123456">1</a>`)
	if diff := cmp.Diff([]string{"/n/123456", "/world/2025/05", "/feed/123456"}, urls(got.Links)); diff != "" {
		t.Error(diff)
	}
}

// TestLinksAreBounded: a page of nothing but links gives so many and no more,
// wherever they stand.
func TestLinksAreBounded(t *testing.T) {
	for _, form := range []string{`<a href="/n/%d">`, `<link rel=next href="/n/%d">`, `<link rel=alternate type=application/rss+xml href="/n/%d">`} {
		if got := len(page(frontier.KindStart, at, numbered(form, 60_000)).Links); got != 50_000 {
			t.Errorf("%s: %d links", form, got)
		}
	}
}

// TestRules: what a source wants, of the links of pages and of lists alike.
func TestRules(t *testing.T) {
	links := []string{"/n/1.html", "/n/1.html?x=feed", "/show?id=7", "/n/1.htm", "/zh/2.html", "/a.pdf", "/a.pdf?x=1", "/pdf"}
	for _, c := range []struct {
		name     string
		patterns []string
		pdf      bool
		want     []string
	}{
		{"all pages", nil, false, []string{"/n/1.html", "/n/1.html?x=feed", "/show?id=7", "/n/1.htm", "/zh/2.html", "/pdf"}},
		{"and PDFs", nil, true, links},
		{"by pattern", []string{`^/n/`}, false, []string{"/n/1.html", "/n/1.html?x=feed", "/n/1.htm"}},
		{"by an ending, whatever a feed puts behind it", []string{`\.html$`}, false, []string{"/n/1.html", "/n/1.html?x=feed", "/zh/2.html"}},
		{"by parameter", []string{`\?id=\d+$`}, false, []string{"/show?id=7"}},
		{"by one of several", []string{`^/zh/`, `^/show`}, false, []string{"/show?id=7", "/zh/2.html"}},
		{"PDFs by pattern", []string{`pdf`}, true, []string{"/a.pdf", "/a.pdf?x=1", "/pdf"}},
		{"none of them", []string{`^$`}, true, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rules()
			r.PDF = c.pdf
			for _, p := range c.patterns {
				r.Patterns = append(r.Patterns, regexp.MustCompile(p))
			}
			body, feed := "", ""
			for _, l := range links {
				body += `<a href="` + l + `">x</a>`
				feed += `<item><link>` + l + `</link></item>`
			}
			got := reader().Page(r, capture(frontier.KindPage, at, htmlType), answer(body))
			if diff := cmp.Diff(c.want, urls(got.Links)); diff != "" {
				t.Errorf("page: %s", diff)
			}
			got = reader().Page(r, capture(frontier.KindFeed, at, "text/xml"), answer("<rss><channel>"+feed+"</channel></rss>"))
			if diff := cmp.Diff(c.want, urls(got.Links)); diff != "" || got.Pages != len(links) {
				t.Errorf("feed of %d pages: %s", got.Pages, diff)
			}
			for _, l := range links {
				wanted := strings.Contains(strings.Join(c.want, " ")+" ", l+" ")
				if r.Wants("https://www.outlet.test"+l) != wanted || r.Wants("https://other.test"+l) {
					t.Errorf("%s is wanted: %t", l, !wanted)
				}
			}
		})
	}
}

// TestOwns: hosts within a source's domains are its own.
func TestOwns(t *testing.T) {
	r := read.Rules{Domains: []string{"outlet.test", "port.test:8080"}}
	for host, want := range map[string]bool{
		"outlet.test": true, "www.outlet.test": true, "outlet.test:8443": true, "a.b.outlet.test": true, "port.test:8080": true,
		"notoutlet.test": false, "outlet.test.other.test": false, "port.test": false, "www.port.test:8080": false, "test": false, "": false,
	} {
		if got := r.Owns(host); got != want {
			t.Errorf("%q: %t", host, got)
		}
	}
}

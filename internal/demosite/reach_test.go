package demosite_test

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html"

	"framewatch/internal/demosite"
)

func demoList(t *testing.T) sourceList { return listOf(t, "") }

// listOf is the source list of the outlets that write about a subject.
func listOf(t *testing.T, subject string) sourceList {
	t.Helper()
	data, err := os.ReadFile("../../configs/sources/" + strings.TrimSuffix("demo-"+subject, "-") + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var list sourceList
	if err := yaml.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	if list.List["demo"] != true {
		t.Error("the list is not marked as demo")
	}
	return list
}

// reader finds articles as a modest crawler does: feeds, sitemaps, start pages
// with their "next" links, and of links only those that a pattern names.
type reader struct {
	t        *testing.T
	h        http.Handler
	patterns []*regexp.Regexp
	found    map[string]bool
}

func (r *reader) ok(address string) []byte {
	r.t.Helper()
	w := get(r.h, address)
	if w.Code != http.StatusOK {
		r.t.Errorf("GET %s: status %d", address, w.Code)
	}
	return w.Body.Bytes()
}

func (r *reader) add(address string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" {
		return
	}
	for _, p := range r.patterns {
		if p.MatchString(u.RequestURI()) {
			r.found[address] = true
		}
	}
}

func (r *reader) feed(address string) {
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(r.ok(address)))
	if err != nil {
		r.t.Errorf("feed %s: %v", address, err)
		return
	}
	for _, item := range feed.Items {
		if item.PublishedParsed == nil || item.Title == "" {
			r.t.Errorf("feed %s: item %s without date or title", address, item.Link)
		}
		r.add(item.Link)
	}
}

func (r *reader) sitemap(address string) {
	body := r.ok(address)
	if strings.HasSuffix(address, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			r.t.Errorf("sitemap %s: %v", address, err)
			return
		}
		if body, err = io.ReadAll(z); err != nil {
			r.t.Errorf("sitemap %s: %v", address, err)
		}
	}
	var doc struct {
		Maps []string `xml:"sitemap>loc"`
		URLs []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal(body, &doc); err != nil {
		r.t.Errorf("sitemap %s: %v", address, err)
	}
	for _, m := range doc.Maps {
		r.sitemap(m)
	}
	for _, u := range doc.URLs {
		r.add(u)
	}
}

// start reads a list page and those after it; it returns how many there were.
func (r *reader) start(address string) int {
	base, err := url.Parse(address)
	if err != nil {
		r.t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(r.ok(address)))
	if err != nil {
		r.t.Fatal(err)
	}
	next := ""
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || (n.Data != "a" && n.Data != "link") {
			continue
		}
		href, rel := "", ""
		for _, a := range n.Attr {
			switch a.Key {
			case "href":
				href = a.Val
			case "rel":
				rel = a.Val
			}
		}
		target, err := base.Parse(href)
		if err != nil {
			continue
		}
		switch {
		case rel == "next":
			next = target.String()
		case n.Data == "a":
			r.add(target.String())
		}
	}
	if next == "" {
		return 1
	}
	return 1 + r.start(next)
}

func TestEveryArticleIsReachable(t *testing.T) { eachSubject(t, testEveryArticleIsReachable) }

func testEveryArticleIsReachable(t *testing.T, subject string) {
	site := siteOf(t, subject)
	h := site.Handler()
	articles := map[string][]demosite.Article{}
	for _, a := range site.Articles() {
		articles[a.Outlet] = append(articles[a.Outlet], a)
	}
	paged := 0
	for _, s := range listOf(t, subject).Sources {
		r := &reader{t: t, h: h, found: map[string]bool{}}
		for _, p := range s.LinkPatterns {
			r.patterns = append(r.patterns, regexp.MustCompile(p))
		}
		for _, f := range s.Feeds {
			r.feed(f)
		}
		for _, m := range s.Sitemaps {
			r.sitemap(m)
		}
		for _, u := range s.Start {
			if r.start(u) > 1 {
				paged++
			}
		}
		for _, a := range articles[s.ID] {
			if !r.found[a.URL] {
				t.Errorf("%s: no path of demo.yaml leads to %s", s.ID, a.URL)
			}
			delete(r.found, a.URL)
		}
		for _, c := range site.Cases() {
			delete(r.found, c.URL)
		}
		for other := range r.found {
			t.Errorf("%s: %s is found but is neither an article nor a case", s.ID, other)
		}
	}
	if paged < 2 {
		t.Errorf("%d outlets have lists of several pages, want 2", paged)
	}
}

// TestCasesAreFoundByTheList holds that a crawler meets the troubles that have
// an address of their own: the list's start pages or feeds link to them, and
// its patterns let them through.
func TestCasesAreFoundByTheList(t *testing.T) {
	linked := map[string]string{"moved": "", "missing": "", "gone": "", "soft-404": "", "challenge": "", "disallowed": "", "tracking": "", "alias": ""}
	site := newSite(t)
	h := site.Handler()
	patterns := map[string][]string{}
	starts := map[string][]string{}
	for _, s := range demoList(t).Sources {
		patterns[s.ID] = s.LinkPatterns
		starts[s.ID] = append(s.Start, s.Feeds...)
	}
	for _, c := range site.Cases() {
		if _, must := linked[c.Kind]; !must {
			continue
		}
		u, err := url.Parse(c.URL)
		if err != nil {
			t.Fatal(err)
		}
		match := false
		for _, p := range patterns[c.Outlet] {
			match = match || regexp.MustCompile(p).MatchString(u.RequestURI())
		}
		shown := false
		for _, s := range starts[c.Outlet] {
			page := html.UnescapeString(get(h, s).Body.String())
			shown = shown || strings.Contains(page, c.URL)
		}
		if !match || !shown {
			t.Errorf("%s %s: linked %v, matches link_patterns %v", c.Kind, c.URL, shown, match)
		}
	}
}

package crawl_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
)

// TestOtherListsAreFound: when every list of a source's entry has failed, the front
// page and robots.txt are asked for others, and what they name is told; while one of
// them lives nothing else is asked for.
func TestOtherListsAreFound(t *testing.T) {
	rss := func(links ...string) string {
		return `<rss version="2.0"><channel><item><link>` + strings.Join(links, `</link></item><item><link>`) + `</link></item></channel></rss>`
	}
	alternates := `<link rel="alternate" type="application/rss+xml" href="/rss/new.xml">`
	for name, c := range map[string]struct {
		dead   func(w http.ResponseWriter) // what the listed feed says
		source func(*corpus.Source)
		robots string
		pages  string // fetched
		found  string // feeds and sitemaps
	}{
		"a feed that is gone": {
			dead:   func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) },
			robots: "Sitemap: http://a.test/map.xml", pages: "/front1 /n1 /n2 /s1",
			found: "http://a.test/rss/new.xml http://a.test/map.xml",
		},
		"a page in its place": {
			dead:   func(w http.ResponseWriter) { _, _ = w.Write([]byte(article("Moved"))) },
			robots: "", pages: "/front1 /n1 /n2", found: "http://a.test/rss/new.xml",
		},
		"a wall": {
			dead:   func(w http.ResponseWriter) { w.WriteHeader(http.StatusForbidden) },
			robots: "", pages: "/front1 /n1 /n2", found: "http://a.test/rss/new.xml",
		},
		"one of two lives": {
			dead:   func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) },
			source: func(s *corpus.Source) { s.Feeds = append(s.Feeds, "http://a.test/alive.xml") },
			robots: "Sitemap: http://a.test/map.xml", pages: "/l1",
		},
		"a start page beside it": {
			dead:   func(w http.ResponseWriter) { w.WriteHeader(http.StatusGone) },
			source: func(s *corpus.Source) { s.Start = []string{"http://a.test/section"} },
			robots: "", pages: "/n3 /sec1", found: "http://a.test/rss/section.xml",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.handle("a.test/old.xml", func(w http.ResponseWriter, _ *http.Request) { c.dead(w) })
			s.page("a.test/robots.txt", "User-agent: *\nDisallow: /private\n"+c.robots)
			s.page("a.test/", alternates+article("Front page", "/front1"))
			s.page("a.test/section", strings.Replace(alternates, "new.xml", "section.xml", 1)+article("Section", "/sec1"))
			s.page("a.test/rss/new.xml", rss("/n1", "/n2"))
			s.page("a.test/rss/section.xml", rss("/n3"))
			s.page("a.test/alive.xml", rss("/l1"))
			s.page("a.test/map.xml", "<urlset><url><loc>http://a.test/s1</loc></url></urlset>")
			for _, p := range []string{"n1", "n2", "n3", "s1", "l1", "front1", "sec1"} {
				s.page("a.test/"+p, article(p))
			}
			src := source("a", "a.test", func(src *corpus.Source) {
				src.Start, src.Feeds = nil, []string{"http://a.test/old.xml"}
				if c.source != nil {
					c.source(src)
				}
			})
			sum, got := run(t, crawler(t, s.settings("a.test")), jobIn(t.TempDir(), "r", src))
			var pages []string
			for _, c := range got {
				if c.Kind == crawl.KindPage {
					pages = append(pages, strings.TrimPrefix(c.URL, "http://a.test"))
				}
			}
			if diff := cmp.Diff(c.pages, strings.Join(pages, " ")); diff != "" {
				t.Error(diff, lines(got))
			}
			var found []string
			for _, d := range sum.Discovered {
				if d.Source != "a" || len(d.Failed) == 0 {
					t.Errorf("%+v", d)
				}
				found = append(append(found, d.Feeds...), d.Sitemaps...)
			}
			if diff := cmp.Diff(c.found, strings.Join(found, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNothingElseIsFound: a source whose lists failed, and whose front page names
// none, is told of with nothing found.
func TestNothingElseIsFound(t *testing.T) {
	s := newSite(t)
	s.page("a.test/", article("Front page"))
	src := source("a", "a.test", func(src *corpus.Source) { src.Start, src.Feeds = nil, []string{"http://a.test/old.xml"} })
	sum, _ := run(t, crawler(t, s.settings("a.test")), jobIn(t.TempDir(), "r", src))
	want := []crawl.Discovered{{Source: "a", Failed: []string{"http://a.test/old.xml"}}}
	if diff := cmp.Diff(want, sum.Discovered); diff != "" {
		t.Error(diff)
	}
}

// TestAnIndexWithoutEndIsLeft: lists that lead to no page are asked for a few times
// and then no more; as many as lead to pages are asked for all the same.
func TestAnIndexWithoutEndIsLeft(t *testing.T) {
	s := newSite(t)
	s.handle("a.test/index", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "<sitemapindex>")
		for i := range 40 {
			fmt.Fprintf(w, "<sitemap><loc>http://a.test/index?of=%s-%d</loc></sitemap>", r.URL.Query().Get("of"), i)
		}
		fmt.Fprint(w, "</sitemapindex>")
	})
	src := source("a", "a.test", func(src *corpus.Source) { src.Start, src.Sitemaps = nil, []string{"http://a.test/index"} })
	_, got := run(t, crawler(t, s.settings("a.test")), jobIn(t.TempDir(), "r", src))
	asked, refused := 0, 0
	for _, c := range got {
		if c.Status > 0 {
			asked++
		} else if c.ErrorCode == "budget-lists" {
			refused++
		}
	}
	if asked > 21 || asked < 20 || refused == 0 {
		t.Errorf("%d lists asked for, %d refused", asked, refused)
	}

	s = newSite(t)
	var index strings.Builder
	index.WriteString("<sitemapindex>")
	for i := range 60 {
		fmt.Fprintf(&index, "<sitemap><loc>http://b.test/map%d.xml</loc></sitemap>", i)
		body := "<urlset></urlset>"
		if i%2 == 0 {
			body = fmt.Sprintf("<urlset><url><loc>http://b.test/n%d</loc></url></urlset>", i)
			s.page(fmt.Sprintf("b.test/n%d", i), article("N"))
		}
		s.page(fmt.Sprintf("b.test/map%d.xml", i), body)
	}
	s.page("b.test/index.xml", index.String()+"</sitemapindex>")
	src = source("b", "b.test", func(src *corpus.Source) { src.Start, src.Sitemaps = nil, []string{"http://b.test/index.xml"} })
	_, got = run(t, crawler(t, s.settings("b.test")), jobIn(t.TempDir(), "r", src))
	pages := 0
	for _, c := range got {
		if c.Kind == crawl.KindPage {
			pages++
		}
	}
	if pages != 30 {
		t.Errorf("%d pages, want 30", pages)
	}
}

// TestRobotsAreNoList: robots.txt is asked for by itself, once a host, and an entry
// that names it as a list is told so.
func TestRobotsAreNoList(t *testing.T) {
	s := newSite(t)
	for name, put := range map[string]func(*corpus.Source){
		"sitemaps": func(src *corpus.Source) { src.Sitemaps = []string{"http://a.test/robots.txt"} },
		"start":    func(src *corpus.Source) { src.Start = []string{"http://a.test/.well-known/tdmrep.json"} },
	} {
		_, err := crawler(t, s.settings("a.test")).Run(context.Background(), jobIn(t.TempDir(), "r", source("a", "a.test", put)))
		if err == nil || !strings.Contains(err.Error(), name+"[0]") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

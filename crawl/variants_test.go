package crawl_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
)

// TestAliases holds that print and AMP forms of a page do not become articles
// of their own, and that pages whose canonical address is wrong are not lost.
func TestAliases(t *testing.T) {
	s := newSite(t)
	s.page("a.test/", article("Front page", "/talks", "/talks/amp", "/talks?print=1", "/lone/amp", "/talks-2", "/votes?id=1", "/votes?id=2", "/map", "/m/map"))
	says := func(target, to, title string) {
		s.page("a.test"+target, `<link rel="canonical" href="`+to+`">`+article(title))
	}
	canonical := func(target, to string) { says(target, to, target) }
	canonical("/talks", "/talks")
	says("/talks/amp", "http://a.test/talks", "/talks")
	says("/talks?print=1", "/talks", "/talks")
	canonical("/lone/amp", "/lone")  // the page itself is not part of the run
	canonical("/talks-2", "/")       // a mistake that many templates make
	canonical("/votes?id=1", "/map") // another
	canonical("/votes?id=2", "/votes?id=1")
	canonical("/m/map", "http://b.test/map") // another host's word for it
	s.page("a.test/map", article("Map"))
	_, got := run(t, crawler(t, s.settings("a.test")), jobIn(t.TempDir(), "r", source("a", "a.test", nil)))
	want := []string{
		"http://a.test/ ok", "http://a.test/lone/amp ok", "http://a.test/m/map ok", "http://a.test/map ok", "http://a.test/talks ok",
		"http://a.test/talks-2 ok", "http://a.test/talks/amp skipped alias", "http://a.test/talks?print=1 skipped alias",
		"http://a.test/votes?id=1 ok", "http://a.test/votes?id=2 ok",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
}

// TestAliasesOfOtherHosts holds the same for a site's mobile and AMP hosts, and
// for hosts with and without www.
func TestAliasesOfOtherHosts(t *testing.T) {
	s := newSite(t)
	links := []string{"http://www.a.test/talks", "http://m.a.test/t/1", "http://amp.a.test/talks.html", "http://a.test/talks", "http://news.a.test/talks",
		"http://m.a.test/lone", "http://m.a.test/front", "http://www.a.test/other"}
	for _, l := range links {
		s.page(strings.TrimPrefix(l, "http://"), `<link rel="canonical" href="http://www.a.test/talks">`+article("Talks"))
	}
	s.page("m.a.test/lone", `<link rel="canonical" href="http://www.a.test/lone">`+article("Lone"))
	s.page("m.a.test/front", `<link rel="canonical" href="http://www.a.test/">`+article("Front"))
	s.page("www.a.test/other", `<link rel="canonical" href="http://m.a.test/lone">`+article("Other"))
	s.page("a.test/", article("Front page", links...))
	hosts := []string{"a.test", "www.a.test", "m.a.test", "amp.a.test", "news.a.test"}
	_, got := run(t, crawler(t, s.settings(hosts...)), jobIn(t.TempDir(), "r", source("a", "a.test", nil)))
	want := []string{
		"http://a.test/ ok", "http://a.test/talks skipped alias", "http://amp.a.test/talks.html skipped alias", "http://m.a.test/front ok",
		"http://m.a.test/lone ok", "http://m.a.test/t/1 skipped alias", "http://news.a.test/talks ok", "http://www.a.test/other ok", "http://www.a.test/talks ok",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
}

// TestReservations reads tdmrep.json, headers and meta elements, under both
// policies.
func TestReservations(t *testing.T) {
	s := newSite(t)
	s.page("a.test/.well-known/tdmrep.json", `[{"location": "/", "tdm-reservation": 0}, {"location": "/closed/*", "tdm-reservation": 1}]`)
	s.page("a.test/", article("Front page", "/open", "/closed/a", "/closed/but-header", "/closed/but-meta"))
	s.page("a.test/open", article("Open"))
	s.page("a.test/closed/a", article("Closed"))
	s.handle("a.test/closed/but-header", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Tdm-Reservation", "0")
		_, _ = w.Write([]byte(article("Header")))
	})
	s.page("a.test/closed/but-meta", `<meta name="tdm-reservation" content="0">`+article("Meta"))
	dir := t.TempDir()
	for _, c := range []struct {
		run    corpus.RunID
		policy crawl.Policy
		want   []string
	}{
		{"keep", crawl.Keep, []string{"http://a.test/ ok 0", "http://a.test/closed/a ok 1", "http://a.test/closed/but-header ok 0",
			"http://a.test/closed/but-meta ok 0", "http://a.test/open ok 0"}},
		{"skip", crawl.Skip, []string{"http://a.test/ not-modified 0", "http://a.test/closed/a not-fetched tdm-reservation 1",
			"http://a.test/closed/but-header not-fetched tdm-reservation 1", "http://a.test/closed/but-meta not-fetched tdm-reservation 1",
			"http://a.test/open not-modified 0"}},
	} {
		cfg := s.settings("a.test")
		cfg.TDM = c.policy
		_, captures := run(t, crawler(t, cfg), jobIn(dir, c.run, source("a", "a.test", nil)))
		got := lines(captures)
		for i := range got {
			got[i] += " " + captures[i].TDMReservation
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.run, diff)
		}
	}
	if n := s.count("a.test/.well-known/tdmrep.json"); n != 1 {
		t.Errorf("tdmrep.json fetched %d times in a day", n)
	}
}

// TestAnotherTextIsAnotherPage: what a page calls its canonical address makes it a
// form of that page only where it has its text, in every language and whichever
// of the two answers first.
func TestAnotherTextIsAnotherPage(t *testing.T) {
	chinese := func(title string) string {
		return "<!doctype html><title>" + title + "</title><h1>" + title + "</h1>" + "<p>" + title + "：湖畔两国的代表来到港口小镇，调解员在那里摆好了长桌和简短的议程，双方同意下个月再谈。</p>" +
			"<p>" + title + "的第二段说，两国议会都欢迎这一步，但反对党议员问草案为什么没有先行公布，政府答应在周五前给出说明。</p>"
	}
	english := func(title string) string { return article(title) }
	for name, c := range map[string]struct {
		url, canonical, text, page string // the page and what it says, the text of the canonical page
		want                       string
	}{
		"a language version":               {"/a?id=1&edition=zh", "/a?id=1", chinese("谈判"), english("Talks"), "ok"},
		"a CMS that names its script":      {"/show?story=2", "/show", english("Second"), english("List"), "ok"},
		"a script in Chinese":              {"/show?story=2", "/show", chinese("第二篇"), chinese("目录"), "ok"},
		"page 2 of an article":             {"/a?page=2", "/a", english("Talks, continued"), english("Talks"), "ok"},
		"page 2 of a Chinese one":          {"/a?page=2", "/a", chinese("谈判（续）"), chinese("谈判"), "ok"},
		"a print form":                     {"/a?print=1", "/a", english("Talks"), english("Talks") + "<p>Read more of the news of the harbour, the lake and the towns around it.", "skipped alias"},
		"a Chinese print form":             {"/a?view=print", "/a", chinese("谈判"), chinese("谈判") + "<ul><li>更多关于港口、湖泊和周边城镇的新闻，请看我们的专题页面。</ul>", "skipped alias"},
		"markup is no text":                {"/amp/a", "/a", strings.ReplaceAll(english("Talks"), "envoys", "<b>en</b>voys"), english("Talks"), "skipped alias"},
		"the whole beside the beginning":   {"/a/amp", "/a", english("Talks") + english("Talks, second part"), english("Talks"), "skipped alias"},
		"pages with next to no text alike": {"/film?from=x", "/film", "<title>Film</title><video></video>", "<title>Film</title><video></video>", "skipped alias"},
		"pages with next to no text":       {"/film?from=x", "/film", "<title>Film 2</title><video></video>", "<title>Film</title><video></video>", "ok"},
	} {
		for _, first := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				s := newSite(t)
				links := []string{c.url, c.canonical}
				if first {
					slices.Reverse(links)
				}
				s.page("a.test/", article("Front page", links...))
				s.page("a.test"+c.url, `<link rel="canonical" href="`+c.canonical+`">`+c.text)
				s.page("a.test"+c.canonical, c.page)
				_, got := run(t, crawler(t, s.settings("a.test")), jobIn(t.TempDir(), "r", source("a", "a.test", nil)))
				want := []string{"http://a.test/ ok", "http://a.test" + c.canonical + " ok", "http://a.test" + c.url + " " + c.want}
				slices.Sort(want)
				have := lines(got)
				slices.Sort(have)
				if diff := cmp.Diff(want, have); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// TestFormsOfAPageThatIsNotThere: of forms whose page fails the first stands for
// it, and what it links to is followed.
func TestFormsOfAPageThatIsNotThere(t *testing.T) {
	s := newSite(t)
	s.page("a.test/", article("Front page", "/a/amp", "/a?print=1", "/a"))
	s.handle("a.test/a", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
	s.page("a.test/a/amp", `<link rel="canonical" href="/a">`+article("Talks", "/next"))
	s.page("a.test/a?print=1", `<link rel="canonical" href="/a">`+article("Talks", "/other"))
	s.page("a.test/next", article("Next"))
	s.page("a.test/other", article("Other"))
	_, got := run(t, crawler(t, s.settings("a.test")), jobIn(t.TempDir(), "r", source("a", "a.test", nil)))
	want := []string{"http://a.test/ ok", "http://a.test/a error status-404", "http://a.test/a/amp ok", "http://a.test/a?print=1 skipped alias", "http://a.test/next ok"}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
}

package crawl_test

import (
	"net/http"
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
	canonical := func(target, to string) {
		s.page("a.test"+target, `<link rel="canonical" href="`+to+`">`+article(target))
	}
	canonical("/talks", "/talks")
	canonical("/talks/amp", "http://a.test/talks")
	canonical("/talks?print=1", "/talks")
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
		s.page(strings.TrimPrefix(l, "http://"), `<link rel="canonical" href="http://www.a.test/talks">`+article(l))
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

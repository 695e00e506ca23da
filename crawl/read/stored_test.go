package read_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

// TestStored: a body from the archive gives the links that it gave when it came,
// its wishes and its walls; that it was not sent again stays the outcome.
func TestStored(t *testing.T) {
	const link = `<a href="/n/1">x</a>`
	for _, c := range []struct {
		name, kind, body string
		change           func(*read.Reader)
		want             string
		links            int
	}{
		{"page", frontier.KindPage, "<p>x" + link, nil, "not-modified", 1},
		{"start page", frontier.KindStart, link, nil, "not-modified", 1},
		{"page that sent on", frontier.KindPage, `<meta http-equiv=refresh content="0;/there">` + link, nil, "not-modified", 1},
		{"page that says it is missing", frontier.KindPage, titled("Page not found", link), nil, "not-modified", 1},
		{"wall", frontier.KindPage, titled("Just a moment...", link), nil, "blocked challenge", 0},
		{"noindex", frontier.KindPage, "<meta name=robots content=noindex>" + link, nil, "not-modified noindex", 1},
		{"noindex, not wanted", frontier.KindPage, "<meta name=robots content=noindex>" + link, func(rd *read.Reader) { rd.SkipNoindex = true }, "skipped noindex", 1},
		{"reserved, not wanted", frontier.KindPage, "<meta name=tdm-reservation content=1>" + link, func(rd *read.Reader) { rd.SkipTDM = true }, "skipped tdm-reservation", 1},
		{"nofollow", frontier.KindPage, "<meta name=robots content=nofollow>" + link, nil, "not-modified", 0},
		{"feed", frontier.KindFeed, rss(item("<link>/n/1</link>")), nil, "not-modified", 1},
		{"empty feed", frontier.KindFeed, rss(), nil, "not-modified empty-list", 0},
		{"page in a feed's place", frontier.KindFeed, titled("x", link), nil, "not-modified not-a-feed", 0},
		{"sitemap", frontier.KindSitemap, urlset(located("/n/1", "")), nil, "not-modified", 1},
		{"start page that is a feed", frontier.KindStart, rss(item("<link>/n/1</link>")), nil, "not-modified", 1},
		{"posts", frontier.KindListing, `[{"link":"/n/1"}]`, nil, "not-modified", 1},
		{"PDF", frontier.KindPage, "%PDF-1.7", nil, "not-modified", 0},
		{"text", frontier.KindPage, "x", nil, "not-modified", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			contentType := "text/html"
			if c.name == "text" {
				contentType = "text/plain"
			}
			rd := reader()
			if c.change != nil {
				c.change(rd)
			}
			of := capture(c.kind, at, "")
			of.BodySHA256, of.Outcome = "known", corpus.OutcomeOK
			got := rd.Stored(rules(), of, []byte(c.body), contentType)
			if ended(&got.Capture) != c.want || len(got.Links) != c.links || got.Next != "" {
				t.Errorf("%s, links %q, on to %q; want %s", ended(&got.Capture), urls(got.Links), got.Next, c.want)
			}
			if got.Capture.BodySHA256 != "known" || got.Capture.ContentType != contentType {
				t.Errorf("sum %s, type %s", got.Capture.BodySHA256, got.Capture.ContentType)
			}
		})
	}
}

// TestStoredType: the body is read by the type it came with; what the answer says
// now is recorded.
func TestStoredType(t *testing.T) {
	body := []byte("<p>\xba\xfe\xc7\xf8</p><a href=\"/s?q=\xba\xfe\">x</a>")
	got := reader().Stored(rules(), capture(frontier.KindPage, at, "text/html; charset=utf-8"), body, "text/html; charset=gbk")
	if got.Capture.ContentType != "text/html; charset=utf-8" || got.Capture.Charset != "gbk" {
		t.Errorf("type %s, character set %s", got.Capture.ContentType, got.Capture.Charset)
	}
	if diff := cmp.Diff([]string{"/s?q=%BA%FE"}, urls(got.Links)); diff != "" {
		t.Error(diff)
	}
}

// TestTree: what a browser made is UTF-8 and a page, was not sent on, and is under
// the same wishes as what came.
func TestTree(t *testing.T) {
	const link = `<a href="/s?q=湖">x</a>`
	for _, c := range []struct {
		name, html string
		header     http.Header
		want       string
		links      int
	}{
		{"page", "<p>x" + link, nil, "ok", 1},
		{"page that declares another character set", "<meta charset=gbk>" + link, nil, "ok", 1},
		{"page that would send on", `<meta http-equiv=refresh content="0;/there">` + link, http.Header{"Refresh": {"0;/there"}}, "ok", 1},
		{"missing", titled("页面不存在", ""), nil, "error soft-404", 0},
		{"wall", titled("Access denied", ""), nil, "blocked block", 0},
		{"wall by its header", titled("x", ""), http.Header{"Cf-Mitigated": {"challenge"}}, "blocked challenge", 0},
		{"header", link, http.Header{"X-Robots-Tag": {"none"}}, "ok-flagged noindex", 0},
		{"reserved", `<meta name=tdm-reservation content=1>` + link, nil, "ok", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := c.header.Clone()
			of := capture(frontier.KindPage, at, "text/html; charset=gbk")
			of.Outcome = corpus.OutcomeOK
			got := reader().Tree(rules(), of, []byte(c.html), c.header)
			if ended(&got.Capture) != c.want || len(got.Links) != c.links || got.Next != "" || got.Form != read.FormHTML {
				t.Errorf("%s, links %q, on to %q; want %s", ended(&got.Capture), urls(got.Links), got.Next, c.want)
			}
			if c.links > 0 && urls(got.Links)[0] != "/s?q=%E6%B9%96" {
				t.Errorf("links %q", urls(got.Links))
			}
			if diff := cmp.Diff(before, c.header); diff != "" {
				t.Errorf("the header was changed: %s", diff)
			}
			if reserved := c.name == "reserved"; reserved != (got.Capture.TDMReservation == "1") {
				t.Errorf("reservation %q", got.Capture.TDMReservation)
			}
		})
	}
}

// TestFlag: a word of doubt stands only where nothing is known, and takes nothing
// back.
func TestFlag(t *testing.T) {
	for _, c := range []struct {
		outcome    corpus.Outcome
		code, want string
	}{
		{corpus.OutcomeOK, "", "ok-flagged noindex"},
		{corpus.OutcomeFlagged, "partial", "ok-flagged partial"},
		{corpus.OutcomeTruncated, "too-large", "ok-truncated too-large"},
		{corpus.OutcomeNotModified, "", "not-modified noindex"},
		{corpus.OutcomeBlocked, "login", "blocked login"},
	} {
		got := corpus.Capture{Outcome: c.outcome, ErrorCode: c.code}
		read.Flag(&got, "noindex")
		if ended(&got) != c.want {
			t.Errorf("%s %s: %s, want %s", c.outcome, c.code, ended(&got), c.want)
		}
	}
}

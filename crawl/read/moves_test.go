package read_test

import (
	"html"
	"testing"

	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

// TestRefresh: a page that sends its reader on at once has nothing to say; one that
// reloads itself has.
func TestRefresh(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"target", "0; url=/there", "/there"},
		{"no space", "0;url=/there", "/there"},
		{"capitals and spaces", " 0 ; URL = /there ", "/there"},
		{"a little later", "5; url=/there", "/there"},
		{"a fraction", "0.5;url=/there", "/there"},
		{"a fraction alone", ".5;url=/there", "/there"},
		{"single quotes", "0; url='/there'", "/there"},
		{"double quotes", `0; url="/there" x`, "/there"},
		{"quote without end", "0; url='/there", "/there"},
		{"without the word", "0; /there", "/there"},
		{"quoted without the word", "0; '/there'", "/there"},
		{"comma", "0, url=/there", "/there"},
		{"comma and semicolon in the target", "0, url=/there;a,b", "/there;a,b"},
		{"comma without the word", "0,/there", "/there"},
		{"space", "0 url=/there", "/there"},
		{"address that begins like the word", "0; urls/there", "urls/there"},
		{"full address", "0; url=https://other.test/there", "https://other.test/there"},
		{"later", "300; url=/there", ""},
		{"a little too late", "5.1; url=/there", ""},
		{"reload", "0", ""},
		{"reload with a sign", "0;", ""},
		{"the page itself", "0; url=" + at, ""},
		{"the page itself, relative", "0; url=talks", ""},
		{"nothing behind the word", "0; url=", ""},
		{"no number", "url=/there", ""},
		{"less than none", "-1; url=/there", ""},
		{"no number but a word", "now; url=/there", ""},
		{"no sign behind the number", "0url=/there", ""},
		{"two points", "1.2.3; url=/there", ""},
		{"no address", "0; url=http://[", ""},
		{"script", "0; url=javascript:go()", ""},
		{"empty", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := answer(`<a href="/n/1">x</a>`)
			a.Header.Set("Refresh", c.content)
			of := capture(frontier.KindPage, at, htmlType)
			inPage := answer(`<meta http-equiv="Refresh" content="` + html.EscapeString(c.content) + `"><a href="/n/1">x</a>`)
			for where, got := range map[string]read.Reading{"header": reader().Page(rules(), of, a), "page": reader().Page(rules(), of, inPage)} {
				links := 1
				if c.want != "" {
					links = 0
				}
				if got.Next != c.want || len(got.Links) != links {
					t.Errorf("%s: on to %q with links %q, want %q", where, got.Next, urls(got.Links), c.want)
				}
			}
		})
	}
}

// TestRefreshOrder: the page's own word goes before its header's, and both before
// what else the page is.
func TestRefreshOrder(t *testing.T) {
	a := answer(`<meta http-equiv=refresh content="0;/page"><meta http-equiv=refresh content="0;/last"><title>Access denied</title>`)
	a.Header.Set("Refresh", "0;/header")
	got := reader().Page(rules(), capture(frontier.KindPage, at, htmlType), a)
	if got.Next != "/last" || ended(&got.Capture) != "ok" {
		t.Errorf("on to %q, %s", got.Next, ended(&got.Capture))
	}
}

// TestRedirectedHome: a start page that was sent to the front page is suspect.
func TestRedirectedHome(t *testing.T) {
	for _, c := range []struct {
		name, kind, url, final string
		redirects              []string
		want                   string
	}{
		{"section", frontier.KindStart, at, "https://www.outlet.test/", []string{at}, "ok-flagged redirected-home"},
		{"section that moved", frontier.KindStart, at, "https://www.outlet.test/mundo", []string{at}, "ok"},
		{"front page", frontier.KindStart, "http://outlet.test/", "https://www.outlet.test/index.html", []string{"http://outlet.test/"}, "ok"},
		{"no redirect", frontier.KindStart, at, "https://www.outlet.test/", nil, "ok"},
		{"page, of which the caller judges", frontier.KindPage, at, "https://www.outlet.test/", []string{at}, "ok"},
	} {
		t.Run(c.name, func(t *testing.T) {
			of := capture(c.kind, c.url, htmlType)
			of.FinalURL, of.Redirects = c.final, c.redirects
			if got := reader().Page(rules(), of, answer("<p>x")); ended(&got.Capture) != c.want {
				t.Errorf("%s, want %s", ended(&got.Capture), c.want)
			}
		})
	}
}

func TestIsHome(t *testing.T) {
	for url, want := range map[string]bool{
		"https://outlet.test/": true, "https://outlet.test/?x=1": true, "https://outlet.test/Index.HTML": true, "https://outlet.test/home/": true,
		"https://outlet.test/index.php?p=1": true, "https://outlet.test/default.aspx": true, "http://outlet.test:8080/": true,
		"https://outlet.test/en/": false, "https://outlet.test/homes": false, "https://outlet.test/news/index.html": false, "https://outlet.test/n/1": false,
	} {
		if got := read.IsHome(url); got != want {
			t.Errorf("%s: %t", url, got)
		}
	}
}

// TestVariants: of which page a page may be another form, by its canonical address
// and its own.
func TestVariants(t *testing.T) {
	const www = "https://www.outlet.test"
	for _, c := range []struct{ name, url, canonical, want string }{
		{"itself", www + "/a", "/a", ""},
		{"no word of it", www + "/a", "", ""},
		{"print, parameter", www + "/a?print=1", "/a", www + "/a"},
		{"print, path", www + "/print/a", "/a", www + "/a"},
		{"print, ending", www + "/a.print.html", "/a.html", www + "/a.html"},
		{"AMP, path", www + "/a/amp/", "/a", www + "/a"},
		{"AMP, parameter", www + "/a?outputType=amp", "/a", www + "/a"},
		{"AMP, host", "https://amp.outlet.test/x/1", www + "/a", www + "/a"},
		{"mobile host", "https://m.outlet.test/x/1", www + "/a", www + "/a"},
		{"mobile host, canonical without www", "https://m.outlet.test/x/1", "https://outlet.test/a", "https://outlet.test/a"},
		{"mobile host of www", "https://m.www.outlet.test/a", www + "/a", www + "/a"},
		{"mobile path", www + "/m/a", "/a", www + "/a"},
		{"with www", "https://outlet.test/a", www + "/a", www + "/a"},
		{"without www", www + "/a", "https://outlet.test/a", "https://outlet.test/a"},
		{"scheme", "http://www.outlet.test/a", www + "/a", www + "/a"},
		{"one more parameter", www + "/a?from=front", "/a", www + "/a"},
		{"one more beside another", www + "/a?x=1&from=front", "/a?x=1", www + "/a?x=1"},
		{"tracking in the canonical", www + "/a?from=front", "/a?utm_source=x", www + "/a"},
		{"relative to the page", www + "/s/a?print=1", "a", www + "/s/a"},

		{"language", www + "/a?lang=en", "/a", ""},
		{"language, capitals", www + "/a?Lang=en", "/a", ""},
		{"page of an article", www + "/a?page=2", "/a", ""},
		{"article by number", www + "/show?id=7", "/show", ""},
		{"article by number, and more", www + "/show?id=7&from=front", "/show", ""},
		{"another's number", www + "/show?id=7", "/show?id=8", ""},
		{"fewer parameters", www + "/a", "/a?from=front", ""},
		{"other parameters", www + "/a?x=1&z=2", "/a?y=1", ""},
		{"front page", www + "/a?print=1", "/", ""},
		{"front page by name", www + "/a?print=1", "/index.html", ""},
		{"section", www + "/world/a", "/world", ""},
		{"another article", www + "/a", "/b", ""},
		{"form of the form", www + "/a", "/a/amp", ""},
		{"mobile of two", www + "/m/a", "/m/b", ""},
		{"mobile host as canonical", www + "/a", "https://m.outlet.test/b", ""},
		{"mobile host as canonical of the same path", www + "/a", "https://m.outlet.test/a", ""},
		{"another article, and a parameter", www + "/a?from=front", "/b", ""},
		{"another site", www + "/a", "https://other.test/a", ""},
		{"another host of the site", www + "/a", "https://news.outlet.test/a", ""},
		{"another port", www + "/a", www + ":8443/a", ""},
		{"no address", www + "/a?print=1", "http://[", ""},
		{"name that begins like a form", "https://m.test/a", "https://www.test/a", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			head := `<link rel="Canonical" href="` + c.canonical + `"><link rel=canonical href="/second"><p>x`
			if c.canonical == "" {
				head = "<p>x"
			}
			if got := page(frontier.KindPage, c.url, head); got.Variant != c.want {
				t.Errorf("%q, want %q", got.Variant, c.want)
			}
			if got := page(frontier.KindStart, c.url, head); got.Variant != "" {
				t.Errorf("start page: %q", got.Variant)
			}
		})
	}
}

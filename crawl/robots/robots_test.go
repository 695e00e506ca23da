package robots_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/robots"
)

// TestGoogleCases runs the cases of Google's reference matcher (Apache-2.0,
// see testdata/NOTICE).
func TestGoogleCases(t *testing.T) {
	data, err := os.ReadFile("testdata/google_cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Section, Robots, UA, URL string
		Want                     bool
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) != 148 {
		t.Fatalf("%d cases, want 148", len(cases))
	}
	for _, c := range cases {
		if got := robots.Parse([]byte(c.Robots), c.UA).Allowed(c.URL); got != c.Want {
			t.Errorf("%s: agent %.100q, url %.100q: got %t\n%.300s", c.Section, c.UA, c.URL, got, c.Robots)
		}
	}
}

func TestExplain(t *testing.T) {
	for _, c := range []struct {
		name, file, url, line string
		allowed               bool
	}{
		{"no rules", "", "http://a.test/x", "", true},
		{"markup instead of rules", "<!doctype html><body>Disallow is our word: welcome</body>", "http://a.test/x", "", true},
		{"byte order mark, CRLF, two groups", "\xef\xbb\xbfUSER-AGENT : * # all\r\nDISALLOW: /x\r\n\r\nUser-agent: b\r\nDisallow: /\r\n\r\nuser-agent: *\r\nDisallow: /c/\r\n", "http://a.test/c/1", "Disallow: /c/", false},
		{"bare carriage returns", "user-agent: *\rdisallow: /c\r", "http://a.test/c", "disallow: /c", false},
		{"bytes that are no text", "\x00\xff\xfe junk\nUser-agent: *\nDisallow: /c\n", "http://a.test/c", "Disallow: /c", false},
		{"sitemap between agents", "User-agent: foo\n\nSitemap: http://x/\nUser-agent: *\n\nDisallow: /c/\n", "http://a.test/c/", "Disallow: /c/", false},
		{"own group without rules", "User-agent: *\nDisallow: /\n\nUser-agent: framewatch\nDisallow:\n", "http://a.test/c", "", true},
		{"query kept in order", "User-agent: *\nDisallow: /q?b=2&a=1\n", "http://a.test/q?b=2&a=1", "Disallow: /q?b=2&a=1", false},
		{"other order of the query", "User-agent: *\nDisallow: /q?b=2&a=1\n", "http://a.test/q?a=1&b=2", "", true},
		{"wildcards and end", "User-agent: *\nDisallow: /c/*card$\n", "http://a.test/c/wild-card", "Disallow: /c/*card$", false},
		{"end not reached", "User-agent: *\nDisallow: /c/*card$\n", "http://a.test/c/wild-card/2", "", true},
		{"needless escape in the rule", "User-agent: *\nDisallow: /perc%65nt\n", "http://a.test/percent", "Disallow: /perc%65nt", false},
		{"needless escape in the URL", "User-agent: *\nDisallow: /percent\n", "http://a.test/perc%65nt", "Disallow: /percent", false},
		{"query without path", "User-agent: *\nDisallow: /?x\n", "http://a.test?x=1", "Disallow: /?x", false},
		{"fragment is not matched", "User-agent: *\nDisallow: /*secret\n", "http://a.test/a#secret", "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := robots.Decision{Allowed: c.allowed, Line: c.line}
			if diff := cmp.Diff(want, robots.Parse([]byte(c.file), "framewatch").Explain(c.url)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDelayAndSitemaps(t *testing.T) {
	file := "Sitemap: https://a.test/one.xml\nUser-agent: *\nCrawl-delay: 2.5\nUser-agent: slow\nCrawl-delay: 30\nDisallow: /x\nsitemap: https://a.test/two.xml\n"
	r := robots.Parse([]byte(file), "framewatch")
	if r.CrawlDelay() != 30*time.Second {
		// Both agents stand in one group, since no rule came between them.
		t.Errorf("delay %s", r.CrawlDelay())
	}
	if diff := cmp.Diff([]string{"https://a.test/one.xml", "https://a.test/two.xml"}, r.Sitemaps()); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"-1", "NaN", "1e300", "soon"} {
		if d := robots.Parse([]byte("User-agent: *\nCrawl-delay: "+bad), "x").CrawlDelay(); d != 0 {
			t.Errorf("%s: %s", bad, d)
		}
	}
}

func TestCutAtMaxBytes(t *testing.T) {
	pad := strings.Repeat("# padding padding padding padding\n", 400<<10/34)
	r := robots.Parse([]byte("User-agent: *\n"+pad+"Disallow: /late\n"), "x")
	if r.Allowed("http://a.test/late") {
		t.Error("a rule after 400 KiB is not read")
	}
	r = robots.Parse([]byte("User-agent: *\nDisallow: /early\n"+pad+pad+"Disallow: /late\n"), "x")
	if r.Allowed("http://a.test/early") || !r.Allowed("http://a.test/late") {
		t.Error("the cut at 512 KiB does not hold")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nAllow: /index.html\nCrawl-delay: 1\n"), "framewatch", "http://a.test/a?b#c")
	f.Add([]byte("\xef\xbbuser-agent x\rallow %zz\n"), "a,b", "//;")
	f.Add([]byte("user-agent:*\tx\ndisallow:*****$"), "", "")
	f.Fuzz(func(t *testing.T, body []byte, agent, url string) {
		r := robots.Parse(body, agent)
		d := r.Explain(url)
		if !d.Allowed && d.Line == "" {
			t.Fatal("a refusal without a line")
		}
		if strings.ContainsAny(d.Line, "\r\n") {
			t.Fatalf("line %q is more than one", d.Line)
		}
	})
}

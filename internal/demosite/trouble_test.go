package demosite_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"framewatch/internal/demosite"
)

// cases collects the cases of one kind.
func cases(t *testing.T, site *demosite.Site, kind string) []demosite.Case {
	t.Helper()
	var out []demosite.Case
	for _, c := range site.Cases() {
		if c.Kind == kind {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		t.Errorf("no case of kind %s", kind)
	}
	return out
}

func TestCasesAnswerAsTheySay(t *testing.T) {
	tests := []struct {
		kind   string
		status int
		body   string
	}{
		{"paywall", 200, "Subscribe to continue"},
		{"undated", 200, "<h1>"},
		{"moved", 301, "Moved Permanently"},
		{"missing", 404, "Page introuvable"},
		{"gone", 410, "withdrawn"},
		{"soft-404", 200, "Página no encontrada"},
		{"challenge", 200, "Checking your browser"},
		{"disallowed", 200, "marker sentence"},
		{"tracking", 200, "Bandela families reach high ground"},
		{"alias", 200, `rel="canonical"`},
		{"crawl-delay", 200, "Crawl-delay: 1\n"},
		{"no-robots", 404, ""},
		{"late-charset", 200, "charset=gb2312"},
		{"big5", 200, "charset=big5"},
		{"latin1-header", 200, "charset=utf-8"},
		{"unlinkable", 200, "mailto:news@savannastandard.test"},
		{"broken-selector", 200, ""},
	}
	site := newSite(t)
	h := site.Handler()
	for _, tt := range tests {
		for _, c := range cases(t, site, tt.kind) {
			w := get(h, c.URL)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.body) {
				t.Errorf("%s %s: status %d, want %d; body has %q: %v", tt.kind, c.URL, w.Code, tt.status, tt.body,
					strings.Contains(w.Body.String(), tt.body))
			}
			if c.Expect == "" {
				t.Errorf("%s %s: nothing is expected", tt.kind, c.URL)
			}
		}
	}
}

func TestMovedLeadsToTheArticle(t *testing.T) {
	site := newSite(t)
	h := site.Handler()
	for _, c := range cases(t, site, "moved") {
		to := get(h, c.URL).Header().Get("Location")
		if w := get(h, to); w.Code != http.StatusOK {
			t.Errorf("%s moved to %q: status %d", c.URL, to, w.Code)
		}
	}
}

// TestRefusalsComeOnce holds that they come once per handler, and that HEAD
// does not use them up.
func TestRefusalsComeOnce(t *testing.T) {
	site := newSite(t)
	for range 2 {
		h := site.Handler()
		for kind, status := range map[string]int{"throttled": 429, "unavailable": 503} {
			for _, c := range cases(t, site, kind) {
				first, second := get(h, c.URL), get(h, c.URL)
				if first.Code != status || second.Code != 200 {
					t.Errorf("%s: status %d and %d, want %d and 200", c.URL, first.Code, second.Code, status)
				}
				if retry := first.Header().Get("Retry-After"); (kind == "throttled") != (retry == "1") {
					t.Errorf("%s: Retry-After %q", c.URL, retry)
				}
			}
		}
	}
}

func TestPaywalledPagesShowOneParagraph(t *testing.T) {
	site := newSite(t)
	h := site.Handler()
	n := 0
	for _, a := range site.Articles() {
		locked := strings.Contains(strings.ReplaceAll(get(h, a.URL).Body.String(), " ", ""), `"isAccessibleForFree":false`)
		if locked != a.Paywalled {
			t.Errorf("%s: JSON-LD says locked %v", a.URL, locked)
		}
		if a.Paywalled {
			n++
			if len(a.Paragraphs) != 1 {
				t.Errorf("%s shows %d paragraphs", a.URL, len(a.Paragraphs))
			}
		}
	}
	if n != len(cases(t, site, "paywall")) {
		t.Errorf("%d paywalled articles", n)
	}
}

func TestUndatedPagesGiveNoDate(t *testing.T) {
	site := newSite(t)
	h := site.Handler()
	for _, c := range cases(t, site, "undated") {
		page := html.UnescapeString(get(h, c.URL).Body.String())
		for _, sign := range []string{"22 de agosto", "2025-08-22", "class=\"fecha\"", "<time"} {
			if strings.Contains(page, sign) {
				t.Errorf("%s says %q", c.URL, sign)
			}
		}
	}
}

func TestRobots(t *testing.T) {
	site := newSite(t)
	h := site.Handler()
	missing := 0
	for _, host := range site.Hosts() {
		w := get(h, "http://"+host+"/robots.txt")
		switch {
		case w.Code == http.StatusNotFound:
			missing++
		case w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") || !strings.Contains(w.Body.String(), "User-agent: *"):
			t.Errorf("robots.txt of %s: status %d\n%s", host, w.Code, w.Body)
		}
		for line := range strings.Lines(w.Body.String()) {
			if at, ok := strings.CutPrefix(strings.TrimSpace(line), "Sitemap: "); ok {
				if s := get(h, at); s.Code != http.StatusOK {
					t.Errorf("sitemap %s: status %d", at, s.Code)
				}
			}
		}
	}
	if missing != 1 {
		t.Errorf("%d hosts have no robots.txt, want 1", missing)
	}
	for _, c := range cases(t, site, "disallowed") {
		host, path, _ := strings.Cut(strings.TrimPrefix(c.URL, "http://"), "/")
		dir, _, _ := strings.Cut(path, "/")
		if robots := get(h, "http://"+host+"/robots.txt").Body.String(); !strings.Contains(robots, "Disallow: /"+dir+"/\n") {
			t.Errorf("robots.txt of %s does not forbid /%s/", host, dir)
		}
	}
}

// TestSelectorsMatch holds that the list's selectors find one element with the
// text, but for the one that is broken on purpose.
func TestSelectorsMatch(t *testing.T) { eachSubject(t, testSelectorsMatch) }

func testSelectorsMatch(t *testing.T, subject string) {
	site := siteOf(t, subject)
	h := site.Handler()
	articles := map[string][]demosite.Article{}
	for _, a := range site.Articles() {
		articles[a.Outlet] = append(articles[a.Outlet], a)
	}
	broken := ""
	for _, c := range site.Cases() {
		if c.Kind == "broken-selector" {
			broken = c.Outlet
		}
	}
	for _, s := range listOf(t, subject).Sources {
		for _, a := range articles[s.ID] {
			get(h, a.URL) // takes the refusals that come once
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(decodeText(t, a.Charset, get(h, a.URL).Body.Bytes())))
			if err != nil {
				t.Fatal(err)
			}
			if sel := s.Selectors.Title; sel != "" && strings.TrimSpace(doc.Find(sel).Text()) != a.Title {
				t.Errorf("%s: title selector gives %q", a.URL, doc.Find(sel).Text())
			}
			sel := s.Selectors.Text
			switch {
			case sel == "":
			case s.ID == broken:
				if doc.Find(sel).Length() != 0 {
					t.Errorf("%s: the broken selector matches", a.URL)
				}
			case doc.Find(sel).Length() != 1 || !strings.Contains(doc.Find(sel).Text(), a.Paragraphs[len(a.Paragraphs)-1]):
				t.Errorf("%s: text selector matches %d elements", a.URL, doc.Find(sel).Length())
			}
			if sel := s.Selectors.Author; sel != "" && len(a.Authors) > 0 && !strings.Contains(doc.Find(sel).Text(), a.Authors[0]) {
				t.Errorf("%s: author selector gives %q", a.URL, doc.Find(sel).Text())
			}
			if sel := s.Selectors.Date; sel != "" && (doc.Find(sel).Length() == 1) == a.Undated {
				t.Errorf("%s: date selector matches %d elements", a.URL, doc.Find(sel).Length())
			}
		}
	}
}

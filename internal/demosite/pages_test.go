package demosite_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"framewatch/corpus"
	"framewatch/internal/demosite"
)

// get asks a handler as a client would ask the host in the address.
func get(h http.Handler, url string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, url, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// decodeText reads a page in the charset that it is really in.
func decodeText(t *testing.T, charset string, body []byte) string {
	t.Helper()
	var out []byte
	var err error
	switch charset {
	case "gb18030":
		out, err = simplifiedchinese.GB18030.NewDecoder().Bytes(body)
	case "big5":
		out, err = traditionalchinese.Big5.NewDecoder().Bytes(body)
	default:
		out = body
	}
	if err != nil || !utf8.Valid(out) || strings.ContainsRune(string(out), utf8.RuneError) {
		t.Fatalf("page is not in %s (%v)", charset, err)
	}
	return string(out)
}

// texts collects the text of every element of the given kinds.
func texts(t *testing.T, page string, kinds ...atom.Atom) map[string]bool {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for n := range root.Descendants() {
		for _, kind := range kinds {
			if n.DataAtom == kind {
				out[strings.TrimSpace(textOf(n))] = true
			}
		}
	}
	return out
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func TestArticlePagesHoldTheirText(t *testing.T) { eachSubject(t, testArticlePagesHoldTheirText) }

func testArticlePagesHoldTheirText(t *testing.T, subject string) {
	site := siteOf(t, subject)
	h := site.Handler()
	for _, a := range site.Articles() {
		t.Run(a.ID, func(t *testing.T) {
			w := get(h, a.URL)
			for w.Code == http.StatusTooManyRequests || w.Code == http.StatusServiceUnavailable {
				w = get(h, a.URL)
			}
			if w.Code != http.StatusOK {
				t.Fatalf("status %d", w.Code)
			}
			page := decodeText(t, a.Charset, w.Body.Bytes())
			paragraphs := texts(t, page, atom.P)
			for _, p := range a.Paragraphs {
				if !paragraphs[p] {
					t.Errorf("paragraph is not on the page: %s", p)
				}
			}
			headings := texts(t, page, atom.H1, atom.H2, atom.Div)
			if !headings[a.Title] {
				t.Errorf("title is not on the page: %s", a.Title)
			}
			if s := a.Second; s != nil {
				if !headings[s.Title] {
					t.Errorf("second title is no heading: %s", s.Title)
				}
				for _, p := range s.Paragraphs {
					if !paragraphs[p] {
						t.Errorf("paragraph of the second half is not on the page: %s", p)
					}
				}
			}
			for _, want := range append(a.Authors, a.Credit) {
				if !strings.Contains(strings.ToLower(html.UnescapeString(page)), strings.ToLower(want)) {
					t.Errorf("page does not name %q", want)
				}
			}
		})
	}
}

// dateForms are the ways in which the outlets write their date.
var dateForms = map[string]string{
	"meridian-wire":    `"datePublished":"2006-01-02T15:04:05Z07:00"`,
	"capitol-meridian": `"datePublished":"2006-01-02T15:04:05Z07:00"`,
	"savanna-standard": `"datePublished":"2006-01-02T15:04:05Z07:00"`,
	"straits-herald":   `property="article:published_time" content="2006-01-02T15:04:05Z07:00"`,
	"archipelago-post": `name="publishdate" content="2006/01/02 15:04:05"`,
	"thames-review":    `<time datetime="2006-01-02T15:04:05Z07:00"`,
	"indus-observer":   `datetime="2006-01-02T15:04:05Z07:00"`,
	"rhine-adr":        `datetime="2006-01-02"`,
	"lantern-bay":      `<span>2006年1月2日 15:04</span>`,
	"gangwan-daily":    `2006年1月2日 15:04`,
}

func TestPagesShowTheirDate(t *testing.T) {
	site := newSite(t)
	h := site.Handler()
	for _, a := range site.Articles() {
		form, known := dateForms[a.Outlet]
		if !known || a.Undated {
			continue
		}
		w := get(h, a.URL)
		if w.Code != http.StatusOK {
			w = get(h, a.URL)
		}
		// JSON-LD escapes the plus sign.
		page := strings.ReplaceAll(decodeText(t, a.Charset, w.Body.Bytes()), `\u002b`, "+")
		page = html.UnescapeString(page)
		if want := a.Published.Format(form); !strings.Contains(page, want) {
			t.Errorf("%s: no %s", a.URL, want)
		}
	}
	tests := []struct{ url, on, shown, from string }{
		{"http://www.courrierdulac.test/monde/querelle-de-peche-golfe-de-guinee", "Publié le 6 mars 2026 à 6 h 30", "2026-03-06T06:30:00", "text"},
		{"http://tribunelittoral.test/international/article/licences-de-peche-mediation-hong-kong", "Publié le jeudi 5 mars 2026 à 14h20", "2026-03-05T14:20:00", "text"},
		{"http://www.farodelistmo.test/comunicados/comunicado-oficina-nacional-enlace-mediacion/", `content="2025-09-05T00:30:00+00:00"`, "2025-09-05T00:30:00Z", "meta"},
		{"http://cuadernoaustral.test/publicaciones/quien-gana-cuando-pekin-media", "21 de octubre de 2025", "2025-10-21", "text"},
		{"http://www.almanara.test/ar/world/jinif-wa-alwisata", "25 أكتوبر 2025 - 10:00", "2025-10-25T10:00:00", "text"},
		{"http://www.harbourledger.test/2026/03/04/lake-states-choose-mediation.html", "/2026/03/04/", "2026-03-04", "url"},
		{"http://www.archipelagopost.test/read/tuna-row-consent-first", "2026/04/16 15:10:00", "2026-04-16T15:10:00", "meta"},
	}
	byURL := map[string]demosite.Article{}
	for _, a := range site.Articles() {
		byURL[a.URL] = a
	}
	for _, tt := range tests {
		page := html.UnescapeString(get(h, tt.url).Body.String())
		if !strings.Contains(page, tt.on) {
			t.Errorf("%s: no %q", tt.url, tt.on)
		}
		if a := byURL[tt.url]; a.Shown.String() != tt.shown || a.Shown.From != tt.from {
			t.Errorf("%s: shown %s from %s, want %s from %s", tt.url, a.Shown, a.Shown.From, tt.shown, tt.from)
		}
	}
}

// TestPagesHaveFurniture holds that other headlines surround the text, so that
// an extractor that takes the whole page is seen to be wrong.
func TestPagesHaveFurniture(t *testing.T) { eachSubject(t, testPagesHaveFurniture) }

func testPagesHaveFurniture(t *testing.T, subject string) {
	site := siteOf(t, subject)
	h := site.Handler()
	titles := map[string][]string{}
	for _, a := range site.Articles() {
		titles[a.Outlet] = append(titles[a.Outlet], a.Title)
	}
	for _, a := range site.Articles() {
		page := html.UnescapeString(decodeText(t, a.Charset, get(h, a.URL).Body.Bytes()))
		others := 0
		for _, title := range titles[a.Outlet] {
			if title != a.Title && strings.Contains(page, html.UnescapeString(title)) {
				others++
			}
		}
		if others < 3 && !isRefusal(page) {
			t.Errorf("%s: %d other headlines on the page, want 3", a.URL, others)
		}
	}
}

func isRefusal(page string) bool {
	return strings.HasPrefix(page, "too many requests") || strings.HasPrefix(page, "service unavailable")
}

func TestConditionalRequests(t *testing.T) { eachSubject(t, testConditionalRequests) }

func testConditionalRequests(t *testing.T, subject string) {
	site := siteOf(t, subject)
	h := site.Handler()
	for _, a := range site.Articles() {
		get(h, a.URL) // takes the refusals that come once
		w := get(h, a.URL)
		tag, modified := w.Header().Get("ETag"), w.Header().Get("Last-Modified")
		if tag == "" || modified != a.Published.UTC().Format(http.TimeFormat) {
			t.Errorf("%s: ETag %q, Last-Modified %q", a.URL, tag, modified)
		}
		for name, value := range map[string]string{"If-None-Match": tag, "If-Modified-Since": modified} {
			if c := get(h, a.URL, name, value); c.Code != http.StatusNotModified || c.Body.Len() != 0 {
				t.Errorf("%s with %s: status %d, %d bytes", a.URL, name, c.Code, c.Body.Len())
			}
		}
	}
}

func TestAliasesNameTheArticle(t *testing.T) {
	site := newSite(t)
	h := site.Handler()
	n := 0
	for _, a := range site.Articles() {
		for _, alias := range a.Aliases {
			n++
			page := get(h, alias).Body.String()
			if !strings.Contains(page, `<link rel="canonical" href="`+a.URL+`">`) {
				t.Errorf("%s does not name %s", alias, a.URL)
			}
			have := texts(t, page, atom.P)
			for _, p := range a.Paragraphs {
				if !have[p] {
					t.Errorf("%s lacks a paragraph", alias)
				}
			}
		}
	}
	if n == 0 {
		t.Error("no article has an alias")
	}
}

// TestBytesAreStable holds that two handlers of two loads answer alike,
// whatever the machine's zone.
func TestBytesAreStable(t *testing.T) { eachSubject(t, testBytesAreStable) }

func testBytesAreStable(t *testing.T, subject string) {
	was := time.Local
	time.Local = time.FixedZone("HKT", 8*3600)
	one := siteOf(t, subject)
	time.Local = was
	two := siteOf(t, subject)
	a, b := one.Handler(), two.Handler()
	for _, article := range one.Articles() {
		if x, y := get(a, article.URL), get(b, article.URL); x.Code != y.Code || x.Body.String() != y.Body.String() {
			t.Errorf("%s differs", article.URL)
		}
	}
}

// TestDatesKeepTheStorysClock holds that Shown is Published with less detail.
func TestDatesKeepTheStorysClock(t *testing.T) { eachSubject(t, testDatesKeepTheStorysClock) }

func testDatesKeepTheStorysClock(t *testing.T, subject string) {
	for _, a := range siteOf(t, subject).Articles() {
		switch {
		case a.Undated != !a.Shown.Known():
			t.Errorf("%s: undated %v, shown %q", a.URL, a.Undated, a.Shown)
		case a.Shown.HasOffset && !a.Shown.Time.Equal(a.Published):
			t.Errorf("%s: shown %s, published %s", a.URL, a.Shown, a.Published)
		case a.Shown.Known() && !a.Shown.HasOffset && a.Shown.Time.Format(time.DateOnly) != a.Published.Format(time.DateOnly):
			t.Errorf("%s: shown %s, published %s", a.URL, a.Shown, a.Published)
		case a.Shown.Precision == corpus.PrecisionMinute && a.Shown.Time.Second() != 0:
			t.Errorf("%s: shown %s has seconds", a.URL, a.Shown)
		}
	}
}

// farReference is a numeric reference beyond ASCII; the template package makes
// those within it.
var farReference = regexp.MustCompile(`&#\d{3,};`)

// TestChineseCharsets holds what makes the two charsets worth serving: HKSCS
// characters on Big5 pages, four-byte codes on pages that call themselves
// gb2312 after the first kilobyte.
func TestChineseCharsets(t *testing.T) {
	site := newSite(t)
	h := site.Handler()
	hkscs := map[rune]bool{}
	for _, a := range site.Articles() {
		switch a.Charset {
		case "big5":
			w := get(h, a.URL)
			if ct := w.Header().Get("Content-Type"); ct != "text/html; charset=big5" {
				t.Errorf("%s: Content-Type %q", a.URL, ct)
			}
			for _, r := range decodeText(t, "big5", w.Body.Bytes()) {
				if strings.ContainsRune("枱裏着埗咗户", r) {
					hkscs[r] = true
				}
			}
			if lacks := farReference.Find(w.Body.Bytes()); lacks != nil {
				t.Errorf("%s has a character that Big5 lacks: %s", a.URL, lacks)
			}
		case "gb18030":
			w := get(h, a.URL)
			body := w.Body.String()
			if ct := w.Header().Get("Content-Type"); ct != "text/html" {
				t.Errorf("%s: Content-Type %q", a.URL, ct)
			}
			if at := strings.Index(body, "charset=gb2312"); at < 1024 {
				t.Errorf("%s: meta at byte %d", a.URL, at)
			}
			if utf8.ValidString(body) || !strings.ContainsRune(decodeText(t, "gb18030", w.Body.Bytes()), '㛃') {
				t.Errorf("%s has no four-byte character", a.URL)
			}
		}
	}
	if len(hkscs) < 5 {
		t.Errorf("%d HKSCS characters on the Big5 pages, want 5", len(hkscs))
	}
	littoral := get(h, "http://tribunelittoral.test/archives/")
	if ct := littoral.Header().Get("Content-Type"); ct != "text/html; charset=ISO-8859-1" || !utf8.Valid(littoral.Body.Bytes()) {
		t.Errorf("latin1 header over UTF-8: %q, valid UTF-8 %v", ct, utf8.Valid(littoral.Body.Bytes()))
	}
	if !strings.ContainsFunc(littoral.Body.String(), func(r rune) bool { return r > unicode.MaxASCII }) {
		t.Error("no accents under the latin1 header")
	}
}

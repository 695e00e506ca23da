package explore_test

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"framewatch/corpus"
	"framewatch/explore"
	"framewatch/explore/search"
)

func TestHostMustBeThisMachine(t *testing.T) {
	s := serve(t, nil, explore.Options{Hosts: []string{"desk.example", "proxy.example:443"}})
	port := s.URL[strings.LastIndex(s.URL, ":")+1:]
	for host, want := range map[string]int{
		"127.0.0.1:" + port:              200,
		"localhost:" + port:              200,
		"LOCALHOST:" + port:              200,
		"desk.example:" + port:           200,
		"proxy.example:443":              200,
		"127.0.0.1":                      421, // another port
		"127.0.0.1:1":                    421,
		"localhost:1":                    421,
		"desk.example:1":                 421,
		"192.0.2.1:" + port:              421, // another address
		"[::1]:" + port:                  421,
		"evil.example:" + port:           421,
		"localhost.evil.example:" + port: 421,
		"127.0.0.1.evil.example:" + port: 421,
		" ":                              421,
	} {
		resp, body := get(t, s, "/", func(r *http.Request) { r.Host = host })
		if resp.StatusCode != want {
			t.Errorf("Host %q: status %d, want %d", host, resp.StatusCode, want)
		}
		if want == 421 && strings.Contains(body, "document") {
			t.Errorf("Host %q is told %q", host, body)
		}
	}
}

// TestOtherSites: what another site's page loads or sends is refused, a link of it
// to a page is followed.
func TestOtherSites(t *testing.T) {
	s := serve(t, nil, explore.Options{})
	for _, c := range []struct {
		name   string
		method string
		header []string
		want   int
	}{
		{"typed", "GET", []string{"Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, 200},
		{"own link", "GET", []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, 200},
		{"other site's link", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, 200},
		{"other port's link", "GET", []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, 200},
		{"frame", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"}, 403},
		{"image", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"}, 403},
		{"script", "GET", []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script"}, 403},
		{"fetch", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"}, 403},
		{"form of another site", "POST", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, 403},
		{"form of another site, old browser", "POST", []string{"Origin", "http://evil.example"}, 403},
		{"own form where nothing is sent", "POST", []string{"Sec-Fetch-Site", "same-origin"}, 405},
		{"deletion", "DELETE", nil, 405},
		{"head", "HEAD", nil, 200},
	} {
		resp, _ := get(t, s, "/search?q=a", func(r *http.Request) {
			r.Method = c.method
			for i := 0; i < len(c.header); i += 2 {
				r.Header.Set(c.header[i], c.header[i+1])
			}
		})
		if resp.StatusCode != c.want {
			t.Errorf("%s: status %d, want %d", c.name, resp.StatusCode, c.want)
		}
		if resp.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: another site may read it", c.name)
		}
	}
}

// hostile is text as a page of the web could have it.
const hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>\u202e{{.}}"

// hostileIndex has hostile text wherever a page has text of the web.
func hostileIndex() *supplied {
	summary := search.Summary{DocID: "d1", Title: hostile, Outlet: hostile, OutletName: hostile, Country: hostile, Lang: `"><b>`, Date: "2025-05-30", DatePrecision: hostile, URL: "javascript:alert(3)//" + hostile,
		Story: hostile, Relevance: hostile, Genre: hostile, Frames: []string{hostile}, NotCounted: hostile, Version: 1, Copies: 1}
	other := summary
	other.DocID, other.Version, other.URL = `d2"><script>`, 2, "https://a.example/?x=\"><script>"
	marks := []search.Mark{{Kind: search.MarkSentence, Start: 0, End: 500, ID: "s", Lang: `"><i>`},
		{Kind: search.MarkFrame, Start: 2, End: 9, ID: hostile, Voice: hostile, Speaker: hostile, Label: hostile, Negated: true}, {Kind: search.MarkEntity, Start: 4, End: 12, ID: hostile, Label: hostile, Variant: hostile},
		{Kind: search.MarkQuote, Start: 1, End: 30, ID: "q", Label: hostile, Speaker: hostile}, {Kind: search.MarkFrame, Start: 0, End: 3, InTitle: true, ID: "x"},
		{Kind: search.MarkEntity, Start: -5, End: 1 << 30}, {Kind: search.MarkEntity, Start: 9, End: 3}}
	doc := search.Document{Summary: summary, Text: hostile + "\n\n" + hostile, Marks: marks, Versions: []search.Summary{summary, other}, CopiesOf: []search.Summary{other}, Translations: []search.Summary{other},
		Authors: []string{hostile, "A} and {B"}, CaptureID: hostile, WARCFile: "../../etc/passwd", FetchedAt: "2025-06-01T00:00:00Z", WireCredit: hostile, Correction: hostile,
		Stances: []search.Stance{{Target: hostile, Voice: hostile, Stance: hostile}}, NotCoded: []string{hostile}}
	second := doc
	second.Summary, second.Text = other, "changed "+hostile
	return &supplied{docs: []search.Document{doc, second}, lines: []search.Line{{Before: hostile, Key: hostile, After: hostile, Start: 1, End: 4, Lang: `"><u>`}},
		result: search.Result{Note: hostile, Facets: map[string][]search.Facet{search.FacetCountry: {{Value: hostile, Name: hostile, Count: 3}}, search.FacetFrame: {{Value: "f", Name: hostile, Count: 1}}}}}
}

// pages are the addresses of an explorer over [hostileIndex].
func pages() []string {
	q := url.QueryEscape(hostile)
	return []string{"/", "/search?q=" + q + "&country=" + q + "&genre=" + q + "&from=" + q + "&order=" + q + "&page=" + q, "/article/d1?q=" + q + "&at=" + q, "/article/d1?at=p3-9", "/article/d1?view=halves", "/alike/d1",
		"/compare-versions/d1/" + url.PathEscape(`d2"><script>`), "/groups?a=" + q, "/groups?a_country=" + q + "&b_country=" + q + "&voice=" + q, "/groups?a=lang%3Den&b=lang%3Dzh-Hans&words=" + q, "/nothing" + url.PathEscape(hostile), "/article/none", "/archive/d1", "/trace/" + url.PathEscape(hostile), "/trace/00000000"}
}

// TestHostileText parses every page: text of the web and of requests has made no
// element and no attribute, and no link leads elsewhere than to the web or here.
func TestHostileText(t *testing.T) {
	s := serve(t, hostileIndex(), explore.Options{})
	for _, path := range pages() {
		resp, body := get(t, s, path, nil)
		if resp.StatusCode >= 500 {
			t.Errorf("%s: status %d", path, resp.StatusCode)
		}
		root, err := html.Parse(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if slices.Contains([]string{"script", "img", "iframe", "object", "style", "base", "i", "u"}, n.Data) {
				t.Errorf("%s: element %s", path, n.Data)
			}
			for _, a := range n.Attr {
				switch {
				case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src":
					t.Errorf("%s: attribute %s of %s", path, a.Key, n.Data)
				case a.Key == "id" && slices.Contains(ids, a.Val):
					t.Errorf("%s: id %q twice", path, a.Val)
				case a.Key == "id":
					ids = append(ids, a.Val)
				case a.Key == "href" || a.Key == "action":
					if !regexp.MustCompile(`^(/|#|https?://|data:,$)`).MatchString(a.Val) || strings.HasPrefix(a.Val, "//") {
						t.Errorf("%s: link to %q", path, a.Val)
					}
				}
			}
		}
	}
}

// TestHeadersOfEveryAnswer: pages, files, errors and refusals alike.
func TestHeadersOfEveryAnswer(t *testing.T) {
	s := serve(t, hostileIndex(), explore.Options{})
	for _, path := range append(pages(), "/style.css", "/export.csv", "/export.jsonl", "/code/") {
		for _, host := range []string{"", "evil.example"} {
			resp, _ := get(t, s, path, func(r *http.Request) { r.Host = host })
			h := resp.Header
			policy := h.Get("Content-Security-Policy")
			for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action"} {
				if !strings.Contains(policy, want) {
					t.Errorf("%s: policy %q lacks %s", path, policy, want)
				}
			}
			if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || strings.Contains(policy, "http") {
				t.Errorf("%s: policy %q", path, policy)
			}
			for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store"} {
				if got := h.Get(name); got != want {
					t.Errorf("%s: %s is %q, want %q", path, name, got, want)
				}
			}
			if strings.Contains(h.Get("Content-Type"), "html") != strings.HasPrefix(h.Get("Content-Type"), "text/html; charset=utf-8") {
				t.Errorf("%s: type %q", path, h.Get("Content-Type"))
			}
		}
	}
}

// TestArchivedPageIsPlainText: whatever a page and its server call its bytes, a
// browser shows them and does nothing else.
func TestArchivedPageIsPlainText(t *testing.T) {
	body := "<html><meta http-equiv=refresh content='0;url=http://evil.example'><script>alert(1)</script>\xff\x00"
	var failed error
	s := serve(t, hostileIndex(), explore.Options{Page: func(corpus.Capture) (corpus.Page, error) { return corpus.Page{Body: []byte(body)}, failed }})
	resp, got := get(t, s, "/archive/d1", nil)
	if resp.StatusCode != http.StatusOK || got != body {
		t.Errorf("status %d, %q", resp.StatusCode, got)
	}
	for name, want := range map[string]string{"Content-Type": "text/plain; charset=utf-8", "Content-Disposition": "inline; filename=page-d1.txt",
		"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'", "X-Content-Type-Options": "nosniff"} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	failed = errors.New("open /home/somebody/secret: no such file")
	if resp, got := get(t, s, "/archive/d1", nil); resp.StatusCode != http.StatusNotFound || strings.Contains(got, "somebody") {
		t.Errorf("a record that cannot be read: status %d, %s", resp.StatusCode, got)
	}
	if resp, got := get(t, serve(t, hostileIndex(), explore.Options{}), "/archive/d1", nil); resp.StatusCode != http.StatusNotFound || !strings.Contains(got, "not archived") {
		t.Errorf("without an archive: status %d, %s", resp.StatusCode, got)
	}
}

// TestErrorsTellNothing: what went wrong inside is not for the page.
func TestErrorsTellNothing(t *testing.T) {
	index := hostileIndex()
	index.failed = errors.New("open /home/somebody/search.db: SQL logic error")
	s := serve(t, index, explore.Options{})
	for _, path := range []string{"/search", "/article/d1", "/alike/d1", "/archive/d1", "/compare-versions/d1/d1", "/export.csv", "/export.jsonl"} {
		resp, body := get(t, s, path, nil)
		if resp.StatusCode != http.StatusInternalServerError || strings.Contains(body, "somebody") || strings.Contains(body, "SQL") {
			t.Errorf("%s: status %d, %s", path, resp.StatusCode, body)
		}
	}
}

func TestRequestsAreBounded(t *testing.T) {
	address, stop := listening(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/search?q="+strings.Repeat("a", 64<<10), nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a header of 64 kB: status %d", resp.StatusCode)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if body := page(t, serve(t, nil, explore.Options{}), "/search?q="+strings.Repeat("a", 2000)); !strings.Contains(body, "Nothing found") {
		t.Error("a long query is not answered")
	}
}

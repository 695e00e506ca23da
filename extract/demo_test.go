package extract_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/demosite"
)

// demoPage is one page of the demo's web as a crawler stores it.
type demoPage struct {
	corpus.Page
	article *demosite.Article // nil where the page is none
	kind    string            // of the case, empty for an article without trouble
}

// demoPages fetches the demo's articles, its troubles with a page of their own
// and the outlets' home pages.
func demoPages(t testing.TB) []demoPage {
	t.Helper()
	site, err := demosite.New()
	if err != nil {
		t.Fatal(err)
	}
	h := site.Handler()
	var out []demoPage
	seen := map[string]bool{}
	add := func(url, kind string, a *demosite.Article) {
		if seen[url] {
			return
		}
		seen[url] = true
		for range 2 { // some answer "not now" first
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
			if w.Code == http.StatusOK {
				out = append(out, demoPage{corpus.Page{
					Capture: corpus.Capture{URL: url, FinalURL: url, Status: w.Code, ContentType: w.Header().Get("Content-Type")},
					Body:    w.Body.Bytes(),
				}, a, kind})
				return
			}
		}
	}
	articles := site.Articles()
	for i, a := range articles {
		kind := ""
		if a.Paywalled {
			kind = "paywall"
		}
		add(a.URL, kind, &articles[i])
	}
	for _, c := range site.Cases() {
		if c.Kind == "soft-404" || c.Kind == "challenge" {
			add(c.URL, c.Kind, nil)
		}
	}
	for _, host := range site.Hosts() {
		add("http://"+host+"/", "front", nil)
	}
	return out
}

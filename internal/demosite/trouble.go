package demosite

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/internal/invalid"
)

// Case is one thing that goes wrong on purpose.
type Case struct {
	// Kind is paywall, undated, throttled (429 once), unavailable (503 once),
	// moved, gone, missing, soft-404, challenge, disallowed, tracking, alias,
	// unlinkable, or one of those of a whole outlet: broken-selector,
	// no-robots, crawl-delay, late-charset, big5, latin1-header.
	Kind   string
	Outlet string
	URL    string // as a page or feed links to it, or the outlet's home page
	Expect string // what a good crawler and extractor make of it
}

// trouble is a case in trouble.yaml.
type trouble struct {
	Kind   string   `yaml:"kind"`
	Outlet string   `yaml:"outlet"`
	Slug   string   `yaml:"slug"`    // of the article that it happens to
	Path   string   `yaml:"path"`    // or an address of its own
	Suffix string   `yaml:"suffix"`  // of the link to the article
	To     string   `yaml:"to"`      // slug of the article that a moved address leads to
	Link   string   `yaml:"link"`    // text of the link on the home page
	InFeed bool     `yaml:"in_feed"` // the outlet's feeds link to it, not the home page
	Page   *notice  `yaml:"page"`    // what the address shows
	Href   []string `yaml:"href"`    // links that are none
	Expect string   `yaml:"expect"`
}

// troubleKinds says for each kind whether it needs an article of the outlet
// (slug), an address of its own (path) or neither.
var troubleKinds = map[string]string{
	"paywall": "slug", "undated": "slug", "throttled": "slug", "unavailable": "slug", "tracking": "slug", "alias": "slug",
	"moved": "path", "gone": "path", "missing": "path", "soft-404": "path", "challenge": "path", "disallowed": "path",
	"unlinkable": "", "broken-selector": "", "no-robots": "", "crawl-delay": "", "late-charset": "", "big5": "", "latin1-header": "",
}

func loadTroubles(fsys fs.FS) ([]trouble, error) {
	var list struct {
		Cases []trouble `yaml:"cases"`
	}
	err := decode(fsys, "trouble.yaml", &list)
	return list.Cases, err
}

// makeTrouble hands each case to its outlet and article.
func (s *Site) makeTrouble(list []trouble) error {
	var errs []error
	for i, t := range list {
		at := fmt.Sprintf("trouble.yaml: cases[%d]", i)
		n := slices.IndexFunc(s.outlets, func(o *outlet) bool { return o.ID == t.Outlet })
		if n < 0 {
			errs = append(errs, invalid.Errorf(at+".outlet", t.Outlet, "is not in outlets.yaml"))
			continue
		}
		o := s.outlets[n]
		if err := t.strike(o); err != nil {
			errs = append(errs, invalid.Under(at, err))
			continue
		}
		o.troubles = append(o.troubles, t)
		s.cases = append(s.cases, Case{Kind: t.Kind, Outlet: t.Outlet, URL: t.url(o), Expect: strings.TrimSpace(t.Expect)})
	}
	return errors.Join(errs...)
}

// strike checks the case and marks the article that it changes.
func (t trouble) strike(o *outlet) error {
	need, known := troubleKinds[t.Kind]
	a, found := o.bySlug[t.Slug]
	switch {
	case !known:
		return invalid.Errorf("kind", t.Kind, "is not known")
	case need == "slug" && !found:
		return invalid.Errorf("slug", t.Slug, "is no article of %s", o.ID)
	case need == "path" && !strings.HasPrefix(t.Path, "/"):
		return invalid.Errorf("path", t.Path, "must start with /")
	case t.Kind == "moved" && o.bySlug[t.To] == nil:
		return invalid.Errorf("to", t.To, "is no article of %s", o.ID)
	case (t.Kind == "gone" || t.Kind == "soft-404" || t.Kind == "disallowed") && t.Page == nil:
		return invalid.Errorf("page", "", "is missing; say what the address shows")
	}
	switch t.Kind {
	case "paywall":
		a.Paywalled, a.Paragraphs = true, a.Paragraphs[:1]
	case "undated":
		a.Undated = true
		a.Shown = corpus.Date{}
	}
	return nil
}

// url is the address that shows the case.
func (t trouble) url(o *outlet) string {
	switch {
	case t.Kind == "no-robots" || t.Kind == "crawl-delay":
		return o.base() + "/robots.txt"
	case t.Kind == "alias":
		return o.bySlug[t.Slug].Aliases[0]
	case t.Slug != "":
		return o.bySlug[t.Slug].URL + t.Suffix
	case t.Path != "":
		return o.base() + t.Path
	}
	return o.base() + "/"
}

// links are what the home page shows of the case.
func (t trouble) links(o *outlet) []link {
	if t.InFeed || t.Link == "" {
		return nil
	}
	if len(t.Href) == 0 {
		return []link{{t.Link, t.url(o)}}
	}
	var out []link
	for _, h := range t.Href {
		out = append(out, link{t.Link, h})
	}
	return out
}

// routeTrouble adds the addresses that exist for trouble only.
func (o *outlet) routeTrouble() {
	for _, t := range o.troubles {
		switch t.Kind {
		case "moved":
			o.routes[t.Path] = moved(o.bySlug[t.To].URL)
		case "gone":
			o.routes[t.Path] = o.notice(http.StatusGone, *t.Page)
		case "soft-404":
			o.routes[t.Path] = o.notice(0, *t.Page)
		case "challenge":
			o.routes[t.Path] = o.html("challenge", time.Time{}, o)
		case "disallowed":
			o.routes[t.Path] = o.html("article", o.articles[0].Published, o.articleView(o.draft(t)))
		}
	}
}

// draft is an article that is not published.
func (o *outlet) draft(t trouble) *Article {
	return &Article{Outlet: o.ID, ID: t.Path, URL: o.base() + t.Path, Title: t.Page.Title, Lang: o.Lang,
		Section: o.look.Sections[0].Name, Published: o.articles[0].Published, Paragraphs: t.Page.Text}
}

func moved(to string) page {
	return func() (answer, error) {
		return answer{status: http.StatusMovedPermanently, location: to, contentType: "text/html; charset=utf-8",
			body: []byte("<html><head><title>301 Moved Permanently</title></head><body><h1>Moved Permanently</h1></body></html>\n")}, nil
	}
}

// firstTime returns the case that strikes the first request for key, if any.
func (o *outlet) firstTime(key string) (trouble, bool) {
	for _, t := range o.troubles {
		if (t.Kind == "throttled" || t.Kind == "unavailable") && o.path(t.url(o)) == key {
			return t, true
		}
	}
	return trouble{}, false
}

// refuse answers "not now": 429 with Retry-After, or 503 without.
func (t trouble) refuse(w http.ResponseWriter) {
	if t.Kind == "throttled" {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "too many requests", http.StatusTooManyRequests)
		return
	}
	http.Error(w, "service unavailable", http.StatusServiceUnavailable)
}

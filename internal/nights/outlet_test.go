package nights

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"strings"
	"time"
)

// article is what an outlet published, and what became of it. Times that are zero
// never come.
type article struct {
	n                    int
	title                string
	text                 []string
	published            time.Time
	edited               time.Time // a paragraph more, from then on
	gone, returned       time.Time // status says how, 404 or 410, between the two
	status               int
	moved                time.Time         // to another address, for good
	note                 string            // the paragraph more
	asked, again, whole  int               // requests: all, for what had not changed since the last, and those of them answered with the page
	served               map[string]string // version of the last answer, by address
	sent                 map[string]bool   // texts
	listed               bool              // was named by a list that was in order, at a time when the crawler asked
	firstSeen, lastAsked time.Time
}

func (a *article) slug() string { return fmt.Sprintf("report-%05d", a.n) }

// path is the article's address at a time.
func (a *article) path(o *outlet, now time.Time) string {
	if f := o.in("redesign", now); f != nil || o.rebuilt(now) {
		return "/archive/" + a.slug()
	}
	if !a.moved.IsZero() && !now.Before(a.moved) {
		return "/news/moved-" + a.slug()
	}
	return "/news/" + a.slug()
}

// body are the article's paragraphs at a time.
func (a *article) body(now time.Time) []string {
	if !a.edited.IsZero() && !now.Before(a.edited) {
		return append(a.text[:len(a.text):len(a.text)], a.note)
	}
	return a.text
}

func (a *article) isGone(now time.Time) bool {
	return !a.gone.IsZero() && !now.Before(a.gone) && (a.returned.IsZero() || now.Before(a.returned))
}

// fault is a time in which something is wrong with an outlet.
type fault struct {
	kind     string
	from, to time.Time
}

// outlet is an invented outlet: a feed or a sitemap, a front page and articles.
type outlet struct {
	id, lang string
	rate     float64 // articles a day
	sitemap  bool    // in place of a feed
	articles []*article
	faults   []fault
	requests int
}

func (o *outlet) host() string { return o.id + ".test" }

// in is the fault of a kind that holds at a time.
func (o *outlet) in(kind string, now time.Time) *fault {
	for i, f := range o.faults {
		if f.kind == kind && !now.Before(f.from) && now.Before(f.to) {
			return &o.faults[i]
		}
	}
	return nil
}

// rebuilt holds once a redesign has begun: its addresses stay, and what ends is that
// the source list does not know them.
func (o *outlet) rebuilt(now time.Time) bool {
	for _, f := range o.faults {
		if f.kind == "redesign" && !now.Before(f.from) {
			return true
		}
	}
	return false
}

// public are the articles that are out and there, the newest first.
func (o *outlet) public(now time.Time, days int) (out []*article) {
	for i := len(o.articles) - 1; i >= 0; i-- {
		a := o.articles[i]
		if !a.published.After(now) && !a.isGone(now) && now.Sub(a.published) < time.Duration(days)*24*time.Hour {
			out = append(out, a)
		}
	}
	return out
}

// ServeHTTP answers as the outlet is at the world's time.
func (o *outlet) serve(w http.ResponseWriter, r *http.Request, now time.Time) {
	o.requests++
	switch path := r.URL.Path; {
	case o.in("down", now) != nil:
		http.Error(w, "out of order", http.StatusServiceUnavailable)
	case path == "/robots.txt":
		http.NotFound(w, r)
	case path == "/":
		o.front(w, r, now)
	case path == "/list.xml":
		o.list(w, r, now)
	case o.in("mass404", now) != nil:
		if a := o.find(path); a != nil {
			delete(a.served, path) // what it was before is no condition any more
		}
		http.NotFound(w, r)
	default:
		o.page(w, r, now)
	}
}

// front links to the ten newest articles.
func (o *outlet) front(w http.ResponseWriter, r *http.Request, now time.Time) {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=%s><title>%s</title><body><nav><a href=/about>About</a> <a href=/contact>Contact</a></nav><main>", o.lang, o.id)
	all := o.public(now, 400)
	for _, a := range all[:min(10, len(all))] {
		a.listed = a.listed || o.in("redesign", now) == nil && o.in("mass404", now) == nil
		fmt.Fprintf(&b, "<h2><a href=%q>%s</a></h2>", a.path(o, now), html.EscapeString(a.title))
	}
	send(w, r, "text/html; charset=utf-8", b.String()+"</main></body></html>")
}

// list is the outlet's feed, or its sitemap.
func (o *outlet) list(w http.ResponseWriter, r *http.Request, now time.Time) {
	switch {
	case o.in("listhtml", now) != nil:
		send(w, r, "text/html; charset=utf-8", "<!doctype html><html><title>Subscribe</title><body><p>Our lists have moved to the app.</p></body></html>")
		return
	case o.in("listgone", now) != nil:
		http.NotFound(w, r)
		return
	}
	var b strings.Builder
	open, end, days := "<rss version=\"2.0\"><channel><title>"+o.id+"</title><link>http://"+o.host()+"/</link>", "</channel></rss>", 20
	if o.sitemap {
		open, end, days = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`, "</urlset>", 90
	}
	b.WriteString(xml.Header + open)
	empty := o.in("listempty", now) != nil
	for _, a := range o.public(now, days) {
		if empty {
			break
		}
		a.listed = a.listed || o.in("redesign", now) == nil && o.in("mass404", now) == nil
		url, changed := "http://"+o.host()+a.path(o, now), a.published
		if o.sitemap {
			fmt.Fprintf(&b, "<url><loc>%s</loc><lastmod>%s</lastmod></url>", url, changed.Format(time.RFC3339))
		} else {
			fmt.Fprintf(&b, "<item><title>%s</title><link>%s</link><pubDate>%s</pubDate></item>", html.EscapeString(a.title), url, changed.Format(time.RFC1123Z))
		}
	}
	send(w, r, "application/xml; charset=utf-8", b.String()+end)
}

// page is an article's, or what stands in its place.
func (o *outlet) page(w http.ResponseWriter, r *http.Request, now time.Time) {
	a := o.find(r.URL.Path)
	if a != nil {
		a.lastAsked = now
	}
	switch {
	case a == nil || a.published.After(now):
		http.NotFound(w, r)
		return
	case a.isGone(now):
		delete(a.served, r.URL.Path)
		http.Error(w, "this article is no longer here", a.status)
		return
	case a.path(o, now) != r.URL.Path:
		http.Redirect(w, r, a.path(o, now), http.StatusMovedPermanently)
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=%s><head><title>%s</title><meta property=\"article:published_time\" content=%q></head><body><nav><a href=/>%s</a></nav>",
		o.lang, html.EscapeString(a.title), a.published.Format(time.RFC3339), o.id)
	body := a.body(now)
	if o.in("cut", now) != nil && !a.published.Before(o.in("cut", now).from) {
		body = body[:1] // the template shows a beginning only
	}
	fmt.Fprintf(&b, "<article><h1>%s</h1>", html.EscapeString(a.title))
	for _, p := range body {
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(p))
	}
	page := b.String() + "</article><footer>An invented outlet.</footer></body></html>"
	if a.firstSeen.IsZero() {
		a.firstSeen, a.sent, a.served = now, map[string]bool{}, map[string]string{}
	}
	a.asked++
	a.sent[text(body)] = true
	version := tag(page)
	if a.served[r.URL.Path] == version {
		a.again++
		if r.Header.Get("If-None-Match") != version {
			a.whole++
		}
	}
	a.served[r.URL.Path] = version
	send(w, r, "text/html; charset=utf-8", page)
}

// find is the article of an address, whichever of its addresses it is.
func (o *outlet) find(path string) *article {
	slug := path[strings.LastIndex(path, "/")+1:]
	slug = strings.TrimPrefix(slug, "moved-")
	for _, a := range o.articles {
		if a.slug() == slug {
			return a
		}
	}
	return nil
}

func tag(body string) string {
	sum := sha256.Sum256([]byte(body))
	return `"` + hex.EncodeToString(sum[:8]) + `"`
}

// send answers with a body and its entity tag, or says that it has not changed.
func send(w http.ResponseWriter, r *http.Request, contentType, body string) {
	t := tag(body)
	w.Header().Set("ETag", t)
	w.Header().Set("Content-Type", contentType)
	if r.Header.Get("If-None-Match") == t {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write([]byte(body)) // a reader that has gone is no concern of an outlet
}

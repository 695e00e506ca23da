package demosite

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// page makes the answer of one address; it is called for each request.
type page func() (answer, error)

// answer is a response before it is sent.
type answer struct {
	status      int // 0 means 200
	contentType string
	location    string
	body        []byte
	modified    time.Time // with it come ETag, Last-Modified and 304
}

// Handler serves every outlet, told apart by the request's Host, with or
// without a port. Each handler counts for itself which of the answers that
// trouble.yaml gives once were given.
func (s *Site) Handler() http.Handler {
	return &handler{site: s, given: map[string]bool{}}
}

type handler struct {
	site  *Site
	mu    sync.Mutex
	given map[string]bool // by host and route: the answer that comes once
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o, known := h.site.byHost[hostname(r.Host)]
	switch {
	case !known:
		http.Error(w, "no such outlet", http.StatusMisdirectedRequest)
		return
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	key := o.key(r.URL)
	if t, ok := o.firstTime(key); ok && r.Method == http.MethodGet && h.once(o.Host+key) {
		t.refuse(w)
		return
	}
	answerPage, found := o.routes[key]
	if !found {
		answerPage = o.notice(http.StatusNotFound, o.look.NotFound)
	}
	a, err := answerPage()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	a.send(w, r)
}

// once reports whether key is asked for the first time.
func (h *handler) once(key string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	first := !h.given[key]
	h.given[key] = true
	return first
}

// send writes the answer; net/http does HEAD, ranges and conditions.
func (a answer) send(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", a.contentType)
	if a.location != "" {
		w.Header().Set("Location", a.location)
	}
	if a.status == 0 && !a.modified.IsZero() {
		w.Header().Set("ETag", fmt.Sprintf("%q", fmt.Sprintf("%x", sha256.Sum256(a.body))[:16]))
		http.ServeContent(w, r, "", a.modified, bytes.NewReader(a.body))
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Content-Length", fmt.Sprint(len(a.body)))
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.body) // the client went away; nobody is left to tell
	}
}

// key is the address within the outlet: the path and those query parameters
// that choose a page, in the look's order, so that tracking parameters and
// fragments change nothing.
func (o *outlet) key(u *url.URL) string {
	key, mark := u.Path, "?"
	query := u.Query()
	for _, name := range o.look.Params {
		if value := query.Get(name); value != "" {
			key += mark + name + "=" + value
			mark = "&"
		}
	}
	return key
}

// hostname is the host of a Host header in lower case, without port.
func hostname(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// html is the page that makes an HTML answer from one of the templates.
func (o *outlet) html(name string, modified time.Time, view any) page {
	return func() (answer, error) {
		body, err := o.render(name, view)
		return answer{contentType: o.look.contentType(), body: body, modified: modified}, err
	}
}

// notice is the page that shows a notice with this status.
func (o *outlet) notice(status int, n notice) page {
	return func() (answer, error) {
		a, err := o.html("notice", time.Time{}, noticeView{Outlet: o, Nav: o.nav(), MostRead: o.mostRead(), notice: n})()
		a.status = status
		return a, err
	}
}

// static is the page that answers with this text.
func static(contentType, text string) page {
	return func() (answer, error) { return answer{contentType: contentType, body: []byte(text)}, nil }
}

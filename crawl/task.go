package crawl

import (
	"net/http"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/fetch"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
	"framewatch/crawl/reason"
	"framewatch/crawl/robots"
	"framewatch/crawl/urlid"
)

// maxHops is how many redirects one fetch follows; maxRobotsHops is RFC 9309's
// figure for robots.txt (section 2.3.1.2).
const (
	maxHops       = 10
	maxRobotsHops = 5
)

// task is one fetch on its way: an item of the frontier, or a robots.txt. It
// lives in memory and moves from host to host as redirects lead it; the item
// stays in the frontier until the task has ended.
type task struct {
	scope *scope
	item  frontier.Item // its zero Host marks a robots.txt
	of    string        // the origin (scheme://host) whose robots.txt this is
	tdm   bool          // or rather its tdmrep.json

	url       string // to ask next
	redirects []string
	visited   map[string]bool // URL with the cookies sent
	jar       fetch.Cookies
	hops      [][]byte // archive members of the redirects
	hopStatus int      // that of the redirects together, see corpus.Capture.RedirectStatus
	robots    string   // robots state of the last hop
	// reservation is what the host's tdmrep.json says of the last hop.
	reservation string
	sent        string          // cookies of the last request
	stored      *frontier.Known // not due: the page's links are read from its stored body
	sub         *ask            // what a page that is being rendered asks for; it is no item
	errand      int64           // its number, where it is another process's
}

func newTask(sc *scope, it frontier.Item) *task {
	return &task{scope: sc, item: it, url: it.URL, jar: fetch.Cookies{}}
}

func robotsTask(sc *scope, origin string) *task {
	url := origin + "/robots.txt"
	return &task{scope: sc, of: origin, url: url, jar: fetch.Cookies{},
		item: frontier.Item{URL: url, Kind: KindRobots, Attempt: 1}}
}

// hop notes the status of one more redirect.
func (t *task) hop(status int) {
	if t.hopStatus == 0 || corpus.Permanent(t.hopStatus) {
		t.hopStatus = status
	}
}

// isRobots reports whether the task fetches what a host allows (robots.txt, or
// tdmrep.json) and not an item.
func (t *task) isRobots() bool { return t.of != "" }

// origin is scheme://host of what is asked next: the key of robots.txt.
func (t *task) origin() string { return originOf(t.url) }

func originOf(url string) string {
	scheme, host, _ := urlid.Split(url)
	return scheme + "://" + host
}

// host is the queue in which the task waits.
func (t *task) host() string {
	_, host, _ := urlid.Split(t.url)
	return host
}

// capture begins the record of an attempt.
func (t *task) capture(run corpus.RunID, now time.Time) corpus.Capture {
	return corpus.Capture{
		ID: corpus.NewCaptureID(run, t.item.URL, t.item.Attempt), Run: run, Source: t.scope.id, URL: t.item.URL, FinalURL: t.url,
		Redirects: t.redirects, RedirectStatus: t.hopStatus, Attempt: t.item.Attempt, FetchedAt: now.UTC().Truncate(time.Microsecond), Depth: t.item.Depth, Via: t.item.Via,
		Kind: t.item.Kind, RobotsState: t.robots, TDMReservation: t.reservation,
	}
}

// result is what became of one request of a task.
type result struct {
	task      *task
	cancelled bool // the run is ending; nothing is recorded
	err       error
	far       bool  // comes from another process
	lost      bool  // or would have: it is not heard of any more
	errand    int64 // that is settled with what follows from it

	latency time.Duration
	inside  bool // the address lies in an allowed network
	wait    time.Duration
	next    string // where a redirect or refresh points, as written

	header http.Header // of the answer, nil without one

	page     []byte         // to be rendered, in UTF-8; nil for an answer that is final
	before   frontier.Known // of that page
	answer   string         // ID of the archive's record of the answer
	body     []byte         // for who asked in a page's name
	rendered bool           // comes from a browser, not from a worker

	capture corpus.Capture
	archive [][]byte // members, the one that the capture names first
	links   []frontier.Link
	pages   int       // of the source that a list names
	variant string    // page of which this may be another form
	text    read.Text // of such a page
	known   map[string]frontier.Known
	robots  *frontier.Robots // of a robots.txt that was had or known not to be there
}

// policy is what a host's robots.txt says, once it is known.
type policy struct {
	rules *robots.Rules        // nil: all is allowed
	state string               // of the captures it governs: allowed, none, unreachable
	code  string               // why nothing may be fetched; empty when something may
	tdm   *robots.Reservations // nil until it is known
}

// decide says whether a URL may be asked for, and if not why.
func (p *policy) decide(url string) (state, code, line string) {
	if p.code != "" {
		return p.state, p.code, ""
	}
	if p.rules == nil {
		return p.state, "", ""
	}
	if d := p.rules.Explain(url); !d.Allowed {
		return "disallowed", reason.Robots, d.Line
	}
	return "allowed", "", ""
}

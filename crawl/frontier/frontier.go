package frontier

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
)

// The kinds of what is asked for (corpus.Capture.Kind).
const (
	KindPage    = "page"
	KindStart   = "start" // a start page or another page of its listing
	KindFeed    = "feed"
	KindSitemap = "sitemap"
	KindRobots  = "robots"  // robots.txt, and tdmrep.json
	KindListing = "listing" // posts of a WordPress site
	KindArchive = "archive" // an index of a web archive
	// KindResource is what a page that is rendered loads: it is in the archive,
	// and has no capture.
	KindResource = "resource"
)

// ViaKnown stands in place of the page that named a URL where none did: it was
// stored in an earlier run and is due.
const ViaKnown = "known"

// ErrLocked says that another process holds the store.
var ErrLocked = errors.New("another process uses the crawl state")

// ErrTaken says that another process has taken the store over, because this one was
// not heard of for too long. Nothing of what this one does is kept any more.
var ErrTaken = errors.New("another process has taken the crawl over")

// ErrServer says that a server is not what its address says, or does not let its user do
// what a crawl needs, which waiting does not mend.
var ErrServer = errors.New("the server of the crawl state is not as the settings have it")

// ErrAway says that a server was away for longer than it is waited for.
var ErrAway = errors.New("the server of the crawl state is away")

// ErrOtherJob says that a run was begun with other sources than it is now to
// go on with.
var ErrOtherJob = errors.New("the run was begun with other sources")

// Place is where an item stands in its run: sources one after the other, each
// in waves (the seeds are found in wave 0 and fetched in wave 1, what they name
// is fetched in wave 2), each wave in order of discovery. It is the same in
// every run over the same pages, whatever answers first.
type Place struct {
	Source int // index in the job
	Wave   int
	Ord    int
}

// Item is one URL to fetch.
type Item struct {
	Place
	Host    string // host[:port], the queue it waits in
	URL     string
	Kind    string
	Depth   int
	Via     string
	Attempt int
	Due     int64 // Unix milliseconds; 0 = at once
}

// Link is a URL that a page named.
type Link struct {
	URL   string
	Kind  string
	Depth int
}

// Found is what one item led to.
type Found struct {
	Place
	Via    string
	SHA256 string // of the body; a second page with the same body adds nothing
	Links  []Link
}

// SourceState is how far a source has come.
type SourceState struct {
	Wave    int `json:"w"`
	Pages   int `json:"p"` // taken from the source's budget
	Lists   int `json:"l"` // feeds and sitemaps taken
	Dropped int `json:"x"` // links beyond the budget
	// Fruitful and Barren are how many lists that answered named a page or none.
	Fruitful int `json:"f,omitempty"`
	Barren   int `json:"b,omitempty"`
	// Dead says that every feed, sitemap and listing of the source's entry failed,
	// so that others are looked for.
	Dead bool `json:"z,omitempty"`
	// Last says that the links of [Turn.Last] were gone through.
	Last    bool `json:"r,omitempty"`
	Done    bool `json:"d"`
	Skipped bool `json:"s,omitempty"` // not due
}

// HostState is what must not be forgotten about a host within a run.
type HostState struct {
	Host     string `json:"-"`
	Hold     int64  `json:"h,omitempty"` // Unix milliseconds before which nothing is asked
	Failures int    `json:"f,omitempty"` // in a row
	Down     string `json:"d,omitempty"` // why the host is left for this run
}

// Position is a place in the run's archive files. Each worker has a series of its
// own, see [Run.Worker].
type Position struct {
	Seq    int   `json:"s"`
	Offset int64 `json:"o"`
	Worker int   `json:"w,omitempty"`
}

// Moved says where the records of an archive file are now.
type Moved struct {
	File string          // new name, as captures have it
	At   map[int64]int64 // old place -> new place
}

// Known is what the last stored or confirmed answer of a URL left behind.
type Known struct {
	ETag         string
	LastModified string
	BodySHA256   string
	Fetched      time.Time // of the body
	WARCFile     string
	WARCOffset   int64
	ContentType  string
	Run          corpus.RunID // last run that met it
	Checked      time.Time    // when a server last sent or confirmed the body; zero when only Fetched is known
	Gone         bool         // it was there and is no more
	Moved        bool         // the body came from where the URL redirects to
	// Since is when the URL was first found gone or moved, and Asked when it was
	// last asked for as such; zero where it is neither, or an older program found it.
	Since, Asked time.Time
}

// The states of a stored robots.txt.
const (
	RobotsParsed      = "parsed"
	RobotsNone        = "none"        // there is none: all is allowed
	RobotsUnreachable = "unreachable" // not known: nothing is allowed
)

// Robots is a host's robots.txt as last fetched.
type Robots struct {
	Host         string       `json:"-"` // scheme://host[:port]
	Run          corpus.RunID `json:"r"` // run that fetched or confirmed it
	Fetched      time.Time    `json:"t"`
	State        string       `json:"s"` // parsed, none (all is allowed) or unreachable (nothing is)
	Code         string       `json:"c,omitempty"`
	Body         []byte       `json:"b,omitempty"`
	ETag         string       `json:"e,omitempty"`
	LastModified string       `json:"m,omitempty"`
}

// Names reports whether the file names one of some URLs, by its path or as a whole.
func (r *Robots) Names(urls []string) bool {
	return slices.ContainsFunc(urls, func(url string) bool {
		_, rest, _ := strings.Cut(url, "://")
		_, path, _ := strings.Cut(rest, "/")
		const tooShort = 4 // would be found anywhere
		return len(path) > tooShort && bytes.Contains(r.Body, []byte(path))
	})
}

// Visit is a run's beginning with a source.
type Visit struct {
	Source corpus.SourceID
	At     time.Time
}

// Batch is a set of changes that are applied together. The archive position is
// part of it, so that records which no journal entry names can be dropped.
type Batch struct {
	Done     []Item // finished: they leave the queue
	Again    []Item // to be tried again, at their Due
	Found    []Found
	Captures []corpus.Capture
	Known    map[string]Known // by URL
	Robots   []Robots
	Hosts    []HostState
	Visits   []Visit
	Position Position
	Errands  []int64 // whose results the batch has; they are there no more
}

// Empty reports whether the batch changes nothing.
func (b *Batch) Empty() bool {
	return len(b.Done)+len(b.Again)+len(b.Found)+len(b.Captures)+len(b.Known)+len(b.Robots)+len(b.Hosts)+len(b.Visits)+len(b.Errands) == 0
}

// Admission is what to do with a link (see [Run]).
type Admission struct {
	Take    bool            // queue it
	Host    string          // the queue, when it is taken
	Capture *corpus.Capture // journal this instead: a link that may not be fetched
	Forget  bool            // do not remember that it was met
}

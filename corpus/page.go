package corpus

import "time"

// Outcome is what became of one attempt to fetch a URL.
type Outcome string

// The outcomes of a capture.
const (
	OutcomeOK          Outcome = "ok"
	OutcomeTruncated   Outcome = "ok-truncated" // kept, but cut at a limit or by the server
	OutcomeFlagged     Outcome = "ok-flagged"   // kept, but something about it is suspect (see Capture.ErrorCode)
	OutcomeError       Outcome = "error"
	OutcomeBlocked     Outcome = "blocked"      // a login, cookie, challenge or block page, or 401/403/451
	OutcomeSkipped     Outcome = "skipped"      // met, but not wanted (type, size, policy)
	OutcomeNotFetched  Outcome = "not-fetched"  // robots, address guard or budget forbade it
	OutcomeNotModified Outcome = "not-modified" // 304, or the same bytes as before
	OutcomeGone        Outcome = "gone"         // 404 or 410 of what was there before (else an error), or a link that now leads to the front page
)

// Stored reports whether a capture with this outcome has a body in the WARC.
func (o Outcome) Stored() bool {
	return o == OutcomeOK || o == OutcomeTruncated || o == OutcomeFlagged || o == OutcomeBlocked
}

// Capture is the record of one fetch attempt: everything but the bytes.
type Capture struct {
	ID        CaptureID
	Run       RunID
	Source    SourceID
	URL       string // as asked, normalised
	FinalURL  string // after redirects
	Redirects []string
	// RedirectStatus is 301 or 308 when every hop was permanent, else the status of
	// the first that was not: 200 for a page that sends on. 0 without hops.
	RedirectStatus int
	Attempt        int // from 1
	FetchedAt      time.Time
	Status         int // HTTP status; 0 when there was no response
	Outcome        Outcome
	ErrorCode      string // stable word such as "dns", "timeout", "robots", "too-large"; empty when all is well
	Message        string // for people
	ContentType    string
	Charset        string // decided for HTML and text
	CharsetFrom    string // header, utf-8, meta, detected, bom; rendered when a browser made the body
	BodySHA256     string
	Bytes          int64  // decoded body
	RobotsState    string // allowed, disallowed, unreachable, none
	TDMReservation string // "1", "0" or empty, as the server declared it
	WARCFile       string // relative to the dataset
	WARCOffset     int64
	ETag           string
	LastModified   string
	Depth          int    // links followed from a start page
	Via            string // URL of the page, feed or sitemap that named it
	Kind           string // page, feed, sitemap, robots, start
}

// Page is a capture with its body: the input of extraction. Body is the
// decoded transfer (no content coding), in the page's own character set.
type Page struct {
	Capture
	Body []byte
}

// Permanent reports whether a redirect with this status says that the page has
// moved for good (RFC 9110 sections 15.4.2 and 15.4.9).
func Permanent(status int) bool { return status == 301 || status == 308 }

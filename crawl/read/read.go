package read

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read/list"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
)

// Reader reads the answers to one crawler.
type Reader struct {
	Agent       string // product token, by which publishers address the crawler
	SkipNoindex bool   // leave pages out that ask not to be indexed, instead of marking them
	SkipTDM     bool   // leave pages out whose publisher reserves text and data mining
	MaxPDF      int64  // bytes; a longer PDF is left out
}

// Answer is a body with what came beside it.
type Answer struct {
	Status  int
	Header  http.Header
	Body    []byte // decoded, in its own character set
	MaxBody int64  // what Body was bounded by
	Damage  coding.Damage
	Slow    bool   // Body was given up because it paused or took too long
	Cause   string // why it ended early, for people
}

// Reading is what an answer is and says.
type Reading struct {
	Capture corpus.Capture // with kind, outcome, code, message and what else was read
	Form    Form
	Next    string          // where the answer sends the reader on, as written; the rest is then of no use
	Links   []frontier.Link // that the source wants, articles first
	// Variant is the page of which this one may be another form (print, AMP,
	// mobile), by both their addresses; whether it is depends on their texts, see
	// [SameText].
	Variant string
	// Pages is how many pages of the source's hosts a list names, wanted or not.
	Pages int
	// Entries is how many entries a feed or sitemap has, whatever their links, and
	// Newest the latest date that one of them gives.
	Entries int
	Newest  time.Time
}

// Page reads an answer with a status of success that is to be kept as the body of
// capture c, whose kind, addresses, depth and content type are set.
func (rd *Reader) Page(rules *Rules, c corpus.Capture, a Answer) Reading {
	r := &Reading{Capture: c}
	rd.page(rules, r, a)
	if a.Status == http.StatusPartialContent { // nobody asked for a part
		Flag(&r.Capture, reason.Partial)
	}
	return *r
}

func (rd *Reader) page(rules *Rules, r *Reading, a Answer) {
	c := &r.Capture
	c.Bytes = int64(len(a.Body))
	c.BodySHA256 = corpus.SHA256(a.Body)
	c.Outcome = corpus.OutcomeOK
	if !Whole(c, a) {
		return
	}
	if len(bytes.TrimSpace(a.Body)) == 0 {
		c.Outcome, c.ErrorCode = corpus.OutcomeSkipped, reason.Empty
		return
	}
	seen := sniff(a.Body, c.ContentType)
	r.Form = seen.form
	switch {
	case r.Form == FormBinary || r.Form == FormPDF && !rules.PDF:
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeSkipped, reason.Type, string(r.Form)
		return
	case r.Form == FormPDF && (a.Damage == coding.TooLarge || c.Bytes > rd.MaxPDF):
		c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeSkipped, reason.TooLarge, fmt.Sprintf("a PDF of more than %d bytes", min(rd.MaxPDF, a.MaxBody))
		return
	case (r.Form == FormFeed || r.Form == FormSitemap) && c.Kind == frontier.KindStart:
		c.Kind = string(r.Form)
	}
	rd.body(rules, r, a, seen)
}

// Stored reads a body from the archive that stands for what was not sent again:
// only its links, its wishes and its walls count.
func (rd *Reader) Stored(rules *Rules, c corpus.Capture, body []byte, contentType string) Reading {
	c.Outcome = corpus.OutcomeNotModified
	seen := sniff(body, contentType)
	r := &Reading{Capture: c, Form: seen.form}
	r.Capture.ContentType = contentType
	rd.body(rules, r, Answer{Body: body}, seen)
	if c.ContentType != "" {
		r.Capture.ContentType = c.ContentType
	}
	return *r
}

// Tree reads a page as a browser made it, of the answer with the given header.
func (rd *Reader) Tree(rules *Rules, c corpus.Capture, html []byte, header http.Header) Reading {
	r := &Reading{Capture: c, Form: FormHTML}
	s := scanHTML(html, rd.Agent)
	s.refresh = "" // the browser was not sent on, and the page has said what it has
	rd.tags(&s, header)
	header = header.Clone()
	header.Del("Refresh")
	rd.html(rules, r, &s, header, "utf-8")
	return *r
}

// Whole records damage of a body in its capture. It reports false when the body
// is no use.
func Whole(c *corpus.Capture, a Answer) bool {
	switch a.Damage {
	case coding.None:
		return true
	case coding.Unlabelled:
		if archiveType(c.ContentType) {
			return true
		}
		c.Outcome = corpus.OutcomeFlagged
	case coding.BadChecksum:
		c.Outcome = corpus.OutcomeFlagged
	case coding.BadCoding:
		c.Outcome = corpus.OutcomeFlagged
		if len(a.Body) == 0 {
			c.Outcome = corpus.OutcomeError
		}
	case coding.TooLarge:
		c.Outcome = corpus.OutcomeTruncated
	case coding.Short:
		c.Outcome = corpus.OutcomeTruncated
		if len(a.Body) == 0 {
			c.Outcome = corpus.OutcomeError
		}
	}
	c.ErrorCode, c.Message = string(a.Damage), a.Cause
	if a.Slow {
		c.ErrorCode = reason.SlowBody
	}
	return c.Outcome != corpus.OutcomeError
}

// archiveType reports whether gzip is what the type promises.
func archiveType(contentType string) bool {
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch strings.TrimSpace(media) {
	case "application/gzip", "application/x-gzip", "application/octet-stream", "application/xml", "text/xml", "":
		return true
	}
	return false
}

// body takes the links of a body, and for pages what else they say.
func (rd *Reader) body(rules *Rules, r *Reading, a Answer, seen sight) {
	c := &r.Capture
	if c.Kind == frontier.KindListing || c.Kind == frontier.KindArchive {
		listed(rules, r, a.Body)
		return
	}
	c.Charset, c.CharsetFrom = seen.Name, seen.From
	slot := c.Kind == frontier.KindFeed || c.Kind == frontier.KindSitemap
	if slot || r.Form == FormFeed || r.Form == FormSitemap {
		l := list.Parse(seen.text, list.Place{URL: c.FinalURL, Slot: slot})
		switch l.Form {
		case list.Feed, list.Sitemap:
			r.Form = Form(l.Form.String())
			entries(rules, r, l)
		case list.None: // a page in place of a list: an error page with status 200, mostly
			Flag(c, "not-a-"+c.Kind)
			c.Message = "what came is " + string(r.Form)
		}
		return
	}
	var s scan
	switch r.Form {
	case FormHTML:
		s = scanHTML(seen.text, rd.Agent)
		rd.tags(&s, a.Header)
		rd.html(rules, r, &s, a.Header, seen.Name)
	case FormPDF: // its publisher can say in the header only what may become of it
		rd.tags(&s, a.Header)
		rd.wishes(c, &s)
	default: // text and data have neither links nor wishes
	}
}

// Flag marks a capture as suspect, unless something worse is known of it.
func Flag(c *corpus.Capture, code string) {
	if c.Outcome == corpus.OutcomeOK {
		c.Outcome = corpus.OutcomeFlagged
	}
	if c.ErrorCode == "" {
		c.ErrorCode = code
	}
}

// base is what a page's links are resolved against: its address, or what it says
// that they are to be resolved against.
func base(c *corpus.Capture, written string) (*urlid.Base, error) {
	at := c.FinalURL
	if written != "" {
		if b, err := urlid.Target(written, at); err == nil {
			at = b
		}
	}
	return urlid.NewBase(at)
}

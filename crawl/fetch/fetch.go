package fetch

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"

	"framewatch/crawl/coding"
	"framewatch/internal/patient"
)

// Request is one URL to ask for.
type Request struct {
	URL     string        // normalised, see crawl/urlid
	Header  http.Header   // see [Header]
	MaxBody int64         // bytes of the decoded body that are kept
	MaxPDF  int64         // the same where the body is called a PDF; 0 = MaxBody
	First   time.Duration // to the answer's header, name and connection included
	Stall   time.Duration // within the body
	Limit   time.Duration // of the body, from the header on
	Space   *Space        // for the body; nil for one of its own
}

// Answer is what came of a request. With Err nothing usable came; what is set
// besides says how far the exchange got.
type Answer struct {
	Sent     http.Header // as it left, for the archive
	Latency  time.Duration
	Remote   netip.Addr
	Proto    string
	Status   int // 0: there was no answer
	Header   http.Header
	Body     []byte // decoded; valid until the request's Space is used again
	MaxBody  int64  // what Body was bounded by
	Damage   coding.Damage
	Cause    error  // why the body ended early
	Unwanted string // media type whose body was not begun
	Err      error

	raw    *bytes.Buffer // body as it came, nil when it came uncoded
	length int64         // of the body as announced, -1 when it was not
}

// Raw is the body as it came, which the archive keeps; coded says whether it
// differs from Body.
func (a *Answer) Raw() (body []byte, coded bool) {
	if a.raw != nil {
		return a.raw.Bytes(), true
	}
	return a.Body, false
}

// Slow reports whether the exchange was ended because the body paused or took
// too long.
func (a *Answer) Slow() bool {
	return errors.Is(a.Cause, patient.ErrStalled) || errors.Is(a.Cause, patient.ErrTooSlow)
}

// Header is what every request says of itself: what it takes, and the cookies
// that were set while the URL was chased.
func Header(userAgent, accept, cookies string) http.Header {
	if accept == "" {
		accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	}
	h := http.Header{"User-Agent": {userAgent}, "Accept": {accept}, "Accept-Encoding": {coding.Accept}}
	if cookies != "" {
		h.Set("Cookie", cookies)
	}
	return h
}

// Client asks for one URL after the other. It is colly's collector, which asks
// and calls back; what colly would decide on its own (robots, redirects, cookies,
// decoding, limits, revisits, cache) is switched off, because the crawler decides
// it, and so is what its environment variables could switch on. A Client is for
// one goroutine.
type Client struct {
	collector *colly.Collector
	transport http.RoundTripper
	decoder   coding.Decoder
	asked     *Request // under way
	answer    *Answer
}

// NewClient makes a client whose requests end with ctx.
func NewClient(ctx context.Context, userAgent string, transport http.RoundTripper) *Client {
	f := &Client{transport: transport}
	c := colly.NewCollector()
	c.Context = ctx
	c.UserAgent = userAgent
	c.AllowURLRevisit = true
	c.IgnoreRobotsTxt = true
	c.ParseHTTPErrorResponse = true
	c.MaxBodySize = 0
	c.MaxDepth = 0
	c.MaxRequests = 0
	c.CacheDir = ""
	c.DetectCharset = false
	c.CheckHead = false
	c.Async = false
	c.AllowedDomains, c.DisallowedDomains, c.DisallowedURLFilters, c.URLFilters = nil, nil, nil, nil
	c.SetClient(&http.Client{
		Transport:     roundTripper(f.roundTrip),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
	c.OnResponseHeaders(func(r *colly.Response) {
		a := f.answer
		if f.asked.MaxPDF > 0 && r.Headers.Get("Content-Type") == "application/pdf" {
			a.MaxBody = f.asked.MaxPDF
		}
		if a.Unwanted = unwantedType(r.Headers.Get("Content-Type")); a.Unwanted != "" {
			r.Request.Abort()
		}
	})
	f.collector = c
	return f
}

// roundTripper makes a function a transport.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Do carries out one request. It always returns an answer, which says itself what
// is wrong with it.
func (f *Client) Do(r Request) *Answer {
	a := &Answer{MaxBody: r.MaxBody}
	f.asked, f.answer = &r, a
	err := f.collector.Request(http.MethodGet, r.URL, nil, nil, nil)
	aborted := a.Unwanted != "" && errors.Is(err, colly.ErrAbortedAfterHeaders)
	if err != nil && a.Err == nil && !aborted {
		a.Err = err
	}
	f.asked, f.answer = nil, nil
	return a
}

// unwantedType names a media type that no page, feed or sitemap has, so that
// its body is not even begun.
func unwantedType(contentType string) string {
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	media = strings.TrimSpace(media)
	major, minor, _ := strings.Cut(media, "/")
	switch major {
	case "image", "video", "audio", "font", "model":
		if minor != "svg+xml" {
			return media
		}
	case "application":
		switch minor {
		case "zip", "x-rar-compressed", "vnd.android.package-archive", "x-msdownload", "wasm", "x-shockwave-flash", "java-archive",
			"x-7z-compressed", "x-bittorrent", "x-apple-diskimage":
			return media
		}
	}
	return ""
}

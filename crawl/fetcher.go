package crawl

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gocolly/colly/v2"

	"framewatch/crawl/coding"
)

// fetcher is one worker's collector: colly asks and calls back, one request at
// a time. What colly would decide on its own (robots, redirects, cookies,
// decoding, limits, revisits, cache) is switched off, because the crawler
// decides it, and so is what its environment variables could switch on.
type fetcher struct {
	collector *colly.Collector
	transport http.RoundTripper
	decoder   coding.Decoder
	ex        *exchange // under way
}

func newFetcher(ctx context.Context, cfg Config, transport http.RoundTripper) *fetcher {
	f := &fetcher{transport: transport}
	c := colly.NewCollector()
	c.Context = ctx
	c.UserAgent = cfg.UserAgent
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
		if f.ex.pdf && r.Headers.Get("Content-Type") == "application/pdf" {
			f.ex.maxBody = cfg.MaxPDF
		}
		if f.ex.unwanted = unwantedType(r.Headers.Get("Content-Type")); f.ex.unwanted != "" {
			r.Request.Abort()
		}
	})
	f.collector = c
	return f
}

// roundTripper makes a function a transport.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// fetch carries out one exchange.
func (f *fetcher) fetch(ex *exchange) {
	f.ex = ex
	err := f.collector.Request(http.MethodGet, ex.target, nil, nil, nil)
	aborted := ex.unwanted != "" && errors.Is(err, colly.ErrAbortedAfterHeaders)
	if err != nil && ex.err == nil && !aborted {
		ex.err = err
	}
	f.ex = nil
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

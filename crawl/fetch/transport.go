package fetch

import (
	"net/http"
	"time"

	"framewatch/crawl/guard"
)

// MaxHeader bounds a response's header, in bytes; honest ones stay under 16 KiB.
const MaxHeader = 256 << 10

// HandshakeTimeout bounds how long a server takes to agree on a secure connection.
const HandshakeTimeout = 10 * time.Second

// NewTransport makes the connections of one crawl. No proxy is used, also none
// from the environment: behind a proxy the guard would see the wrong address.
// workers is how many requests are under way at once.
func NewTransport(g *guard.Guard, workers int, headerTimeout time.Duration) *http.Transport {
	return &http.Transport{
		DialContext:           g.DialContext,
		ForceAttemptHTTP2:     true,
		DisableCompression:    true, // crawl/coding decodes, within limits
		MaxIdleConns:          4 * workers,
		MaxIdleConnsPerHost:   1,
		IdleConnTimeout:       2 * time.Minute,
		TLSHandshakeTimeout:   HandshakeTimeout,
		ResponseHeaderTimeout: headerTimeout,
		// The body's reader is bounded by the request's limit and the decoded size.
		MaxResponseHeaderBytes: MaxHeader,
		ReadBufferSize:         8 << 10,
	}
}

// Package distiller stands in for github.com/markusmobius/go-domdistiller, whose
// tables and expressions take 2 MB in every command
// (docs/decisions/0020-start-up.md). go-trafilatura asks it in its fallback alone,
// which is off here, and passes over an extractor that finds nothing.
package distiller

import (
	"errors"
	"net/url"

	"golang.org/x/net/html"
)

// Options is what go-trafilatura sets.
type Options struct {
	OriginalURL    *url.URL
	SkipPagination bool
}

// Result is what it reads.
type Result struct {
	Node *html.Node
}

// Apply finds nothing: the result is nil, and there is an error always.
func Apply(*html.Node, *Options) (*Result, error) {
	return nil, errors.New("pages are not read with go-domdistiller here")
}

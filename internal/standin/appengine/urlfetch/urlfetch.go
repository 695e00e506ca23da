// Package urlfetch stands in for google.golang.org/appengine/urlfetch, whose
// protocol buffers take .7 MB in every command (docs/decisions/0020-start-up.md).
// colly calls it for crawlers that run on App Engine, which none does here.
package urlfetch

import (
	"context"
	"net/http"
)

// Client is the client of package net/http.
func Client(context.Context) *http.Client { return http.DefaultClient }

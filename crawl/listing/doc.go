// Package listing reads the machine-readable lists of pages that are neither
// feeds nor sitemaps: the capture indexes of web archives (Wayback CDX server
// and Common Crawl) and the posts of WordPress's REST interface. An outlet's
// domain or address goes in and the addresses to ask come out ([Archives.Seeds],
// [WordPress]); the bytes of an answer go in and the pages that it names come
// out, with the addresses to ask next ([Read]).
//
// The package makes no request: the crawler asks, under its own rules for
// robots, pace and addresses, and remembers where it is. An answer is recognised
// by its form, so that mirrors and other CDX servers are read too. Pages are
// named for the crawl to fetch from the outlet itself; archived copies are not
// fetched.
package listing

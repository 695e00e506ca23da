// Package render lets a browser make a page's text where the server sends only
// scripts: a page as it was fetched goes in, the document tree as HTML comes
// out.
//
// A [Browser] is a Chromium without a screen that can reach nothing. Its proxy
// is a dead address, it resolves no names, and every request of a page is
// stopped and answered by the caller's [Fetch], which applies robots.txt, pace,
// address checks and budgets; the page itself is handed in, not fetched again.
// Only GET requests of scripts and for data are answered. Style sheets are
// empty, and images, fonts, media, frames, sockets and whatever else a page may
// want are refused. Each page has a profile of its own that ends with it, so no
// cookie or storage outlives it; dialogs are dismissed, new windows and
// downloads refused.
//
// A page that does not come to rest, asks for more and more, or takes too much
// memory is stopped; what it has written until then counts, and a browser that
// no longer answers is killed and started again for the next page.
//
// The package does not click, scroll, log in or solve anything, and it does not
// decide which pages are rendered.
package render

// Package sourcecheck looks at outlets before a crawl does: an entry of a source
// list ([corpus.Source]) goes in, a [Report] comes out that says whether the
// outlet can be crawled and, for an editor, what to change. [Suggest] goes the
// other way, from an outlet's address to a first draft of its entry.
//
// Every request is made by the crawler's own prober, so robots.txt, pace and
// address checks are those of a crawl, and what is counted is what a crawl would
// take. The package asks for little: each address of the entry, once more where
// that gave nothing, a sitemap below an index, and one article, or a few where the
// first does not tell; only where all feeds and sitemaps fail does it look for
// others. It stores nothing, and guesses neither owner nor country.
package sourcecheck

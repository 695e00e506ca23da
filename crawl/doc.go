// Package crawl fetches what sources publish: source lists ([corpus.Source])
// go in, a record of every attempt ([corpus.Capture]) comes out, with the bytes
// that servers sent in WARC files, from which [ReadPage] gives [corpus.Page].
//
// A [Crawler] takes each source in waves. It asks for the source's start pages,
// feeds and sitemaps; when all of these have answered, it goes through what
// they named in a fixed order, takes as much as the source's budget allows, and
// asks for that; and so on. What is fetched therefore does not depend on which
// server answered first.
//
// It decides, and strings three rooms together:
//
//   - crawl/frontier: what is to be asked, when and of whom, in a memory that
//     survives a kill at any moment;
//   - crawl/fetch: one URL asked for under a guard, with what crawl/guard
//     (addresses that may be reached), crawl/coding (bodies that lie about their
//     size) and crawl/render (pages that scripts make) do for it;
//   - crawl/read: what an answer is and what it says, with crawl/listing
//     (archives' indexes and WordPress).
//
// Beside them stand crawl/robots (what a publisher allows), crawl/urlid (which
// links are the same page), crawl/warc (what is kept) and crawl/reason (why a
// capture ended as it did). A [Prober] asks for single URLs through the same
// rooms, to look before a crawl.
//
// Where the memory is on a server, other processes can fetch for the one that decides
// ([Crawler.Join]): tasks and results are rows there, and are to the one that decides
// what its own goroutines have in hand.
//
// The package is polite by default and cannot be made impolite to public hosts:
// one request at a time to a host, robots.txt obeyed, no forms, no
// evasion of blocks. A page that cannot be had is a capture with a reason, not
// an error; Run fails only when the crawl itself cannot go on. It does not
// extract articles or judge their relevance, beyond a source's query terms on
// feeds that carry text.
package crawl

// Package list reads the lists in which publishers name their pages: feeds
// (RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON feeds), sitemaps, news
// sitemaps, indexes of sitemaps and lines of URLs. The text of an answer goes
// in, unpacked and decoded to UTF-8; its entries come out, in order. The
// package knows no network and no clock, and whether an entry may be followed
// is the crawler's decision.
//
// What a list is, [Detect] and [Parse] tell from the text alone: not from the
// type under which it was served, and not from the place in which somebody
// expected it. So a feed may stand where a sitemap was named, and the reverse.
//
// # Why a reader of our own
//
// One reader serves all formats of XML. It goes over markup tag by tag, keeps
// one entry and the names of the elements that are open, and forgives what
// publishers get wrong: prefixes that nobody bound or of another name than
// usual, warnings printed before the document, elements without end, a text
// that ends early, bare & and < in words, namespaces of nobody. A parser that
// builds a tree takes a hundred times the room of the list, gives up at the
// first error, and gives one link an entry where the rank of several decides
// (an entry's page comes before the recording that goes with it).
//
// # What a hostile list cannot do
//
// Entities that a document declares are never expanded and no file or address
// is ever read for it; such a list is damaged by [WhyEntities]. Time is linear
// in the length of the text, whatever it holds. Memory is bounded by
// [MaxFeedEntries] and [MaxSitemapEntries], by the length of one entry, and by
// the number of open elements and prefixes that are remembered.
package list

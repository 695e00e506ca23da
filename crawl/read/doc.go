// Package read takes an answer in and says what it is and what it says: its form,
// its outcome, the wall that stands in place of a page, the wishes of its
// publisher, the links with their place and kind, and where it sends the reader
// on. Feeds, sitemaps, listings and archives' indexes are told by their content.
//
// It is pure: no network, no clock, no memory. What it says is a function of the
// answer, of the capture that the answer is recorded in and of the source's
// [Rules], so each rule is a row of a table test. What becomes of it - whether a
// link was met before, whether a page of the same text is there - is decided by
// package crawl.
package read

// Package imports reads documents that were not crawled here: saved pages, plain
// texts, JSON lines, CSV tables and other people's WARC files. Paths go in,
// [Item]s come out, each a page or a ready document with what is known of its
// origin. Nothing is interpreted: extraction and annotation follow as for pages
// that were fetched.
//
// A file that cannot be read is an Item with a Problem, so that one bad file of a
// thousand costs one file; an error means that the import cannot go on.
package imports

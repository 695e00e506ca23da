// Package coding undoes HTTP content codings without trusting them: the bytes
// that a server sent go in, the decoded body comes out, never more than a
// limit, and with it a word on what was wrong.
//
// What could be decoded before a fault is kept, because half an article is
// worth more than none. gzip, deflate (with or without zlib's frame), br and
// zstd are known. A body that is gzip under any other name, as archives of
// sitemaps are and careless servers send, is unpacked too.
package coding

// Package warc reads and writes WARC 1.1 files (ISO 28500:2017), the archive
// format in which the crawler keeps what servers sent: records with headers go
// in, files of gzip members come out, one member a record, so that any record
// can be read by its offset alone.
//
// The writer is made for a crawl that may be killed: it appends whole members,
// and it continues at a position that the caller remembers, dropping whatever
// was written after it. The reader takes other people's files too: plain,
// compressed by record or as a whole, WARC 1.0 and 1.1. Neither interprets
// pages; [ParseHTTP] only parts an HTTP message into head and body.
package warc

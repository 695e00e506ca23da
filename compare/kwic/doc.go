// Package kwic shows the words behind a number: keyword in context. Hits of a
// codebook, mentions of a target or any places in documents go in; concordance
// lines come out, each with outlet, date, address and the place of the page in
// the WARC archive, so that a reader can check a figure down to the bytes.
//
// Lines are short on purpose, some eight words or twenty Han characters on each
// side: a concordance proves a number, it does not republish articles. The
// package will not escape anything for HTML; that is for whoever prints.
package kwic

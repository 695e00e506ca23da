// Package entry is the form in which stores of the frontier keep their entries:
// keys that sort as their things do, and values of few bytes, which hold any text,
// also such as is no UTF-8. Nouns of crawl/frontier go in, bytes come out, and the
// other way round. It does no I/O.
package entry

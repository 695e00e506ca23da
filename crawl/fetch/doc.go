// Package fetch asks for one URL under a guard: a [Request] goes in, an
// [Answer] with its body, what is damaged about it and how long it took comes
// back. It sends the address byte by byte, decodes content codings within
// bounds, keeps what came before a fault, and follows no redirect.
//
// It knows no frontier and no source, and asks no robots.txt: whether and when a
// URL is asked for is decided by package crawl.
package fetch

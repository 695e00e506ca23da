// Package refetch builds texts again from a package that does not hold them: in go
// a package with addresses and digests ([datapackage.Reader]), out come the
// documents whose text is still the one of the package, and for every other one
// what has become of it.
//
// It asks through the crawler's own rooms ([crawl.Prober]): robots.txt on every
// hop, one request at a time to a host with its gap, addresses checked as they are
// dialled, bodies within bounds; and reads by the same extractor. What it gets it
// writes down at once, so that the same call goes on after an interruption, and
// asks again for what could not be reached.
//
// A package is somebody else's file and trusted in nothing: its tables are held
// against its digests, its addresses are normalised as those of any link, and how
// many it may name is bounded. It changes no dataset; what it writes can be
// imported.
package refetch

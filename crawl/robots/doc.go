// Package robots decides what a robots.txt allows: the bytes of the file and a
// crawler's product token go in, an allow or disallow for a URL comes out,
// with the line that decided. It follows RFC 9309 and, where the RFC leaves
// room, the reference matcher that Google published with its test cases.
//
// The package has no network and no clock: who fetches the file, what its
// status means and how long a copy lives is the crawler's business.
package robots

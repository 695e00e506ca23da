// Package guard keeps the crawler out of networks that are not the public
// internet: host names and addresses go in, connections come out, or an
// [Error] that says why there is none.
//
// Pages choose where a crawler goes next, so a link or a redirect may point at
// the machine itself, at a neighbour or at a cloud's metadata service, by
// number, by odd spelling or by a name that resolves there. The check is made
// on the address that is dialled, after resolution, so spelling and rebinding
// do not matter. The package does not limit what a public host may send.
package guard

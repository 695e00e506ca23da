// Package urlid gives every page one name: a link as it stands in a document
// goes in, the normalised URL that is its identity comes out.
//
// A link is read by the WHATWG URL standard, as browsers do. Then our rules
// apply: http and https only, no fragment, no credentials, no tracking
// parameters, no percent escapes of characters that need none and the others in
// upper case (RFC 3986 section 6.2.2). The result is what is sent to the server,
// so nothing that a server may tell apart is merged: trailing slashes, the order
// of parameters, letter case in paths and escapes of reserved characters stay as
// they are. Normalising twice changes nothing.
//
// [Renormalise] takes over what an older version of these rules has stored.
package urlid

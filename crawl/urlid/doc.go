// Package urlid gives every page one name: a link as it stands in a document
// goes in, the normalised URL that is its identity comes out.
//
// A link is read by the WHATWG URL standard, as browsers do. Then our rules
// apply: http and https only, no fragment, no credentials, no tracking
// parameters, percent escapes in upper case. The result is what is sent to the
// server, so nothing that a server may tell apart is merged: trailing slashes,
// the order of parameters and letter case in paths stay as they are.
// Normalising twice changes nothing.
package urlid

// Package charset turns the bytes of a fetched page into UTF-8, and says which
// character set it decided on and on what evidence, so that the decision is
// made once and can be stored beside the page.
//
// In goes a body with the Content-Type its server sent; out comes valid UTF-8
// without byte order mark, and a [Decision]. The evidence is tried in this
// order, and a declaration that the bytes contradict is passed over:
//
//  1. a byte order mark, or the bytes of UTF-16 without one;
//  2. the Content-Type header, except that servers send latin1 by default, so
//     a latin1 header over valid UTF-8 is wrong;
//  3. the bytes are valid UTF-8;
//  4. a meta element anywhere in the page (the WHATWG algorithm reads the
//     first 1024 bytes only, which loses whole articles), or an XML
//     declaration;
//  5. detection: the candidate whose decoded text looks most like a language.
//
// It does not repair text that was already decoded wrongly before it was
// stored, and it never fails: what cannot be decoded becomes U+FFFD.
package charset

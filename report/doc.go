// Package report writes a dataset as one HTML file that anybody can open: no
// scripts, nothing loaded from elsewhere, charts as inline SVG, light, dark and
// printable. A [store.Dataset] goes in with its [compare.Study], so that the
// numbers are those of table estimates and are computed once.
//
// Every number that counts documents leads to concordance lines on the same
// page, each with its outlet, date, address and the place of the page in the
// WARC archive. Lines of a frame stand once; a link to a cell of a chart shows
// only those lines that belong to it (CSS :target), and without CSS or on
// paper all of them are there.
//
// Text of pages is foreign: html/template and package svg escape it, addresses
// other than http and https become plain text, and the content security policy
// of the page forbids every load.
//
// The package will not interpret: its sentences are computed from the numbers
// and hedge where intervals overlap.
package report

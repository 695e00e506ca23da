// Package report writes a dataset as an HTML page that anybody can open: no
// scripts, nothing loaded from elsewhere, charts as inline SVG, light, dark and
// printable. A [store.Dataset] goes in with its [compare.Study], so that the
// numbers are those of table estimates and are computed once.
//
// The first screen has a card for each of twelve questions (question_NAME.go): the
// answer in a sentence with its interval, what it survives, what cannot be
// concluded, and where its numbers are; or what is missing. Sections follow in the
// same order, each figure under what it shows.
//
// Every number that counts documents leads to concordance lines in a second file
// beside the page, which bounds the page whatever the dataset's size: each line has
// its outlet, date, address and the place of the page in the
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

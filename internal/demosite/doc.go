// Package demosite is the web of the demo and of the end-to-end tests: sixteen
// invented outlets with some 150 invented articles, served by their Host header
// from files that the binary carries. No outlet, person or event in it is real,
// and the hosts end in .test, a name that RFC 2606 keeps out of the DNS.
//
// In go the files of this folder, which editors write: outlets.yaml (who the
// outlets are), stories/ (what they publish; stories/README.md has the form),
// looks/ (each outlet's pages, feeds, sitemaps and robots.txt, with a template
// of its own) and trouble.yaml (what goes wrong on purpose). A folder with the same
// files holds the smaller web of another subject ([Subjects]). Out comes an
// [http.Handler]; [Site.Articles] and [Site.Cases] say what it publishes and
// what it does to a crawler, so that a test can compare what a pipeline stored
// with the truth.
//
// The package reads no clock and no random numbers: dates come from the
// stories, and the same request in the same order gets the same bytes. State is
// kept per handler and is small: which of the two "not now" answers (429, 503)
// were given already. It writes no files, knows nothing of the pipeline and
// does not listen beyond 127.0.0.1.
package demosite

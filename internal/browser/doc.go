// Package browser holds the tests that look at the report as a reader does, in a
// headless Chromium; there is no other code in it. Without a Chromium on the
// machine they are skipped, and make test installs one where it can.
package browser

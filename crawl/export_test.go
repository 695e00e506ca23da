package crawl

import "bytes"

// ReadAnything passes foreign bytes through everything that reads them, for the
// fuzz tests.
func ReadAnything(body []byte, contentType string) {
	sniff(body, contentType)
	s := scanHTML(body, "framewatch")
	wall(&s, nil)
	parseFeed(bytes.Clone(body))
	refreshTarget(contentType)
	isTrap(contentType)
	articleLike(contentType)
}

package crawl_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"framewatch/corpus"
)

// TestWhatAServerSaysIsValidText: one header that is cut within a character makes a
// table that nobody can read.
func TestWhatAServerSaysIsValidText(t *testing.T) {
	page := article("Said")
	for _, said := range []string{"é", "\xe9", "国", "\xff\xfe", "字\xe5\xad"} {
		for pad := range 4 {
			s := newSite(t)
			long := "text/html; x=" + strings.Repeat("a", pad) + strings.Repeat(said, 1024)
			s.handle("a.test/said", raw(t, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nETag: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", long, long, len(page), page)))
			src := source("a", "a.test", func(src *corpus.Source) { src.Start = []string{"http://a.test/said"} })
			_, got := run(t, crawler(t, s.settings("a.test")), jobIn(t.TempDir(), "r", src))
			for _, c := range got {
				if !utf8.ValidString(c.ContentType) || !utf8.ValidString(c.Message) || len(c.ContentType) > 1024 {
					t.Errorf("%q %d: content type %.40q of %d bytes, message %q", said, pad, c.ContentType, len(c.ContentType), c.Message)
				}
			}
			if len(got) == 0 {
				t.Errorf("%q: no capture", said)
			}
		}
	}
}

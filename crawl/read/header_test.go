package read_test

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"framewatch/crawl/read"
)

// TestForeignTextIsCutBetweenRunes: what a server sends ends up in tables, whose
// readers refuse a file for half a rune.
func TestForeignTextIsCutBetweenRunes(t *testing.T) {
	for shift := range 5 {
		long := strings.Repeat("x", shift) + strings.Repeat("é国🕊", 400) + "\xff"
		got := read.HeaderText(http.Header{"Content-Type": {long}}, "Content-Type")
		if !utf8.ValidString(got) || len(got) > 1024 || len(got) < 1021 || !strings.HasPrefix(long, got) {
			t.Errorf("header of %d bytes, valid %t", len(got), utf8.ValidString(got))
		}
	}
}

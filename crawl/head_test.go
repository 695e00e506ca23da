package crawl

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestForeignTextIsCutBetweenRunes: what a server sends ends up in tables, whose
// readers refuse a file for half a rune.
func TestForeignTextIsCutBetweenRunes(t *testing.T) {
	for shift := range 5 {
		long := strings.Repeat("x", shift) + strings.Repeat("é国🕊", 400) + "\xff"
		got := header(http.Header{"Content-Type": {long}}, "Content-Type")
		if !utf8.ValidString(got) || len(got) > 1024 || len(got) < 1021 || !strings.HasPrefix(long, got) {
			t.Errorf("header of %d bytes, valid %t", len(got), utf8.ValidString(got))
		}
		_, _, message := failure(errors.New(long))
		if !utf8.ValidString(message) || len(message) > 500 || len(message) < 497 {
			t.Errorf("message of %d bytes, valid %t", len(message), utf8.ValidString(message))
		}
	}
	if got := head("国", 2); got != "" {
		t.Errorf("%q of a rune that does not fit", got)
	}
}

package fetch_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/fetch"
	"framewatch/crawl/guard"
	"framewatch/crawl/reason"
)

// TestFailuresAreNamed: what decides whether a URL is tried again is the word for
// what went wrong.
func TestFailuresAreNamed(t *testing.T) {
	for want, err := range map[string]error{
		reason.Address:      &guard.Error{},
		reason.DNS:          &net.DNSError{IsNotFound: true},
		reason.DNSTemporary: &net.DNSError{IsTimeout: true},
		reason.TLS:          tls.RecordHeaderError{},
		reason.Coding:       coding.ErrUnknown,
		reason.Timeout:      os.ErrDeadlineExceeded,
		reason.Refused:      syscall.ECONNREFUSED,
		reason.Protocol:     errors.New("malformed HTTP response"),
		reason.Connection:   syscall.ECONNRESET,
	} {
		outcome, code, message := fetch.Failure(fmt.Errorf("ask: %w", err))
		if code != want || message == "" || !reason.Known(code) {
			t.Errorf("%v: %s, want %s", err, code, want)
		}
		if refused := want == reason.Address; refused != (outcome == corpus.OutcomeNotFetched) || !refused && outcome != corpus.OutcomeError {
			t.Errorf("%v: outcome %s", err, outcome)
		}
	}
}

// TestMessagesAreCutBetweenRunes: what a server makes an error say ends up in
// tables, whose readers refuse a file for half a rune.
func TestMessagesAreCutBetweenRunes(t *testing.T) {
	for shift := range 5 {
		_, _, message := fetch.Failure(errors.New(strings.Repeat("x", shift) + strings.Repeat("é国🕊", 400) + "\xff"))
		if !utf8.ValidString(message) || len(message) > 500 || len(message) < 497 {
			t.Errorf("message of %d bytes, valid %t", len(message), utf8.ValidString(message))
		}
	}
}

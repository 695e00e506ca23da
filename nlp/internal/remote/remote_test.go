package remote_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"framewatch/nlp/internal/remote"
)

func TestWaitEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := remote.Wait(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if err := remote.Wait(t.Context(), 0); err != nil {
		t.Errorf("no time at all: %v", err)
	}
}

func TestExcerptIsOneShortLine(t *testing.T) {
	for in, want := range map[string]string{"": "nothing else said", "\n\n": "nothing else said", "a\n\tb": `"a b"`, "调\xff\"": `"调?\""`} {
		if got := remote.Excerpt([]byte(in)); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
	if got := remote.Excerpt([]byte(strings.Repeat("x", 1000))); len(got) != 122 {
		t.Errorf("%d bytes", len(got))
	}
}

func TestBareHasNoAddress(t *testing.T) {
	fault := errors.New("refused")
	if err := remote.Bare(&url.Error{Op: "Post", URL: "http://u:secret@h.test", Err: fault}); err != fault { //nolint:errorlint // nothing may be around it
		t.Errorf("error %v", err)
	}
	if err := remote.Bare(fault); err != fault { //nolint:errorlint // as above
		t.Errorf("error %v", err)
	}
}

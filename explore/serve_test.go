package explore_test

import (
	"context"
	"net"
	"testing"

	"framewatch/compare"
	"framewatch/explore"
	"framewatch/report"
)

// listening is an explorer on a port of its own, and what ends it.
func listening(t *testing.T) (address string, stop func() error) {
	t.Helper()
	w, err := world()
	if err != nil {
		t.Fatal(err)
	}
	e, err := explore.New(t.Context(), w.ds, w.index, explore.Options{Compare: compare.Default(), Report: report.Default()})
	if err != nil {
		t.Fatal(err)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- e.Serve(ctx, l) }()
	return l.Addr().String(), func() error { cancel(); return <-ended }
}

func TestServeEndsWithItsContext(t *testing.T) {
	_, stop := listening(t)
	if err := stop(); err != nil {
		t.Errorf("ended with %v", err)
	}
}

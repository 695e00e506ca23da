// Package remote is what asking another program over HTTP needs, whatever is
// asked: waiting, and saying what went wrong without what nobody should read.
package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Wait sleeps, unless ctx ends before; then its error is ctx's.
func Wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Stay is an http.Client's CheckRedirect that follows none: who sends elsewhere is
// not whom the settings name, and what is asked may be private. The answer is the
// redirect itself, with its status.
func Stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Excerpt is the beginning of what somebody else wrote, on one line.
func Excerpt(b []byte) string {
	const most = 120
	s := strings.Join(strings.Fields(strings.ToValidUTF8(string(b[:min(len(b), most)]), "?")), " ")
	if s == "" {
		return "nothing else said"
	}
	return fmt.Sprintf("%q", s)
}

// Bare is the fault of a request without its address, which can hold a key.
func Bare(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		return outer.Err
	}
	return err
}

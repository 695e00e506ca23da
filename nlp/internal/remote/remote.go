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
	"sync"
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

// ErrLate is in the error of a request that had no answer in its time, and ErrSilent in
// that of one that was not made, as those before it had none.
var (
	ErrLate   = errors.New("no answer")
	ErrSilent = errors.New("it lets all wait and answers nobody")
)

const (
	// enough is how many requests in a row must have had no answer before no more are
	// made: one text may take too long, and a busy machine may be late by itself.
	enough = 4
	// rests is for how long none is made then, in times that a request may take.
	rests = 10
)

// Silence watches for a program that takes requests and answers none: each of them
// would cost the whole of its time. The zero value is ready; it is safe for concurrent
// use.
type Silence struct {
	mu    sync.Mutex
	late  int
	until time.Time
}

// May is [ErrSilent] while no request is to be made.
func (s *Silence) May(now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Before(s.until) {
		return fmt.Errorf("%w: %d requests in a row had no answer", ErrSilent, s.late)
	}
	return nil
}

// Came notes how a request ended that may take so long.
func (s *Silence) Came(err error, timeout time.Duration, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !errors.Is(err, ErrLate) {
		s.late, s.until = 0, time.Time{}
		return
	}
	if s.late++; s.late >= enough {
		s.until = now.Add(rests * timeout)
	}
}

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

// Package patient bounds how long one HTTP exchange may say nothing: a request goes in
// with limits, and comes back with an answer whose body has them too. It knows of
// silence alone, at each of its places: before the answer begins (names, connection,
// handshake, and whatever a server does with a request that it has taken), and within
// a body. How long whoever asked takes over what has come is not counted.
//
// An http.Transport has a limit for each of some steps, none for others, such as a
// stream of HTTP/2 that waits for its turn or a body that stands still in the middle,
// and an http.Client's Timeout is of the whole, too short for a large object and too
// long for a small one.
package patient

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// Limits are for one exchange; 0 sets none.
type Limits struct {
	First time.Duration // from the last byte of the request's body that was taken to the answer's header
	Pause time.Duration // within the answer's body, and the request's
	Whole time.Duration // of the answer's body, from the header on
}

// silence is an error of [RoundTrip] and of reading a body. It is a timeout as
// [net.Error] has it.
type silence struct{ what string }

func (e *silence) Error() string { return e.what }
func (*silence) Timeout() bool   { return true }
func (*silence) Temporary() bool { return true }

// What becomes of an exchange beyond its limits.
var (
	ErrNoAnswer error = &silence{"no answer began in time"}
	ErrStalled  error = &silence{"the body paused for too long"}
	ErrTooSlow  error = &silence{"the body took too long"}
)

// Transport is a RoundTripper of the same limits for all requests.
type Transport struct {
	Next   http.RoundTripper
	Limits Limits
}

// RoundTrip is for [http.RoundTripper].
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	return RoundTrip(t.Next, r, t.Limits)
}

// RoundTrip sends a request through next. The answer's body must be closed, which
// ends what belongs to the exchange. Its errors, and those of reading the body, are
// next's, or [ErrNoAnswer], [ErrStalled] and [ErrTooSlow].
func RoundTrip(next http.RoundTripper, r *http.Request, l Limits) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	first := after(l.First, func() { cancel(ErrNoAnswer) })
	out := r.WithContext(ctx)
	if r.Body != nil && r.Body != http.NoBody {
		out.Body = &sending{r.Body, first, l}
	}
	resp, err := next.RoundTrip(out)
	first.stop()
	if err != nil {
		err = blame(ctx, err)
		cancel(nil)
		return nil, err
	}
	b := &body{resp: resp.Body, ctx: ctx, cancel: cancel, pause: after(l.Pause, func() { cancel(ErrStalled) }), length: l.Pause, whole: after(l.Whole, func() { cancel(ErrTooSlow) })}
	b.pause.stop() // until somebody reads
	resp.Body = b
	return resp, nil
}

// blame is the error of an exchange that has ended, or why we have ended it.
func blame(ctx context.Context, err error) error {
	var ours *silence
	if cause := context.Cause(ctx); errors.As(cause, &ours) {
		return cause
	}
	return err
}

// timer may be none.
type timer struct{ *time.Timer }

func after(d time.Duration, f func()) timer {
	if d <= 0 {
		return timer{}
	}
	return timer{time.AfterFunc(d, f)}
}

func (t timer) stop() {
	if t.Timer != nil {
		t.Stop()
	}
}

func (t timer) again(d time.Duration) {
	if t.Timer != nil {
		t.Reset(d)
	}
}

// sending is a request's body. Whoever takes a part of it is there still.
type sending struct {
	io.ReadCloser
	first  timer
	limits Limits
}

func (s *sending) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	// What was taken has to leave first: that is a pause, and then the answer's begin.
	if s.first.Timer != nil && s.first.Stop() {
		s.first.Reset(max(s.limits.First, s.limits.Pause))
	}
	return n, err
}

// body is an answer's.
type body struct {
	resp   io.ReadCloser
	ctx    context.Context //nolint:containedctx // the exchange's, which ends with its body
	cancel context.CancelCauseFunc
	pause  timer
	length time.Duration
	whole  timer
}

func (b *body) Read(p []byte) (int, error) {
	b.pause.again(b.length)
	n, err := b.resp.Read(p)
	b.pause.stop()
	if err != nil && !errors.Is(err, io.EOF) {
		err = blame(b.ctx, err)
	}
	return n, err
}

func (b *body) Close() error {
	b.pause.stop()
	b.whole.stop()
	err := b.resp.Close()
	b.cancel(nil)
	return err
}

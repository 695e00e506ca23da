package s3_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gocloud.dev/blob"

	"framewatch/internal/patient"
	"framewatch/store/disk/bucket/s3"
	"framewatch/store/disk/bucket/s3test"
)

// silent is a network on which the next answers stand still, before they begin or in
// the middle.
type silent struct {
	http.RoundTripper
	left   int
	middle bool
}

func (s *silent) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.left == 0 {
		return s.RoundTripper.RoundTrip(r)
	}
	s.left--
	if !s.middle {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	resp, err := s.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = &halfBody{resp.Body, io.LimitReader(resp.Body, resp.ContentLength/2), r.Context()}
	}
	return resp, err
}

type halfBody struct {
	io.Closer
	half io.Reader
	ctx  context.Context //nolint:containedctx // it is one request's
}

func (b *halfBody) Read(p []byte) (int, error) {
	if n, err := b.half.Read(p); n > 0 {
		return n, err
	}
	<-b.ctx.Done()
	return 0, b.ctx.Err()
}

// TestASilentServerIsGivenUp: where a server takes a request and answers nothing, or
// stands still within an object, it is asked again after the time that is set, and an
// object is read on from where it was.
func TestASilentServerIsGivenUp(t *testing.T) {
	content := strings.Repeat("content 内容 ", 4000)
	for name, c := range map[string]struct {
		silent silent
		do     func(context.Context, *blob.Bucket) error
		took   time.Duration
	}{
		"before the answer": {silent{left: 2}, func(ctx context.Context, b *blob.Bucket) error {
			return b.WriteAll(ctx, "new", []byte("new"), nil)
		}, 2 * s3.Patience.First},
		"in an object": {silent{left: 2, middle: true}, func(ctx context.Context, b *blob.Bucket) error {
			data, err := b.ReadAll(ctx, "there")
			return expect(err, string(data) == content, len(data))
		}, 2 * s3.Patience.Pause},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cfg := config(t, s3test.New())
				network := c.silent
				network.RoundTripper, network.left = cfg.Client.Transport, 0
				cfg.Client = &http.Client{Transport: &patient.Transport{Next: &network, Limits: s3.Patience}}
				cfg.Wait = func(int) {}
				b := s3.Open(cfg)
				defer b.Close()
				if err := b.WriteAll(t.Context(), "there", []byte(content), nil); err != nil {
					t.Fatal(err)
				}
				network.left = c.silent.left
				began := time.Now()
				if err := c.do(t.Context(), b); err != nil || time.Since(began) != c.took {
					t.Errorf("%v after %s, want %s", err, time.Since(began), c.took)
				}
			})
		})
	}
}

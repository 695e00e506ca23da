package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"gocloud.dev/blob/driver"
)

// reader reads an object, or a part of it. Where the answer ends early it asks for what
// is left, of the same version of the object: a large one takes long, and connections do
// not last.
type reader struct {
	ctx        context.Context //nolint:containedctx // of the call that made it: Read, which may ask again, has none of its own
	b          *bucket
	key, etag  string
	body       io.ReadCloser
	at, end    int64 // in the object; end is -1 where the server did not tell
	asked      int
	attributes driver.ReaderAttributes
}

func newReader(ctx context.Context, b *bucket, key string, at int64, resp *http.Response) *reader {
	r := &reader{ctx: ctx, b: b, key: key, etag: resp.Header.Get("Etag"), body: resp.Body, at: at, end: -1, asked: 1}
	size := resp.ContentLength
	if size >= 0 {
		r.end = at + size
	}
	if _, all, ok := strings.Cut(resp.Header.Get("Content-Range"), "/"); ok {
		if n, err := strconv.ParseInt(all, 10, 64); err == nil {
			size = n
		}
	}
	r.attributes = driver.ReaderAttributes{ContentType: resp.Header.Get("Content-Type"), ModTime: modified(resp.Header), Size: size}
	return r
}

func (r *reader) Attributes() *driver.ReaderAttributes { return &r.attributes }
func (*reader) As(any) bool                            { return false }
func (r *reader) Close() error                         { return r.body.Close() }

// Read reads on, after an interruption from where it was.
func (r *reader) Read(p []byte) (int, error) {
	for {
		n, err := r.body.Read(p)
		r.at += int64(n)
		switch {
		case err == nil || errors.Is(err, io.EOF) && r.end < 0:
			return n, err
		case r.end >= 0 && r.at >= r.end: // whole, however the connection ended
			return n, io.EOF
		case n > 0:
			return n, nil // the next call meets the same end
		}
		if err := r.again(err); err != nil {
			return 0, err
		}
	}
}

// again asks for the rest.
func (r *reader) again(cause error) error {
	if errors.Is(cause, io.EOF) {
		cause = io.ErrUnexpectedEOF
	}
	if r.end < 0 || r.etag == "" || r.ctx.Err() != nil || r.asked >= r.b.c.Attempts {
		return fmt.Errorf("read %s: %w", r.key, cause)
	}
	r.b.c.Wait(r.asked - 1)
	r.asked++
	resp, err := r.b.do(r.ctx, request{method: http.MethodGet, key: r.key, header: map[string]string{"Accept-Encoding": "identity", "If-Match": r.etag,
		"Range": fmt.Sprintf("bytes=%d-%d", r.at, r.end-1)}})
	if err != nil {
		return fmt.Errorf("read %s: %w (%w)", r.key, cause, err)
	}
	if resp.StatusCode != http.StatusPartialContent || resp.Header.Get("Etag") != r.etag {
		return errors.Join(fmt.Errorf("read %s: %w, and the server does not give the rest of it", r.key, cause), resp.Body.Close())
	}
	_ = r.body.Close() // it has said what it had to say
	r.body = resp.Body
	return nil
}

package s3

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"gocloud.dev/gcerrors"
)

// request is what is asked of the server. A body is read again for each attempt.
type request struct {
	method, key string
	query       url.Values
	header      map[string]string
	body        *spool
	into        any // takes the answer as XML, nil where it is an object
}

// failure is an answer that says no.
type failure struct {
	Status  int
	Code    string // S3's own, empty where the answer has no body
	Message string
	Again   bool // an earlier attempt of the same request has failed in an unknown way
}

func (f *failure) Error() string {
	if f.Code == "" {
		return fmt.Sprintf("status %d", f.Status)
	}
	return fmt.Sprintf("status %d: %s: %s", f.Status, f.Code, f.Message)
}

func codeOf(err error) gcerrors.ErrorCode {
	var f *failure
	switch {
	case errors.Is(err, context.Canceled):
		return gcerrors.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		return gcerrors.DeadlineExceeded
	case errors.Is(err, errUnimplemented):
		return gcerrors.Unimplemented
	case !errors.As(err, &f):
		return gcerrors.Unknown
	case f.Status == http.StatusNotFound:
		return gcerrors.NotFound
	case f.Status == http.StatusPreconditionFailed, f.Status == http.StatusConflict:
		return gcerrors.FailedPrecondition
	case f.Status == http.StatusForbidden, f.Status == http.StatusUnauthorized:
		return gcerrors.PermissionDenied
	case f.Status == http.StatusBadRequest:
		return gcerrors.InvalidArgument
	case f.Status == http.StatusServiceUnavailable, f.Status == http.StatusTooManyRequests:
		return gcerrors.ResourceExhausted
	}
	return gcerrors.Unknown
}

var errUnimplemented = errors.New("not implemented")

// do sends a request until the server has decided on it. The caller closes the
// body of the answer.
func (b *bucket) do(ctx context.Context, q request) (*http.Response, error) {
	if q.key == "" && q.query == nil {
		return nil, &failure{Status: http.StatusNotFound, Code: "NoSuchKey", Message: "the key is empty"}
	}
	for attempt := 0; ; attempt++ {
		resp, err := b.try(ctx, q)
		if err == nil {
			return resp, nil
		}
		var f *failure
		if errors.As(err, &f) {
			f.Again = attempt > 0
		}
		if ctx.Err() != nil || attempt+1 >= b.c.Attempts || f != nil && !transient(f) {
			return nil, err
		}
		b.c.Wait(attempt)
	}
}

// ask sends a request whose answer is read into something.
func (b *bucket) ask(ctx context.Context, q request) error {
	resp, err := b.do(ctx, q)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// transient reports whether a request may succeed the next time.
func transient(f *failure) bool {
	return f.Status >= 500 || f.Status == http.StatusTooManyRequests || f.Status == http.StatusRequestTimeout ||
		f.Code == "ConditionalRequestConflict" || f.Code == "OperationAborted"
}

func (b *bucket) try(ctx context.Context, q request) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, q.method, b.address(q.key, q.query), http.NoBody)
	if err != nil {
		return nil, err
	}
	for k, v := range q.header {
		r.Header.Set(k, v)
	}
	sum := emptySum
	if q.body != nil {
		sum = q.body.sum()
		if r.ContentLength = q.body.size; r.ContentLength > 0 {
			r.Body = q.body.reader()
		}
	}
	sign(r, b.c.Key, b.c.Region, sum, b.c.Now())
	resp, err := b.c.Client.Do(r)
	if err != nil {
		return nil, err
	}
	ok := resp.StatusCode/100 == 2
	if ok && q.into == nil {
		return resp, nil
	}
	defer resp.Body.Close()
	if ok {
		return resp, decode(resp.Body, q.into)
	}
	return nil, readFailure(resp.StatusCode, resp.Body)
}

// maxAnswer bounds the bytes of an answer that is no object.
const maxAnswer = 16 << 20

// decode reads an answer to its end: one that was cut on its way is an error, after
// which the request is tried again.
func decode(body io.Reader, into any) error {
	if err := xml.NewDecoder(io.LimitReader(body, maxAnswer)).Decode(into); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if c, ok := into.(interface{ check() error }); ok {
		return c.check()
	}
	return nil
}

func readFailure(status int, body io.Reader) error {
	var answer struct{ Code, Message string }
	// What is no XML has no code.
	_ = xml.NewDecoder(io.LimitReader(body, maxAnswer)).Decode(&answer)
	return &failure{Status: status, Code: answer.Code, Message: answer.Message}
}

// address is the URL of a key; an empty key stands for the bucket.
func (b *bucket) address(key string, q url.Values) string {
	scheme, rest, _ := strings.Cut(strings.TrimSuffix(b.c.Endpoint, "/"), "://")
	at := scheme + "://" + rest + "/" + escape(b.c.Bucket, false)
	if !b.c.PathStyle {
		at = scheme + "://" + b.c.Bucket + "." + rest
	}
	at += "/" + escape(key, true)
	if len(q) > 0 {
		at += "?" + encode(q)
	}
	return at
}

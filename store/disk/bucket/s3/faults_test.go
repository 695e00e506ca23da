package s3_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"framewatch/store/disk/bucket/s3"
	"framewatch/store/disk/bucket/s3test"
)

// operations are what is asked of a bucket that holds the object "there"; each says
// whether it was done.
var operations = map[string]func(context.Context, *blob.Bucket) error{
	"read": func(ctx context.Context, b *blob.Bucket) error {
		data, err := b.ReadAll(ctx, "there")
		return expect(err, string(data) == "content", data)
	},
	"read a part": func(ctx context.Context, b *blob.Bucket) error {
		r, err := b.NewRangeReader(ctx, "there", 2, 3, nil)
		if err != nil {
			return err
		}
		defer r.Close()
		data, err := io.ReadAll(r)
		return expect(err, string(data) == "nte", data)
	},
	"look": func(ctx context.Context, b *blob.Bucket) error {
		a, err := b.Attributes(ctx, "there")
		return expect(err, err == nil && a.Size == 7, a)
	},
	"list": func(ctx context.Context, b *blob.Bucket) error {
		page, _, err := b.ListPage(ctx, blob.FirstPageToken, 10, nil)
		return expect(err, len(page) == 1 && page[0].Key == "there", page)
	},
	"write": func(ctx context.Context, b *blob.Bucket) error {
		return b.WriteAll(ctx, "new", []byte("new"), nil)
	},
	"write what is not there": func(ctx context.Context, b *blob.Bucket) error {
		return b.WriteAll(ctx, "new", []byte("new"), &blob.WriterOptions{IfNotExist: true})
	},
	"copy":   func(ctx context.Context, b *blob.Bucket) error { return b.Copy(ctx, "new", "there", nil) },
	"remove": func(ctx context.Context, b *blob.Bucket) error { return b.Delete(ctx, "there") },
}

func expect(err error, ok bool, got any) error {
	if err == nil && !ok {
		return fmt.Errorf("it gives %v", got)
	}
	return err
}

// answer is what a server says in place of doing what it is asked.
func answer(status int, code string) func(*http.Response) (*http.Response, error) {
	return func(r *http.Response) (*http.Response, error) {
		body := `<?xml version="1.0"?><Error><Code>` + code + `</Code><Message>not now</Message></Error>`
		if r.Request.Method == http.MethodHead {
			body = ""
		}
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r.Request}, nil
	}
}

// server has one object, and answers a number of requests in another way.
func server(t *testing.T, times int, instead func(*http.Response) (*http.Response, error)) (b *blob.Bucket, requests, waits *int) {
	t.Helper()
	s := s3test.New()
	c := config(t, s)
	requests, waits = new(int), new(int)
	c.Wait = func(int) { *waits++ }
	b = s3.Open(c)
	t.Cleanup(func() { _ = b.Close() })
	if err := b.WriteAll(t.Context(), "there", []byte("content"), nil); err != nil {
		t.Fatal(err)
	}
	s.Answer = func(r *http.Response) (*http.Response, error) {
		*requests++
		if *requests <= times {
			return instead(r)
		}
		return r, nil
	}
	return b, requests, waits
}

// passing are answers after which a request is tried again.
var passing = map[string]func(*http.Response) (*http.Response, error){
	"slow down":       answer(http.StatusServiceUnavailable, "SlowDown"),
	"unavailable":     answer(http.StatusServiceUnavailable, "ServiceUnavailable"),
	"internal error":  answer(http.StatusInternalServerError, "InternalError"),
	"too many":        answer(http.StatusTooManyRequests, "TooManyRequests"),
	"timeout":         answer(http.StatusRequestTimeout, "RequestTimeout"),
	"other writer":    answer(http.StatusConflict, "ConditionalRequestConflict"),
	"no XML":          func(r *http.Response) (*http.Response, error) { return answer(http.StatusBadGateway, "<<<")(r) },
	"connection lost": func(*http.Response) (*http.Response, error) { return nil, errors.New("connection reset by peer") },
}

// TestWhatPassesIsTriedAgain: of every request, and what it was to do is done once.
func TestWhatPassesIsTriedAgain(t *testing.T) {
	for name, do := range operations {
		for what, instead := range passing {
			if what == "other writer" && (name == "look" || name == "remove") {
				continue // what only looks meets none, and is told so without a body
			}
			t.Run(name+" "+what, func(t *testing.T) {
				b, _, waits := server(t, 2, instead)
				if err := do(t.Context(), b); err != nil {
					if name == "remove" && gcerrors.Code(err) == gcerrors.NotFound { // an earlier attempt has done it
						return
					}
					t.Errorf("after two such answers: %v", err)
				}
				if *waits != 2 {
					t.Errorf("waited %d times", *waits)
				}
			})
		}
	}
}

// TestWhatDoesNotPassIsAnError of its kind, after as many attempts as there are to be.
func TestWhatDoesNotPassIsAnError(t *testing.T) {
	for what, c := range map[string]struct {
		instead  func(*http.Response) (*http.Response, error)
		want     gcerrors.ErrorCode
		attempts int
	}{
		"slow down for ever": {answer(http.StatusServiceUnavailable, "SlowDown"), gcerrors.ResourceExhausted, 5},
		"broken for ever":    {answer(http.StatusInternalServerError, "InternalError"), gcerrors.Unknown, 5},
		"no permission":      {answer(http.StatusForbidden, "AccessDenied"), gcerrors.PermissionDenied, 1},
		"a wrong key":        {answer(http.StatusUnauthorized, "InvalidAccessKeyId"), gcerrors.PermissionDenied, 1},
		"not there":          {answer(http.StatusNotFound, "NoSuchBucket"), gcerrors.NotFound, 1},
		"bad request":        {answer(http.StatusBadRequest, "InvalidArgument"), gcerrors.InvalidArgument, 1},
		"a redirect":         {answer(http.StatusMovedPermanently, "PermanentRedirect"), gcerrors.Unknown, 1},
		"no network":         {func(*http.Response) (*http.Response, error) { return nil, errors.New("no route to host") }, gcerrors.Unknown, 5},
	} {
		for name, do := range operations {
			t.Run(what+" "+name, func(t *testing.T) {
				b, requests, _ := server(t, 1<<30, c.instead)
				err := do(t.Context(), b)
				if got := gcerrors.Code(err); err == nil || got != c.want {
					t.Errorf("%v has the code %v, want %v", err, got, c.want)
				}
				if *requests != c.attempts {
					t.Errorf("%d requests, want %d", *requests, c.attempts)
				}
			})
		}
	}
}

// TestAContextThatEndsEndsTheAttempts, and is told as what it is.
func TestAContextThatEndsEndsTheAttempts(t *testing.T) {
	for name, do := range operations {
		for want, end := range map[gcerrors.ErrorCode]func(context.Context) (context.Context, context.CancelFunc){
			gcerrors.Canceled: context.WithCancel,
			gcerrors.DeadlineExceeded: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithDeadline(ctx, time.Unix(0, 0))
			},
		} {
			t.Run(fmt.Sprint(name, want), func(t *testing.T) {
				b, requests, waits := server(t, 0, nil)
				ctx, cancel := end(t.Context())
				cancel()
				if err := do(ctx, b); gcerrors.Code(err) != want && !errors.Is(err, ctx.Err()) {
					t.Errorf("%v, want %v", err, want)
				}
				if *waits > 0 || *requests > 1 {
					t.Errorf("%d requests, waited %d times", *requests, *waits)
				}
			})
		}
	}
}

// cut lets a body end after some bytes: with an error, or without one and early.
func cut(after int, err error) func(*http.Response) (*http.Response, error) {
	return func(r *http.Response) (*http.Response, error) {
		r.Body = io.NopCloser(io.MultiReader(io.LimitReader(r.Body, int64(after)), ending{err}))
		return r, nil
	}
}

type ending struct{ err error }

func (e ending) Read([]byte) (int, error) { return 0, e.err }

// TestAnAnswerThatIsCutIsNoWholeOne: what is left is asked for, and a list or a copy is
// asked for again; nothing comes out shorter than it is.
func TestAnAnswerThatIsCutIsNoWholeOne(t *testing.T) {
	for what, err := range map[string]error{"with an error": errors.New("connection reset by peer"), "without one": io.EOF} {
		for after := range 12 {
			for _, name := range []string{"read", "read a part", "list", "copy"} {
				if name == "read" && after >= len("content") || name == "read a part" && after >= 3 {
					continue // whole
				}
				t.Run(fmt.Sprintf("%s after %d bytes %s", name, after, what), func(t *testing.T) {
					b, requests, waits := server(t, 2, cut(after, err))
					want := 3
					if name == "read" && after > 3 || name == "read a part" && after == 2 { // the rest is shorter
						want = 2
					}
					if err := operations[name](t.Context(), b); err != nil || *requests != want && after > 0 || *waits != *requests-1 {
						t.Errorf("%v after %d requests, waited %d times; want %d requests", err, *requests, *waits, want)
					}
					b, _, _ = server(t, 1<<30, cut(0, err))
					if err := operations[name](t.Context(), b); err == nil {
						t.Error("no error from a server that never sends a whole answer")
					}
				})
			}
		}
	}
}

// TestTheRestOfAnotherObjectIsNotTaken: one that was replaced while it was read.
func TestTheRestOfAnotherObjectIsNotTaken(t *testing.T) {
	s := s3test.New()
	b := s3.Open(config(t, s))
	write := func(content string) {
		t.Helper()
		if err := b.WriteAll(t.Context(), "there", []byte(content), nil); err != nil {
			t.Fatal(err)
		}
	}
	write("content")
	first := true
	s.Answer = func(r *http.Response) (*http.Response, error) {
		if r.Request.Method != http.MethodGet || !first {
			return r, nil
		}
		first = false
		return cut(3, io.ErrUnexpectedEOF)(r)
	}
	r, err := b.NewReader(t.Context(), "there", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	write("another")
	if data, err := io.ReadAll(r); err == nil {
		t.Errorf("read %q of two objects", data)
	}
}

// TestACopyThatFailsAfterItsHead: S3 says 200 at once, and in the body that it failed.
func TestACopyThatFailsAfterItsHead(t *testing.T) {
	fails := func(r *http.Response) (*http.Response, error) { return answer(http.StatusOK, "InternalError")(r) }
	b, _, _ := server(t, 1, fails)
	if err := operations["copy"](t.Context(), b); err != nil {
		t.Errorf("after one such answer: %v", err)
	}
	b, _, _ = server(t, 1<<30, fails)
	if err := operations["copy"](t.Context(), b); err == nil || !strings.Contains(err.Error(), "InternalError") {
		t.Errorf("after such answers only: %v", err)
	}
}

// TestAListWithoutAnEndIsAnError: no token, the same token again, and a key that is none.
func TestAListWithoutAnEndIsAnError(t *testing.T) {
	list := func(body string) func(*http.Response) (*http.Response, error) {
		return func(r *http.Response) (*http.Response, error) {
			r.Body = io.NopCloser(strings.NewReader(`<ListBucketResult>` + body + `</ListBucketResult>`))
			return r, nil
		}
	}
	for what, body := range map[string]string{
		"no token":         `<IsTruncated>true</IsTruncated>`,
		"the same token":   `<IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken><Contents><Key>k</Key></Contents>`,
		"no key":           `<EncodingType>url</EncodingType><Contents><Key>%zz</Key></Contents>`,
		"no folder":        `<EncodingType>url</EncodingType><CommonPrefixes><Prefix>%</Prefix></CommonPrefixes>`,
		"a size of no sum": `<Contents><Key>k</Key><Size>many</Size></Contents>`,
	} {
		t.Run(what, func(t *testing.T) {
			b, requests, _ := server(t, 1<<30, list(body))
			it := b.List(nil)
			for n := 0; ; n++ {
				_, err := it.Next(t.Context())
				if errors.Is(err, io.EOF) || n > 10 {
					t.Fatalf("%d objects and no error", n)
				}
				if err != nil {
					break
				}
			}
			if *requests > 5 {
				t.Errorf("%d requests", *requests)
			}
		})
	}
}

// TestALargeObjectIsSentAgainFromItsStart, from the file in which it waits.
func TestALargeObjectIsSentAgainFromItsStart(t *testing.T) {
	b, _, _ := server(t, 2, answer(http.StatusServiceUnavailable, "SlowDown"))
	data := bytes.Repeat([]byte("0123456789abcdef"), 600_000)
	if err := b.WriteAll(t.Context(), "large", data, nil); err != nil {
		t.Fatal(err)
	}
	if got, err := b.ReadAll(t.Context(), "large"); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

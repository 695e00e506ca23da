// Package s3test has an S3 server in memory for tests (gofakes3), which is
// reached without a network and fails as it is told.
package s3test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"framewatch/store/disk/bucket/s3"
)

// Bucket is the one bucket of a server.
const Bucket = "bucket"

// Server is an S3 server with one bucket. As an http.RoundTripper it answers
// without a network.
type Server struct {
	http.Handler
	backend gofakes3.Backend
	one     *sync.Mutex // requests come one by one, as conditions want it
	// Fail decides what becomes of a request that changes something: the first
	// result fails it before it is done, the second afterwards, as when the answer
	// is lost. Nil lets all through.
	Fail func(call int64, r *http.Request) (before, after error)
	// Answer may change the answer to any request, or lose it. Nil leaves it.
	Answer func(*http.Response) (*http.Response, error)
	calls  *atomic.Int64
}

// New returns a server with an empty bucket.
func New() *Server {
	b := s3mem.New()
	if err := b.CreateBucket(Bucket); err != nil {
		panic(err) // impossible in an empty backend
	}
	return &Server{Handler: gofakes3.New(b, gofakes3.WithLogger(gofakes3.DiscardLog()), gofakes3.WithoutVersioning()).Server(), backend: b, one: &sync.Mutex{}, calls: &atomic.Int64{}}
}

// Clone is another server with the same objects.
func (s *Server) Clone() (*Server, error) {
	to := New()
	list, err := s.backend.ListBucket(Bucket, nil, gofakes3.ListBucketPage{MaxKeys: 1 << 20})
	if err != nil {
		return nil, err
	}
	for _, c := range list.Contents {
		o, err := s.backend.GetObject(Bucket, c.Key, nil)
		if err != nil {
			return nil, err
		}
		if _, err := to.backend.PutObject(Bucket, c.Key, o.Metadata, o.Contents, o.Size, nil); err != nil {
			return nil, err
		}
		if err := o.Contents.Close(); err != nil {
			return nil, err
		}
	}
	return to, nil
}

// Calls is how many requests have changed something, or would have.
func (s *Server) Calls() int64 { return s.calls.Load() }

// ServeHTTP answers one request at a time.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.one.Lock()
	defer s.one.Unlock()
	s.Handler.ServeHTTP(w, r)
}

// RoundTrip answers without a network.
func (s *Server) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	var before, after error
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		n := s.calls.Add(1)
		if s.Fail != nil {
			before, after = s.Fail(n, r)
		}
	}
	if before != nil {
		return nil, before
	}
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	in.Header.Set("Content-Length", strconv.FormatInt(max(in.ContentLength, 0), 10)) // as it comes from a network
	w := httptest.NewRecorder()
	s.ServeHTTP(w, in)
	resp := w.Result()
	resp.Request = r
	if after != nil {
		_, _ = io.Copy(io.Discard, resp.Body)
		return nil, after
	}
	if s.Answer != nil {
		return s.Answer(resp)
	}
	return resp, nil
}

// Config reaches the server without a network and without waiting.
func (s *Server) Config() (s3.Config, error) {
	c, err := s3.FromURL(&url.URL{Scheme: "s3", Host: Bucket, RawQuery: "region=eu-central-1&endpoint=http://bucket.test"},
		func(name string) string {
			return map[string]string{"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}[name]
		})
	c.Client = &http.Client{Transport: s}
	c.Wait = func(int) {}
	return c, err
}

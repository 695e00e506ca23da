package s3

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gocloud.dev/blob/driver"
	"gocloud.dev/gcerrors"
)

// bucket is a driver for blob.Bucket.
type bucket struct{ c Config }

var _ driver.Bucket = (*bucket)(nil)

func (*bucket) ErrorCode(err error) gcerrors.ErrorCode { return codeOf(err) }
func (*bucket) As(any) bool                            { return false }
func (*bucket) ErrorAs(error, any) bool                { return false }
func (*bucket) Close() error                           { return nil }

// SignedURL is not needed.
func (*bucket) SignedURL(context.Context, string, *driver.SignedURLOptions) (string, error) {
	return "", errUnimplemented
}

// noAs is what callers' hooks get: there are no types of ours to reach.
func noAs(any) bool { return false }

const metaPrefix = "X-Amz-Meta-"

// Attributes asks for an object's head.
func (b *bucket) Attributes(ctx context.Context, key string) (*driver.Attributes, error) {
	resp, err := b.do(ctx, request{method: http.MethodHead, key: key})
	if err != nil {
		return nil, err
	}
	h := resp.Header
	a := &driver.Attributes{CacheControl: h.Get("Cache-Control"), ContentDisposition: h.Get("Content-Disposition"), ContentEncoding: h.Get("Content-Encoding"),
		ContentLanguage: h.Get("Content-Language"), ContentType: h.Get("Content-Type"), ModTime: modified(h), Size: resp.ContentLength, ETag: h.Get("Etag"), Metadata: map[string]string{}}
	for name := range h {
		if k, ok := strings.CutPrefix(name, metaPrefix); ok {
			k, errKey := url.PathUnescape(k)
			v, errValue := url.PathUnescape(h.Get(name))
			if errKey == nil && errValue == nil {
				a.Metadata[strings.ToLower(k)] = v
			}
		}
	}
	return a, resp.Body.Close()
}

func modified(h http.Header) time.Time {
	t, err := http.ParseTime(h.Get("Last-Modified"))
	if err != nil {
		return time.Time{}
	}
	return t
}

// NewRangeReader reads a part of an object.
func (b *bucket) NewRangeReader(ctx context.Context, key string, offset, length int64, o *driver.ReaderOptions) (driver.Reader, error) {
	if o.BeforeRead != nil {
		if err := o.BeforeRead(noAs); err != nil {
			return nil, err
		}
	}
	if length == 0 {
		a, err := b.Attributes(ctx, key)
		if err != nil {
			return nil, err
		}
		return &reader{http.NoBody, driver.ReaderAttributes{ContentType: a.ContentType, ModTime: a.ModTime, Size: a.Size}}, nil
	}
	q := request{method: http.MethodGet, key: key, header: map[string]string{"Accept-Encoding": "identity"}}
	switch {
	case length > 0:
		q.header["Range"] = fmt.Sprintf("bytes=%d-%d", offset, offset+length-1)
	case offset > 0:
		q.header["Range"] = fmt.Sprintf("bytes=%d-", offset)
	}
	resp, err := b.do(ctx, q)
	if err != nil {
		return nil, err
	}
	if q.header["Range"] != "" && resp.StatusCode != http.StatusPartialContent {
		return nil, errors.Join(fmt.Errorf("read %s: the server ignores ranges (status %d)", key, resp.StatusCode), resp.Body.Close())
	}
	size := resp.ContentLength
	if _, all, ok := strings.Cut(resp.Header.Get("Content-Range"), "/"); ok {
		if n, err := strconv.ParseInt(all, 10, 64); err == nil {
			size = n
		}
	}
	return &reader{resp.Body, driver.ReaderAttributes{ContentType: resp.Header.Get("Content-Type"), ModTime: modified(resp.Header), Size: size}}, nil
}

type reader struct {
	io.ReadCloser
	attributes driver.ReaderAttributes
}

func (r *reader) Attributes() *driver.ReaderAttributes { return &r.attributes }
func (*reader) As(any) bool                            { return false }

// Copy copies within the bucket. The answer may begin with status 200 and then
// tell of a failure.
func (b *bucket) Copy(ctx context.Context, to, from string, o *driver.CopyOptions) error {
	if o.BeforeCopy != nil {
		if err := o.BeforeCopy(noAs); err != nil {
			return err
		}
	}
	source := "/" + escape(b.c.Bucket, false) + "/" + escape(from, true)
	resp, err := b.do(ctx, request{method: http.MethodPut, key: to, header: map[string]string{"X-Amz-Copy-Source": source}})
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var answer struct {
		XMLName       xml.Name
		Code, Message string
	}
	if err := xml.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(&answer); err != nil {
		return fmt.Errorf("copy %s: read the answer: %w", from, err)
	}
	if answer.XMLName.Local != "CopyObjectResult" {
		return fmt.Errorf("copy %s: %w", from, &failure{Status: http.StatusInternalServerError, Code: answer.Code, Message: answer.Message})
	}
	return nil
}

// Delete removes an object that is there; S3 itself does not tell.
func (b *bucket) Delete(ctx context.Context, key string, o *driver.DeleteOptions) error {
	if _, err := b.Attributes(ctx, key); err != nil {
		return err
	}
	if o.BeforeDelete != nil {
		if err := o.BeforeDelete(noAs); err != nil {
			return err
		}
	}
	resp, err := b.do(ctx, request{method: http.MethodDelete, key: key})
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// listing is the answer to a list request.
type listing struct {
	EncodingType          string
	IsTruncated           bool
	NextContinuationToken string
	Contents              []struct {
		Key          string
		LastModified time.Time
		Size         int64
	}
	CommonPrefixes []struct{ Prefix string }
}

// ListPaged lists keys.
func (b *bucket) ListPaged(ctx context.Context, o *driver.ListOptions) (*driver.ListPage, error) {
	if o.BeforeList != nil {
		if err := o.BeforeList(noAs); err != nil {
			return nil, err
		}
	}
	q := url.Values{"list-type": {"2"}, "encoding-type": {"url"}}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("prefix", o.Prefix)
	set("delimiter", o.Delimiter)
	set("continuation-token", string(o.PageToken))
	if o.PageSize > 0 {
		q.Set("max-keys", strconv.Itoa(o.PageSize))
	}
	resp, err := b.do(ctx, request{method: http.MethodGet, query: q})
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var l listing
	if err := xml.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(&l); err != nil {
		return nil, fmt.Errorf("list: read the answer: %w", err)
	}
	return l.page()
}

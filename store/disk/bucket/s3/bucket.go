package s3

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
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
		return &reader{body: http.NoBody, attributes: driver.ReaderAttributes{ContentType: a.ContentType, ModTime: a.ModTime, Size: a.Size}}, nil
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
	return newReader(ctx, b, key, offset, resp), nil
}

// Copy copies within the bucket. The answer may begin with status 200 and then
// tell of a failure.
func (b *bucket) Copy(ctx context.Context, to, from string, o *driver.CopyOptions) error {
	if o.BeforeCopy != nil {
		if err := o.BeforeCopy(noAs); err != nil {
			return err
		}
	}
	source := "/" + escape(b.c.Bucket, false) + "/" + escape(from, true)
	err := b.ask(ctx, request{method: http.MethodPut, key: to, header: map[string]string{"X-Amz-Copy-Source": source}, into: &copied{}})
	if err != nil {
		return fmt.Errorf("copy %s: %w", from, err)
	}
	return nil
}

// copied is the answer to a copy.
type copied struct {
	XMLName       xml.Name
	Code, Message string
}

func (c *copied) check() error {
	if c.XMLName.Local == "CopyObjectResult" {
		return nil
	}
	return &failure{Status: http.StatusInternalServerError, Code: c.Code, Message: c.Message}
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
	var l listing
	if err := b.ask(ctx, request{method: http.MethodGet, query: q, into: &l}); err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	return l.page(string(o.PageToken))
}

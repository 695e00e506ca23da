package s3

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"gocloud.dev/blob/driver"
)

// maxObject is what S3 takes in one request.
const maxObject = 5 << 30

// NewTypedWriter writes an object, which is there once Close has returned.
func (b *bucket) NewTypedWriter(ctx context.Context, key, contentType string, o *driver.WriterOptions) (driver.Writer, error) {
	if o.BeforeWrite != nil {
		if err := o.BeforeWrite(noAs); err != nil {
			return nil, err
		}
	}
	w := &writer{ctx: ctx, b: b, key: key, body: newSpool(b.c.Spool), header: map[string]string{}}
	for name, value := range map[string]string{"Content-Type": contentType, "Cache-Control": o.CacheControl, "Content-Disposition": o.ContentDisposition,
		"Content-Encoding": o.ContentEncoding, "Content-Language": o.ContentLanguage} {
		if value != "" {
			w.header[name] = value
		}
	}
	for k, v := range o.Metadata {
		w.header[metaPrefix+escape(k, false)] = escape(v, false)
	}
	if o.IfNotExist {
		w.header["If-None-Match"] = "*"
	}
	return w, nil
}

// writer keeps the context of the call that made it: Close, which sends, has
// none of its own.
type writer struct {
	ctx    context.Context //nolint:containedctx // see above
	b      *bucket
	key    string
	header map[string]string
	body   *spool
}

func (w *writer) Write(p []byte) (int, error) { return w.body.Write(p) }

// Close sends the object.
func (w *writer) Close() error { return errors.Join(w.send(), w.body.drop()) }

func (w *writer) send() error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if w.body.size > maxObject {
		return fmt.Errorf("put %s: %d bytes, S3 takes %d in one request", w.key, w.body.size, int64(maxObject))
	}
	resp, err := w.b.do(w.ctx, request{method: http.MethodPut, key: w.key, header: w.header, body: w.body})
	if err != nil {
		return w.unlessDone(err)
	}
	return resp.Body.Close()
}

// unlessDone asks whether the object that stands in the way of a conditional
// put is the one that an earlier attempt, whose answer was lost, has put.
func (w *writer) unlessDone(err error) error {
	var f *failure
	if !errors.As(err, &f) || f.Status != http.StatusPreconditionFailed || !f.Again {
		return err
	}
	a, headErr := w.b.Attributes(w.ctx, w.key)
	if headErr != nil || a.ETag != w.body.etag() {
		return err
	}
	return nil
}

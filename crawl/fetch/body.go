package fetch

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"framewatch/crawl/coding"
	"framewatch/internal/patient"
)

// roundTrip sends the answer's request and prepares the reading of its body.
// It stands between colly's client and the network, so that what is sent is
// exactly the normalised URL, and what colly reads is decoded and bounded.
func (f *Client) roundTrip(req *http.Request) (*http.Response, error) {
	ask, a := f.asked, f.answer
	u, err := exactURL(ask.URL)
	if err != nil {
		return nil, err
	}
	ctx := httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if ap, err := netip.ParseAddrPort(info.Conn.RemoteAddr().String()); err == nil {
			a.Remote = ap.Addr()
		}
	}})
	out := (&http.Request{
		Method: http.MethodGet, URL: u, Host: u.Host, Header: ask.Header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	a.Sent = ask.Header
	began := time.Now()
	resp, err := patient.RoundTrip(f.transport, out, patient.Limits{First: ask.First, Pause: ask.Stall, Whole: ask.Limit})
	if err != nil {
		return nil, err
	}
	a.Latency = time.Since(began)
	a.Status, a.Proto, a.Header, a.length = resp.StatusCode, resp.Proto, resp.Header, resp.ContentLength
	body := &watchedBody{ask: ask, answer: a, f: f, resp: resp.Body}
	return &http.Response{
		Status: resp.Status, StatusCode: resp.StatusCode, Proto: resp.Proto, ProtoMajor: resp.ProtoMajor, ProtoMinor: resp.ProtoMinor,
		Header: plainHeader(resp.Header), Body: body, ContentLength: -1, Uncompressed: true, Request: req,
	}, nil
}

// exactURL makes net/http send a normalised URL byte by byte: its own printing
// would escape some characters again, and a rule of robots.txt may name them.
func exactURL(normalised string) (*url.URL, error) {
	u, err := url.Parse(normalised)
	if err != nil {
		return nil, err
	}
	if want := strings.TrimPrefix(normalised, u.Scheme+"://"+u.Host); u.RequestURI() != want && strings.HasPrefix(want, "/") && !strings.HasPrefix(want, "//") {
		path, query, found := strings.Cut(want, "?")
		u.Opaque, u.RawQuery, u.ForceQuery = path, query, found && query == ""
	}
	return u, nil
}

// plainHeader is the header that colly sees. It must not decode, redirect or
// guess a character set on its own.
func plainHeader(h http.Header) http.Header {
	plain := http.Header{}
	if ct := h.Get("Content-Type"); ct != "" {
		media, _, _ := strings.Cut(ct, ";")
		plain.Set("Content-Type", strings.TrimSpace(media))
	}
	return plain
}

// watchedBody reads a body, which ends where its limits are met. It fills the
// answer at the first Read and is then at its end: what came before a fault
// is kept, and the answer says what was wrong.
type watchedBody struct {
	ask    *Request
	answer *Answer
	f      *Client
	resp   io.ReadCloser
	read   bool
}

func (b *watchedBody) Read([]byte) (int, error) {
	if !b.read {
		b.read = true
		b.fill()
	}
	return 0, io.EOF
}

// fill reads the body. One without coding goes straight into a buffer of its
// announced size; a coded one is decoded as it comes, and kept as it came as
// well, both bounded.
func (b *watchedBody) fill() {
	a := b.answer
	codings := strings.Join(a.Header.Values("Content-Encoding"), ",")
	var in io.Reader = b.resp
	if codings == "" {
		var magic [3]byte
		n, err := io.ReadFull(in, magic[:])
		in = io.MultiReader(bytes.NewReader(magic[:n]), in)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			in = io.MultiReader(bytes.NewReader(magic[:n]), errReader{err})
		}
		if n < 3 || magic != [3]byte{0x1f, 0x8b, 8} {
			b.fillPlain(in)
			return
		}
	}
	a.raw = b.ask.Space.take()
	if err := b.f.decoder.Reset(io.TeeReader(&cappedReader{in, a.MaxBody}, a.raw), codings, a.MaxBody); err != nil {
		a.Err = err
		return
	}
	a.Body, _ = readAll(&b.f.decoder, b.ask.Space.body(), 4*max(a.length, 0)) // it fails with nothing but io.EOF
	a.Damage = b.f.decoder.Damage()
	b.note(b.f.decoder.Err())
}

func (b *watchedBody) fillPlain(in io.Reader) {
	a := b.answer
	capped := &cappedReader{in, a.MaxBody + 1}
	var err error
	a.Body, err = readAll(capped, b.ask.Space.body(), a.length)
	if int64(len(a.Body)) > a.MaxBody {
		a.Body, err = a.Body[:a.MaxBody], errTooLarge
	}
	if err != nil {
		a.Damage = coding.Short
	}
	b.note(err)
}

// Space is memory that a client uses for one body after the other.
type Space struct {
	buf []byte
	raw bytes.Buffer
}

// maxSpace is how much of it is kept between bodies; few pages are as long.
const maxSpace = 512 << 10

func (s *Space) body() []byte {
	if s == nil {
		return nil
	}
	return s.buf[:0]
}

func (s *Space) take() *bytes.Buffer {
	if s == nil {
		return new(bytes.Buffer)
	}
	s.raw.Reset()
	return &s.raw
}

// Keep takes back the memory of a body that nobody looks at any more.
func (s *Space) Keep(body []byte) {
	if s.buf = nil; cap(body) <= maxSpace {
		s.buf = body[:0]
	}
	if s.raw.Cap() > maxSpace {
		s.raw = bytes.Buffer{}
	}
}

// readAll is io.ReadAll into buf, which is replaced by one of the announced size
// where that is larger. The size is a claim and so bounded.
func readAll(r io.Reader, buf []byte, size int64) ([]byte, error) {
	if size <= 0 {
		size = 64 << 10 // not announced: most pages fit
	}
	if size = min(size, 1<<20) + 512; int64(cap(buf)) < size {
		buf = make([]byte, 0, size)
	}
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if errors.Is(err, io.EOF) {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}

type errReader struct{ err error }

func (e errReader) Read([]byte) (int, error) { return 0, e.err }

// errTooLarge ends a coded body that is too long before it is decoded.
var errTooLarge = errors.New("the body is too large")

type cappedReader struct {
	r    io.Reader
	left int64
}

func (c *cappedReader) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errTooLarge
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

// note keeps why a body ended early.
func (b *watchedBody) note(err error) {
	switch {
	case errors.Is(err, errTooLarge):
		b.answer.Damage = coding.TooLarge
	case err != nil:
		b.answer.Cause = err
	}
}

func (b *watchedBody) Close() error {
	b.f.decoder.Close()
	return b.resp.Close()
}

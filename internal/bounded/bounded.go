package bounded

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// ErrTooLarge is what every [Error] is.
var ErrTooLarge = errors.New("larger than may be read")

// Error says which limit a stream passed.
type Error struct{ Message string }

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Unwrap is [ErrTooLarge].
func (e *Error) Unwrap() error { return ErrTooLarge }

// Limits bound one stream, in bytes; zero is no limit of that kind.
type Limits struct {
	Total  int64 // of the whole stream, unpacked
	Record int64 // of one record and what stands before it, unpacked
	Ratio  int64 // unpacked for each packed one, as soon as more than Free came out
	Free   int64
}

// Records are the limits of a packed file of records in any number. What people
// write packs to a tenth, tables of the same words to a hundredth; gzip's most is a
// thousandth, which only bombs come near.
func Records() Limits { return Limits{Ratio: 250, Free: 4 << 20} }

// Reader hands on the bytes of another reader within limits.
type Reader struct {
	in            io.Reader
	packed        func() int64
	limits        Limits
	total, record int64
	err           error // a limit was passed
}

// NewReader reads from in within limits. Packed tells how many bytes were taken so
// far of what in unpacks; it is nil where in unpacks nothing.
func NewReader(in io.Reader, packed func() int64, limits Limits) *Reader {
	return &Reader{in: in, packed: packed, limits: limits}
}

// Gunzip reads what in holds packed with gzip within limits.
func Gunzip(in io.Reader, limits Limits) (*Reader, error) {
	c := &counter{in: in}
	z, err := gzip.NewReader(c)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return NewReader(z, func() int64 { return c.n }, limits), nil
}

// Unzstd reads what in holds packed with zstd within limits; end frees what it
// takes to unpack.
func Unzstd(in io.Reader, limits Limits) (r *Reader, end func(), err error) {
	c := &counter{in: in}
	z, err := zstd.NewReader(c, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, nil, fmt.Errorf("unpack: %w", err)
	}
	return NewReader(z, func() int64 { return c.n }, limits), z.Close, nil
}

// maxWindow is the largest window of zstd's levels without --ultra.
const maxWindow = 8 << 20

// counter counts what is taken from in.
type counter struct {
	in io.Reader
	n  int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

// Read reads from the stream. The error is the stream's own, or an [Error] that
// stays.
func (r *Reader) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.in.Read(p)
	r.total += int64(n)
	r.record += int64(n)
	if r.err = r.passed(); r.err != nil {
		return 0, r.err
	}
	return n, err
}

// passed is the limit that the stream has passed, if any.
func (r *Reader) passed() error {
	l := r.limits
	switch {
	case l.Total > 0 && r.total > l.Total:
		return &Error{"larger than " + size(l.Total)}
	case l.Record > 0 && r.record > l.Record:
		return &Error{"a record has no end within " + size(l.Record)}
	case l.Ratio > 0 && r.packed != nil && r.total > l.Free && r.total/l.Ratio > r.packed():
		return &Error{fmt.Sprintf("unpacks to more than %d times its size", l.Ratio)}
	}
	return nil
}

// End says that a record ends here. What was read ahead of it, into a buffer,
// counts as part of it.
func (r *Reader) End() { r.record = 0 }

// size writes a limit as people do.
func size(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// Text is at most the first n bytes of s, cut between runes.
func Text(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

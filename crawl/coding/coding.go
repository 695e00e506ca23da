package coding

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// Accept is the Accept-Encoding header of a client that decodes with this
// package.
const Accept = "gzip, br, zstd"

// ErrUnknown is a content coding that nobody here can undo.
var ErrUnknown = errors.New("unknown content coding")

// Damage says what was wrong with a body that was decoded nonetheless.
type Damage string

// The kinds of damage, the worst last.
const (
	None        Damage = ""
	Unlabelled  Damage = "unlabelled-gzip" // gzip under another name
	BadChecksum Damage = "bad-checksum"    // all there, but the sum is wrong
	BadCoding   Damage = "bad-coding"      // decoded up to a fault
	Short       Damage = "short-body"      // the source ended or failed early
	TooLarge    Damage = "too-large"       // cut at the limit
)

var ranking = []Damage{None, Unlabelled, BadChecksum, BadCoding, Short, TooLarge}

// maxLayers is how many codings may lie over one another; honest servers use
// one.
const maxLayers = 2

// maxWindow is the largest zstd window of a web server (RFC 9659).
const maxWindow = 8 << 20

// Decoder decodes one body at a time and keeps its tables between them, so
// each goroutine has its own. The zero Decoder is ready.
type Decoder struct {
	zip    *gzip.Reader // kept between bodies
	inUse  bool         // by a layer of this body
	src    source
	limit  int64
	n      int64
	body   io.Reader
	ends   []func()
	damage Damage
}

// source remembers the network's error, which decoders replace by their own.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// Reset starts on a body from raw, whose Content-Encoding is codings, and cuts
// it after limit decoded bytes. The error is [ErrUnknown] or none: faults of
// the body show in [Decoder.Damage].
func (d *Decoder) Reset(raw io.Reader, codings string, limit int64) error {
	d.Close()
	d.src, d.limit, d.n, d.damage, d.inUse = source{r: raw}, limit, 0, None, false
	var layers []string
	for c := range strings.SplitSeq(strings.ToLower(codings), ",") {
		switch c = strings.TrimSpace(c); c {
		// Some servers put a character set or a wish here.
		case "", "identity", "none", "utf-8", "utf8", "binary", "chunked", "8bit":
		case "gzip", "x-gzip", "deflate", "br", "zstd":
			layers = append(layers, c)
		default:
			return fmt.Errorf("%w %q", ErrUnknown, c)
		}
	}
	if len(layers) > maxLayers {
		return fmt.Errorf("%w: %d layers", ErrUnknown, len(layers))
	}
	if len(layers) == 0 {
		d.body = lazy(func() (io.Reader, error) { return d.sniff(&d.src, false) })
		return nil
	}
	coded := bufio.NewReader(&d.src)
	var body io.Reader = coded
	for i := len(layers) - 1; i >= 0; i-- {
		if i < len(layers)-1 {
			body = d.bounded(body)
		}
		body = d.unwrap(layers[i], body)
	}
	d.body = lazy(func() (io.Reader, error) {
		if isPlain(coded) {
			d.note(BadCoding)
			return coded, nil
		}
		return d.sniff(body, true)
	})
	return nil
}

// plains are beginnings of bodies that are not coded, whatever their header
// says. No coding's output begins with a dozen letters by chance.
var plains = []string{"<!doctype ", "<html", "<?xml ", "<rss ", "<feed ", "<urlset ", "<sitemapindex ", "user-agent:"}

// isPlain reports whether a body begins as a page, feed or robots.txt does.
func isPlain(body *bufio.Reader) bool {
	head, _ := body.Peek(64) // an error comes again when it is read
	head = bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	return slices.ContainsFunc(plains, func(p string) bool { return bytes.HasPrefix(head, []byte(p)) })
}

// bounded limits what a lower layer hands on, lest a small body keep the
// machine busy with output that the next layer swallows.
func (d *Decoder) bounded(r io.Reader) io.Reader { return io.LimitReader(r, 4*d.limit) }

// unwrap puts a decoder over in.
func (d *Decoder) unwrap(coding string, in io.Reader) io.Reader {
	switch coding {
	case "deflate":
		return lazy(func() (io.Reader, error) { return inflate(in) })
	case "br":
		return brotli.NewReader(in)
	case "zstd":
		return lazy(func() (io.Reader, error) {
			z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
			if err != nil {
				return nil, fmt.Errorf("open zstd: %w", err)
			}
			d.ends = append(d.ends, z.Close)
			return z, nil
		})
	}
	return lazy(func() (io.Reader, error) { return d.gunzip(in) })
}

func (d *Decoder) gunzip(in io.Reader) (io.Reader, error) {
	if d.inUse {
		return gzip.NewReader(in)
	}
	d.inUse = true
	if d.zip == nil {
		d.zip = new(gzip.Reader)
	}
	return d.zip, d.zip.Reset(in)
}

// sniff unpacks gzip that no header told of.
func (d *Decoder) sniff(body io.Reader, coded bool) (io.Reader, error) {
	br := bufio.NewReader(body)
	magic, _ := br.Peek(3) // an error comes again when it is read
	if !bytes.Equal(magic, []byte{0x1f, 0x8b, 8}) {
		return br, nil
	}
	d.note(Unlabelled)
	if coded {
		return d.gunzip(d.bounded(br))
	}
	return d.gunzip(br)
}

// inflate takes deflate with zlib's frame, as the standard says, and without,
// as some servers send it.
func inflate(in io.Reader) (io.Reader, error) {
	br := bufio.NewReader(in)
	head, err := br.Peek(2)
	if err != nil {
		return br, err
	}
	if head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return zlib.NewReader(br)
	}
	return flate.NewReader(br), nil
}

// lazyReader opens a decoder at the first Read, because opening one reads.
type lazyReader struct {
	open func() (io.Reader, error)
	r    io.Reader
}

func lazy(open func() (io.Reader, error)) io.Reader { return &lazyReader{open: open} }

func (l *lazyReader) Read(p []byte) (int, error) {
	if l.r == nil {
		r, err := l.open()
		if err != nil {
			return 0, err
		}
		l.r = r
	}
	return l.r.Read(p)
}

// Read returns decoded bytes. Its only error is io.EOF: what went wrong is in
// [Decoder.Damage] and [Decoder.Err].
func (d *Decoder) Read(p []byte) (int, error) {
	if d.body == nil || len(p) == 0 {
		return 0, io.EOF
	}
	if left := d.limit - d.n; int64(len(p)) > left {
		if left == 0 {
			return 0, d.atLimit()
		}
		p = p[:left]
	}
	n, err := d.body.Read(p)
	d.n += int64(n)
	if err == nil {
		return n, nil
	}
	d.fault(err)
	d.Close()
	return n, io.EOF
}

// atLimit tells a body that just fits from one that was cut.
func (d *Decoder) atLimit() error {
	var one [1]byte
	n, err := io.ReadFull(d.body, one[:])
	if n > 0 {
		d.note(TooLarge)
	} else {
		d.fault(err)
	}
	d.Close()
	return io.EOF
}

func (d *Decoder) fault(err error) {
	switch {
	case d.src.err != nil:
		d.note(Short)
	case errors.Is(err, io.EOF):
	case errors.Is(err, io.ErrUnexpectedEOF), strings.Contains(err.Error(), "unexpected EOF"):
		d.note(Short)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrChecksum), errors.Is(err, zstd.ErrCRCMismatch):
		d.note(BadChecksum)
	default:
		d.note(BadCoding)
	}
}

// note keeps the worst damage.
func (d *Decoder) note(n Damage) {
	if slices.Index(ranking, n) > slices.Index(ranking, d.damage) {
		d.damage = n
	}
}

// Damage is what was wrong with the body so far.
func (d *Decoder) Damage() Damage { return d.damage }

// Err is the error of the source, nil when it ended well.
func (d *Decoder) Err() error { return d.src.err }

// Close lets go of the body; the Decoder can be used again.
func (d *Decoder) Close() {
	for _, end := range d.ends {
		end()
	}
	d.ends, d.body = nil, nil
}

// Decode decodes a whole body (see [Decoder.Reset]).
func Decode(raw []byte, codings string, limit int64) ([]byte, Damage, error) {
	var d Decoder
	if err := d.Reset(bytes.NewReader(raw), codings, limit); err != nil {
		return nil, None, err
	}
	defer d.Close()
	body, err := io.ReadAll(&d)
	if err != nil {
		return nil, None, fmt.Errorf("decode body: %w", err)
	}
	return body, d.Damage(), nil
}

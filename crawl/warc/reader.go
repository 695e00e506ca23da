package warc

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"

	"framewatch/internal/bounded"
)

// maxHeader bounds a record header; real ones stay under a few kilobytes.
const maxHeader = 256 << 10

// maxBlank bounds the empty lines between records, of which there should be two.
const maxBlank = 64 << 10

// Reader reads the records of one file.
type Reader struct {
	raw      *counter // counts the bytes of the file
	in       *bufio.Reader
	zip      *gzip.Reader // nil for a plain file
	text     *bufio.Reader
	bounds   *bounded.Reader // below text
	maxBlock int64
	rest     int64 // of a cut block, still to be skipped
}

// counter is a buffered reader that knows how many bytes were taken from it.
// Being a byte reader keeps gzip from reading ahead over a member's end.
type counter struct {
	r *bufio.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counter) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// NewReader reads records from r. Blocks longer than maxBlock bytes are cut
// there and marked, their rest is skipped; maxBlock 0 means no limit. Headers and
// what stands between records are bounded always.
func NewReader(r io.Reader, maxBlock int64) (*Reader, error) {
	return NewBounded(r, maxBlock, bounded.Limits{})
}

// NewBounded is [NewReader] for a file of somebody else's, which must keep to
// limits as a whole too.
func NewBounded(r io.Reader, maxBlock int64, limits bounded.Limits) (*Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	rd := &Reader{raw: &counter{r: in}, in: in, maxBlock: maxBlock}
	magic, err := in.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read archive: %w", err)
	}
	if bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		rd.zip = new(gzip.Reader)
		rd.bounds = bounded.NewReader(rd.zip, func() int64 { return rd.raw.n }, limits)
	} else {
		rd.bounds = bounded.NewReader(rd.raw, nil, limits)
		rd.text = bufio.NewReader(rd.bounds)
	}
	return rd, nil
}

// Next returns the next record, or io.EOF at the end of the file. After any
// other error the rest of the file cannot be read.
func (rd *Reader) Next() (*Record, error) {
	if err := rd.skipRest(); err != nil {
		return nil, err
	}
	offset, err := rd.begin()
	if err != nil {
		return nil, err
	}
	rd.bounds.End()
	rec, err := rd.record()
	if err != nil {
		return nil, err
	}
	rec.Offset = offset
	return rec, nil
}

// begin goes to the next byte of a record, over the two empty lines behind a block
// or more of them, and returns its place in the file: -1 within a gzip member.
func (rd *Reader) begin() (int64, error) {
	offset := int64(-1)
	for blank := 0; blank <= maxBlank; {
		if rd.zip != nil {
			if more, err := rd.member(&offset); err != nil || !more {
				return 0, cmp.Or(err, io.EOF)
			}
		}
		b, err := rd.text.ReadByte()
		switch {
		case errors.Is(err, io.EOF) && rd.zip == nil:
			return 0, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return 0, fmt.Errorf("read archive: %w", err)
		case err != nil: // a member of nothing but empty lines
		case b == '\r', b == '\n', b == ' ', b == '\t':
			blank++
		default:
			if err := rd.text.UnreadByte(); err != nil {
				return 0, fmt.Errorf("read archive: %w", err)
			}
			if rd.zip == nil {
				offset = rd.raw.n - int64(rd.text.Buffered())
			}
			return offset, nil
		}
	}
	return 0, fmt.Errorf("read archive: more than %d bytes of empty lines between records", maxBlank)
}

// member makes sure that there is text to read: it stays in the current gzip
// member while that has some, and opens the next one at its end.
func (rd *Reader) member(offset *int64) (bool, error) {
	for {
		if rd.text != nil {
			if _, err := rd.text.Peek(1); err == nil {
				return true, nil
			} else if !errors.Is(err, io.EOF) {
				return false, fmt.Errorf("unpack archive: %w", err)
			}
		}
		if _, err := rd.in.Peek(1); errors.Is(err, io.EOF) {
			return false, nil
		}
		*offset = rd.raw.n
		if err := rd.zip.Reset(rd.raw); err != nil {
			return false, fmt.Errorf("unpack archive at byte %d: %w", *offset, err)
		}
		rd.zip.Multistream(false)
		if rd.text == nil {
			rd.text = bufio.NewReader(rd.bounds)
		} else {
			rd.text.Reset(rd.bounds)
		}
	}
}

func (rd *Reader) record() (*Record, error) {
	version, err := rd.line(maxHeader)
	if err != nil {
		return nil, noEOF(err)
	}
	if !strings.HasPrefix(version, "WARC/") {
		return nil, fmt.Errorf("read archive: no record begins with %.40q", version)
	}
	rec := &Record{}
	if rec.Header, err = rd.header(); err != nil {
		return nil, err
	}
	return rec, rd.block(rec)
}

// header reads fields up to an empty line.
func (rd *Reader) header() (Header, error) {
	var h Header
	var folded []string // the lines of the last field's value
	unfold := func() {
		if len(folded) > 1 {
			h[len(h)-1].Value = strings.Join(folded, " ")
		}
	}
	for left := maxHeader; ; {
		line, err := rd.line(left)
		if err != nil {
			return nil, noEOF(err)
		}
		if left -= len(line) + 2; left <= 0 {
			return nil, errors.New("read archive: a record header has no end")
		}
		if line == "" {
			unfold()
			return h, nil
		}
		if len(h) > 0 && (line[0] == ' ' || line[0] == '\t') {
			folded = append(folded, strings.TrimSpace(line))
			continue
		}
		unfold()
		name, value, _ := strings.Cut(line, ":")
		h = append(h, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
		folded = append(folded[:0], h[len(h)-1].Value)
	}
}

func (rd *Reader) block(rec *Record) error {
	length, err := strconv.ParseInt(rec.Header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return fmt.Errorf("read archive: record of %s has length %q", rec.TargetURI(), rec.Header.Get("Content-Length"))
	}
	keep := length
	if rd.maxBlock > 0 && keep > rd.maxBlock {
		keep, rec.Cut = rd.maxBlock, true
	}
	// The length is a claim: the buffer grows with what really comes.
	var buf bytes.Buffer
	if n, err := io.CopyN(&buf, rd.text, keep); err != nil {
		return fmt.Errorf("read archive: block of %s ends after %d of %d bytes: %w", rec.TargetURI(), n, length, noEOF(err))
	}
	rec.Block = buf.Bytes()
	if rd.rest = length - keep; rd.rest > 0 {
		return nil // perhaps nobody asks for the next record
	}
	return rd.closing()
}

// skipRest goes to the end of a record whose block was cut.
func (rd *Reader) skipRest() error {
	if rd.rest == 0 {
		return nil
	}
	n, err := io.CopyN(io.Discard, rd.text, rd.rest)
	if err != nil {
		return fmt.Errorf("read archive: a long block lacks %d bytes: %w", rd.rest-n, noEOF(err))
	}
	rd.rest = 0
	return rd.closing()
}

// closing takes the record's closing lines, so that the next offset is right.
func (rd *Reader) closing() error {
	for range 4 {
		b, _ := rd.text.Peek(1) // an error comes again with the next record
		if len(b) == 0 || b[0] != '\r' && b[0] != '\n' {
			return nil
		}
		if _, err := rd.text.Discard(1); err != nil {
			return fmt.Errorf("read archive: %w", err)
		}
	}
	return nil
}

// line returns a line of at most limit bytes without its end.
func (rd *Reader) line(limit int) (string, error) {
	var b []byte
	for {
		part, err := rd.text.ReadSlice('\n')
		b = append(b, part...)
		if err == nil {
			return strings.TrimRight(string(b), "\r\n"), nil
		}
		if len(b) > limit {
			return "", errors.New("read archive: a header line has no end")
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) {
			if len(bytes.TrimSpace(b)) == 0 {
				return "", io.EOF
			}
			err = io.ErrUnexpectedEOF
		}
		return "", fmt.Errorf("read archive: %w", err)
	}
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Records reads all records of r (see [NewReader]). An error is the last item.
func Records(r io.Reader, maxBlock int64) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		rd, err := NewReader(r, maxBlock)
		if err != nil {
			yield(nil, err)
			return
		}
		rd.All()(yield)
	}
}

// All reads the records that are left. An error is the last item.
func (rd *Reader) All() iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		for {
			rec, err := rd.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// ReadAt reads the one record that begins at offset of the named file.
func ReadAt(path string, offset, maxBlock int64) (*Record, error) {
	return readAt(path, offset, maxBlock, false)
}

// ReadWhole is [ReadAt], and reads on to the end of the compressed member that holds
// the record, by which its checksum is verified: damage that leaves the block as it is
// would pass unseen.
func ReadWhole(path string, offset, maxBlock int64) (*Record, error) {
	return readAt(path, offset, maxBlock, true)
}

func readAt(path string, offset, maxBlock int64, whole bool) (*Record, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read archive record: %w", err)
	}
	defer f.Close()
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read archive record: %w", err)
	}
	rd, err := NewReader(f, maxBlock)
	if err != nil {
		return nil, err
	}
	rec, err := rd.Next()
	if err == nil && whole && rd.zip != nil {
		_, err = io.Copy(io.Discard, rd.text)
	}
	if err != nil {
		return nil, fmt.Errorf("record at byte %d of %s: %w", offset, path, noEOF(err))
	}
	rec.Offset = offset
	return rec, nil
}

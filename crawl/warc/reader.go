package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// maxHeader bounds a record header; real ones stay under a few kilobytes.
const maxHeader = 256 << 10

// Reader reads the records of one file.
type Reader struct {
	raw      *counter // counts the bytes of the file
	in       *bufio.Reader
	zip      *gzip.Reader // nil for a plain file
	text     *bufio.Reader
	maxBlock int64
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
// there and marked, their rest is skipped; maxBlock 0 means no limit.
func NewReader(r io.Reader, maxBlock int64) (*Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	rd := &Reader{raw: &counter{r: in}, in: in, maxBlock: maxBlock}
	magic, err := in.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read archive: %w", err)
	}
	if bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		rd.zip = new(gzip.Reader)
	} else {
		rd.text = bufio.NewReader(rd.raw)
	}
	return rd, nil
}

// Next returns the next record, or io.EOF at the end of the file. After any
// other error the rest of the file cannot be read.
func (rd *Reader) Next() (*Record, error) {
	offset := int64(-1)
	if rd.zip != nil {
		more, err := rd.member(&offset)
		if err != nil {
			return nil, err
		}
		if !more {
			return nil, io.EOF
		}
	} else if rd.zip == nil {
		offset = rd.raw.n - int64(rd.text.Buffered())
	}
	rec, err := rd.record()
	if err != nil {
		return nil, err
	}
	rec.Offset = offset
	return rec, nil
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
			rd.text = bufio.NewReader(rd.zip)
		} else {
			rd.text.Reset(rd.zip)
		}
	}
}

func (rd *Reader) record() (*Record, error) {
	version, err := rd.line(maxHeader)
	for err == nil && version == "" {
		version, err = rd.line(maxHeader) // the two empty lines behind a block, or more of them
	}
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(version, "WARC/") {
		return nil, fmt.Errorf("read archive: no record begins with %.40q", version)
	}
	rec := &Record{}
	for left := maxHeader; ; {
		line, err := rd.line(left)
		if err != nil {
			return nil, noEOF(err)
		}
		if left -= len(line) + 2; left <= 0 {
			return nil, errors.New("read archive: a record header has no end")
		}
		if line == "" {
			break
		}
		if n := len(rec.Header); n > 0 && (line[0] == ' ' || line[0] == '\t') {
			rec.Header[n-1].Value += " " + strings.TrimSpace(line)
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		rec.Header = append(rec.Header, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
	return rec, rd.block(rec)
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
	if _, err := io.CopyN(io.Discard, rd.text, length-keep); err != nil {
		return fmt.Errorf("read archive: block of %s: %w", rec.TargetURI(), noEOF(err))
	}
	rec.Block = buf.Bytes()
	// Take the record's closing lines, so that the next offset is right.
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
	if err != nil {
		return nil, fmt.Errorf("record at byte %d of %s: %w", offset, path, noEOF(err))
	}
	rec.Offset = offset
	return rec, nil
}

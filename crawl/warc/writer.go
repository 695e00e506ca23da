package warc

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

// DefaultMaxBytes is the size at which a file is closed and the next begun; the
// standard recommends a gigabyte.
const DefaultMaxBytes = 1 << 30

// Encoder turns records into gzip members. It keeps its buffers, so each
// goroutine that encodes has its own; compression, the costly part of writing,
// then runs in parallel.
type Encoder struct {
	head  bytes.Buffer
	zip   *gzip.Writer
	store *gzip.Writer // packs nothing: for what would not get smaller by much
}

// smallRecord is the size below which a record is stored as it is: there are two
// such records to a page, and to compress them costs more than it saves.
const smallRecord = 1 << 10

// NewEncoder returns an Encoder for one goroutine.
func NewEncoder() (*Encoder, error) {
	// Most bodies come compressed, so a better level costs time and saves
	// little.
	zip, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	if err != nil {
		return nil, fmt.Errorf("make gzip writer: %w", err)
	}
	store, err := gzip.NewWriterLevel(io.Discard, gzip.NoCompression)
	if err != nil {
		return nil, fmt.Errorf("make gzip writer: %w", err)
	}
	return &Encoder{zip: zip, store: store}, nil
}

// Encode appends the record to dst as one gzip member.
func (e *Encoder) Encode(dst []byte, r *Record) ([]byte, error) {
	e.head.Reset()
	r.head(&e.head)
	out, zip := bytes.NewBuffer(dst), e.zip
	if packed(r.rest) || e.head.Len()+len(r.Block)+len(r.rest) < smallRecord {
		zip = e.store
	}
	zip.Reset(out)
	for _, part := range [][]byte{e.head.Bytes(), r.Block, r.rest, []byte("\r\n\r\n")} {
		if _, err := zip.Write(part); err != nil {
			return dst, fmt.Errorf("compress %s record: %w", r.Type(), err)
		}
	}
	if err := zip.Close(); err != nil {
		return dst, fmt.Errorf("compress %s record: %w", r.Type(), err)
	}
	return out.Bytes(), nil
}

// packed reports whether a payload is gzip or zstd already.
func packed(payload []byte) bool {
	return bytes.HasPrefix(payload, []byte{0x1f, 0x8b, 8}) || bytes.HasPrefix(payload, []byte{0x28, 0xb5, 0x2f, 0xfd})
}

// Position is a place in a series of files: everything before it is good.
type Position struct {
	Seq    int   // number of the file, from 0
	Offset int64 // bytes in it
}

// Writer appends gzip members to the files NAME-00000.warc.gz, NAME-00001...
// of one directory. It is for one goroutine.
type Writer struct {
	dir, name string
	maxBytes  int64
	info      []Field
	enc       *Encoder
	file      *os.File
	at        Position
	now       func() time.Time
}

// NewWriter continues the series name in dir at a position, which is zero for a
// new series. Whatever lies behind the position came from a process that was
// killed and is dropped. info are the fields of the warcinfo record with which
// each file begins; maxBytes 0 means [DefaultMaxBytes].
func NewWriter(dir, name string, at Position, maxBytes int64, now func() time.Time, info ...Field) (*Writer, error) {
	if maxBytes == 0 {
		maxBytes = DefaultMaxBytes
	}
	enc, err := NewEncoder()
	if err != nil {
		return nil, err
	}
	w := &Writer{dir: dir, name: name, maxBytes: maxBytes, info: info, enc: enc, at: at, now: now}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make archive folder: %w", err)
	}
	if err := DropAfter(dir, name, at); err != nil {
		return nil, err
	}
	return w, nil
}

// DropAfter removes what of the series name in dir was written behind the position.
func DropAfter(dir, name string, at Position) error {
	files, err := filepath.Glob(filepath.Join(dir, escapeGlob(name)+"-[0-9][0-9][0-9][0-9][0-9].warc.gz"))
	if err != nil {
		return fmt.Errorf("list archive files of %s: %w", name, err)
	}
	current := filepath.Join(dir, FileName(name, at.Seq))
	for _, f := range files {
		if f > current || f == current && at.Offset == 0 {
			if err := os.Remove(f); err != nil {
				return fmt.Errorf("drop unfinished archive file: %w", err)
			}
		} else if f == current {
			if err := os.Truncate(f, at.Offset); err != nil {
				return fmt.Errorf("drop unfinished archive records: %w", err)
			}
		}
	}
	return nil
}

func escapeGlob(s string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(s)
}

func (w *Writer) path(seq int) string { return filepath.Join(w.dir, FileName(w.name, seq)) }

// FileName is the name of file seq of a series.
func FileName(name string, seq int) string { return fmt.Sprintf("%s-%05d.warc.gz", name, seq) }

// Append writes members (each from [Encoder.Encode]) one behind the other into
// one file and returns where the first begins. A new file is begun when the
// current one is full.
func (w *Writer) Append(members ...[]byte) (Position, error) {
	if w.file != nil && w.at.Offset >= w.maxBytes {
		if err := w.Close(); err != nil {
			return Position{}, err
		}
		w.at = Position{Seq: w.at.Seq + 1}
	}
	if w.file == nil {
		if err := w.open(); err != nil {
			return Position{}, err
		}
	}
	start := w.at
	for _, m := range members {
		n, err := w.file.Write(m)
		w.at.Offset += int64(n)
		if err != nil {
			return Position{}, fmt.Errorf("write archive record: %w", err)
		}
	}
	return start, nil
}

func (w *Writer) open() error {
	f, err := os.OpenFile(w.path(w.at.Seq), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return fmt.Errorf("open archive file: %w", err)
	}
	w.file = f
	if w.at.Offset > 0 {
		return nil
	}
	var block bytes.Buffer
	for _, f := range w.info {
		fmt.Fprintf(&block, "%s: %s\r\n", f.Name, oneLine(f.Value))
	}
	rec := New(TypeInfo, "", w.now(), Fields, block.Bytes(), nil, Field{"WARC-Filename", filepath.Base(f.Name())})
	member, err := w.enc.Encode(nil, rec)
	if err != nil {
		return err
	}
	n, err := f.Write(member)
	w.at.Offset += int64(n)
	if err != nil {
		return fmt.Errorf("write archive header: %w", err)
	}
	return nil
}

// At is the position behind the last member.
func (w *Writer) At() Position { return w.at }

// Sync forces what was written to stable storage.
func (w *Writer) Sync() error {
	if w.file == nil {
		return nil
	}
	if err := w.file.Sync(); err != nil {
		return fmt.Errorf("sync archive file: %w", err)
	}
	return nil
}

// Close syncs and closes the current file.
func (w *Writer) Close() error {
	if w.file == nil {
		return nil
	}
	err := w.Sync()
	if closeErr := w.file.Close(); err == nil && closeErr != nil {
		err = fmt.Errorf("close archive file: %w", closeErr)
	}
	w.file = nil
	return err
}

package bucket

import (
	"fmt"
	"io"
	"slices"
	"sync"

	"framewatch/store/disk"
)

// A file is read in blocks, of which some are kept: a Parquet file is read at its
// end and then by columns, in many small reads.
const (
	blockSize  = 1 << 20
	keptBlocks = 16
)

// Open opens a file for reading. Files are never changed, so that blocks that
// were read at different times fit.
func (f *FS) Open(name string) (disk.Reader, error) {
	e, err := f.Stat(name)
	if err != nil {
		return nil, err
	}
	if e.Kind != disk.Regular {
		return nil, fmt.Errorf("open %s: %w", name, disk.ErrNotRegular)
	}
	r := &blocks{f: f, name: name, size: e.Size}
	return &reader{SectionReader: io.NewSectionReader(r, 0, e.Size)}, nil
}

type reader struct{ *io.SectionReader }

func (*reader) Close() error { return nil }

// blocks reads a file block by block.
type blocks struct {
	f    *FS
	name string
	size int64

	mu   sync.Mutex
	kept []block // the one that was used last comes last
}

type block struct {
	n    int64
	data []byte
}

// ReadAt reads from the blocks that hold the range.
func (b *blocks) ReadAt(p []byte, at int64) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	done := 0
	for done < len(p) {
		if at >= b.size {
			return done, io.EOF
		}
		data, err := b.block(at / blockSize)
		if err != nil {
			return done, err
		}
		n := copy(p[done:], data[at%blockSize:])
		done, at = done+n, at+int64(n)
	}
	return done, nil
}

func (b *blocks) block(n int64) ([]byte, error) {
	if i := slices.IndexFunc(b.kept, func(k block) bool { return k.n == n }); i >= 0 {
		k := b.kept[i]
		b.kept = append(slices.Delete(b.kept, i, i+1), k)
		return k.data, nil
	}
	start := n * blockSize
	want := min(blockSize, b.size-start)
	r, err := b.f.b.NewRangeReader(background(), b.name, start, want, nil)
	if err != nil {
		return nil, wrap("read", b.name, err)
	}
	data := make([]byte, want)
	_, err = io.ReadFull(r, data)
	if closeErr := r.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, wrap("read", b.name, err)
	}
	if len(b.kept) == keptBlocks {
		b.kept = slices.Delete(b.kept, 0, 1)
	}
	b.kept = append(b.kept, block{n, data})
	return data, nil
}

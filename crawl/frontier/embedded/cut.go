package embedded

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"os"

	"go.etcd.io/bbolt"
)

// ErrCut is a crawl state whose file is shorter than what it says it holds: a copy
// that broke off, or a disk that lost its end.
var ErrCut = errors.New("its file is cut short: put it back from a backup, or remove it (what is known of pages and robots.txt is asked for again)")

// create makes a file without entries where there is none. It has its name once it
// is whole: what a disk that is full, or a kill, leaves of it would be refused as
// [ErrCut] ever after. The caller is the only one to make it.
func create(path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	unnamed := path + ".tmp"
	if err := os.Remove(unnamed); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	db, err := bbolt.Open(unnamed, 0o644, nil)
	if err == nil {
		err = db.Close()
	}
	if err == nil {
		err = os.Rename(unnamed, path)
	}
	if err != nil {
		_ = os.Remove(unnamed) // it holds nothing
	}
	return err
}

// open opens a file of bbolt. The file is mapped into memory, and a read behind its
// end would end the process by a signal; what is cut is refused before.
func open(path string, opt *bbolt.Options) (*bbolt.DB, error) {
	if err := whole(path); err != nil {
		return nil, err
	}
	return bbolt.Open(path, 0o644, opt)
}

// whole compares a file's length with the newest of its meta pages. One that is not
// there, is empty or has no sound meta page is bbolt's to make or to refuse.
func whole(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	var newest uint64
	var need int64
	size := int64(os.Getpagesize())
	for i := range 2 {
		m, ok := metaAt(f, int64(i)*size)
		if !ok {
			continue
		}
		size = int64(binary.LittleEndian.Uint32(m[8:]))
		if tx := binary.LittleEndian.Uint64(m[48:]); tx >= newest {
			newest, need = tx, int64(binary.LittleEndian.Uint64(m[40:]))*size
		}
	}
	// Asked for after the pages were read: a process that writes lengthens the file
	// before it says so in them.
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < need {
		return fmt.Errorf("%w (%d bytes of %d)", ErrCut, info.Size(), need)
	}
	return nil
}

// metaAt reads the meta page at an offset; ok is false where it is not sound.
func metaAt(f *os.File, at int64) (m []byte, ok bool) {
	page := make([]byte, pageHead+metaLen+8)
	if _, err := f.ReadAt(page, at); err != nil {
		return nil, false
	}
	m = page[pageHead:]
	return m, soundMeta(m)
}

// soundMeta reports whether a meta page is one, and whole.
func soundMeta(m []byte) bool {
	h := fnv.New64a()
	_, _ = h.Write(m[:metaLen])
	return binary.LittleEndian.Uint32(m) == metaMagic && h.Sum64() == binary.LittleEndian.Uint64(m[metaLen:])
}

package embedded

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path/filepath"
	"slices"

	"github.com/gofrs/flock"

	"framewatch/crawl/frontier"
)

// The file format of bbolt, as far as checking needs it. It is read here and not
// through bbolt, which maps the file into memory and trusts it: a damaged one
// can end the process.
const (
	pageHead   = 16
	elementLen = 16
	pageBranch = 1
	pageLeaf   = 2
	leafBucket = 1
	metaMagic  = 0xED0CDAED
	metaLen    = 56 // up to the checksum
	maxPage    = 64 << 20
)

// Check reads a store's file and tells what is wrong with it: pages that cannot
// be, keys out of order, entries that are not those that were written. It returns
// the runs that the store still has. The file must not change meanwhile.
func Check(db io.ReaderAt, size int64) (runs []string, err error) {
	c := &checker{db: db, size: size, seen: map[uint64]bool{}}
	root, err := c.meta()
	if err != nil {
		return nil, fmt.Errorf("check crawl state: %w", err)
	}
	var stored sum
	found := false
	lanes := lasting()
	err = c.bucket(root, nil, nil, func(path [][]byte, key, value []byte) error {
		if len(path) == 1 && bytes.Equal(path[0], bucketMeta) {
			switch {
			case bytes.Equal(key, keySum):
				if stored, found = decodeSum(value); !found {
					return errors.New("its sum is damaged")
				}
			case bytes.Equal(key, keySpelling) && string(value) == spelling:
			case !bytes.Equal(key, []byte("format")) || string(value) != format:
				return fmt.Errorf("%q has %q", key, value)
			}
		}
		if len(path) == 1 {
			for _, name := range lanes {
				if bytes.Equal(path[0], name) {
					c.sum.add(name, key, value)
				}
			}
		}
		if len(path) == 2 && bytes.Equal(path[0], bucketRuns) && bytes.Equal(key, keyMeta) {
			runs = append(runs, string(path[1]))
		}
		return nil
	})
	// A store of the first versions has no sum until it is opened to be written.
	if err == nil && found && c.sum != stored {
		err = errors.New("its entries are not those that were written")
	}
	if err != nil {
		return nil, fmt.Errorf("check crawl state: %w", err)
	}
	return runs, nil
}

type checker struct {
	db       io.ReaderAt
	size     int64
	pageSize int64
	seen     map[uint64]bool
	sum      sum
}

// meta returns the page at which the newest transaction's tree begins. Both meta
// pages must be whole: with a damaged one, the store would be as it was before.
func (c *checker) meta() (root uint64, err error) {
	head := make([]byte, pageHead+metaLen+8)
	var newest uint64
	for i := range 2 {
		if _, err := c.db.ReadAt(head, int64(i)*c.pageSize); err != nil {
			return 0, fmt.Errorf("meta page %d: %w", i, err)
		}
		m := head[pageHead:]
		if !soundMeta(m) {
			return 0, fmt.Errorf("meta page %d is damaged", i)
		}
		if c.pageSize = int64(binary.LittleEndian.Uint32(m[8:])); c.pageSize < 1<<10 || c.pageSize > 1<<16 {
			return 0, fmt.Errorf("pages of %d bytes", c.pageSize)
		}
		if tx := binary.LittleEndian.Uint64(m[48:]); i == 0 || tx > newest {
			newest, root = tx, binary.LittleEndian.Uint64(m[16:])
		}
	}
	return root, nil
}

// page reads a page that no other refers to.
func (c *checker) page(id uint64) ([]byte, error) {
	head := make([]byte, pageHead)
	if id < 2 || int64(id) > c.size/c.pageSize || c.seen[id] {
		return nil, fmt.Errorf("page %d is outside the file or stands twice", id)
	}
	c.seen[id] = true
	if _, err := c.db.ReadAt(head, int64(id)*c.pageSize); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	length := (int64(binary.LittleEndian.Uint32(head[12:])) + 1) * c.pageSize
	if binary.LittleEndian.Uint64(head) != id || length > maxPage {
		return nil, fmt.Errorf("page %d says that it is another", id)
	}
	p := make([]byte, length)
	if _, err := c.db.ReadAt(p, int64(id)*c.pageSize); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	return p, nil
}

type visit func(path [][]byte, key, value []byte) error

// bucket visits the entries of a bucket whose tree begins at a page, or lies in
// inline.
func (c *checker) bucket(root uint64, inline []byte, path [][]byte, fn visit) error {
	p := inline
	if root != 0 {
		var err error
		if p, err = c.page(root); err != nil {
			return err
		}
	}
	return c.tree(p, nil, nil, path, fn)
}

// tree visits the entries of a page and of those below it; all keys are at least
// low and less than high, where there is one.
func (c *checker) tree(p, low, high []byte, path [][]byte, fn visit) error {
	if len(p) < pageHead {
		return errors.New("a page is cut short")
	}
	flags, count := binary.LittleEndian.Uint16(p[8:]), int(binary.LittleEndian.Uint16(p[10:]))
	if flags != pageLeaf && flags != pageBranch || pageHead+count*elementLen > len(p) || flags == pageBranch && count == 0 {
		return fmt.Errorf("a page has kind %d and %d entries", flags, count)
	}
	keys := make([][]byte, count)
	begin := pageHead + count*elementLen // bbolt writes keys and values without gaps
	for i := range count {
		at := pageHead + i*elementLen
		e := p[at:]
		from, size := at+int(binary.LittleEndian.Uint32(e)), int(binary.LittleEndian.Uint32(e[4:]))
		if flags == pageLeaf {
			from, size = at+int(binary.LittleEndian.Uint32(e[4:])), int(binary.LittleEndian.Uint32(e[8:]))
		}
		if size > len(p) || from > len(p)-size || from != begin {
			return errors.New("a key lies outside its place")
		}
		keys[i], begin = p[from:from+size], from+size
		if flags == pageLeaf {
			begin += int(binary.LittleEndian.Uint32(e[12:]))
		}
		if bytes.Compare(keys[i], low) < 0 || i > 0 && bytes.Compare(keys[i], keys[i-1]) <= 0 || high != nil && bytes.Compare(keys[i], high) >= 0 {
			return fmt.Errorf("key %.40q is out of order", keys[i])
		}
	}
	for i, key := range keys {
		at := pageHead + i*elementLen
		var err error
		if flags == pageBranch {
			next := high
			if i+1 < count {
				next = keys[i+1]
			}
			var child []byte
			if child, err = c.page(binary.LittleEndian.Uint64(p[at+8:])); err == nil {
				err = c.tree(child, key, next, path, fn)
			}
		} else {
			err = c.entry(p, at, key, path, fn)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// place reports whether the store has a bucket of this name in the one at path.
func place(path [][]byte, name []byte) bool {
	is := func(b []byte) bool { return bytes.Equal(b, name) }
	switch len(path) {
	case 0:
		return slices.ContainsFunc(topBuckets[:], is)
	case 1: // of a run, by its ID
		return bytes.Equal(path[0], bucketRuns)
	case 2:
		return slices.ContainsFunc(runBuckets[:], is)
	}
	return false
}

func (c *checker) entry(p []byte, at int, key []byte, path [][]byte, fn visit) error {
	flags := binary.LittleEndian.Uint32(p[at:])
	from := at + int(binary.LittleEndian.Uint32(p[at+4:])) + len(key)
	size := int(binary.LittleEndian.Uint32(p[at+12:]))
	if size > len(p) || from > len(p)-size || flags > leafBucket {
		return fmt.Errorf("the entry of %.40q lies outside its page", key)
	}
	value := p[from : from+size]
	if flags != leafBucket {
		if len(path) == 0 || len(path) == 1 && bytes.Equal(path[0], bucketRuns) {
			return fmt.Errorf("%.40q is no bucket", key)
		}
		return fn(path, key, value)
	}
	if size < 16 || !place(path, key) {
		return fmt.Errorf("bucket %.40q is damaged", key)
	}
	return c.bucket(binary.LittleEndian.Uint64(value), value[16:], append(slices.Clone(path), key), fn)
}

// CheckLog tells whether a log is damaged in its middle. A record that is torn at
// the end is what a kill leaves.
func CheckLog(data []byte) error {
	for at := 0; len(data)-at >= 8; {
		size := int(binary.LittleEndian.Uint32(data[at:]))
		if size > len(data)-at-8 {
			return nil
		}
		if crc32.ChecksumIEEE(data[at+8:at+8+size]) != binary.LittleEndian.Uint32(data[at+4:]) {
			return fmt.Errorf("check crawl log: the record at byte %d is damaged", at)
		}
		at += 8 + size
	}
	return nil
}

// Hold keeps the store in a folder from being changed until release is called.
// The error is [ErrLocked] while a process uses it. The file must be there.
func Hold(dir string) (release func(), err error) {
	lock := flock.New(filepath.Join(dir, FileName))
	ok, err := lock.TryRLock()
	if err != nil {
		return nil, fmt.Errorf("hold crawl state: %w", err)
	}
	if !ok {
		return nil, fmt.Errorf("hold crawl state: %w", frontier.ErrLocked)
	}
	return func() { _ = lock.Close() }, nil
}

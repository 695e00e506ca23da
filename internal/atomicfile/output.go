package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Errors of a place that cannot be written to.
var (
	ErrFolder   = errors.New("is a folder; name a file in it")
	ErrNoFolder = errors.New("the folder is not there; make it or name another")
	ErrUnread   = errors.New("nothing reads the pipe")
)

// IsPlace reports whether an error says that there is no place for a file where one
// was to be written, so that another path would do.
func IsPlace(err error) bool {
	return errors.Is(err, ErrFolder) || errors.Is(err, ErrNoFolder) || errors.Is(err, ErrUnread)
}

// Check tells why no file could be written at path, before there is anything to
// write: its folder is not there or may not be written to, or it is a folder
// itself. It leaves nothing behind.
func Check(path string) error {
	t, err := find(path)
	if err != nil || t.through {
		return err
	}
	f, err := t.aside()
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// target is where what is written to a path ends up.
type target struct {
	path    string
	mode    fs.FileMode // of a new file, or of the one that is there
	exists  bool
	through bool // a device, pipe or the like, that is written to and stays
}

// find follows symbolic links, also to a file that is not there yet.
func find(path string) (target, error) {
	t := target{path: path, mode: 0o666}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return t, ErrFolder
	case err == nil && !info.Mode().IsRegular():
		t.through = true
		return t, nil
	case err == nil:
		t.exists, t.mode = true, info.Mode().Perm()
		at, err := filepath.EvalSymlinks(path)
		if err != nil { // such as /dev/stdout that leads to a file without a name
			t.through = true
			return t, nil //nolint:nilerr // it is written to all the same
		}
		t.path = at
		return t, nil
	case !errors.Is(err, fs.ErrNotExist):
		return t, plain(err)
	}
	const most = 40 // links in a row, as many as systems follow
	for range most {
		to, err := os.Readlink(t.path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(t.path), to)
		}
		t.path = to
	}
	if info, err := os.Stat(filepath.Dir(t.path)); err != nil || !info.IsDir() {
		return t, fmt.Errorf("%s: %w", filepath.Dir(t.path), ErrNoFolder)
	}
	return t, nil
}

// aside makes an empty file beside the target.
func (t target) aside() (*os.File, error) {
	for {
		name := filepath.Join(filepath.Dir(t.path), fmt.Sprintf(".framewatch-%08x.tmp", rand.Uint32()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, t.mode|0o200)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("in folder %s: %w", filepath.Dir(t.path), plain(err))
		}
		return f, nil
	}
}

// plain is an error without the name of a file that only this package knows.
func plain(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// File is being written. Until Commit whoever opens its path finds what was there
// before; a device or a pipe gets the bytes as they come.
type File struct {
	*os.File
	to   target
	done bool
}

// Create begins to write a file at path, new or in place of another, whose
// permissions it gets. A symbolic link stays one. A pipe may be ten seconds
// without somebody who reads it.
func Create(path string) (*File, error) {
	t, err := find(path)
	if err != nil {
		return nil, err
	}
	if t.through {
		f, err := open(t.path, patience)
		return &File{File: f, to: t}, err
	}
	f, err := t.aside()
	if err != nil {
		return nil, err
	}
	if t.exists {
		if err := f.Chmod(t.mode); err != nil {
			return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}
	return &File{File: f, to: t}, nil
}

// open opens what is no regular file. A pipe that nobody reads would be waited for
// for ever, and no signal would end it.
func open(path string, wait time.Duration) (*os.File, error) {
	const again = 20 * time.Millisecond
	for ; ; wait -= again {
		f, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		if !errors.Is(err, syscall.ENXIO) {
			return f, err
		}
		if wait <= 0 {
			return nil, ErrUnread
		}
		time.Sleep(again)
	}
}

// Commit brings what was written to the disk and in its place.
func (f *File) Commit() error {
	f.done = true
	if f.to.through {
		return f.Close()
	}
	err := errors.Join(f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), f.to.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	syncFolder(filepath.Dir(f.to.path))
	return nil
}

// Discard leaves what was there before. After Commit, and of a nil file, it does
// nothing.
func (f *File) Discard() {
	if f == nil || f.done {
		return
	}
	f.done = true
	_ = f.Close() // it is not wanted
	if !f.to.through {
		_ = os.Remove(f.Name()) // a file aside harms nobody
	}
}

// Through reports whether what is written at path goes to a device, a pipe or the
// like, which has no folder of its own for files beside it.
func Through(path string) bool {
	t, err := find(path)
	return err == nil && t.through
}

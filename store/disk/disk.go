package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"time"
)

// FS is a folder. Names are relative to it, with slashes, and pass
// [fs.ValidPath]; "." is the folder itself. Errors wrap fs.ErrNotExist and its
// kin.
type FS interface {
	// Create makes a file for writing. It is an error when the name is taken.
	Create(name string) (File, error)
	// Open opens a regular file for reading.
	Open(name string) (Reader, error)
	// Mkdir makes one folder; one that is there already is no error.
	Mkdir(name string) error
	// Rename gives a file or folder another name; a file of that name is
	// replaced in one step.
	Rename(from, to string) error
	// Link gives a file a second name, ErrNoLinks where that cannot be had.
	Link(from, to string) error
	// Symlink makes name stand for target, a name relative to name's folder.
	Symlink(target, name string) error
	// Readlink tells what a symbolic link stands for.
	Readlink(name string) (string, error)
	// Remove removes a file, a link or an empty folder.
	Remove(name string) error
	// List lists a folder by name.
	List(name string) ([]Entry, error)
	// Stat describes a name; a symbolic link is not followed.
	Stat(name string) (Entry, error)
	// SyncDir makes the names in a folder durable.
	SyncDir(name string) error
	// Lock takes the exclusive lock of a file, which is made when it is not
	// there, until the closer is closed or the process ends. ErrLocked says that
	// another process has it.
	Lock(name string) (io.Closer, error)
}

// File is a file being written. Closed without a Sync after the last write, it
// may be there or not.
type File interface {
	io.WriteCloser
	// Sync makes what was written durable.
	Sync() error
}

// Reader is a file being read.
type Reader interface {
	io.ReadSeekCloser
	io.ReaderAt
}

// Putter is a file system that writes a small file in one step by itself, and
// can do so on condition that its name is free.
type Putter interface {
	// Put writes a file, or replaces it.
	Put(name string, data []byte) error
	// PutNew writes a file; when the name is taken, the error wraps fs.ErrExist.
	PutNew(name string, data []byte) error
}

// Walker is a file system that lists all files below a folder, in the order of
// names, for less than folder by folder.
type Walker interface {
	Walk(name string, fn func(name string, e Entry) error) error
}

// Kind tells files from folders and links.
type Kind int

// Kinds of entries.
const (
	Regular Kind = iota
	Folder
	Link
	Other // a pipe, a device, a socket
)

// Entry is a name in a folder.
type Entry struct {
	Name string // last element
	Kind Kind
	Size int64 // bytes of a regular file
	Time time.Time
}

// Errors that callers tell apart.
var (
	// ErrLocked means that another process holds the lock.
	ErrLocked = errors.New("locked by another process")
	// ErrNoLinks means that the file system has no links.
	ErrNoLinks = errors.New("the file system has no links")
	// ErrNotRegular means that a name is a folder, pipe, device or socket where
	// a file was expected.
	ErrNotRegular = errors.New("not a regular file")
)

// WriteFile writes a small file in one step: a reader or a crash finds the old
// content or the new. The folder must be there.
func WriteFile(fsys FS, name string, data []byte) error {
	if err := PutFile(fsys, name, data); err != nil {
		return err
	}
	return fsys.SyncDir(path.Dir(name))
}

// PutFile is WriteFile without the last step: readers find the new content when
// it returns, a crash may still undo it until the folder is synced.
func PutFile(fsys FS, name string, data []byte) error {
	if p, ok := fsys.(Putter); ok {
		return p.Put(name, data)
	}
	tmp := name + ".tmp"
	if err := fsys.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := fsys.Create(tmp)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, ignoreMissing(fsys.Remove(tmp)))
	}
	return fsys.Rename(tmp, name)
}

// ReadFile reads a file of at most limit bytes.
func ReadFile(fsys FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("read %s: more than %d bytes", name, limit)
	}
	return data, nil
}

// Walk calls fn with each file below a folder in the order of names; folders
// that are not there have none. Links are not followed.
func Walk(fsys FS, name string, fn func(name string, e Entry) error) error {
	if w, ok := fsys.(Walker); ok {
		return w.Walk(name, fn)
	}
	entries, err := fsys.List(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		full := path.Join(name, e.Name)
		if e.Kind == Folder {
			err = Walk(fsys, full, fn)
		} else {
			err = fn(full, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// RemoveEmpty removes a folder and those above it, up to but without top, as
// far as they are empty.
func RemoveEmpty(fsys FS, name, top string) error {
	for name != top && name != "." {
		entries, err := fsys.List(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if len(entries) > 0 {
			return nil
		}
		if err := ignoreMissing(fsys.Remove(name)); err != nil {
			return err
		}
		name = path.Dir(name)
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Same reports whether two names are known to be of one file; where a file
// system cannot tell, they are not.
func Same(fsys FS, a, b string) bool {
	s, ok := fsys.(interface{ Same(a, b string) bool })
	return ok && s.Same(a, b)
}

package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/gofrs/flock"
)

// Dir is a folder of the machine's file system. It keeps nothing open between
// two calls, so that it needs no closing.
type Dir struct{ path string }

// Open takes a folder that is there.
func Open(dir string) (*Dir, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Dir{path: dir}, root.Close()
}

// within calls fn with the folder open.
func (d *Dir) within(fn func(root *os.Root) error) error {
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return err
	}
	return errors.Join(fn(root), root.Close())
}

// Create makes a file for writing.
func (d *Dir) Create(name string) (File, error) {
	var f *os.File
	err := d.within(func(root *os.Root) (err error) {
		f, err = root.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		return err
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Open opens a regular file. It is asked twice what it is, as opening a pipe
// would wait and another file may have come in its place.
func (d *Dir) Open(name string) (Reader, error) {
	var f *os.File
	err := d.within(func(root *os.Root) (err error) {
		f, err = openRegular(root, filepath.FromSlash(name))
		return err
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

func openRegular(root *os.Root, name string) (*os.File, error) {
	info, err := root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("open %s: %w", name, ErrNotRegular)
	}
	f, err := root.OpenFile(name, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("open %s: %w", name, ErrNotRegular)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Mkdir makes one folder.
func (d *Dir) Mkdir(name string) error {
	err := d.within(func(root *os.Root) error { return root.Mkdir(filepath.FromSlash(name), 0o755) })
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// Rename gives a file or folder another name.
func (d *Dir) Rename(from, to string) error {
	return d.within(func(root *os.Root) error { return root.Rename(filepath.FromSlash(from), filepath.FromSlash(to)) })
}

// Link gives a file a second name.
func (d *Dir) Link(from, to string) error {
	return noLinks(d.within(func(root *os.Root) error { return root.Link(filepath.FromSlash(from), filepath.FromSlash(to)) }))
}

// Symlink makes name stand for target.
func (d *Dir) Symlink(target, name string) error {
	return noLinks(d.within(func(root *os.Root) error { return root.Symlink(filepath.FromSlash(target), filepath.FromSlash(name)) }))
}

// noLinks turns the many ways in which a file system says that it has no links
// into one.
func noLinks(err error) error {
	for _, e := range []error{errors.ErrUnsupported, fs.ErrPermission, syscall.EPERM, syscall.EXDEV, syscall.EMLINK, syscall.ENOSYS} {
		if errors.Is(err, e) {
			return fmt.Errorf("%w: %w", ErrNoLinks, err)
		}
	}
	return err
}

// Readlink tells what a symbolic link stands for.
func (d *Dir) Readlink(name string) (string, error) {
	target := ""
	err := d.within(func(root *os.Root) (err error) {
		target, err = root.Readlink(filepath.FromSlash(name))
		return err
	})
	return filepath.ToSlash(target), err
}

// Remove removes a file, a link or an empty folder.
func (d *Dir) Remove(name string) error {
	return d.within(func(root *os.Root) error { return root.Remove(filepath.FromSlash(name)) })
}

// List lists a folder by name.
func (d *Dir) List(name string) ([]Entry, error) {
	var entries []Entry
	err := d.within(func(root *os.Root) error {
		f, err := root.Open(filepath.FromSlash(name))
		if err != nil {
			return err
		}
		names, err := f.Readdirnames(-1)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		entries, err = EntriesOf(func(name string) (Entry, error) { return stat(root, name) }, name, names)
		return err
	})
	return entries, err
}

// Stat describes a name.
func (d *Dir) Stat(name string) (Entry, error) {
	var e Entry
	err := d.within(func(root *os.Root) (err error) {
		e, err = stat(root, name)
		return err
	})
	return e, err
}

func stat(root *os.Root, name string) (Entry, error) {
	info, err := root.Lstat(filepath.FromSlash(name))
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Name: info.Name(), Size: info.Size(), Time: info.ModTime(), Kind: Other}
	switch {
	case info.Mode().IsRegular():
		e.Kind = Regular
	case info.IsDir():
		e.Kind = Folder
	case info.Mode()&fs.ModeSymlink != 0:
		e.Kind = Link
	}
	return e, nil
}

// SyncDir makes the names in a folder durable. Windows has no such call and
// journals names itself.
func (d *Dir) SyncDir(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	return d.within(func(root *os.Root) error {
		f, err := root.Open(filepath.FromSlash(name))
		if err != nil {
			return err
		}
		err = f.Sync()
		if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
			err = nil // some network file systems sync no folders
		}
		return errors.Join(err, f.Close())
	})
}

// Lock takes the lock of a regular file.
func (d *Dir) Lock(name string) (io.Closer, error) {
	if e, err := d.Stat(name); err == nil && e.Kind != Regular {
		return nil, fmt.Errorf("lock %s: %w", name, ErrNotRegular)
	}
	lock := flock.New(filepath.Join(d.path, filepath.FromSlash(name)))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, ErrLocked
	}
	return lock, nil
}

// Same reports whether two names are of one file.
func (d *Dir) Same(a, b string) bool {
	same := false
	err := d.within(func(root *os.Root) error {
		one, err := root.Lstat(filepath.FromSlash(a))
		if err != nil {
			return err
		}
		two, err := root.Lstat(filepath.FromSlash(b))
		same = err == nil && one.Mode().IsRegular() && os.SameFile(one, two)
		return err
	})
	return err == nil && same
}

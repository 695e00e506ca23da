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

// Dir is a folder of the machine's file system.
type Dir struct {
	path string
	root *os.Root
}

// Open opens a folder that is there.
func Open(dir string) (*Dir, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Dir{path: dir, root: root}, nil
}

// Create makes a file for writing.
func (d *Dir) Create(name string) (File, error) {
	f, err := d.root.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Open opens a regular file. It is asked twice what it is, as opening a pipe
// would wait and another file may have come in its place.
func (d *Dir) Open(name string) (Reader, error) {
	name = filepath.FromSlash(name)
	info, err := d.root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("open %s: %w", name, ErrNotRegular)
	}
	f, err := d.root.OpenFile(name, os.O_RDONLY|nonBlocking, 0)
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
	err := d.root.Mkdir(filepath.FromSlash(name), 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// Rename gives a file or folder another name.
func (d *Dir) Rename(from, to string) error {
	return d.root.Rename(filepath.FromSlash(from), filepath.FromSlash(to))
}

// Link gives a file a second name.
func (d *Dir) Link(from, to string) error {
	return noLinks(d.root.Link(filepath.FromSlash(from), filepath.FromSlash(to)))
}

// Symlink makes name stand for target.
func (d *Dir) Symlink(target, name string) error {
	return noLinks(d.root.Symlink(filepath.FromSlash(target), filepath.FromSlash(name)))
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
	target, err := d.root.Readlink(filepath.FromSlash(name))
	return filepath.ToSlash(target), err
}

// Remove removes a file, a link or an empty folder.
func (d *Dir) Remove(name string) error { return d.root.Remove(filepath.FromSlash(name)) }

// List lists a folder by name.
func (d *Dir) List(name string) ([]Entry, error) {
	f, err := d.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	return EntriesOf(d, name, names)
}

// Stat describes a name.
func (d *Dir) Stat(name string) (Entry, error) {
	info, err := d.root.Lstat(filepath.FromSlash(name))
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
	f, err := d.root.Open(filepath.FromSlash(name))
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil // some network file systems sync no folders
	}
	return errors.Join(err, f.Close())
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

// Close gives up the folder. Files that are open stay so.
func (d *Dir) Close() error { return d.root.Close() }

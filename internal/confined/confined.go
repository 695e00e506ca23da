package confined

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ErrOutside is a name that leads out of the allowed folders.
var ErrOutside = errors.New("outside of the allowed folders")

// Folders are the folders that names may lead into.
type Folders struct {
	roots []root
}

type root struct {
	at, actual string // absolute; actual has no links in it
	*os.Root
}

// Open opens the folders: base, which names are relative to, and others that the
// user allows.
func Open(base string, others ...string) (*Folders, error) {
	f := &Folders{}
	for _, dir := range append([]string{base}, others...) {
		r, err := openRoot(dir)
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		f.roots = append(f.roots, r)
	}
	return f, nil
}

func openRoot(dir string) (root, error) {
	at, err := filepath.Abs(dir)
	if err != nil {
		return root{}, fmt.Errorf("open folder: %w", err)
	}
	actual, err := filepath.EvalSymlinks(at)
	if err != nil {
		return root{}, fmt.Errorf("open folder: %w", err)
	}
	r, err := os.OpenRoot(actual)
	if err != nil {
		return root{}, fmt.Errorf("open folder: %w", err)
	}
	return root{at, actual, r}, nil
}

// Close lets go of the folders.
func (f *Folders) Close() error {
	var errs []error
	for _, r := range f.roots {
		errs = append(errs, r.Close())
	}
	return errors.Join(errs...)
}

// FS is the first folder as a file system, to list it.
func (f *Folders) FS() fs.FS { return f.roots[0].FS() }

// Open opens the regular file of this name, which is relative to the first folder
// or absolute. A name that leads outside is [ErrOutside].
func (f *Folders) Open(name string) (*os.File, error) {
	at := name
	if !filepath.IsAbs(at) {
		at = filepath.Join(f.roots[0].at, name)
	}
	cause := ErrOutside
	for _, r := range f.roots {
		if rel, ok := r.inside(at); ok {
			file, err := r.open(rel)
			if err == nil {
				return file, nil
			}
			cause = err
		}
	}
	// It may be a link from one of the folders into another, or one with a whole
	// path, which os.Root does not follow.
	actual, err := filepath.EvalSymlinks(at)
	if err != nil {
		return nil, named(name, cause)
	}
	for _, r := range f.roots {
		if rel, ok := r.inside(actual); ok {
			file, err := r.open(rel)
			return file, named(name, err)
		}
	}
	return nil, named(name, ErrOutside)
}

// inside is the path below the folder, whichever way that is written.
func (r root) inside(at string) (string, bool) {
	for _, dir := range []string{r.at, r.actual} {
		if rel, err := filepath.Rel(dir, at); err == nil && filepath.IsLocal(rel) {
			return rel, true
		}
	}
	return "", false
}

// named puts the name as it was written in front of the cause, and not the path
// that it was opened by.
func named(name string, err error) error {
	if err == nil {
		return nil
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("open %s: %w", name, err)
}

// open looks before it opens, because to open some devices does something, and
// looks again at what it opened.
func (r root) open(rel string) (*os.File, error) {
	info, err := r.Stat(rel)
	if err != nil {
		return nil, err
	}
	if err := isRegular(info); err != nil {
		return nil, err
	}
	f, err := r.OpenFile(rel, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	return checked(f)
}

// Regular opens a file that the user named: anywhere and through any link, but a
// regular file.
func Regular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err == nil {
		err = isRegular(info)
	}
	if err != nil {
		return nil, named(path, err)
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, named(path, err)
	}
	f, err = checked(f)
	return f, named(path, err)
}

// checked closes what is no regular file.
func checked(f *os.File) (*os.File, error) {
	info, err := f.Stat()
	if err == nil {
		err = isRegular(info)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func isRegular(info fs.FileInfo) error {
	what := map[fs.FileMode]string{fs.ModeDir: "a folder", fs.ModeNamedPipe: "a pipe", fs.ModeSocket: "a socket"}
	switch t := info.Mode().Type(); {
	case t == 0:
		return nil
	case what[t] != "":
		return errors.New(what[t] + " and no file")
	}
	return errors.New("a device and no file")
}

package bucket

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"framewatch/store/disk"
)

// Options are what a test may want otherwise.
type Options struct {
	Now   func() time.Time
	Stale time.Duration // age at which a claim to the lock counts no more
	Renew time.Duration // how often a claim is renewed, well below Stale
}

// Default is how a dataset in a bucket is kept.
func Default() Options {
	return Options{Now: time.Now, Stale: 10 * time.Minute, Renew: time.Minute}
}

// FS is a bucket as a folder.
type FS struct {
	b    *blob.Bucket
	o    Options
	mu   sync.Mutex
	hold *claim // of the lock, nil without one
}

var (
	_ disk.FS     = (*FS)(nil)
	_ disk.Putter = (*FS)(nil)
	_ disk.Walker = (*FS)(nil)
)

// New takes a bucket, of which everything belongs to the folder.
func New(b *blob.Bucket, o Options) *FS { return &FS{b: b, o: o} }

// wrap says what was done and gives errors the kinds that package fs has.
func wrap(op, name string, err error) error {
	if err == nil {
		return nil
	}
	var kind error
	switch gcerrors.Code(err) {
	case gcerrors.NotFound:
		kind = fs.ErrNotExist
	case gcerrors.FailedPrecondition, gcerrors.AlreadyExists:
		kind = fs.ErrExist
	case gcerrors.PermissionDenied:
		kind = fs.ErrPermission
	default:
		return fmt.Errorf("%s %s: %w", op, name, err)
	}
	return fmt.Errorf("%s %s: %w (%w)", op, name, kind, err)
}

// background is the context of all requests: [disk.FS] knows none, and the
// client gives up on a server that is silent.
func background() context.Context { return context.Background() }

// Create makes a file for writing.
func (f *FS) Create(name string) (disk.File, error) {
	if err := f.guard(); err != nil {
		return nil, fmt.Errorf("create %s: %w", name, err)
	}
	switch taken, err := f.b.Exists(background(), name); {
	case err != nil:
		return nil, wrap("create", name, err)
	case taken:
		return nil, fmt.Errorf("create %s: %w", name, fs.ErrExist)
	}
	ctx, cancel := context.WithCancel(background())
	w, err := f.b.NewWriter(ctx, name, &blob.WriterOptions{IfNotExist: true, ContentType: contentType})
	if err != nil {
		cancel()
		return nil, wrap("create", name, err)
	}
	return &file{f: f, w: w, cancel: cancel, name: name}, nil
}

const contentType = "application/octet-stream"

// file is an object that is not there yet.
type file struct {
	f      *FS
	w      *blob.Writer
	cancel context.CancelFunc
	name   string
	synced bool // all that was written is to stay
}

func (w *file) Write(p []byte) (int, error) {
	w.synced = false
	n, err := w.w.Write(p)
	return n, wrap("write", w.name, err)
}

// Sync says that the file is whole; Close makes it durable.
func (w *file) Sync() error {
	w.synced = true
	return nil
}

func (w *file) Close() error {
	defer w.cancel()
	err := w.f.guard()
	if err != nil || !w.synced {
		w.cancel()
		_ = w.w.Close() // says that it was cancelled
		return err
	}
	return wrap("write", w.name, w.w.Close())
}

// Put writes a file, or replaces it, in one step.
func (f *FS) Put(name string, data []byte) error {
	if err := f.guard(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return wrap("write", name, f.b.WriteAll(background(), name, data, &blob.WriterOptions{ContentType: contentType}))
}

// PutNew writes a file that is not there, in one step; of two writers one gets
// fs.ErrExist. When the answer was lost, the file itself says whether it was
// written.
func (f *FS) PutNew(name string, data []byte) error {
	if err := f.guard(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return f.putNew(name, data)
}

func (f *FS) putNew(name string, data []byte) error {
	err := f.b.WriteAll(background(), name, data, &blob.WriterOptions{ContentType: contentType, IfNotExist: true})
	if err == nil {
		return nil
	}
	if there, readErr := f.b.ReadAll(background(), name); readErr == nil && bytes.Equal(there, data) {
		return nil
	}
	return wrap("write", name, err)
}

// Mkdir does nothing.
func (*FS) Mkdir(string) error { return nil }

// SyncDir does nothing: what was put is durable.
func (*FS) SyncDir(string) error { return nil }

// Rename copies a file and removes it under its old name.
func (f *FS) Rename(from, to string) error {
	if err := f.guard(); err != nil {
		return fmt.Errorf("rename %s: %w", from, err)
	}
	if err := f.b.Copy(background(), to, from, nil); err != nil {
		return wrap("rename", from, err)
	}
	return wrap("rename", from, f.b.Delete(background(), from))
}

// Link is [disk.ErrNoLinks].
func (*FS) Link(from, _ string) error { return fmt.Errorf("link %s: %w", from, disk.ErrNoLinks) }

// Symlink is [disk.ErrNoLinks].
func (*FS) Symlink(_, name string) error { return fmt.Errorf("link %s: %w", name, disk.ErrNoLinks) }

// Readlink finds no link.
func (*FS) Readlink(name string) (string, error) {
	return "", fmt.Errorf("read link %s: %w (%w)", name, fs.ErrNotExist, disk.ErrNoLinks)
}

// Remove removes a file.
func (f *FS) Remove(name string) error {
	if err := f.guard(); err != nil {
		return fmt.Errorf("remove %s: %w", name, err)
	}
	return wrap("remove", name, f.b.Delete(background(), name))
}

// below is the prefix of the names in a folder.
func below(name string) string {
	if name == "." {
		return ""
	}
	return name + "/"
}

// each calls fn with what has a prefix until it returns an error.
func (f *FS) each(o *blob.ListOptions, fn func(*blob.ListObject) error) error {
	for it := f.b.List(o); ; {
		e, err := it.Next(background())
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return wrap("list", path.Clean(o.Prefix), err)
		}
		if !fs.ValidPath(strings.TrimSuffix(e.Key, "/")) || e.Key == o.Prefix {
			continue // somebody else's: no name of a file could be that
		}
		if err := fn(e); err != nil {
			return err
		}
	}
}

func entryOf(e *blob.ListObject) disk.Entry {
	if e.IsDir {
		return disk.Entry{Name: path.Base(e.Key), Kind: disk.Folder}
	}
	return disk.Entry{Name: path.Base(e.Key), Kind: disk.Regular, Size: e.Size, Time: e.ModTime}
}

// List lists a folder. One without a file is not there; the root always is.
func (f *FS) List(name string) ([]disk.Entry, error) {
	entries := []disk.Entry{}
	err := f.each(&blob.ListOptions{Prefix: below(name), Delimiter: "/"}, func(e *blob.ListObject) error {
		entries = append(entries, entryOf(e))
		return nil
	})
	if err == nil && len(entries) == 0 && name != "." {
		err = fmt.Errorf("list %s: %w", name, fs.ErrNotExist)
	}
	return entries, err
}

// Walk calls fn with each file below a folder, in the order of names, for one
// request a thousand files.
func (f *FS) Walk(name string, fn func(name string, e disk.Entry) error) error {
	return f.each(&blob.ListOptions{Prefix: below(name)}, func(e *blob.ListObject) error { return fn(e.Key, entryOf(e)) })
}

var errFound = errors.New("found")

// Stat describes a name.
func (f *FS) Stat(name string) (disk.Entry, error) {
	if name == "." {
		return disk.Entry{Name: name, Kind: disk.Folder}, nil
	}
	a, err := f.b.Attributes(background(), name)
	if err == nil {
		return disk.Entry{Name: path.Base(name), Kind: disk.Regular, Size: a.Size, Time: a.ModTime}, nil
	}
	if gcerrors.Code(err) != gcerrors.NotFound {
		return disk.Entry{}, wrap("stat", name, err)
	}
	switch found := f.each(&blob.ListOptions{Prefix: below(name)}, func(*blob.ListObject) error { return errFound }); {
	case errors.Is(found, errFound):
		return disk.Entry{Name: path.Base(name), Kind: disk.Folder}, nil
	case found != nil:
		return disk.Entry{}, found
	}
	return disk.Entry{}, wrap("stat", name, err)
}

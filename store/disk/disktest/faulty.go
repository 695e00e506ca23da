package disktest

import (
	"io"
	"sync/atomic"

	"framewatch/store/disk"
)

// Faulty counts the calls that change a file system and lets Fail decide what
// becomes of each: nil lets it through.
type Faulty struct {
	disk.FS
	Fail  func(call int64, op, name string) error
	calls atomic.Int64
}

// Calls is how many calls there were.
func (f *Faulty) Calls() int64 { return f.calls.Load() }

func (f *Faulty) check(op, name string) error { return f.Fail(f.calls.Add(1), op, name) }

// Create may fail, and so may each write and sync of the file. A write that
// fails has written half.
func (f *Faulty) Create(name string) (disk.File, error) {
	if err := f.check("create", name); err != nil {
		return nil, err
	}
	file, err := f.FS.Create(name)
	if err != nil {
		return nil, err
	}
	return faultyFile{file, f, name}, nil
}

type faultyFile struct {
	disk.File
	f    *Faulty
	name string
}

func (w faultyFile) Write(p []byte) (int, error) {
	if err := w.f.check("write", w.name); err != nil {
		n, _ := w.File.Write(p[:len(p)/2])
		return n, err
	}
	return w.File.Write(p)
}

func (w faultyFile) Sync() error {
	if err := w.f.check("sync", w.name); err != nil {
		return err
	}
	return w.File.Sync()
}

// Mkdir may fail.
func (f *Faulty) Mkdir(name string) error {
	if err := f.check("mkdir", name); err != nil {
		return err
	}
	return f.FS.Mkdir(name)
}

// Rename may fail.
func (f *Faulty) Rename(from, to string) error {
	if err := f.check("rename", to); err != nil {
		return err
	}
	return f.FS.Rename(from, to)
}

// Link may fail.
func (f *Faulty) Link(from, to string) error {
	if err := f.check("link", to); err != nil {
		return err
	}
	return f.FS.Link(from, to)
}

// Symlink may fail.
func (f *Faulty) Symlink(target, name string) error {
	if err := f.check("symlink", name); err != nil {
		return err
	}
	return f.FS.Symlink(target, name)
}

// Remove may fail.
func (f *Faulty) Remove(name string) error {
	if err := f.check("remove", name); err != nil {
		return err
	}
	return f.FS.Remove(name)
}

// SyncDir may fail.
func (f *Faulty) SyncDir(name string) error {
	if err := f.check("syncdir", name); err != nil {
		return err
	}
	return f.FS.SyncDir(name)
}

// Lock is let through.
func (f *Faulty) Lock(name string) (io.Closer, error) { return f.FS.Lock(name) }

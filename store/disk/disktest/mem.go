// Package disktest has file systems for tests of what is kept on disk: one in
// memory that forgets at a crash what was not synced (pebble's vfs), and one that
// fails at a chosen call.
package disktest

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"path"
	"strings"
	"sync"

	"github.com/cockroachdb/pebble/v2/vfs"

	"framewatch/store/disk"
)

// Mem is a file system in memory. It knows no symbolic links; they are files
// that hold their target, so that they are written and lost as names are.
type Mem struct {
	mem   *vfs.MemFS
	mu    *sync.Mutex
	links map[string]bool // names that are symbolic links, never forgotten
	locks map[string]bool
}

// NewMem returns an empty file system.
func NewMem() *Mem {
	return &Mem{mem: vfs.NewCrashableMem(), mu: &sync.Mutex{}, links: map[string]bool{}, locks: map[string]bool{}}
}

// Crash is what a loss of power at this moment leaves: everything synced, and of
// the rest each block and each name with a chance of percent in 100.
func (m *Mem) Crash(percent int, rng *rand.Rand) *Mem {
	m.mu.Lock()
	defer m.mu.Unlock()
	links := map[string]bool{}
	for l := range m.links {
		links[l] = true
	}
	return &Mem{mem: m.mem.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: percent, RNG: rng}), mu: &sync.Mutex{}, links: links, locks: map[string]bool{}}
}

func at(name string) string { return "/" + strings.TrimPrefix(path.Clean(name), ".") }

// Create makes a file for writing.
func (m *Mem) Create(name string) (disk.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.mem.Stat(at(name)); err == nil {
		return nil, &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	}
	f, err := m.mem.Create(at(name), vfs.WriteCategoryUnspecified)
	if err != nil {
		return nil, err
	}
	return written{f}, nil
}

// written keeps the writer's buffer as it is: with the race detector the library
// spoils what it was given, to find who goes on using it.
type written struct{ disk.File }

func (w written) Write(p []byte) (int, error) { return w.File.Write(bytes.Clone(p)) }

// Open opens a file for reading.
func (m *Mem) Open(name string) (disk.Reader, error) {
	info, err := m.mem.Stat(at(name))
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("open %s: %w", name, disk.ErrNotRegular)
	}
	f, err := m.mem.Open(at(name))
	if err != nil {
		return nil, err
	}
	return reader{io.NewSectionReader(f, 0, info.Size()), f}, nil
}

type reader struct {
	*io.SectionReader
	io.Closer
}

// Mkdir makes one folder.
func (m *Mem) Mkdir(name string) error {
	if up := path.Dir(at(name)); up != "/" {
		if _, err := m.mem.Stat(up); err != nil {
			return err
		}
	}
	return m.mem.MkdirAll(at(name), 0o755)
}

// Rename gives a file another name.
func (m *Mem) Rename(from, to string) error {
	m.mu.Lock()
	if m.links[from] {
		m.links[to] = true
	}
	m.mu.Unlock()
	return m.mem.Rename(at(from), at(to))
}

// Link gives a file a second name.
func (m *Mem) Link(from, to string) error {
	if _, err := m.mem.Stat(at(to)); err == nil {
		return &fs.PathError{Op: "link", Path: to, Err: fs.ErrExist}
	}
	return m.mem.Link(at(from), at(to))
}

// Symlink makes name stand for target.
func (m *Mem) Symlink(target, name string) error {
	f, err := m.Create(name)
	if err != nil {
		return err
	}
	if _, err := f.Write([]byte(target)); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	m.mu.Lock()
	m.links[name] = true
	m.mu.Unlock()
	return f.Close()
}

// Readlink tells what a link stands for.
func (m *Mem) Readlink(name string) (string, error) {
	data, err := disk.ReadFile(m, name, 1<<10)
	return string(data), err
}

// Remove removes a file or an empty folder.
func (m *Mem) Remove(name string) error { return m.mem.Remove(at(name)) }

// List lists a folder.
func (m *Mem) List(name string) ([]disk.Entry, error) {
	info, err := m.mem.Stat(at(name))
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "list", Path: name, Err: fs.ErrInvalid}
	}
	names, err := m.mem.List(at(name))
	if err != nil {
		return nil, err
	}
	return disk.EntriesOf(m.Stat, name, names)
}

// Stat describes a name.
func (m *Mem) Stat(name string) (disk.Entry, error) {
	info, err := m.mem.Stat(at(name))
	if err != nil {
		return disk.Entry{}, err
	}
	e := disk.Entry{Name: path.Base(name), Size: info.Size(), Time: info.ModTime()}
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case info.IsDir():
		e.Kind = disk.Folder
	case m.links[name]:
		e.Kind = disk.Link
	}
	return e, nil
}

// SyncDir makes the names in a folder durable.
func (m *Mem) SyncDir(name string) error {
	f, err := m.mem.OpenDir(at(name))
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// Lock takes a lock.
func (m *Mem) Lock(name string) (io.Closer, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.locks[name] {
		return nil, disk.ErrLocked
	}
	m.locks[name] = true
	return unlock{m, name}, nil
}

type unlock struct {
	m    *Mem
	name string
}

func (u unlock) Close() error {
	u.m.mu.Lock()
	defer u.m.mu.Unlock()
	delete(u.m.locks, u.name)
	return nil
}

package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// Folders makes folders and remembers in which of them names have changed, so
// that each is synced once, after everything else.
type Folders struct {
	fsys  FS
	there map[string]bool
	dirty map[string]bool
}

// NewFolders starts with nothing to sync.
func NewFolders(fsys FS) *Folders {
	return &Folders{fsys: fsys, there: map[string]bool{".": true}, dirty: map[string]bool{}}
}

// Make makes a folder with those above it.
func (f *Folders) Make(name string) error {
	if f.there[name] {
		return nil
	}
	e, err := f.fsys.Stat(name)
	switch {
	case err == nil && e.Kind == Folder:
	case err == nil:
		return fmt.Errorf("make folder %s: it is no folder", name)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	default:
		if err := f.Make(path.Dir(name)); err != nil {
			return err
		}
		if err := f.fsys.Mkdir(name); err != nil {
			return err
		}
		f.Changed(path.Dir(name))
	}
	f.there[name] = true
	return nil
}

// Changed notes that a name in a folder was made, removed or renamed.
func (f *Folders) Changed(folder string) { f.dirty[folder] = true }

// Sync makes all that durable, the deepest folders first.
func (f *Folders) Sync() error {
	names := slices.Sorted(maps.Keys(f.dirty))
	slices.Reverse(names)
	for _, name := range names {
		if err := f.fsys.SyncDir(name); err != nil {
			return err
		}
	}
	clear(f.dirty)
	return nil
}

package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"framewatch/store/disk"
)

// work is the working folder of a dataset in a bucket: the crawler's memory,
// which is a file that changes in place, and WARC files while they are written
// and where they are read.
type work struct {
	dir  string
	base string     // URL of the dataset's files
	mu   sync.Mutex // one download at a time
}

// keepWARC puts the WARC files that were written here into the bucket. It comes
// before the manifest: a capture must not name a body that only this machine has.
func (d *Dataset) keepWARC() error {
	if d.work == nil {
		return nil
	}
	there := map[string]int64{}
	err := disk.Walk(d.fsys, warcDir, func(name string, e disk.Entry) error { there[name] = e.Size; return nil })
	if err != nil {
		return fmt.Errorf("list %s: %w", warcDir, err)
	}
	err = filepath.WalkDir(filepath.Join(d.work.dir, warcDir), func(full string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || strings.HasPrefix(e.Name(), partial) {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(d.work.dir, full)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		size, ok := there[name]
		if ok && size == info.Size() {
			return nil
		}
		if ok { // of an earlier attempt of the same run
			if err := d.fsys.Remove(name); err != nil {
				return err
			}
		}
		return upload(d.fsys, full, name)
	})
	if err != nil {
		return fmt.Errorf("keep WARC files: %w", err)
	}
	return nil
}

// digestOfWARC reads a WARC file, from the working folder where it is there.
func (d *Dataset) digestOfWARC(name string) (sum string, size int64, err error) {
	if d.work != nil {
		local, err := disk.Open(d.work.dir)
		if err != nil {
			return "", 0, err
		}
		if sum, size, err = digestOf(local, name); !errors.Is(err, fs.ErrNotExist) {
			return sum, size, err
		}
	}
	return digestOf(d.fsys, name)
}

func upload(fsys disk.FS, from, to string) error {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := fsys.Create(to)
	if err != nil {
		return err
	}
	if _, err = io.Copy(w, r); err == nil {
		err = w.Sync()
	}
	return errors.Join(err, w.Close())
}

// partial is how the names of files begin that are being fetched.
const partial = ".fetch-"

// Fetch brings a WARC file, as a capture names it, to [Dataset.Dir], where
// another machine has written it.
func (d *Dataset) Fetch(name string) error {
	if d.work == nil {
		return nil
	}
	if !fs.ValidPath(name) || !strings.HasPrefix(name, warcDir+"/") {
		return fmt.Errorf("fetch %q: it is no WARC file of a dataset", name)
	}
	d.work.mu.Lock()
	defer d.work.mu.Unlock()
	to := filepath.Join(d.work.dir, filepath.FromSlash(name))
	if _, err := os.Stat(to); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("fetch %s: %w", name, err)
	}
	if err := download(d.fsys, name, to); err != nil {
		return fmt.Errorf("fetch %s: %w", path.Base(name), err)
	}
	return nil
}

func download(fsys disk.FS, from, to string) (err error) {
	r, err := fsys.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.CreateTemp(filepath.Dir(to), partial)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	if err = errors.Join(err, w.Close()); err == nil {
		err = os.Rename(w.Name(), to)
	}
	if err != nil {
		return errors.Join(err, os.Remove(w.Name()))
	}
	return nil
}

package store

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"framewatch/corpus"
	"framewatch/store/disk"
)

// archives lists the WARC files that are finished once the run is committed:
// those that the manifest before has, and those that this run or a committed one
// has written since. A file is read once, when it is new.
func (b *Batch) archives() ([]Archive, error) {
	list := slices.DeleteFunc(slices.Clone(b.base.newest().WARC), func(a Archive) bool { return b.rewritten[a.Path] })
	known := map[string]bool{}
	for _, a := range list {
		known[a.Path] = true
	}
	entries, err := b.fsys.List(warcDir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list archive files: %w", err)
	}
	for _, e := range entries {
		name := path.Join(warcDir, e.Name)
		m := archiveName.FindStringSubmatch(name)
		if m == nil || e.Kind != disk.Regular || known[name] || b.rewritten[name] {
			continue
		}
		if run := corpus.RunID(m[1]); !b.adopt && run != b.Run() && !b.state.wrote(run) {
			continue // of a run that goes on, or never ended
		}
		sum, size, err := b.base.digestOfWARC(name)
		if err != nil {
			return nil, fmt.Errorf("read archive file: %w", err)
		}
		list = append(list, Archive{Path: name, Bytes: size, SHA256: sum})
	}
	slices.SortFunc(list, func(a, b Archive) int { return cmp.Compare(a.Path, b.Path) })
	return list, nil
}

// AdoptArchives makes every WARC file in the dataset's folder count, whatever run
// wrote it: for a dataset that is made anew from them.
func (b *Batch) AdoptArchives() { b.adopt = true }

// DropArchives makes WARC files count no more once the run is committed; the
// caller has written others in their place and removes them afterwards.
func (b *Batch) DropArchives(names ...string) {
	for _, n := range names {
		b.rewritten[n] = true
	}
}

// digestOf reads a file to its end.
func digestOf(fsys disk.FS, name string) (sum string, size int64, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

func digestOfBytes(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

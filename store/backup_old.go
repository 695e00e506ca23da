package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"framewatch/corpus"
	"framewatch/store/disk"
)

// copyOld is [Dataset.CopyTo] for a dataset of version 1, which has no marker and
// no digests of its archive: the copy is of version 1, too, so that what was there
// before a conversion can be kept.
func (d *Dataset) copyOld(ctx context.Context, dir string, state func(c *Copied, dest string) error) (c *Copied, err error) {
	if c, err = d.oldTarget(dir); err != nil {
		return nil, err
	}
	lock := c.lock
	defer func() { err = errors.Join(err, lock.Close()) }()
	archives, err := d.oldArchives()
	if err != nil {
		return nil, err
	}
	if err := c.files(ctx, slices.Concat(d.live, archives)); err != nil {
		return nil, err
	}
	if err := state(c, c.dest.StateDir()); err != nil {
		return nil, err
	}
	for _, m := range d.manifests { // in order: each is what those before it have come to, and more
		name := path.Join(manifestDir, m.name)
		data, err := disk.ReadFile(d.fsys, name, maxManifest)
		if err == nil && digestOfBytes(data) != m.digest {
			err = fmt.Errorf("%w: %s has changed meanwhile", ErrManifest, name)
		}
		if err == nil {
			err = disk.WriteFile(c.dest.fsys, name, data)
		}
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

// oldTarget opens the folder of the copy and locks it. It is empty or holds an
// earlier copy.
func (d *Dataset) oldTarget(dir string) (*Copied, error) {
	fsys, mark, err := openCopy(dir)
	if err != nil {
		return nil, err
	}
	folders := disk.NewFolders(fsys)
	for _, sub := range []string{manifestDir, stateDir, warcDir} {
		if err := folders.Make(sub); err != nil {
			return nil, err
		}
	}
	if err := folders.Sync(); err != nil {
		return nil, err
	}
	dest, err := load(dir, fsys)
	if err != nil {
		return nil, err
	}
	for _, m := range dest.manifests {
		if !slices.ContainsFunc(d.manifests, func(own Manifest) bool { return own.digest == m.digest }) || mark.ID != "" {
			return nil, errOther
		}
	}
	c := &Copied{Run: corpus.RunID(d.newest().RunID), Ended: d.newest().Ended, source: d, dest: dest}
	for _, m := range d.manifests {
		c.Runs = append(c.Runs, m.RunID)
	}
	c.lock, err = acquire(dest)
	return c, err
}

// oldArchives are the archive files, with the digests that they have now.
func (d *Dataset) oldArchives() ([]File, error) {
	entries, err := d.fsys.List(warcDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []File
	for _, e := range entries {
		name := path.Join(warcDir, e.Name)
		if e.Kind != disk.Regular || !archiveName.MatchString(name) {
			continue
		}
		sum, size, err := digestOf(d.fsys, name)
		if err != nil {
			return nil, err
		}
		out = append(out, File{Path: name, Bytes: size, SHA256: sum})
	}
	return out, nil
}

package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/store/disk"
)

// Copied is what a copy of a dataset came to.
type Copied struct {
	Run    corpus.RunID // of the generation
	Files  int          // of the generation: tables and archive
	New    int          // of them, those that were not there yet
	Bytes  int64        // of those
	Runs   []string     // committed, in order
	Ended  time.Time    // of the newest run
	source *Dataset
	dest   *Dataset
	lock   io.Closer
}

// CopyTo copies the dataset's generation into the folder dir, which is empty, new
// or an earlier copy of the same dataset: what is there in the right length and
// with the right digest in its manifest is not copied again. Each byte that is
// copied is held against its digest. What others keep in the state folder is for
// state, which gets both state folders when all files are there and before the
// copy becomes visible.
//
// A run may write to the dataset meanwhile. The copy is a dataset of one
// generation; until the last step it is as it was before.
func (d *Dataset) CopyTo(ctx context.Context, dir string, state func(c *Copied, dest string) error) (c *Copied, err error) {
	if d.newest().SchemaVersion <= deltaVersion {
		if c, err = d.copyOld(ctx, dir, state); err != nil {
			return nil, fmt.Errorf("copy %s to %s: %w", d.dir, dir, err)
		}
		return c, nil
	}
	mark, err := readMarker(d.fsys)
	if err != nil {
		return nil, fmt.Errorf("copy %s: %w", d.dir, err)
	}
	if mark.ID == "" {
		mark = marker{Framewatch: "dataset", ID: d.newest().Dataset}
	}
	dest, err := target(dir, mark)
	if err != nil {
		return nil, fmt.Errorf("copy %s to %s: %w", d.dir, dir, err)
	}
	c = &Copied{Run: corpus.RunID(d.newest().RunID), Ended: d.newest().Ended, source: d, dest: dest}
	if c.lock, err = acquire(dest); err != nil {
		return nil, err
	}
	lock := c.lock
	defer func() { err = errors.Join(err, lock.Close()) }()
	all := slices.Clone(d.live)
	for _, a := range d.newest().WARC {
		all = append(all, File{Path: a.Path, Bytes: a.Bytes, SHA256: a.SHA256})
	}
	if err = c.files(ctx, all); err == nil {
		err = c.publish(ctx, state)
	}
	if err != nil {
		return nil, fmt.Errorf("copy %s to %s: %w", d.dir, dir, err)
	}
	return c, nil
}

// target opens the folder of a copy, or makes it.
func target(dir string, mark marker) (*Dataset, error) {
	fsys, have, err := openCopy(dir)
	if err != nil {
		return nil, err
	}
	switch have.ID {
	case "":
		if err := mark.write(fsys); err != nil {
			return nil, err
		}
	case mark.ID:
	default:
		return nil, errOther
	}
	return create(dir, fsys)
}

// errOther means that a folder for a copy has one of another dataset.
var errOther = fmt.Errorf("%w: it holds another dataset", ErrForeign)

// openCopy opens the folder of a copy, or makes it. It is empty or holds a dataset,
// of which it returns the marker.
func openCopy(dir string) (disk.FS, marker, error) {
	if err := makeRoot(dir); err != nil {
		return nil, marker{}, err
	}
	fsys, err := disk.Open(dir)
	if err != nil {
		return nil, marker{}, err
	}
	if err := checkOurs(fsys); err != nil {
		return nil, marker{}, err
	}
	have, err := readMarker(fsys)
	return fsys, have, err
}

// files copies what is not there.
func (c *Copied) files(ctx context.Context, all []File) error {
	there := map[string]string{}
	for _, f := range c.dest.live {
		there[f.Path] = f.SHA256
	}
	for _, a := range c.dest.newest().WARC {
		there[a.Path] = a.SHA256
	}
	folders := disk.NewFolders(c.dest.fsys)
	for _, f := range all {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.Files++
		e, err := c.dest.fsys.Stat(f.Path)
		if err == nil && e.Kind == disk.Regular && e.Size == f.Bytes && there[f.Path] == f.SHA256 {
			continue
		}
		if err := folders.Make(path.Dir(f.Path)); err != nil {
			return err
		}
		if err := c.file(f); err != nil {
			return fmt.Errorf("copy %s: %w", f.Path, err)
		}
		folders.Changed(path.Dir(f.Path))
		c.New, c.Bytes = c.New+1, c.Bytes+f.Bytes
	}
	return folders.Sync()
}

// file copies one file under another name and renames it once its digest is
// right.
func (c *Copied) file(f File) error {
	in, err := c.source.open(f)
	if err != nil {
		return err
	}
	defer in.Close()
	tmp := path.Join(path.Dir(f.Path), ".copy.tmp")
	if err := ignoreMissing(c.dest.fsys.Remove(tmp)); err != nil {
		return err
	}
	out, err := c.dest.fsys.Create(tmp)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, io.LimitReader(in, f.Bytes+1))
	if err == nil {
		err = out.Sync()
	}
	err = errors.Join(err, out.Close())
	if err == nil {
		var sum string
		if sum, _, err = digestOf(c.dest.fsys, tmp); err == nil && sum != f.SHA256 {
			err = fmt.Errorf("%w: it has SHA-256 %s, the manifest has %s", ErrDamaged, sum, f.SHA256)
		}
	}
	if err != nil {
		return errors.Join(err, ignoreMissing(c.dest.fsys.Remove(tmp)))
	}
	return c.dest.fsys.Rename(tmp, f.Path)
}

// publish makes the copy count: its state, its manifest, its links; then what
// only earlier copies had goes.
func (c *Copied) publish(ctx context.Context, others func(c *Copied, dest string) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m := c.source.newest()
	from, err := readCommits(c.source.fsys)
	if err != nil {
		return err
	}
	if at := slices.Index(from.Runs, m.RunID); at >= 0 {
		c.Runs = from.Runs[:at+1]
	} else {
		c.Runs = []string{m.RunID}
	}
	if err := others(c, c.dest.StateDir()); err != nil {
		return err
	}
	data, err := m.encode()
	if err == nil {
		if err = makeGeneration(c.dest.fsys, m); err == nil {
			err = putCopy(c.dest.fsys, m)
		}
	}
	if err != nil && !errors.Is(err, disk.ErrNoLinks) {
		return err
	}
	if err := disk.WriteFile(c.dest.fsys, manifestOf(m.RunID), data); err != nil {
		return err
	}
	state := commits{Dataset: m.Dataset, Runs: c.Runs, Last: m.Seq, Digest: m.digest}
	if err := state.write(c.dest.fsys); err != nil {
		return err
	}
	if err := pointCurrent(c.dest.fsys, m); err != nil {
		return err
	}
	return c.clear(m)
}

// clear removes earlier generations of the copy.
func (c *Copied) clear(m Manifest) error {
	manifests := slices.DeleteFunc(slices.Clone(c.dest.manifests), func(have Manifest) bool { return have.RunID == m.RunID })
	if slices.ContainsFunc(manifests, func(have Manifest) bool { return have.Seq >= m.Seq }) {
		return fmt.Errorf("%w: the copy has a later generation", ErrForeign)
	}
	if _, err := dropGenerations(c.dest.fsys, append(manifests, m), m.Ended.AddDate(100, 0, 0)); err != nil {
		return err
	}
	keep := map[string]bool{}
	for _, a := range m.WARC {
		keep[a.Path] = true
	}
	for _, old := range c.dest.manifests {
		for _, a := range old.WARC {
			if keep[a.Path] {
				continue
			}
			if err := c.dest.fsys.Remove(a.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

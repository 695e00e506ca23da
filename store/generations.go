package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"framewatch/corpus"
	"framewatch/store/disk"
	"framewatch/store/table"
)

// ErrNoGeneration means that a run left no generation that can still be read.
var ErrNoGeneration = errors.New("no generation of this run is kept")

// Kept lists the generations that can be read, oldest first, each as the dataset
// was when its run was committed; the last one is d as it was opened. One of which
// a file is gone, as a crash may leave it, is left out. Of a dataset of the first
// layout only the newest state can be read.
func (d *Dataset) Kept() ([]*Dataset, error) {
	stat, err := d.stats()
	if err != nil {
		return nil, err
	}
	var kept []*Dataset
	for i, m := range d.manifests {
		if m.SchemaVersion == deltaVersion || i == len(d.manifests)-1 {
			continue
		}
		g := &Dataset{dir: d.dir, fsys: d.fsys, work: d.work, manifests: d.manifests[:i+1], live: m.Files}
		whole, err := g.whole(stat)
		if err != nil {
			return nil, err
		}
		if whole {
			kept = append(kept, g)
		}
	}
	return append(kept, d), nil
}

// whole reports whether every file is there, in its place or in the generation's.
func (d *Dataset) whole(stat func(string) (disk.Entry, error)) (bool, error) {
	for _, f := range d.live {
		e, err := stat(f.Path)
		if errors.Is(err, fs.ErrNotExist) && d.work == nil {
			e, err = stat(linkOf(d.newest(), f.Path))
		}
		if errors.Is(err, fs.ErrNotExist) || err == nil && (e.Kind != disk.Regular || e.Size != f.Bytes) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// At is the dataset as it was when a run was committed. The error is
// [ErrNoGeneration] when that can no longer be read, and names the runs of which
// it can.
func (d *Dataset) At(run corpus.RunID) (*Dataset, error) {
	kept, err := d.Kept()
	if err != nil {
		return nil, err
	}
	var there []string
	for _, g := range kept {
		id := g.newest().RunID
		if id == string(run) {
			return g, nil
		}
		there = append(there, id)
	}
	return nil, fmt.Errorf("run %s: %w (there are %s)", run, ErrNoGeneration, strings.Join(there, ", "))
}

// NameOf is where a file lies below [Dataset.Root], with slashes. In a folder with
// links it is the link of the generation, which stays when a later run has
// replaced the file.
func (d *Dataset) NameOf(f File) string {
	if d.work == nil {
		link := linkOf(d.newest(), f.Path)
		if _, err := d.fsys.Stat(link); err == nil {
			return link
		}
	}
	return f.Path
}

// Root is the folder or the URL below which files lie.
func (d *Dataset) Root() string {
	if d.work != nil {
		return d.work.base
	}
	return d.dir
}

// PathOf is where a file lies, as an engine wants it: a path, or a URL without
// parameters. See [Dataset.NameOf].
func (d *Dataset) PathOf(f File) string {
	if d.work != nil {
		return d.work.base + "/" + f.Path
	}
	return filepath.Join(d.dir, filepath.FromSlash(d.NameOf(f)))
}

// PathOfName is the path that manifests have for a file, given what
// [Dataset.NameOf] says in any generation. Of other names it is the name itself.
func PathOfName(name string) string {
	rest, linked := strings.CutPrefix(name, generationsDir+"/")
	generation, file, inside := strings.Cut(rest, "/")
	dir, base := path.Split(file)
	if !linked || !inside || !generationPattern.MatchString(generation) || !linkPattern.MatchString(base) {
		return name
	}
	_, part, _ := strings.Cut(base, ".")
	return dir + part
}

// ByMonth reports whether a table's files lie in folders of months, so that the
// table has the column month, which is in no file.
func ByMonth(name string) bool {
	t := rowTypeOf(name)
	if t == nil {
		return false
	}
	f, ok := t.FieldByName("Month")
	return ok && f.Tag.Get("col") == "" || name == (CaptureRow{}).Table() || name == (StoryLinkRow{}).Table()
}

// Footer reads what the end of a file says of its columns, without their values.
func (d *Dataset) Footer(f File) (foot table.Footer, err error) {
	err = d.withFile(f, func(t *table.File) error {
		foot, err = t.Footer()
		return err
	})
	return foot, err
}

package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"framewatch/corpus"
	"framewatch/store/disk"
)

// prepare reads the dataset again, now that nobody else writes, completes or
// takes back a commit that was cut short, and clears away what it can prove to
// be this program's own.
func (b *Batch) prepare(d *Dataset) error {
	if err := checkOurs(b.fsys); err != nil {
		return fmt.Errorf("open %s: %w", d.dir, err)
	}
	state, err := readCommits(b.fsys)
	if err != nil {
		return fmt.Errorf("open %s: %w", d.dir, err)
	}
	if b.base, err = load(d.dir, b.fsys); err != nil {
		return err
	}
	b.base.work = d.work
	if err := b.base.present(); err != nil {
		return fmt.Errorf("open %s: %w", d.dir, err)
	}
	// From here on the dataset is sound, and things may be moved: once the
	// manifests that say so are sure to stay.
	if err := b.fsys.SyncDir(manifestDir); err != nil {
		return fmt.Errorf("open %s: %w", d.dir, err)
	}
	if err := b.mark(); err != nil {
		return err
	}
	first := !state.found
	b.state = state
	if first {
		if err := b.recallRuns(); err != nil {
			return err
		}
	}
	for _, m := range b.base.manifests {
		if m.digest != "" && !b.state.wrote(corpus.RunID(m.RunID)) && !first {
			b.notef("run %s was not in %s, though it is of this dataset; it counts", m.RunID, commitsName)
		}
		b.state.add(m)
	}
	b.state.Dataset = b.marker.ID
	if err := b.sweep(first); err != nil {
		return err
	}
	b.state.Pending = nil
	if err := b.state.write(b.fsys); err != nil {
		return err
	}
	return b.restoreCurrent()
}

// recallRuns takes the runs of a state that was lost from the table of runs.
func (b *Batch) recallRuns() error {
	for r, err := range Scan[RunRow](context.Background(), b.base) {
		if err != nil {
			return fmt.Errorf("make the state anew: %w", err)
		}
		if _, err := corpus.ParseRunID(r.RunID); err == nil && !b.state.wrote(corpus.RunID(r.RunID)) {
			b.state.Runs = append(b.state.Runs, r.RunID)
		}
	}
	return nil
}

// mark reads the marker, and sets it again where it went missing or an older
// version set none.
func (b *Batch) mark() error {
	var err error
	if b.marker, err = readMarker(b.fsys); err != nil {
		return err
	}
	if b.marker.ID != "" {
		return nil
	}
	b.marker = newMarker()
	for _, m := range b.base.manifests {
		if m.Dataset != "" {
			b.marker.ID = m.Dataset
		}
	}
	return b.marker.write(b.fsys)
}

// sweep clears the staging folder and moves parts of ours that no manifest names
// to the trash: those of a commit that was cut short, or whose manifest is gone.
func (b *Batch) sweep(first bool) error {
	if err := clearStaging(b.fsys); err != nil {
		return err
	}
	if err := dropUnfinished(b.fsys, b.base.manifests); err != nil {
		return err
	}
	known := pathsOf(b.base.live)
	for _, m := range b.base.manifests {
		if m.SchemaVersion > deltaVersion {
			maps.Copy(known, pathsOf(m.Files))
		}
	}
	moved := 0
	folders := disk.NewFolders(b.fsys)
	err := eachPart(b.fsys, func(name string, run corpus.RunID) error {
		if known[name] || !first && !b.state.wrote(run) {
			return nil
		}
		moved++
		return b.discard(folders, name)
	})
	if moved > 0 {
		b.notef("%d files that no manifest names were moved to %s", moved, path.Join(trashDir, b.run.RunID))
	}
	if err = errors.Join(err, folders.Sync()); err != nil {
		return fmt.Errorf("move leftovers: %w", err)
	}
	if len(b.base.manifests) == 0 {
		return nil
	}
	// What an earlier commit could not remove.
	if err := removeReplaced(b.fsys, b.base.manifests); err != nil {
		b.notef("remove replaced files: %v; the next run does it", err)
	}
	return nil
}

// discard moves a file to the trash, with its age.
func (b *Batch) discard(folders *disk.Folders, name string) error {
	to := path.Join(trashDir, b.run.RunID, name)
	if err := folders.Make(path.Dir(to)); err != nil {
		return err
	}
	folders.Changed(path.Dir(to))
	folders.Changed(path.Dir(name))
	return b.fsys.Rename(name, to)
}

// restoreCurrent makes links again where a crash came between the manifest and
// them, or somebody removed them: those of kept generations, too, as far as their
// files are there.
func (b *Batch) restoreCurrent() error {
	m := b.base.newest()
	if m.SchemaVersion <= deltaVersion {
		return nil
	}
	for _, kept := range b.base.manifests {
		if kept.SchemaVersion <= deltaVersion || kept.Seq == m.Seq {
			continue
		}
		whole := kept
		kept.Files = slices.DeleteFunc(slices.Clone(kept.Files), func(f File) bool {
			_, err := b.fsys.Stat(f.Path)
			return err != nil
		})
		if err := makeGeneration(b.fsys, kept); err != nil && !errors.Is(err, disk.ErrNoLinks) {
			b.notef("links of generation %d: %v", kept.Seq, err)
		}
		b.restoreCopy(whole)
	}
	err := makeGeneration(b.fsys, m)
	if err == nil {
		b.restoreCopy(m)
		err = pointCurrent(b.fsys, m)
	}
	if err != nil && !errors.Is(err, disk.ErrNoLinks) {
		b.notef("%s: %v", currentName, err)
	}
	return nil
}

// restoreCopy writes the copy of a manifest that is not there.
func (b *Batch) restoreCopy(m Manifest) {
	if _, err := b.fsys.Stat(copyOf(m)); !errors.Is(err, fs.ErrNotExist) {
		return
	}
	if _, err := b.fsys.Stat(generationDir(m)); err != nil {
		return
	}
	if err := putCopy(b.fsys, m); err != nil {
		b.notef("%s: %v", copyOf(m), err)
	}
}

// dropUnfinished removes the links of generations that were never committed.
func dropUnfinished(fsys disk.FS, manifests []Manifest) error {
	entries, err := fsys.List(generationsDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("list generations: %w", err)
	}
	kept := map[string]bool{}
	for _, m := range manifests {
		kept[generationName(m)] = true
	}
	for _, e := range entries {
		if e.Kind != disk.Folder || !generationPattern.MatchString(e.Name) || kept[e.Name] {
			continue
		}
		if err := clearLinks(fsys, path.Join(generationsDir, e.Name)); err != nil {
			return fmt.Errorf("drop unfinished generation: %w", err)
		}
	}
	return nil
}

// clearLinks removes the links of a generation and its folders, and nothing
// else that lies in them.
func clearLinks(fsys disk.FS, dir string) error {
	return clearOwn(fsys, dir, func(base string) bool {
		return linkPattern.MatchString(base) || base == copyName || base == copyName+".tmp"
	})
}

// clearStaging removes what runs have left in the staging folder.
func clearStaging(fsys disk.FS) error {
	return clearOwn(fsys, stagingDir, func(base string) bool { return partName.MatchString(base) })
}

func clearOwn(fsys disk.FS, dir string, ours func(base string) bool) error {
	e, err := fsys.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && e.Kind != disk.Folder {
		return nil
	}
	entries, err := fsys.List(dir)
	if err != nil {
		return err
	}
	left := 0
	for _, e := range entries {
		name := path.Join(dir, e.Name)
		switch {
		case e.Kind == disk.Folder:
			if err := clearOwn(fsys, name, ours); err != nil {
				return err
			}
			if _, err := fsys.Stat(name); err == nil {
				left++
			}
		case e.Kind == disk.Regular && ours(e.Name):
			if err := ignoreMissing(fsys.Remove(name)); err != nil {
				return err
			}
		default:
			left++
		}
	}
	if left > 0 {
		return nil
	}
	return ignoreMissing(fsys.Remove(dir))
}

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/store/disk"
)

// publish puts the manifest in its place, which is the moment of commit, after
// all that it names is durable. Each step may be the last before a loss of power.
func (b *Batch) publish(m *Manifest) error {
	data, err := m.encode()
	if err != nil {
		return err
	}
	m.digest = digestOfBytes(data)
	if err := b.expectNext(m.Seq); err != nil {
		return err
	}
	state := b.state
	state.Pending = &pending{Run: m.RunID}
	for _, f := range b.files {
		state.Pending.Files = append(state.Pending.Files, f.Path)
	}
	if err := state.write(b.fsys); err != nil {
		return err
	}
	b.state = state
	if err := b.place(); err != nil {
		return err
	}
	if err := makeGeneration(b.fsys, *m); errors.Is(err, disk.ErrNoLinks) {
		b.notef("this file system has no links, so that there is no %s; framewatch dataset files lists what counts", currentName)
	} else if err != nil {
		return err
	} else if err := putCopy(b.fsys, *m); err != nil {
		return err
	}
	return b.putManifest(m, data)
}

// expectNext tells early what putManifest tells for sure, before the state is
// written over that of the other run.
func (b *Batch) expectNext(seq int) error {
	if _, ok := b.fsys.(disk.Putter); !ok {
		return nil
	}
	switch _, err := b.fsys.Stat(path.Join(manifestDir, Manifest{Seq: seq}.nameByNumber())); {
	case err == nil:
		return fmt.Errorf("%w: another run has committed meanwhile", ErrLocked)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return nil
}

// putManifest is the moment of commit. Where a file can be put on condition that
// its name is free, the name is the generation's number, so that of two writers,
// whatever has become of their locks, one fails.
func (b *Batch) putManifest(m *Manifest, data []byte) error {
	p, ok := b.fsys.(disk.Putter)
	if !ok {
		m.name = m.RunID + ".json"
		return disk.PutFile(b.fsys, path.Join(manifestDir, m.name), data)
	}
	m.name = m.nameByNumber()
	err := p.PutNew(path.Join(manifestDir, m.name), data)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: another run has committed meanwhile (%w)", ErrLocked, err)
	}
	return err
}

// place puts the staged files where they will stay.
func (b *Batch) place() error {
	folders := disk.NewFolders(b.fsys)
	for _, f := range b.files {
		folder := path.Dir(f.Path)
		if err := folders.Make(folder); err != nil {
			return err
		}
		if _, err := b.fsys.Stat(f.Path); !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(fmt.Errorf("%s is there already", f.Path), err)
		}
		if err := b.fsys.Rename(b.stagedAt(f.Path), f.Path); err != nil {
			return err
		}
		folders.Changed(folder)
	}
	return folders.Sync()
}

// settle does what follows a commit. Nothing of it can undo the commit: what
// fails is noted, and done by the next run.
func (b *Batch) settle(m Manifest, now time.Time) {
	if err := b.fsys.SyncDir(manifestDir); err != nil {
		// Until the manifest is durable, what it replaces must stay.
		b.notef("run %s is committed, but may not outlast a loss of power: %v", m.RunID, err)
		return
	}
	b.state.Pending = nil
	b.state.add(m)
	later := func(what string, err error) {
		if err != nil {
			b.notef("%s: %v; the next run does it", what, err)
		}
	}
	later("note the commit", b.state.write(b.fsys))
	manifests := append(slices.Clone(b.base.manifests), m)
	later("point "+currentName+" to the new generation", pointCurrent(b.fsys, m))
	kept, err := dropGenerations(b.fsys, manifests, now.Add(-b.keep))
	later("drop old generations", err)
	later("remove replaced files", removeReplaced(b.fsys, kept))
}

// makeGeneration makes the folder of links that a plain glob reads, and makes it
// durable. What an earlier attempt left of it is used.
func makeGeneration(fsys disk.FS, m Manifest) error {
	folders := disk.NewFolders(fsys)
	if err := folders.Make(generationDir(m)); err != nil {
		return err
	}
	for _, f := range m.Files {
		to := linkOf(m, f.Path)
		if err := folders.Make(path.Dir(to)); err != nil {
			return err
		}
		err := fsys.Link(f.Path, to)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return err
		}
		folders.Changed(path.Dir(to))
	}
	return folders.Sync()
}

// putCopy writes the copy of a manifest into its generation's folder.
func putCopy(fsys disk.FS, m Manifest) error {
	data, err := m.encode()
	if err != nil {
		return err
	}
	return disk.WriteFile(fsys, copyOf(m), data)
}

// pointCurrent swaps the link that documents and notebooks name. A generation
// without links has none.
func pointCurrent(fsys disk.FS, m Manifest) error {
	if _, err := fsys.Stat(generationDir(m)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	switch e, err := fsys.Stat(currentName); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case e.Kind == disk.Folder && isCopy(fsys, currentName):
		// Whoever copied the dataset followed the link.
		if err := setAside(fsys, currentName, m); err != nil {
			return err
		}
	case e.Kind != disk.Link:
		return fmt.Errorf("%s is not a link of ours", currentName)
	default:
		if to, err := fsys.Readlink(currentName); err == nil && to == generationDir(m) {
			return nil
		}
	}
	const tmp = currentName + ".tmp"
	if err := fsys.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := fsys.Symlink(generationDir(m), tmp); err != nil {
		return err
	}
	if err := fsys.Rename(tmp, currentName); err != nil {
		return err
	}
	return fsys.SyncDir(".")
}

// isCopy reports whether a folder holds nothing but what a generation's folder
// does.
func isCopy(fsys disk.FS, dir string) bool {
	files, foreign := 0, false
	err := disk.Walk(fsys, dir, func(name string, e disk.Entry) error {
		files++
		foreign = foreign || e.Kind != disk.Regular || !linkPattern.MatchString(e.Name) && e.Name != copyName
		return nil
	})
	return err == nil && files > 0 && !foreign
}

// setAside moves a folder to the trash.
func setAside(fsys disk.FS, name string, m Manifest) error {
	folders := disk.NewFolders(fsys)
	to := path.Join(trashDir, m.RunID, name)
	if err := folders.Make(path.Dir(to)); err != nil {
		return err
	}
	if err := fsys.Rename(name, to); err != nil {
		return err
	}
	folders.Changed(path.Dir(to))
	return folders.Sync()
}

// dropGenerations removes the generations that were replaced before a time, and
// manifests of version 1 once a later one stands for them. It returns the
// manifests that are kept.
func dropGenerations(fsys disk.FS, manifests []Manifest, before time.Time) ([]Manifest, error) {
	last := len(manifests) - 1
	var kept, dropped []Manifest
	for i, m := range manifests {
		delta := m.SchemaVersion == deltaVersion && manifests[last].SchemaVersion > deltaVersion
		if i == last || !delta && manifests[i+1].Ended.After(before) {
			kept = append(kept, m)
		} else {
			dropped = append(dropped, m)
		}
	}
	named := map[string]bool{}
	for _, m := range kept {
		maps.Copy(named, pathsOf(m.Files))
	}
	var errs []error
	for _, m := range dropped {
		if err := dropGeneration(fsys, m, named); err != nil {
			errs, kept = append(errs, err), append(kept, m)
		}
	}
	slices.SortFunc(kept, func(a, b Manifest) int { return a.Seq - b.Seq })
	return kept, errors.Join(errs...)
}

// dropGeneration removes a generation: its links, the files that no other one
// names, and last the manifest, which says what is left to remove.
func dropGeneration(fsys disk.FS, m Manifest, named map[string]bool) error {
	if err := clearLinks(fsys, generationDir(m)); err != nil {
		return err
	}
	for _, f := range m.Files {
		if named[f.Path] {
			continue
		}
		if err := ignoreMissing(fsys.Remove(f.Path)); err != nil {
			return err
		}
		if err := disk.RemoveEmpty(fsys, path.Dir(f.Path), f.Table); err != nil {
			return err
		}
	}
	return ignoreMissing(fsys.Remove(path.Join(manifestDir, m.name)))
}

// removeReplaced removes the files that only earlier generations name, where
// those generations have links to them: a glob over the tables' own folders
// finds one state then, too.
func removeReplaced(fsys disk.FS, manifests []Manifest) error {
	live := pathsOf(manifests[len(manifests)-1].Files)
	if manifests[len(manifests)-1].SchemaVersion == deltaVersion {
		return nil
	}
	links := map[string][]string{} // of files that do not count any more
	for _, m := range manifests {
		for _, f := range m.Files {
			if !live[f.Path] {
				links[f.Path] = append(links[f.Path], linkOf(m, f.Path))
			}
		}
	}
	if _, err := fsys.Stat(generationsDir); errors.Is(err, fs.ErrNotExist) {
		return nil // no generation has links
	}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(links)) {
		if _, err := fsys.Stat(name); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		err := removeLinked(fsys, name, links[name])
		if err == nil {
			err = disk.RemoveEmpty(fsys, path.Dir(name), tableOf(name))
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func tableOf(name string) string {
	table, _, _ := strings.Cut(name, "/")
	return table
}

// removeLinked removes a file that has all its links; else it may be the only
// name of what somebody is reading.
func removeLinked(fsys disk.FS, name string, links []string) error {
	for _, l := range links {
		if _, err := fsys.Stat(l); errors.Is(err, fs.ErrNotExist) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return ignoreMissing(fsys.Remove(name))
}

func pathsOf(files []File) map[string]bool {
	out := make(map[string]bool, len(files))
	for _, f := range files {
		out[f.Path] = true
	}
	return out
}

// eachPart calls fn with every file below the tables that has the name of a
// run's part. What has another name is somebody else's.
func eachPart(fsys disk.FS, fn func(name string, run corpus.RunID) error) error {
	for _, table := range TableNames() {
		e, err := fsys.Stat(table)
		if errors.Is(err, fs.ErrNotExist) || err == nil && e.Kind != disk.Folder {
			continue
		}
		err = disk.Walk(fsys, table, func(name string, e disk.Entry) error {
			if p, err := parsePath(name); err == nil && e.Kind == disk.Regular {
				return fn(name, p.run)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("list %s: %w", table, err)
		}
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

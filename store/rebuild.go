package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/store/disk"
)

// Mended says what [Mend] put back, and what it could not.
type Mended struct {
	Restored []string `json:"restored"` // paths
	Missing  []string `json:"missing"`  // files of the newest generation of which no good copy is left
	Moved    string   `json:"moved,omitempty"`
}

// Mend puts back what is missing or damaged and of which another copy is left in
// the dataset: manifests from the folders of links, files from links and the
// other way round, marker and state. Nothing is lost by it: what it replaces is
// moved to _trash. The dataset is locked meanwhile. A dataset of which no
// manifest is left gives [ErrManifest].
func Mend(dir string, run corpus.RunID) (m *Mended, err error) {
	fsys, err := disk.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	if _, err := fsys.Stat(generationsDir); err != nil {
		if _, err := fsys.Stat(manifestDir); err != nil {
			return nil, fmt.Errorf("mend %s: %w: none is there", dir, ErrManifest)
		}
	}
	folders := disk.NewFolders(fsys)
	if err := folders.Make(stateDir); err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	lock, err := acquire(&Dataset{dir: dir, fsys: fsys})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	w := &mending{fsys: fsys, folders: folders, trash: path.Join(trashDir, string(run)), out: &Mended{}}
	if err := errors.Join(w.manifests(), folders.Sync()); err != nil {
		return nil, fmt.Errorf("mend %s: %w", dir, err)
	}
	return w.out, nil
}

type mending struct {
	fsys    disk.FS
	folders *disk.Folders
	trash   string
	out     *Mended
}

// manifests finds every manifest that can be read, in its place or as a copy, and
// makes the newest count.
func (w *mending) manifests() error {
	found := map[string]Manifest{}
	read := func(name string) {
		data, err := disk.ReadFile(w.fsys, name, maxManifest)
		if err != nil {
			return
		}
		m, err := parseManifest(data)
		if err != nil || m.SchemaVersion <= deltaVersion {
			return
		}
		if again, err := m.encode(); err == nil && digestOfBytes(again) == m.digest {
			found[m.RunID] = m
		}
	}
	for _, folder := range []string{manifestDir, generationsDir} {
		entries, err := w.fsys.List(folder)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, e := range entries {
			if folder == manifestDir && strings.HasSuffix(e.Name, ".json") {
				read(path.Join(folder, e.Name))
			} else if folder == generationsDir && generationPattern.MatchString(e.Name) {
				read(path.Join(folder, e.Name, copyName))
			}
		}
	}
	var all []Manifest
	for _, m := range found {
		all = append(all, m)
	}
	if len(all) == 0 {
		return fmt.Errorf("%w: none is left that can be read", ErrManifest)
	}
	slices.SortFunc(all, func(a, b Manifest) int { return cmp.Compare(a.Seq, b.Seq) })
	newest := all[len(all)-1]
	if slices.ContainsFunc(all, func(m Manifest) bool { return m.Dataset != newest.Dataset }) {
		return fmt.Errorf("%w: they are of several datasets", ErrManifest)
	}
	for _, m := range all {
		if err := errors.Join(w.manifest(m), w.files(m, m.Seq == newest.Seq)); err != nil {
			return err
		}
	}
	return errors.Join(w.state(all), pointCurrent(w.fsys, newest))
}

// put writes a small file if it is not as it should be.
func (w *mending) put(name string, data []byte) error {
	have, err := disk.ReadFile(w.fsys, name, maxManifest)
	if err == nil && string(have) == string(data) {
		return nil
	}
	if err := w.aside(name); err != nil {
		return err
	}
	if err := w.folders.Make(path.Dir(name)); err != nil {
		return err
	}
	w.out.Restored = append(w.out.Restored, name)
	return disk.WriteFile(w.fsys, name, data)
}

// aside moves what is in the way to the trash.
func (w *mending) aside(name string) error {
	if _, err := w.fsys.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	to := path.Join(w.trash, name)
	if err := w.folders.Make(path.Dir(to)); err != nil {
		return err
	}
	w.folders.Changed(path.Dir(to))
	w.folders.Changed(path.Dir(name))
	w.out.Moved = w.trash
	return w.fsys.Rename(name, to)
}

func (w *mending) manifest(m Manifest) error {
	data, err := m.encode()
	if err != nil {
		return err
	}
	if err := w.put(manifestOf(m.RunID), data); err != nil {
		return err
	}
	if _, err := w.fsys.Stat(generationDir(m)); errors.Is(err, fs.ErrNotExist) {
		return nil // the next run makes the links
	}
	return w.put(copyOf(m), data)
}

// files puts back the files of a generation from their other name. Two names of
// one file are damaged together.
func (w *mending) files(m Manifest, newest bool) error {
	for _, f := range m.Files {
		link := linkOf(m, f.Path)
		good := func(name string) bool {
			e, err := w.fsys.Stat(name)
			if err != nil || e.Kind != disk.Regular || e.Size != f.Bytes {
				return false
			}
			sum, _, err := digestOf(w.fsys, name)
			return err == nil && sum == f.SHA256
		}
		fileGood, linkGood := good(f.Path), good(link)
		var err error
		switch {
		case fileGood && !linkGood:
			err = w.link(f.Path, link)
		case !fileGood && linkGood && newest:
			err = w.link(link, f.Path)
		case !fileGood && !linkGood && newest:
			w.out.Missing = append(w.out.Missing, f.Path)
		}
		if err != nil && !errors.Is(err, disk.ErrNoLinks) {
			return err
		}
	}
	for _, a := range m.WARC {
		e, err := w.fsys.Stat(a.Path)
		if newest && (err != nil || e.Size != a.Bytes) {
			w.out.Missing = append(w.out.Missing, a.Path)
		}
	}
	return nil
}

func (w *mending) link(from, to string) error {
	if err := w.aside(to); err != nil {
		return err
	}
	if err := w.folders.Make(path.Dir(to)); err != nil {
		return err
	}
	w.folders.Changed(path.Dir(to))
	if err := w.fsys.Link(from, to); err != nil {
		return err
	}
	w.out.Restored = append(w.out.Restored, to)
	return nil
}

// state makes marker and state agree with the manifests. A state that cannot be
// read is moved aside, and the next run makes it.
func (w *mending) state(all []Manifest) error {
	newest := all[len(all)-1]
	data, err := marker{Framewatch: "dataset", ID: newest.Dataset}.encode()
	if err != nil {
		return err
	}
	if err := w.put(markerName, data); err != nil {
		return err
	}
	state, err := readCommits(w.fsys)
	if err == nil && state.found && state.agree(all) == nil && state.Dataset == newest.Dataset && state.Last == newest.Seq && (state.Digest == newest.digest || state.Pending != nil) {
		if state.Pending != nil {
			return nil // the next run ends the commit, or takes it back
		}
		if again, err := state.encode(); err == nil {
			return w.put(commitsName, again)
		}
	}
	if err := w.aside(commitsName); err != nil {
		return err
	}
	state = commits{}
	for _, m := range all {
		state.add(m)
	}
	w.out.Restored = append(w.out.Restored, commitsName)
	if len(w.out.Missing) > 0 {
		return state.write(w.fsys)
	}
	return w.fullState(state)
}

// fullState takes earlier runs from the table of runs.
func (w *mending) fullState(state commits) error {
	manifests, err := readManifests(w.fsys)
	if err != nil {
		return err
	}
	b := &Batch{base: &Dataset{fsys: w.fsys, manifests: manifests, live: liveFiles(manifests)}}
	if err := b.recallRuns(); err != nil {
		return err
	}
	for _, m := range manifests {
		b.state.add(m)
	}
	return b.state.write(w.fsys)
}

// Retire moves everything of a dataset but its WARC files, its marker and the
// list of what was erased to _trash, so that it can be made anew.
func Retire(dir string, run corpus.RunID) (moved string, err error) {
	fsys, err := disk.Open(dir)
	if err != nil {
		return "", fmt.Errorf("open %s: %w", dir, err)
	}
	folders := disk.NewFolders(fsys)
	if err := folders.Make(stateDir); err != nil {
		return "", fmt.Errorf("open %s: %w", dir, err)
	}
	lock, err := acquire(&Dataset{dir: dir, fsys: fsys})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	w := &mending{fsys: fsys, folders: folders, trash: path.Join(trashDir, string(run)), out: &Mended{}}
	names := append([]string{commitsName, stateDir + "/crawl.db", stateDir + "/crawl.log", stateDir + "/run.json", manifestDir, generationsDir, currentName, stagingDir}, TableNames()...)
	for _, name := range names {
		if e, err := fsys.Stat(name); err == nil && name == currentName && e.Kind == disk.Link {
			err = fsys.Remove(name)
			if err != nil {
				return "", fmt.Errorf("retire %s: %w", dir, err)
			}
			continue
		}
		if err := w.aside(name); err != nil {
			return "", fmt.Errorf("retire %s: %w", dir, err)
		}
	}
	return w.out.Moved, w.folders.Sync()
}

package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
	"framewatch/store/disk"
)

// SchemaVersion grows with every change of layout or row type that an old
// program would not understand. Version 1 had manifests of what each run added;
// since version 2 a manifest lists all files that count.
const SchemaVersion = 2

const deltaVersion = 1

// maxManifest bounds the bytes of one manifest that are read.
const maxManifest = 256 << 20

// Manifest is a generation of a dataset: every file that counts since a run was
// committed. It is never changed once it is written.
type Manifest struct {
	Dataset       string    `json:"dataset,omitempty"` // ID of the dataset, so that a manifest of another one is told
	RunID         string    `json:"run_id"`
	Seq           int       `json:"seq"` // 1 for a dataset's first run
	SchemaVersion int       `json:"schema_version"`
	Command       string    `json:"command"`
	Version       string    `json:"version"`
	Started       time.Time `json:"started"`
	Ended         time.Time `json:"ended"`
	Replaces      []string  `json:"replaces,omitempty"` // version 1: tables whose earlier files no longer count
	Files         []File    `json:"files"`
	WARC          []Archive `json:"warc,omitempty"`     // every finished archive file of the dataset
	Previous      string    `json:"previous,omitempty"` // digest of the manifest before, so that none can be changed unseen

	digest string // of the manifest's bytes
	name   string // of its file
}

// nameByNumber is the other name that a manifest's file may have, see putManifest.
func (m Manifest) nameByNumber() string { return fmt.Sprintf("%09d.json", m.Seq) }

// Archive is a WARC file of a dataset. It is finished: no run appends to it.
type Archive struct {
	Path   string `json:"path"` // relative to the dataset, slashes
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// File is one Parquet file of a manifest.
type File struct {
	Path   string `json:"path"` // relative to the dataset, slashes
	Table  string `json:"table"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	Origin string `json:"origin,omitempty"` // of a merged file, see [Origin]
	Sorted bool   `json:"sorted,omitempty"` // its rows are in the order that compaction gives
}

// Month is the partition of a file, empty in a table without partitions.
func (f File) Month() string {
	_, rest, _ := strings.Cut(f.Path, "/month=") // the path was checked when it was read
	month, _, _ := strings.Cut(rest, "/")
	return month
}

// Run is the run that wrote the file.
func (f File) Run() corpus.RunID {
	const length = len("20060102T150405Z-0000")
	base := path.Base(f.Path)
	return corpus.RunID(base[:min(length, len(base))])
}

// readManifests returns the manifests of a dataset in the order of commits.
// Every path and ID in them has been checked.
func readManifests(fsys disk.FS) ([]Manifest, error) {
	entries, err := fsys.List(manifestDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list manifests: %w", err)
	}
	var manifests []Manifest
	for _, e := range entries {
		if !strings.HasSuffix(e.Name, ".json") {
			continue
		}
		name := path.Join(manifestDir, e.Name)
		data, err := disk.ReadFile(fsys, name, maxManifest)
		if errors.Is(err, fs.ErrNotExist) {
			continue // an old generation that has just been dropped
		}
		if err != nil {
			return nil, fmt.Errorf("%w: read manifest: %w (%s)", ErrManifest, err, mendManifest)
		}
		m, err := parseManifest(data)
		m.name = e.Name
		if err == nil && m.RunID+".json" != e.Name && m.nameByNumber() != e.Name {
			err = fmt.Errorf("it is of run %s", m.RunID)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: manifest %s: %w (%s)", ErrManifest, name, err, mendManifest)
		}
		manifests = append(manifests, m)
	}
	slices.SortFunc(manifests, func(a, b Manifest) int { return a.Seq - b.Seq })
	return manifests, checkOrder(manifests)
}

// manifestOf is the name of a run's manifest.
func manifestOf(run string) string { return path.Join(manifestDir, run+".json") }

// mendManifest is what to do about a manifest that is missing or damaged.
const mendManifest = "nothing was changed; put the file back from a backup, or run framewatch dataset rebuild"

// parseManifest reads a manifest and refuses what no run has written.
func parseManifest(data []byte) (Manifest, error) {
	var m Manifest
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&m); err != nil {
		return m, fmt.Errorf("damaged: %w", err)
	}
	if m.SchemaVersion > SchemaVersion {
		return m, fmt.Errorf("it has schema version %d, this program knows %d: use a newer framewatch", m.SchemaVersion, SchemaVersion)
	}
	if _, err := corpus.ParseRunID(m.RunID); err != nil {
		return m, err
	}
	if m.Seq < 1 || m.SchemaVersion < 1 || m.Seq > maxSeq {
		return m, fmt.Errorf("damaged: seq %d, schema version %d", m.Seq, m.SchemaVersion)
	}
	if m.SchemaVersion > deltaVersion && m.Dataset == "" {
		return m, errors.New("damaged: it names no dataset")
	}
	seen := map[string]bool{}
	for _, f := range m.Files {
		if err := f.check(); err != nil {
			return m, err
		}
		if seen[f.Path] {
			return m, fmt.Errorf("path %q stands twice", f.Path)
		}
		seen[f.Path] = true
	}
	for _, a := range m.WARC {
		if err := a.check(); err != nil {
			return m, err
		}
		if seen[a.Path] {
			return m, fmt.Errorf("path %q stands twice", a.Path)
		}
		seen[a.Path] = true
	}
	if m.Previous != "" && !digestPattern.MatchString(m.Previous) {
		return m, fmt.Errorf("digest %q of the manifest before", m.Previous)
	}
	m.digest = digestOfBytes(data)
	return m, nil
}

const (
	maxSeq  = 1 << 30
	maxRows = 1 << 48 // and bytes, of one file: more is no file of ours
)

var digestPattern = lazyregexp.New(`^[0-9a-f]{64}$`)

func (f File) check() error {
	p, err := parsePath(f.Path)
	if err != nil {
		return err
	}
	if p.table != f.Table {
		return fmt.Errorf("path %q is not of table %q", f.Path, f.Table)
	}
	if f.Rows < 0 || f.Rows > maxRows || f.Bytes < 0 || f.Bytes > maxRows || !digestPattern.MatchString(f.SHA256) || f.Origin != "" && !digestPattern.MatchString(f.Origin) {
		return fmt.Errorf("file %q: %d rows, %d bytes, digest %q, origin %q", f.Path, f.Rows, f.Bytes, f.SHA256, f.Origin)
	}
	return nil
}

func (a Archive) check() error {
	if !archiveName.MatchString(a.Path) {
		return fmt.Errorf("path %q is not %s/[NAME-]RUN[-SERIES]-NNNNN.warc.gz", a.Path, warcDir)
	}
	if a.Bytes < 0 || a.Bytes > maxRows || !digestPattern.MatchString(a.SHA256) {
		return fmt.Errorf("file %q: %d bytes, digest %q", a.Path, a.Bytes, a.SHA256)
	}
	return nil
}

// checkOrder refuses manifests that cannot be of one dataset's history.
func checkOrder(manifests []Manifest) error {
	runs := map[string]bool{}
	id := ""
	for i, m := range manifests {
		if runs[m.RunID] || i > 0 && manifests[i-1].Seq == m.Seq {
			return fmt.Errorf("%w: the manifest %s: run or number %d stands twice (%s)", ErrManifest, manifestOf(m.RunID), m.Seq, mendManifest)
		}
		runs[m.RunID] = true
		if id != "" && m.Dataset != "" && id != m.Dataset {
			return fmt.Errorf("%w: the manifest %s is of another dataset (%s)", ErrManifest, manifestOf(m.RunID), mendManifest)
		}
		if id != "" && m.SchemaVersion == deltaVersion {
			return fmt.Errorf("%w: the manifest %s is of an older layout than the one before (%s)", ErrManifest, manifestOf(m.RunID), mendManifest)
		}
		if m.Dataset != "" {
			id = m.Dataset
		}
	}
	return nil
}

// liveFiles lists the files that count: those of the newest manifest, or what
// the manifests of version 1 come to together.
func liveFiles(manifests []Manifest) []File {
	n := len(manifests)
	if n == 0 {
		return nil
	}
	if newest := manifests[n-1]; newest.SchemaVersion > deltaVersion {
		return newest.Files
	}
	var live []File
	for _, m := range manifests {
		live = slices.DeleteFunc(live, func(f File) bool { return slices.Contains(m.Replaces, f.Table) })
		live = append(live, m.Files...)
	}
	return live
}

// encode writes a manifest as its bytes.
func (m Manifest) encode() ([]byte, error) {
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return append(data, '\n'), nil
}

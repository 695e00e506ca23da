package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// SchemaVersion grows with every change of a row type that an old reader would
// not understand.
const SchemaVersion = 1

const (
	manifestDir = "_manifest"
	stagingDir  = "_staging"
	stateDir    = "_state"
	warcDir     = "warc"
)

// Manifest is what one committed run added to a dataset.
type Manifest struct {
	RunID         string    `json:"run_id"`
	Seq           int       `json:"seq"` // 1 for a dataset's first run
	SchemaVersion int       `json:"schema_version"`
	Command       string    `json:"command"`
	Version       string    `json:"version"`
	Started       time.Time `json:"started"`
	Ended         time.Time `json:"ended"`
	Replaces      []string  `json:"replaces"` // tables whose earlier files no longer count
	Files         []File    `json:"files"`
}

// File is one Parquet file of a manifest.
type File struct {
	Path   string `json:"path"` // relative to the dataset, slashes
	Table  string `json:"table"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// readManifests returns the manifests of a dataset in the order of commits.
func readManifests(dir string) ([]Manifest, error) {
	paths, err := filepath.Glob(filepath.Join(dir, manifestDir, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list manifests: %w", err)
	}
	manifests := make([]Manifest, 0, len(paths))
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			return nil, fmt.Errorf("read manifest: %w", err)
		}
		var m Manifest
		if err := json.Unmarshal(data, &m); err != nil {
			return nil, fmt.Errorf("read manifest %s: %w (remove the file to give up this run's rows)", p, err)
		}
		if m.SchemaVersion > SchemaVersion {
			return nil, fmt.Errorf("manifest %s has schema version %d, this program knows %d: use a newer framewatch", p, m.SchemaVersion, SchemaVersion)
		}
		manifests = append(manifests, m)
	}
	slices.SortFunc(manifests, func(a, b Manifest) int { return a.Seq - b.Seq })
	return manifests, nil
}

// liveFiles lists the files that count, in the order of commits.
func liveFiles(manifests []Manifest) []File {
	var live []File
	for _, m := range manifests {
		live = slices.DeleteFunc(live, func(f File) bool { return slices.Contains(m.Replaces, f.Table) })
		live = append(live, m.Files...)
	}
	return live
}

// orphans lists Parquet files under the tables of dir that no manifest counts.
func orphans(dir string, live []File) ([]string, error) {
	counted := make(map[string]bool, len(live))
	for _, f := range live {
		counted[f.Path] = true
	}
	var found []string
	for _, table := range TableNames() {
		root := filepath.Join(dir, table)
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				if errors.Is(err, fs.ErrNotExist) {
					return nil
				}
				return err
			}
			rel, err := filepath.Rel(dir, p)
			if err != nil {
				return err
			}
			if rel = filepath.ToSlash(rel); !counted[rel] {
				found = append(found, rel)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", root, err)
		}
	}
	return found, nil
}

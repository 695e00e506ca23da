package store

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"framewatch/store/disk"
)

// marker says that a folder is a dataset, and which.
type marker struct {
	Framewatch string `json:"framewatch"` // "dataset"
	ID         string `json:"id"`
}

const maxMarker = 4096

// readMarker reads the marker; without one the ID is empty.
func readMarker(fsys disk.FS) (marker, error) {
	data, err := disk.ReadFile(fsys, markerName, maxMarker)
	if errors.Is(err, fs.ErrNotExist) {
		return marker{}, nil
	}
	var m marker
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err == nil && (m.Framewatch != "dataset" || m.ID == "") {
		err = errors.New("it names no dataset")
	}
	if err != nil {
		return marker{}, fmt.Errorf("%w: read %s: %w", errState, markerName, err)
	}
	return m, nil
}

func newMarker() marker {
	var b [8]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read does not fail
	return marker{Framewatch: "dataset", ID: hex.EncodeToString(b[:])}
}

func (m marker) encode() ([]byte, error) {
	data, err := json.Marshal(m)
	return append(data, '\n'), err
}

func (m marker) write(fsys disk.FS) error {
	data, err := m.encode()
	if err == nil {
		err = disk.WriteFile(fsys, markerName, data)
	}
	if err != nil {
		return fmt.Errorf("mark dataset: %w", err)
	}
	return nil
}

// passive are names that a fresh disk or a desktop puts into an empty folder, and
// the one that a crash at our first step leaves.
var passive = []string{"lost+found", ".DS_Store", "desktop.ini", markerName + ".tmp"}

// checkOurs refuses a folder that was not made by this program: a run must not
// settle among somebody's files.
func checkOurs(fsys disk.FS) error {
	m, err := readMarker(fsys)
	if err != nil || m.ID != "" {
		return err
	}
	entries, err := fsys.List(".")
	if err != nil {
		return err
	}
	var foreign []string
	old, tables := false, false
	for _, e := range entries {
		switch {
		case e.Name == manifestDir && e.Kind == disk.Folder:
			old = true
		case slices.Contains(TableNames(), e.Name):
			tables = true
		case !slices.Contains(passive, e.Name):
			foreign = append(foreign, e.Name)
		}
	}
	switch {
	case old:
		return nil // of a version that set no marker
	case tables && hasParts(fsys):
		return fmt.Errorf("%w: there are tables here, but the folder %s, which says which of their files count, is missing (%s)", ErrManifest, manifestDir, mendManifest)
	case tables || len(foreign) > 0:
		return fmt.Errorf("%w: the folder is not empty and is no dataset (it has no %s); name an empty folder or a new one", ErrForeign, markerName)
	}
	return nil
}

// hasParts reports whether a run's file lies in a table's folder.
func hasParts(fsys disk.FS) bool {
	found := false
	for _, t := range TableNames() {
		// What cannot be read is no evidence.
		_ = disk.Walk(fsys, t, func(name string, _ disk.Entry) error {
			if _, err := parsePath(name); err == nil {
				found = true
			}
			return nil
		})
	}
	return found
}

// makeRoot makes a folder with those above it and makes their names durable.
func makeRoot(dir string) error {
	var made []string
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		info, err := os.Stat(d)
		if err == nil {
			if !info.IsDir() {
				return fmt.Errorf("%w: %s is a file", ErrForeign, d)
			}
			break
		}
		if errors.Is(err, fs.ErrNotExist) && d != filepath.Dir(d) {
			made = append(made, d)
			continue
		}
		return fmt.Errorf("%w: %w", ErrForeign, err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, d := range made {
		if err := syncFolder(filepath.Dir(d)); err != nil {
			return err
		}
	}
	return nil
}

func syncFolder(dir string) error {
	d, err := disk.Open(dir)
	if err != nil {
		return err
	}
	return d.SyncDir(".")
}

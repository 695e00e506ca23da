package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// entry is a file of an archive.
type entry struct {
	name string
	mode fs.FileMode
	data []byte
}

// entries are what an archive of a platform holds.
func (r *release) entries(b binary, printed map[string]string) ([]entry, error) {
	var out []entry
	name := "framewatch"
	if b.goos == "windows" {
		name += ".exe"
	}
	for _, f := range []struct {
		name, path string
		mode       fs.FileMode
	}{{name, b.path, 0o755}, {"LICENSE", filepath.Join(r.root, "LICENSE"), 0o644}, {"README.md", filepath.Join(r.root, "README.md"), 0o644},
		{"CHANGELOG.md", filepath.Join(r.root, "CHANGELOG.md"), 0o644}} {
		data, err := os.ReadFile(f.path)
		if err != nil {
			return nil, err
		}
		out = append(out, entry{f.name, f.mode, data})
	}
	for _, name := range slices.Sorted(maps.Keys(printed)) {
		if strings.HasPrefix(name, "completions/") {
			out = append(out, entry{name, 0o644, []byte(printed[name])})
		}
	}
	return out, nil
}

// archive packs a binary: zip for Windows, tar.gz else.
func (r *release) archive(b binary, printed map[string]string) error {
	entries, err := r.entries(b, printed)
	if err != nil {
		return err
	}
	if b.goos == "windows" {
		return r.create(r.name(b)+".zip", func(w io.Writer) error { return r.zip(w, r.name(b), entries) })
	}
	return r.create(r.name(b)+".tar.gz", func(w io.Writer) error {
		z := gzip.NewWriter(w)
		return errors.Join(r.tar(z, r.name(b), entries), z.Close())
	})
}

func (r *release) create(name string, write func(io.Writer) error) error {
	f, err := os.Create(r.file(name))
	if err != nil {
		return err
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func (r *release) tar(w io.Writer, folder string, entries []entry) error {
	t := tar.NewWriter(w)
	for _, e := range entries {
		err := t.WriteHeader(&tar.Header{Name: strings.TrimPrefix(folder+"/"+e.name, "/"), Mode: int64(e.mode), Size: int64(len(e.data)), ModTime: r.at, Format: tar.FormatPAX})
		if err == nil {
			_, err = t.Write(e.data)
		}
		if err != nil {
			return err
		}
	}
	return t.Close()
}

func (r *release) zip(w io.Writer, folder string, entries []entry) error {
	z := zip.NewWriter(w)
	for _, e := range entries {
		h := &zip.FileHeader{Name: folder + "/" + e.name, Method: zip.Deflate, Modified: r.at}
		h.SetMode(e.mode)
		f, err := z.CreateHeader(h)
		if err == nil {
			_, err = f.Write(e.data)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// sums writes the digests of all files of the release, as sha256sum -c reads them,
// and takes away the bare binaries, which are in the archives.
func (r *release) sums() error {
	if err := os.RemoveAll(r.file("bin")); err != nil {
		return err
	}
	var lines []string
	err := filepath.WalkDir(r.out, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // opened for reading only
		h := sha256.New()
		if _, err := io.Copy(h, f); err != nil {
			return err
		}
		name, err := filepath.Rel(r.out, path)
		lines = append(lines, hex.EncodeToString(h.Sum(nil))+"  "+filepath.ToSlash(name)+"\n")
		return err
	})
	if err != nil {
		return err
	}
	return os.WriteFile(r.file("SHA256SUMS"), []byte(strings.Join(lines, "")), 0o644)
}

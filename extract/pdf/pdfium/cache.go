package pdfium

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// maxCache bounds a folder of machine code, in bytes. One version of PDFium takes
// some 20 MiB; those of other versions of this program stay until there are too
// many.
const maxCache = 128 << 20

// usable gives the first of some folders that can keep machine code: it is made
// where it is not there, and must be this user's and nobody else's to write to, as
// what stands in it is run. It is empty where none can.
func usable(dirs []string) string {
	for _, dir := range dirs {
		if err := prepare(dir); err == nil {
			return dir
		}
	}
	return ""
}

func prepare(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make cache: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("look at cache: %w", err)
	}
	if !info.IsDir() || !private(info) {
		return fmt.Errorf("cache %s: others can write to it", dir)
	}
	return prune(dir, maxCache)
}

// prune removes the oldest files of a folder until the others take no more than
// limit bytes.
func prune(dir string, limit int64) error {
	type file struct {
		path string
		size int64
		at   time.Time
	}
	var files []file
	total := int64(0)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // another process is at it
		}
		if err != nil {
			return fmt.Errorf("look at cache: %w", err)
		}
		files = append(files, file{path, info.Size(), info.ModTime()})
		total += info.Size()
		return nil
	})
	if err != nil {
		return fmt.Errorf("walk cache: %w", err)
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.path, b.path)) })
	for _, f := range files {
		if total <= limit {
			break
		}
		if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("prune cache: %w", err)
		}
		total -= f.size
	}
	return nil
}

package datapackage

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"framewatch/internal/atomicfile"
)

// ErrTaken is that there is something already where a package was to be written.
var ErrTaken = errors.New("is there already: a package is never written over; name another place")

// part is a file of a package.
type part struct {
	size   int64
	sha256 string
}

// stage is a package in the making, in a folder aside.
type stage struct {
	dir   string
	last  bool // the folder is the package, and is to outlive a loss of power
	parts map[string]part
}

// newStage begins a package that is to lie at out: a folder, or an archive where the
// name ends in .zip.
func newStage(out string) (*stage, error) {
	if _, err := os.Lstat(out); err == nil {
		return nil, fmt.Errorf("%s %w", out, ErrTaken)
	}
	if err := atomicfile.Check(out); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(filepath.Dir(out), "."+filepath.Base(out)+".*")
	if err != nil {
		return nil, err
	}
	return &stage{dir: dir, last: !Archived(out), parts: map[string]part{}}, nil
}

// discard removes what was not put in its place.
func (s *stage) discard() error { return os.RemoveAll(s.dir) }

// stagedFile counts and digests what is written to a file.
type stagedFile struct {
	*bufio.Writer
	file  *os.File
	sum   hash.Hash
	size  int64
	stage *stage
	name  string
}

func (s *stage) create(name string) (*stagedFile, error) {
	at := filepath.Join(s.dir, filepath.FromSlash(name))
	if _, there := s.parts[name]; there || !fs.ValidPath(name) {
		return nil, fmt.Errorf("a package has no place for a file %s", name)
	}
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	f := &stagedFile{file: file, sum: sha256.New(), stage: s, name: name}
	f.Writer = bufio.NewWriterSize(counting{f}, 64<<10)
	s.parts[name] = part{}
	return f, nil
}

// counting hands on what the buffer of a file lets go.
type counting struct{ f *stagedFile }

func (c counting) Write(p []byte) (int, error) {
	n, err := c.f.file.Write(p)
	c.f.sum.Write(p[:n])
	c.f.size += int64(n)
	return n, err
}

// Close ends the file.
func (f *stagedFile) Close() error {
	err := f.Flush()
	if err == nil && f.stage.last {
		err = f.file.Sync()
	}
	err = errors.Join(err, f.file.Close())
	f.stage.parts[f.name] = part{f.size, hex.EncodeToString(f.sum.Sum(nil))}
	if err != nil {
		return fmt.Errorf("write %s: %w", f.name, err)
	}
	return nil
}

// write writes a whole file.
func (s *stage) write(name string, fill func(io.Writer) error) error {
	f, err := s.create(name)
	if err != nil {
		return err
	}
	if err := fill(f); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, err), f.Close())
	}
	return f.Close()
}

// names are the files in their order.
func (s *stage) names() []string { return slices.Sorted(maps.Keys(s.parts)) }

// sums writes the digests of all files, as sha256sum -c reads them.
func (s *stage) sums() error {
	names := s.names()
	return s.write(SumsFile, func(w io.Writer) error {
		for _, name := range names {
			if _, err := fmt.Fprintf(w, "%s  %s\n", s.parts[name].sha256, name); err != nil {
				return err
			}
		}
		return nil
	})
}

// place puts the package where it is to lie.
func (s *stage) place(ctx context.Context, out string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !Archived(out) {
		if err := os.Chmod(s.dir, 0o755); err != nil {
			return err
		}
		return os.Rename(s.dir, out)
	}
	f, err := atomicfile.Create(out)
	if err != nil {
		return err
	}
	defer f.Discard()
	if err := s.zip(ctx, f); err != nil {
		return err
	}
	return errors.Join(f.Commit(), s.discard())
}

// Archived reports whether a package of this name is an archive.
func Archived(out string) bool { return strings.EqualFold(filepath.Ext(out), ".zip") }

// zipped is the time of every file of an archive: the first that the format knows.
func zipped() time.Time { return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) }

// zip writes the files in the order of their names, under fixed times and
// permissions. What is packed already is stored.
func (s *stage) zip(ctx context.Context, w io.Writer) error {
	z := zip.NewWriter(w)
	for _, name := range s.names() {
		if err := ctx.Err(); err != nil {
			return err
		}
		head := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipped()}
		if ext := path.Ext(name); ext == ".parquet" || ext == ".xlsx" {
			head.Method = zip.Store
		}
		head.SetMode(0o644)
		to, err := z.CreateHeader(head)
		if err != nil {
			return err
		}
		if err := s.copyTo(to, name); err != nil {
			return err
		}
	}
	return z.Close()
}

func (s *stage) copyTo(w io.Writer, name string) (err error) {
	in, err := os.Open(filepath.Join(s.dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	_, err = io.Copy(w, in)
	return err
}

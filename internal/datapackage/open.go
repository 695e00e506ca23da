package datapackage

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"

	"framewatch/internal/bounded"
	"framewatch/internal/confined"
)

// Bounds of what is read of a package that somebody else made.
const (
	maxParts      = 4096     // files of an archive
	maxDescriptor = 16 << 20 // bytes
	maxTable      = 8 << 30  // bytes of one table, unpacked
	maxCells      = 64 << 20 // bytes of one row
	maxRatio      = 400      // unpacked bytes for a packed one, as of a workbook
	freeRatio     = 16 << 20
)

// ErrPackage is that a path holds no package that can be read: none at all, a
// damaged one, or one that breaks the bounds.
var ErrPackage = errors.New("is no package that can be read")

// Reader is an open package: a folder or an archive. It trusts nothing in it.
type Reader struct {
	Descriptor Descriptor
	// Digest is the SHA-256 of the descriptor, which has those of all tables: it
	// names the package.
	Digest string

	open  func(name string) (io.ReadCloser, error)
	close func() error
}

// Open opens the package in a folder or a zip archive and reads its descriptor.
// What is wrong with it is [ErrPackage].
func Open(path string) (*Reader, error) {
	r, err := openPackage(path)
	if err != nil {
		return nil, wrongPackage(path, err)
	}
	if err := r.describe(); err != nil {
		return nil, wrongPackage(path, errors.Join(err, r.Close()))
	}
	return r, nil
}

func wrongPackage(path string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s: %w: %w", path, ErrPackage, err)
}

func openPackage(path string) (*Reader, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		folder, err := confined.Open(path)
		if err != nil {
			return nil, err
		}
		return &Reader{open: func(name string) (io.ReadCloser, error) { return folder.Open(name) }, close: folder.Close}, nil
	}
	file, err := confined.Regular(path)
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(file, info.Size())
	if err == nil && len(z.File) > maxParts {
		err = fmt.Errorf("it has %d files, and a package at most %d", len(z.File), maxParts)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Reader{open: func(name string) (io.ReadCloser, error) { return openPart(z, name) }, close: file.Close}, nil
}

// openPart opens a file of an archive. Two files of one name are refused: which of
// them a reader takes is not the same everywhere.
func openPart(z *zip.Reader, name string) (io.ReadCloser, error) {
	var found *zip.File
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("the archive has %q twice", name)
		}
		found = f
	}
	if found == nil {
		return nil, fmt.Errorf("%q is not in it", name)
	}
	in, err := found.Open()
	if err != nil {
		return nil, fmt.Errorf("%q: %w", name, err)
	}
	packed := max(1, int64(found.CompressedSize64))
	limited := bounded.NewReader(in, func() int64 { return packed }, bounded.Limits{Total: maxTable, Ratio: maxRatio, Free: freeRatio})
	return struct {
		io.Reader
		io.Closer
	}{limited, in}, nil
}

// Close lets go of the package.
func (r *Reader) Close() error { return r.close() }

// describe reads the descriptor.
func (r *Reader) describe() error {
	data, err := r.whole(DescriptorFile, maxDescriptor)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, &r.Descriptor); err != nil {
		return fmt.Errorf("%s: %w", DescriptorFile, err)
	}
	sum := sha256.Sum256(data)
	r.Digest = hex.EncodeToString(sum[:])
	return nil
}

func (r *Reader) whole(name string, most int64) (data []byte, err error) {
	in, err := r.open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	return io.ReadAll(bounded.NewReader(in, nil, bounded.Limits{Total: most}))
}

// Table finds a table by its name.
func (r *Reader) Table(name string) (*Resource, bool) {
	i := slices.IndexFunc(r.Descriptor.Resources, func(t Resource) bool { return t.Name == name })
	if i < 0 {
		return nil, false
	}
	return &r.Descriptor.Resources[i], true
}

// Check reads a table whole and compares its size and digest with what the
// descriptor says.
func (r *Reader) Check(ctx context.Context, t *Resource) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("table %s: %w: %w", t.Name, ErrPackage, err)
		}
	}()
	if err := t.safe(); err != nil {
		return err
	}
	in, err := r.open(t.Path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	sum := sha256.New()
	n, err := io.Copy(sum, bounded.NewReader(interruptible(ctx, in), nil, bounded.Limits{Total: maxTable}))
	if err != nil {
		return err
	}
	if got := "sha256:" + hex.EncodeToString(sum.Sum(nil)); n != t.Bytes || got != t.Hash {
		return fmt.Errorf("%q has %d bytes of %s, and the descriptor says %d of %.80q: it was changed or is damaged", t.Path, n, got, t.Bytes, t.Hash)
	}
	return nil
}

// safe refuses a table that lies elsewhere or is written in another way.
func (t *Resource) safe() error {
	switch {
	case !fs.ValidPath(t.Path) || strings.ContainsAny(t.Path, `\:`):
		return fmt.Errorf("path %.200q leads out of the package", t.Path)
	case t.Format != "csv" || t.Encoding != "utf-8" || t.Dialect == nil || t.Dialect.Delimiter != ",":
		return fmt.Errorf("%.200q is no CSV in UTF-8 with commas", t.Path)
	}
	return nil
}

// readFunc is a reader made of a function.
type readFunc func([]byte) (int, error)

// Read calls it.
func (f readFunc) Read(p []byte) (int, error) { return f(p) }

// interruptible reads from in until ctx ends.
func interruptible(ctx context.Context, in io.Reader) io.Reader {
	return readFunc(func(p []byte) (int, error) {
		if err := context.Cause(ctx); err != nil {
			return 0, err
		}
		return in.Read(p)
	})
}

// Rows yields columns of the rows of a table, as its cells have them, in the order
// of the names; a column that the table lacks is "". What is yielded is valid until
// the next row. An error ends the rows.
func (r *Reader) Rows(ctx context.Context, t *Resource, columns ...string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		if err := r.rows(ctx, t, columns, func(row []string) bool { return yield(row, nil) }); err != nil {
			yield(nil, fmt.Errorf("table %s: %w: %w", t.Name, ErrPackage, err))
		}
	}
}

func (r *Reader) rows(ctx context.Context, t *Resource, columns []string, yield func([]string) bool) (err error) {
	if err := t.safe(); err != nil {
		return err
	}
	in, err := r.open(t.Path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	limited := bounded.NewReader(interruptible(ctx, in), nil, bounded.Limits{Total: maxTable, Record: maxCells})
	table := csv.NewReader(limited)
	table.ReuseRecord = true
	head, err := table.Read()
	if err != nil {
		return fmt.Errorf("%q: header: %w", t.Path, err)
	}
	at := make([]int, len(columns))
	first := []byte(head[0])
	head[0] = string(bytes.TrimPrefix(first, []byte(bom)))
	for i, c := range columns {
		at[i] = slices.Index(head, c)
	}
	row := make([]string, len(columns))
	for {
		limited.End()
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%q: %w", t.Path, err)
		}
		for i, column := range at {
			if row[i] = ""; column >= 0 {
				row[i] = cells[column]
			}
		}
		if !yield(row) {
			return nil
		}
	}
}

// bom begins CSV for spreadsheet programs.
const bom = "\ufeff"

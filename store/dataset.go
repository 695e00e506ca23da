package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"

	"framewatch/store/table"
)

// Errors that callers tell apart.
var (
	// ErrNoDataset means that a folder holds no dataset.
	ErrNoDataset = errors.New("no dataset")
	// ErrLocked means that another process writes to the dataset.
	ErrLocked = errors.New("dataset is locked by another run")
)

// Dataset is a folder of tables, as of the moment it was opened.
type Dataset struct {
	dir       string
	manifests []Manifest
	live      []File
}

// Open reads the manifests of the dataset in dir. A folder that does not exist
// or holds no run is [ErrNoDataset].
func Open(dir string) (*Dataset, error) {
	d, err := load(dir)
	if err != nil {
		return nil, err
	}
	if len(d.manifests) == 0 {
		return nil, fmt.Errorf("open %s: %w (framewatch run, crawl and import make one)", dir, ErrNoDataset)
	}
	return d, nil
}

// Create opens the dataset in dir, or makes an empty one there.
func Create(dir string) (*Dataset, error) {
	for _, sub := range []string{manifestDir, stateDir, warcDir} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return nil, fmt.Errorf("make dataset: %w", err)
		}
	}
	return load(dir)
}

func load(dir string) (*Dataset, error) {
	manifests, err := readManifests(dir)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	return &Dataset{dir: dir, manifests: manifests, live: liveFiles(manifests)}, nil
}

// Dir is the dataset's folder.
func (d *Dataset) Dir() string { return d.dir }

// WARCDir is where captures' bodies are kept.
func (d *Dataset) WARCDir() string { return filepath.Join(d.dir, warcDir) }

// StateDir is where stages keep what they need between runs.
func (d *Dataset) StateDir() string { return filepath.Join(d.dir, stateDir) }

// Manifests lists the committed runs in order.
func (d *Dataset) Manifests() []Manifest { return d.manifests }

// Files lists the files that count for a table ("" for all tables), as paths
// that can be opened.
func (d *Dataset) Files(table string) []File {
	var files []File
	for _, f := range d.live {
		if table == "" || f.Table == table {
			files = append(files, f)
		}
	}
	return files
}

// Rows counts the rows of a table without reading them.
func (d *Dataset) Rows(table string) int64 {
	var n int64
	for _, f := range d.Files(table) {
		n += f.Rows
	}
	return n
}

// Scan yields the rows of T's table in the order of commits. T may be any
// struct with a Table method whose col tags name some of the table's columns:
// only those are read. A table without rows yields nothing.
func Scan[T interface{ Table() string }](ctx context.Context, d *Dataset) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		for _, f := range d.Files(zero.Table()) {
			more := true
			err := withFile(filepath.Join(d.dir, filepath.FromSlash(f.Path)), func(t *table.File) error {
				for row, err := range table.Rows[T](ctx, t) {
					if err != nil {
						return err
					}
					if more = yield(row, nil); !more {
						return nil
					}
				}
				return nil
			})
			if err != nil && more {
				yield(zero, err)
			}
			if err != nil || !more {
				return
			}
		}
	}
}

// rowTypes lists every table once, in the order of the data's flow.
func rowTypes() []reflect.Type {
	return []reflect.Type{
		reflect.TypeFor[SourceRow](), reflect.TypeFor[CaptureRow](), reflect.TypeFor[DocumentRow](),
		reflect.TypeFor[SentenceRow](), reflect.TypeFor[MentionRow](), reflect.TypeFor[FrameHitRow](),
		reflect.TypeFor[DocumentFrameRow](), reflect.TypeFor[QuoteRow](), reflect.TypeFor[DocumentTargetRow](),
		reflect.TypeFor[NameRow](), reflect.TypeFor[SyndicationRow](),
		reflect.TypeFor[TermCountRow](), reflect.TypeFor[MembershipRow](), reflect.TypeFor[EventRow](),
		reflect.TypeFor[EstimateRow](), reflect.TypeFor[FailureRow](), reflect.TypeFor[RunRow](),
	}
}

func tableName(t reflect.Type) string { return reflect.Zero(t).Interface().(Row).Table() }

// TableNames lists the tables in the order of the data's flow.
func TableNames() []string {
	types := rowTypes()
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = tableName(t)
	}
	return names
}

package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"
	"reflect"
	"slices"

	"framewatch/corpus"
	"framewatch/store/disk"
	"framewatch/store/table"
)

// Errors that callers tell apart.
var (
	// ErrNoDataset means that a folder holds no dataset.
	ErrNoDataset = errors.New("no dataset")
	// ErrForeign means that a folder holds what is not ours, so that no dataset
	// is made in it.
	ErrForeign = errors.New("not a place for a dataset")
	// ErrLocked means that another process writes to the dataset.
	ErrLocked = errors.New("dataset is locked by another run")
	// ErrManifest means that manifests and state do not agree. Nothing is touched
	// before somebody has looked.
	ErrManifest = errors.New("the dataset's manifests are incomplete")
	// ErrDamaged means that a file that counts is missing or cut.
	ErrDamaged = errors.New("the dataset is damaged")
)

// Dataset is one generation of a folder of tables: an immutable list of files,
// as of the moment it was opened. What is committed later does not change it,
// and its files stay readable for the time that [Options.Keep] gives.
type Dataset struct {
	dir       string // as it was named: a folder or a bucket's URL
	fsys      disk.FS
	work      *work      // nil in a folder, which needs no other one
	manifests []Manifest // those that are kept, in order
	live      []File
	staged    map[string]string // path of a file -> where it lies before its commit
}

// Open reads the newest generation of the dataset in dir, a folder or the URL of
// a bucket ([ErrAddress] when it is neither). A folder that does not
// exist or holds no run is [ErrNoDataset]; one whose manifests do not agree with
// its state is [ErrManifest], one with a missing or cut file [ErrDamaged].
func Open(dir string) (*Dataset, error) {
	const tries = 5 // a commit may come between the manifest and the files
	for try := 1; ; try++ {
		d, err := look(dir)
		if err != nil {
			return nil, err
		}
		err = d.present()
		if err == nil {
			return d, nil
		}
		if again, lookErr := look(dir); try == tries || lookErr != nil || again.newest().RunID == d.newest().RunID {
			return nil, fmt.Errorf("open %s: %w", dir, err)
		}
	}
}

// look opens a dataset without looking at its files.
func look(dir string) (*Dataset, error) {
	none := fmt.Errorf("open %s: %w (framewatch run, crawl and import make one)", dir, ErrNoDataset)
	if InBucket(dir) {
		d, err := lookInBucket(dir)
		if err == nil && len(d.manifests) == 0 || errors.Is(err, ErrForeign) {
			return nil, none
		}
		return d, err
	}
	root, err := disk.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, none
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w: %w", dir, ErrNoDataset, err)
	}
	d, err := lookAt(dir, root)
	if err == nil && len(d.manifests) == 0 || errors.Is(err, ErrForeign) {
		return nil, none
	}
	return d, err
}

func lookAt(dir string, fsys disk.FS) (*Dataset, error) {
	if err := checkOurs(fsys); err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	return load(dir, fsys)
}

// Create opens the dataset in dir, or makes an empty one there. A folder or a
// bucket's prefix that holds anything else is [ErrForeign] and left alone.
func Create(dir string) (*Dataset, error) {
	if InBucket(dir) {
		return createInBucket(dir)
	}
	if err := makeRoot(dir); err != nil {
		return nil, fmt.Errorf("make dataset: %w", err)
	}
	root, err := disk.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("make dataset: %w", err)
	}
	return create(dir, root)
}

func create(dir string, fsys disk.FS) (*Dataset, error) {
	if err := checkOurs(fsys); err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	d, err := load(dir, fsys)
	if err != nil {
		return nil, err
	}
	// The marker comes first: what a crash leaves is known as ours.
	m, err := readMarker(fsys)
	if _, old := fsys.Stat(manifestDir); err == nil && m.ID == "" && errors.Is(old, fs.ErrNotExist) {
		err = newMarker().write(fsys)
	}
	if err != nil {
		return nil, fmt.Errorf("make dataset: %w", err)
	}
	folders := disk.NewFolders(fsys)
	for _, sub := range []string{manifestDir, stateDir, warcDir} {
		if err := folders.Make(sub); err != nil {
			return nil, fmt.Errorf("make dataset: %w", err)
		}
	}
	if err := folders.Sync(); err != nil {
		return nil, fmt.Errorf("make dataset: %w", err)
	}
	return d, nil
}

// load reads state and manifests and holds them against one another. The state
// is read first: a commit that comes between adds a manifest and takes none.
func load(dir string, fsys disk.FS) (*Dataset, error) {
	state, err := readCommits(fsys)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	manifests, err := readManifests(fsys)
	if err == nil {
		err = state.agree(manifests)
	}
	if err == nil && len(manifests) == 0 && !state.found && hasParts(fsys) {
		err = fmt.Errorf("%w: there are tables here, but neither %s nor %s says which of their files count (%s)", ErrManifest, manifestDir, commitsName, mendManifest)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	return &Dataset{dir: dir, fsys: fsys, manifests: manifests, live: liveFiles(manifests)}, nil
}

// present checks that each file is there in its length, as one may have been
// removed by hand. Digests are for [Verify].
func (d *Dataset) present() error {
	stat, err := d.stats()
	if err != nil {
		return err
	}
	for _, f := range d.live {
		e, err := stat(f.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%w: %s is missing (framewatch dataset verify tells what else; put it back from a backup, or run framewatch dataset rebuild)", ErrDamaged, f.Path)
		case err != nil:
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		case e.Kind != disk.Regular || e.Size != f.Bytes:
			return fmt.Errorf("%w: %s has %d bytes, %d were written (framewatch dataset verify tells what else; put it back from a backup, or run framewatch dataset rebuild)", ErrDamaged, f.Path, e.Size, f.Bytes)
		}
	}
	return nil
}

// stats describes names as of now: by asking for each, or from one listing where
// each question is a request.
func (d *Dataset) stats() (func(name string) (disk.Entry, error), error) {
	if _, ok := d.fsys.(disk.Walker); !ok {
		return d.fsys.Stat, nil
	}
	there := map[string]disk.Entry{}
	for _, table := range TableNames() {
		err := disk.Walk(d.fsys, table, func(name string, e disk.Entry) error { there[name] = e; return nil })
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", table, err)
		}
	}
	return func(name string) (disk.Entry, error) {
		e, ok := there[name]
		if !ok {
			return e, fs.ErrNotExist
		}
		return e, nil
	}, nil
}

// newest is the newest manifest; a dataset without a run has an empty one.
func (d *Dataset) newest() Manifest {
	if len(d.manifests) == 0 {
		return Manifest{}
	}
	return d.manifests[len(d.manifests)-1]
}

// open opens a file of the dataset. One that a later commit has replaced lies
// in its generation.
func (d *Dataset) open(f File) (disk.Reader, error) {
	name := f.Path
	if at, ok := d.staged[f.Path]; ok {
		name = at
	}
	r, err := d.fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) && d.newest().SchemaVersion > deltaVersion {
		if kept, keptErr := d.fsys.Open(linkOf(d.newest(), f.Path)); keptErr == nil {
			return kept, nil
		}
	}
	return r, err
}

// FS is where the dataset's files lie, for those who check them.
func (d *Dataset) FS() disk.FS { return d.fsys }

// Dir is the folder of this machine in which a dataset has its WARC files and
// its state: the dataset's own, or the working folder of one in a bucket.
func (d *Dataset) Dir() string {
	if d.work != nil {
		return d.work.dir
	}
	return d.dir
}

// WARCDir is where captures' bodies are kept.
func (d *Dataset) WARCDir() string { return filepath.Join(d.Dir(), warcDir) }

// StateDir is where stages keep what they need between runs.
func (d *Dataset) StateDir() string { return filepath.Join(d.Dir(), stateDir) }

// IndexDir is where the explorer keeps what it makes of the tables to search them.
// It holds texts and nothing that cannot be made anew: an erasure removes it.
func (d *Dataset) IndexDir() string { return filepath.Join(d.StateDir(), "explorer") }

// Generation is the manifest of this generation; its run ID is empty in a
// dataset without a run.
func (d *Dataset) Generation() Manifest {
	m := d.newest()
	m.Files = d.live
	return m
}

// Committed reports whether a run has been committed.
func (d *Dataset) Committed(run corpus.RunID) (bool, error) {
	state, err := readCommits(d.fsys)
	known := slices.ContainsFunc(d.manifests, func(m Manifest) bool { return m.RunID == string(run) })
	return known || slices.Contains(state.Runs, string(run)), err
}

// Latest is the run that was committed last as of now, which a generation opened
// earlier does not have. It is empty in a dataset without a run.
func (d *Dataset) Latest() (corpus.RunID, error) {
	state, err := readCommits(d.fsys)
	if err != nil || len(state.Runs) == 0 {
		return corpus.RunID(d.newest().RunID), err
	}
	return corpus.RunID(state.Runs[len(state.Runs)-1]), nil
}

// Files lists the files that count for a table ("" for all tables).
func (d *Dataset) Files(table string) []File {
	var files []File
	for _, f := range d.live {
		if table == "" || f.Table == table {
			files = append(files, f)
		}
	}
	return files
}

// Only is the dataset as if it had these files and no others.
func (d *Dataset) Only(files ...File) *Dataset {
	return &Dataset{dir: d.dir, fsys: d.fsys, work: d.work, manifests: d.manifests, live: files, staged: d.staged}
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
			err := d.withFile(f, func(t *table.File) error {
				for row, err := range table.Rows[T](ctx, t) {
					if err != nil {
						return err
					}
					if m, ok := any(&row).(interface{ inMonth(string) }); ok {
						m.inMonth(f.Month())
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
		reflect.TypeFor[DocumentFrameRow](), reflect.TypeFor[QuoteRow](), reflect.TypeFor[ClauseRow](), reflect.TypeFor[ClaimRow](), reflect.TypeFor[StanceRow](), reflect.TypeFor[DocumentTargetRow](),
		reflect.TypeFor[NameRow](), reflect.TypeFor[StoryLinkRow](), reflect.TypeFor[SyndicationRow](), reflect.TypeFor[OutletMonthRow](),
		reflect.TypeFor[TermCountRow](), reflect.TypeFor[ArticleEventRow](), reflect.TypeFor[CorrectionRow](), reflect.TypeFor[FrameRow](), reflect.TypeFor[EntityRow](), reflect.TypeFor[BlocRow](),
		reflect.TypeFor[MembershipRow](), reflect.TypeFor[EventRow](),
		reflect.TypeFor[EstimateRow](), reflect.TypeFor[DerivationRow](), reflect.TypeFor[RecipeRow](), reflect.TypeFor[FailureRow](), reflect.TypeFor[SourceRunRow](), reflect.TypeFor[SourceEventRow](), reflect.TypeFor[RunRow](),
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

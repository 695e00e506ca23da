package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/store/disk"
)

// DefaultKeep is how long an earlier generation stays readable after a commit
// has replaced it: a notebook that was opened before may still be at work.
const DefaultKeep = 3 * 24 * time.Hour

// Batch collects the rows of one run. Nothing of it is visible before
// [Batch.Commit]; [Batch.Close] after a failure leaves no trace.
type Batch struct {
	base      *Dataset // as it is under the lock
	fsys      disk.FS
	marker    marker
	state     commits
	run       RunRow
	lock      io.Closer
	waiting   map[partition]part
	rows      int              // that wait
	appended  map[string]int64 // rows of the run, by table
	parts     map[partition]int
	staging   *disk.Folders
	files     []File
	loose     map[string]bool // files of this batch that are not durable
	left      map[string]bool // files of this batch that hold what Drop left of others
	dropped   map[string]bool // paths of base that will not count any more
	rewritten map[string]bool // WARC files that will not count any more
	adopt     bool            // all WARC files count
	keep      time.Duration
	notes     []string
	done      bool
}

// Begin locks the dataset and starts a run; run.RunID, Command, Version and
// Started are set by the caller. A commit that a crash cut short is completed or
// taken back first. While another process writes, the error is [ErrLocked]; when
// manifests, state and files do not agree it is [ErrManifest] or [ErrDamaged],
// and nothing has been touched.
func (d *Dataset) Begin(run RunRow) (*Batch, error) {
	if _, err := corpus.ParseRunID(run.RunID); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	lock, err := acquire(d)
	if err != nil {
		return nil, err
	}
	b := &Batch{fsys: d.fsys, run: run, lock: lock, waiting: map[partition]part{}, appended: map[string]int64{}, parts: map[partition]int{},
		loose: map[string]bool{}, left: map[string]bool{}, dropped: map[string]bool{}, rewritten: map[string]bool{}, staging: disk.NewFolders(d.fsys), keep: DefaultKeep}
	if err := b.prepare(d); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return b, nil
}

func acquire(d *Dataset) (io.Closer, error) {
	lock, err := d.fsys.Lock(lockName)
	if errors.Is(err, disk.ErrLocked) {
		return nil, fmt.Errorf("lock %s: %w (%w; wait for it, or stop it; the lock goes with the process)", d.dir, ErrLocked, err)
	}
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", d.dir, err)
	}
	return lock, nil
}

// Held reports whether another process writes to the dataset.
func (d *Dataset) Held() (bool, error) {
	lock, err := acquire(d)
	if errors.Is(err, ErrLocked) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return false, lock.Close()
}

// Run is the ID of the run.
func (b *Batch) Run() corpus.RunID { return corpus.RunID(b.run.RunID) }

// Base is the dataset that the run adds to, as it is under the lock.
func (b *Batch) Base() *Dataset { return b.base }

// KeepFor sets how long replaced generations stay readable, [DefaultKeep] at
// first.
func (b *Batch) KeepFor(d time.Duration) { b.keep = d }

// Notes are what a user should hear of: files that were moved aside, clean-up
// that has to wait for the next run. None of it is a failure.
func (b *Batch) Notes() []string { return b.notes }

func (b *Batch) notef(format string, args ...any) {
	b.notes = append(b.notes, fmt.Sprintf(format, args...))
}

// Replace makes this run's rows of tables the only ones that count.
func (b *Batch) Replace(tables ...string) {
	b.outdate(func(f File) bool { return slices.Contains(tables, f.Table) })
}

// ReplaceMonth makes this run's rows of a month the only ones that count in a
// table with partitions.
func (b *Batch) ReplaceMonth(table, month string) {
	b.outdate(func(f File) bool { return f.Table == table && f.Month() == month })
}

// outdate takes out files that were there before, and what Drop left of them.
func (b *Batch) outdate(which func(File) bool) {
	for _, f := range b.base.live {
		if which(f) {
			b.dropped[f.Path] = true
		}
	}
	b.files = slices.DeleteFunc(b.files, func(f File) bool { return b.left[f.Path] && which(f) })
}

// live lists the files that will count after a commit of what has been written
// so far.
func (b *Batch) live() []File {
	live := slices.DeleteFunc(slices.Clone(b.base.live), func(f File) bool { return b.dropped[f.Path] })
	return append(live, b.files...)
}

// Snapshot is the dataset as it will be after a commit of what has been appended
// so far, for stages that compute over all of it. It is read before the batch
// ends. Its files may be merged with others by the commit; [Origin] stays.
func (b *Batch) Snapshot(ctx context.Context) (*Dataset, error) {
	if err := b.compact(ctx, b.several); err != nil {
		return nil, err
	}
	return b.view(b.live()), nil
}

// view reads files of the base and of this batch.
func (b *Batch) view(files []File) *Dataset {
	d := &Dataset{dir: b.base.dir, fsys: b.fsys, work: b.base.work, manifests: b.base.manifests, live: files, staged: map[string]string{}}
	for _, f := range b.files {
		d.staged[f.Path] = b.stagedAt(f.Path)
	}
	return d
}

// open opens a file of the base or one that this batch has written.
func (b *Batch) open(f File) (disk.Reader, error) {
	if b.own(f) {
		return b.fsys.Open(b.stagedAt(f.Path))
	}
	return b.base.open(f)
}

func (b *Batch) stagedAt(name string) string { return path.Join(stagingDir, b.run.RunID, name) }

// Commit makes the run visible at once: its own row in table runs, every file in
// its place, then the manifest, and with it data/current. An error means that
// nothing has become visible; what goes wrong after the manifest is written is
// in [Batch.Notes] and is done by the next run. The batch is over afterwards.
func (b *Batch) Commit(ctx context.Context, ended time.Time) (Manifest, error) {
	// The commit's own error counts; a staging folder that stays is cleared by
	// the next run.
	defer b.Close()
	b.run.Ended = ended
	b.run.Rows = b.Rows()
	if err := Append(b, b.run); err != nil {
		return Manifest{}, err
	}
	if err := b.compact(ctx, b.lasting); err != nil {
		return Manifest{}, cmp.Or(b.expectNext(b.base.newest().Seq+1), err) // files that another run has replaced are gone
	}
	// Past this point the commit is quick and is not interrupted.
	if err := ctx.Err(); err != nil {
		return Manifest{}, err
	}
	m := Manifest{Dataset: b.marker.ID, RunID: b.run.RunID, Seq: b.base.newest().Seq + 1, SchemaVersion: SchemaVersion,
		Command: b.run.Command, Version: b.run.Version, Started: b.run.Started, Ended: ended, Files: b.live(), Previous: b.base.newest().digest}
	err := b.base.keepWARC()
	if err == nil {
		m.WARC, err = b.archives()
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("publish run %s: %w", m.RunID, err)
	}
	if err := b.publish(&m); err != nil {
		return Manifest{}, fmt.Errorf("publish run %s: %w", m.RunID, err)
	}
	b.settle(m, ended)
	return m, nil
}

// Stages notes what the stages of the run made their tables from.
func (b *Batch) Stages(s ...StageRun) { b.run.Stages = append(b.run.Stages, s...) }

// Rows counts the rows that were appended, by table.
func (b *Batch) Rows() []TableRows { return inOrder(b.appended) }

// inOrder lists counts by table in the order of the tables.
func inOrder(count map[string]int64) []TableRows {
	var rows []TableRows
	for _, t := range TableNames() {
		if count[t] > 0 {
			rows = append(rows, TableRows{Table: t, Rows: count[t]})
		}
	}
	return rows
}

// Close ends the batch and releases the lock; without a Commit before it, all
// its rows are dropped. It may be called more than once.
func (b *Batch) Close() error {
	if b.done {
		return nil
	}
	b.done = true
	return errors.Join(clearStaging(b.fsys), b.lock.Close())
}

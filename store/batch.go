package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"

	"framewatch/corpus"
)

// flushRows bounds the rows of one table that wait in memory.
const flushRows = 20000

// Batch collects the rows of one run. Nothing of it is visible before
// [Batch.Commit]; [Batch.Close] after a failure leaves no trace.
type Batch struct {
	dir     string
	run     RunRow
	seq     int
	lock    *flock.Flock
	pending map[string]rowBuffer
	parts   map[string]int
	files   []File
	old     []File // files that counted before
	replace []string
	done    bool
}

// Begin locks the dataset and starts a run; run.RunID, Command, Version and
// Started are set by the caller. Leftovers of a run that crashed are removed.
// While another process writes, the error is [ErrLocked].
func (d *Dataset) Begin(run RunRow) (*Batch, error) {
	lock, err := acquire(d.dir)
	if err != nil {
		return nil, err
	}
	b := &Batch{dir: d.dir, run: run, lock: lock, pending: map[string]rowBuffer{}, parts: map[string]int{}}
	if err := b.prepare(); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return b, nil
}

func acquire(dir string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, stateDir, "lock"))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if !ok {
		return nil, fmt.Errorf("lock %s: %w (wait for it, or stop it; the lock goes with the process)", dir, ErrLocked)
	}
	return lock, nil
}

// prepare clears away what a crash left and reads the manifests again, now
// that nobody else writes.
func (b *Batch) prepare() error {
	if err := os.RemoveAll(filepath.Join(b.dir, stagingDir)); err != nil {
		return fmt.Errorf("clear staging: %w", err)
	}
	manifests, err := readManifests(b.dir)
	if err != nil {
		return err
	}
	b.old = liveFiles(manifests)
	b.seq = 1
	if n := len(manifests); n > 0 {
		b.seq = manifests[n-1].Seq + 1
	}
	left, err := orphans(b.dir, b.old)
	if err != nil {
		return err
	}
	for _, p := range left {
		if err := os.Remove(filepath.Join(b.dir, filepath.FromSlash(p))); err != nil {
			return fmt.Errorf("remove leftover: %w", err)
		}
	}
	return nil
}

// Run is the ID of the run.
func (b *Batch) Run() corpus.RunID { return corpus.RunID(b.run.RunID) }

// Replace makes this run's rows of a table the only ones that count.
func (b *Batch) Replace(tables ...string) {
	for _, t := range tables {
		if !slices.Contains(b.replace, t) {
			b.replace = append(b.replace, t)
		}
	}
}

// Append adds rows; they are written aside when enough wait. The order of rows
// in a table is the order of the calls.
func Append[T Row](b *Batch, rows ...T) error {
	var zero T
	table := zero.Table()
	waiting, _ := b.pending[table].(rowsOf[T])
	waiting = append(waiting, rows...)
	b.pending[table] = waiting
	if len(waiting) >= flushRows {
		return b.flush(table)
	}
	return nil
}

// flush writes the waiting rows of a table into one file a month, one after
// another, so that the number of open files does not grow with the months.
func (b *Batch) flush(table string) error {
	byMonth := b.pending[table].months()
	delete(b.pending, table)
	months := make([]string, 0, len(byMonth))
	for m := range byMonth {
		months = append(months, m)
	}
	slices.Sort(months)
	for _, m := range months {
		if err := b.writePart(table, m, byMonth[m]); err != nil {
			return err
		}
	}
	return nil
}

func (b *Batch) writePart(table, month string, rows rowBuffer) (err error) {
	folder := table
	if month != "" {
		folder = path.Join(table, "month="+month)
	}
	name := path.Join(folder, fmt.Sprintf("%s-%04d.parquet", b.run.RunID, b.parts[folder]))
	b.parts[folder]++
	full := filepath.Join(b.dir, stagingDir, b.run.RunID, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	f, err := os.Create(full)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	digest := sha256.New()
	size := &counter{}
	err = rows.write(io.MultiWriter(f, digest, size))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	b.files = append(b.files, File{Path: name, Table: table, Rows: int64(rows.len()),
		Bytes: size.n, SHA256: hex.EncodeToString(digest.Sum(nil))})
	return nil
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// Snapshot is the dataset as it will be after a commit of what has been appended
// so far, for stages that compute over all of it. It is read before the batch
// ends.
func (b *Batch) Snapshot() (*Dataset, error) {
	if err := b.flushAll(); err != nil {
		return nil, err
	}
	live := slices.DeleteFunc(slices.Clone(b.old), func(f File) bool { return slices.Contains(b.replace, f.Table) })
	for _, f := range b.files {
		f.Path = path.Join(stagingDir, b.run.RunID, f.Path)
		live = append(live, f)
	}
	return &Dataset{dir: b.dir, live: live}, nil
}

func (b *Batch) flushAll() error {
	for _, table := range TableNames() {
		if b.pending[table] != nil {
			if err := b.flush(table); err != nil {
				return err
			}
		}
	}
	return nil
}

// Commit makes the run visible: its own row in table runs, every file renamed
// into place, then the manifest. Files of replaced tables go last. The batch is
// over afterwards, also when Commit fails.
func (b *Batch) Commit(ctx context.Context, ended time.Time) (Manifest, error) {
	// The commit's own error counts; a staging folder that stays is cleared by
	// the next run.
	defer b.Close()
	b.run.Ended = ended
	if err := b.flushAll(); err != nil {
		return Manifest{}, err
	}
	b.run.Rows = b.rowsByTable()
	if err := Append(b, b.run); err != nil {
		return Manifest{}, err
	}
	if err := b.flush(b.run.Table()); err != nil {
		return Manifest{}, err
	}
	// Past this point the commit is quick and is not interrupted.
	if err := ctx.Err(); err != nil {
		return Manifest{}, err
	}
	m := Manifest{RunID: b.run.RunID, Seq: b.seq, SchemaVersion: SchemaVersion, Command: b.run.Command,
		Version: b.run.Version, Started: b.run.Started, Ended: ended, Replaces: b.replace, Files: b.files}
	if err := b.publish(m); err != nil {
		return Manifest{}, err
	}
	return m, b.removeReplaced()
}

func (b *Batch) rowsByTable() []TableRows {
	sum := map[string]int64{}
	for _, f := range b.files {
		sum[f.Table] += f.Rows
	}
	var rows []TableRows
	for _, t := range TableNames() {
		if sum[t] > 0 {
			rows = append(rows, TableRows{Table: t, Rows: sum[t]})
		}
	}
	return rows
}

// publish renames the files and then the manifest, which is the moment of
// commit.
func (b *Batch) publish(m Manifest) error {
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	staged := filepath.Join(b.dir, stagingDir, b.run.RunID, "manifest.json")
	if err := writeSynced(staged, append(data, '\n')); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	folders := map[string]bool{}
	for _, f := range m.Files {
		to := filepath.Join(b.dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
		if err := os.Rename(filepath.Join(b.dir, stagingDir, b.run.RunID, filepath.FromSlash(f.Path)), to); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
		folders[filepath.Dir(to)] = true
	}
	for folder := range folders {
		if err := syncDir(folder); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
	}
	to := filepath.Join(b.dir, manifestDir, m.RunID+".json")
	if err := os.Rename(staged, to); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	return syncDir(filepath.Dir(to))
}

func (b *Batch) removeReplaced() error {
	for _, f := range b.old {
		if slices.Contains(b.replace, f.Table) {
			if err := os.Remove(filepath.Join(b.dir, filepath.FromSlash(f.Path))); err != nil {
				return fmt.Errorf("remove replaced file: %w", err)
			}
		}
	}
	return nil
}

// Close ends the batch and releases the lock; without a Commit before it, all
// its rows are dropped. It may be called more than once.
func (b *Batch) Close() error {
	if b.done {
		return nil
	}
	b.done = true
	return errors.Join(os.RemoveAll(filepath.Join(b.dir, stagingDir)), b.lock.Unlock())
}

func writeSynced(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

func syncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

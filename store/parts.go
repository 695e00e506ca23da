package store

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"reflect"
	"slices"

	"framewatch/store/disk"
	"framewatch/store/table"
)

// maxWaiting bounds the rows of a batch that wait in memory: about a hundred
// megabytes.
const maxWaiting = 500_000

// partition is a table's month.
type partition struct{ table, month string }

// part is the rows of one partition that wait.
type part interface {
	len() int
	write(w io.Writer) error
}

// rowsOf is a part in the type of its rows.
type rowsOf[T Row] struct{ rows []T }

func (p *rowsOf[T]) len() int { return len(p.rows) }

func (p *rowsOf[T]) write(w io.Writer) error {
	t, err := table.NewWriter(w, reflect.TypeFor[T](), table.Options{})
	if err != nil {
		return err
	}
	if err := table.Append(t, p.rows); err != nil {
		return err
	}
	return t.Close()
}

// Append adds rows; they are written aside when enough wait. The order of rows
// in a partition is the order of the calls.
func Append[T Row](b *Batch, rows ...T) error {
	for _, r := range rows {
		at := partition{r.Table(), r.Partition()}
		p, _ := b.waiting[at].(*rowsOf[T])
		if p == nil {
			p = &rowsOf[T]{}
			b.waiting[at] = p
		}
		p.rows = append(p.rows, r)
	}
	var zero T
	b.appended[zero.Table()] += int64(len(rows))
	b.rows += len(rows)
	if b.rows >= maxWaiting {
		return b.flush(false)
	}
	return nil
}

// flush writes what waits, one file a partition. Files that will be merged
// before the commit need not be durable.
func (b *Batch) flush(durable bool) error {
	order := make([]partition, 0, len(b.waiting))
	for at := range b.waiting {
		order = append(order, at)
	}
	slices.SortFunc(order, func(x, y partition) int {
		return cmp.Or(cmp.Compare(x.table, y.table), cmp.Compare(x.month, y.month))
	})
	merged := b.merged()
	for _, at := range order {
		if err := b.writePart(at, b.waiting[at], durable && !merged[at]); err != nil {
			return err
		}
		b.rows -= b.waiting[at].len()
		delete(b.waiting, at)
	}
	return nil
}

// merged are the partitions whose rows of this run will be merged with others.
func (b *Batch) merged() map[partition]bool {
	out := map[partition]bool{}
	for _, f := range b.base.live {
		if f.Bytes < smallFile && !b.dropped[f.Path] {
			out[partition{f.Table, f.Month()}] = true
		}
	}
	return out
}

func (b *Batch) writePart(at partition, p part, durable bool) error {
	name := b.nextName(at)
	if _, err := parsePath(name); err != nil {
		return fmt.Errorf("write: %w", err) // a month that is none
	}
	f, err := b.write(name, int64(p.len()), durable, p.write)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	f.Table = at.table
	b.loose[name] = !durable
	b.files = append(b.files, f)
	return nil
}

// write makes a file in the staging folder.
func (b *Batch) write(name string, rows int64, durable bool, fill func(io.Writer) error) (File, error) {
	full := b.stagedAt(name)
	if err := b.staging.Make(path.Dir(full)); err != nil { // not synced: a crash drops it anyway
		return File{}, err
	}
	f, err := b.fsys.Create(full)
	if err != nil {
		return File{}, err
	}
	digest := sha256.New()
	size := &counter{}
	err = fill(io.MultiWriter(f, digest, size))
	if _, bucket := b.fsys.(disk.Putter); err == nil && (durable || bucket) { // a bucket has what was synced, and nothing else
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return File{}, err
	}
	return File{Path: name, Rows: rows, Bytes: size.n, SHA256: hex.EncodeToString(digest.Sum(nil))}, nil
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

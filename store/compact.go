package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"

	"framewatch/store/table"
)

// manyFiles is how many files of one partition a commit leaves: a reader pays
// about half a millisecond for each.
const manyFiles = 8

// Compact makes one file of each partition that has several, or whose rows are
// in no order. The rows stay the same, which is proven before the old files go.
func (b *Batch) Compact(ctx context.Context) error {
	return b.compact(ctx, func(files []File) []File {
		if len(files) > 1 || !files[0].Sorted {
			return files
		}
		return nil
	})
}

// compact merges the files that choose picks from each partition.
func (b *Batch) compact(ctx context.Context, choose func([]File) []File) error {
	if err := b.flush(true); err != nil {
		return err
	}
	var order []partition
	files := map[partition][]File{}
	for _, f := range b.live() {
		at := partition{f.Table, f.Month()}
		if files[at] == nil {
			order = append(order, at)
		}
		files[at] = append(files[at], f)
	}
	for _, at := range order {
		from := choose(files[at])
		if len(from) == 0 {
			continue
		}
		if _, err := b.rewrite(ctx, at, from, table.MergeOptions{SortBy: orderOf(at.table)}); err != nil {
			return fmt.Errorf("compact %s: %w", folderOf(at.table, at.month), err)
		}
		if err := b.forget(from); err != nil {
			return fmt.Errorf("compact %s: %w", folderOf(at.table, at.month), err)
		}
	}
	return nil
}

// small picks from too many files those that are small beside each other, so
// that a large one is seldom written again (as log-structured merge trees do).
func small(files []File) []File {
	if len(files) <= manyFiles {
		return nil
	}
	bySize := slices.SortedStableFunc(slices.Values(files), func(a, b File) int { return cmp.Compare(a.Bytes, b.Bytes) })
	sum, n := int64(0), 0
	for n < len(bySize) && (n < manyFiles || bySize[n].Bytes <= 2*sum) {
		sum += bySize[n].Bytes
		n++
	}
	chosen := pathsOf(bySize[:n])
	return slices.DeleteFunc(slices.Clone(files), func(f File) bool { return !chosen[f.Path] }) // in the order of commits
}

// ownParts picks the files that this run has written to one partition, where
// there are several or they are not durable yet.
func (b *Batch) ownParts(files []File) []File {
	own := slices.DeleteFunc(slices.Clone(files), func(f File) bool { return string(f.Run()) != b.run.RunID })
	if len(own) > 1 || len(own) == 1 && b.loose[own[0].Path] {
		return own
	}
	return nil
}

// forget takes files out of what will count: those of the base by name, those
// of this batch for good.
func (b *Batch) forget(files []File) error {
	gone := pathsOf(files)
	for _, f := range files {
		if string(f.Run()) != b.run.RunID {
			b.dropped[f.Path] = true
		} else if err := b.fsys.Remove(b.stagedAt(f.Path)); err != nil {
			return err
		}
	}
	b.files = slices.DeleteFunc(b.files, func(f File) bool { return gone[f.Path] && string(f.Run()) == b.run.RunID })
	return nil
}

// rewrite makes one file of several of a partition and proves that it holds
// their rows, as far as they are kept, before they may go. Without a row there
// is no file. It returns the number of rows.
func (b *Batch) rewrite(ctx context.Context, at partition, from []File, o table.MergeOptions) (int64, error) {
	readers := make([]*table.File, 0, len(from))
	for _, f := range from {
		r, err := b.open(f)
		if err != nil {
			return 0, err
		}
		defer r.Close()
		size, err := r.Seek(0, io.SeekEnd)
		if err != nil {
			return 0, err
		}
		t, err := table.Open(r, size)
		if err != nil {
			return 0, fmt.Errorf("read %s: %w", f.Path, err)
		}
		readers = append(readers, t)
	}
	var content table.Content
	name := b.nextName(at)
	f, err := b.write(name, 0, true, func(w io.Writer) (err error) {
		content, err = table.Merge(ctx, w, readers, o)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("write %s: %w", name, err)
	}
	f.Table, f.Rows, f.Sorted = at.table, content.Rows, len(o.SortBy) > 0
	if f.Rows == 0 {
		return 0, b.fsys.Remove(b.stagedAt(name))
	}
	if err := b.prove(ctx, f, content); err != nil {
		return 0, fmt.Errorf("write %s: %w", name, err)
	}
	b.files = append(b.files, f)
	return f.Rows, nil
}

var errContent = errors.New("the new file does not hold the rows that were merged")

func (b *Batch) prove(ctx context.Context, f File, want table.Content) error {
	r, err := b.fsys.Open(b.stagedAt(f.Path))
	if err != nil {
		return err
	}
	defer r.Close()
	t, err := table.Open(r, f.Bytes)
	if err != nil {
		return err
	}
	got, err := table.ContentOf(ctx, t)
	if err == nil && got != want {
		err = errContent
	}
	return err
}

// orderOf are the columns by which the rows of a table are sorted: those of a
// document together and in their own order, else by the key.
func orderOf(name string) []string {
	for _, t := range rowTypes() {
		if tableName(t) != name {
			continue
		}
		cols, err := table.ColumnsOf(t)
		if err != nil {
			return nil
		}
		var keys []string
		for _, c := range cols {
			if c.Name == docColumn {
				return []string{docColumn}
			}
			if c.Key && t.Field(c.Index).Type.Kind() == reflect.String {
				keys = append(keys, c.Name)
			}
		}
		return keys
	}
	return nil
}

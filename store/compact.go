package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"framewatch/store/table"
)

// smallFile is how many bytes a file has that a commit merges with any other
// small one of its partition. What a file costs a reader, about half a
// millisecond, shows beside so few rows; with a quarter of it BenchmarkNights
// reads a tenth slower and writes hardly less.
const smallFile = 512 << 10

// Compact makes one file of each partition that has several, or whose rows are
// in no order, or whose columns have names of older versions. The rows stay the
// same, which is proven before the old files go.
// It is the last change of a batch: rows in a merged file count as its own.
func (b *Batch) Compact(ctx context.Context) error {
	return b.compact(ctx, func(files []File) ([]File, error) {
		if len(files) > 1 || !files[0].Sorted {
			return files, nil
		}
		former, err := b.former(files[0])
		if err != nil || !former {
			return nil, err
		}
		return files, nil
	})
}

// former reports whether a file's columns have names of older versions.
func (b *Batch) former(f File) (bool, error) {
	former := false
	err := withFile(b.open, f, func(t *table.File) error {
		former = t.Former()
		return nil
	})
	return former, err
}

// compact merges the files that choose picks from each partition.
func (b *Batch) compact(ctx context.Context, choose func([]File) ([]File, error)) error {
	if err := b.flush(true); err != nil {
		return err
	}
	order, files := byPartition(b.live())
	for _, at := range order {
		from, err := choose(files[at])
		if err != nil {
			return fmt.Errorf("compact %s: %w", folderOf(at.table, at.month), err)
		}
		if len(from) == 0 {
			continue
		}
		if err := b.merge(ctx, at, from); err != nil {
			return fmt.Errorf("compact %s: %w", folderOf(at.table, at.month), err)
		}
	}
	return nil
}

// byPartition keeps the order of files.
func byPartition(all []File) (order []partition, files map[partition][]File) {
	files = map[partition][]File{}
	for _, f := range all {
		at := partition{f.Table, f.Month()}
		if files[at] == nil {
			order = append(order, at)
		}
		files[at] = append(files[at], f)
	}
	return order, files
}

// merge makes one file of several that holds all their rows.
func (b *Batch) merge(ctx context.Context, at partition, from []File) error {
	rows, err := b.rewrite(ctx, at, from, table.MergeOptions{SortBy: orderOf(at.table)})
	if err != nil {
		return err
	}
	if rows > 0 {
		b.files[len(b.files)-1].Origin = Origin(from)
	}
	return b.forget(from)
}

// small picks the files of a partition that a commit merges: all below smallFile
// with each other, and a larger one where it is at most twice what is merged
// anyway, as log-structured merge trees do. So of a partition of n bytes there
// stay at most 1 + log3(n/smallFile) files. A commit writes at most smallFile
// again for each partition that it adds to; beyond that a byte is written again
// only when its file grows by half, log1.5(n/smallFile) times in all.
func small(files []File) []File {
	bySize := slices.SortedStableFunc(slices.Values(files), func(a, b File) int { return cmp.Compare(a.Bytes, b.Bytes) })
	sum, n := int64(0), 0
	for n < len(bySize) && (bySize[n].Bytes < smallFile || bySize[n].Bytes <= 2*sum) {
		sum += bySize[n].Bytes
		n++
	}
	if n < 2 {
		return nil
	}
	chosen := pathsOf(bySize[:n])
	return slices.DeleteFunc(slices.Clone(files), func(f File) bool { return !chosen[f.Path] }) // in the order of commits
}

// fresh are those files of a partition that hold rows which this run has
// appended, and no others.
func (b *Batch) fresh(files []File) []File {
	return slices.DeleteFunc(slices.Clone(files), func(f File) bool { return !b.own(f) || b.left[f.Path] })
}

func (b *Batch) own(f File) bool { return string(f.Run()) == b.run.RunID }

// several picks what this run has appended to a partition in more than one file.
func (b *Batch) several(files []File) ([]File, error) {
	if fresh := b.fresh(files); len(fresh) > 1 {
		return fresh, nil
	}
	return nil, nil
}

// lasting picks what small does, and what this run has appended, where it is in
// several files or not durable.
func (b *Batch) lasting(files []File) ([]File, error) {
	chosen := pathsOf(small(files))
	if fresh := b.fresh(files); len(fresh) > 1 || len(fresh) == 1 && b.loose[fresh[0].Path] {
		maps.Copy(chosen, pathsOf(fresh))
	}
	return slices.DeleteFunc(slices.Clone(files), func(f File) bool { return !chosen[f.Path] }), nil
}

// forget takes files out of what will count: those of the base by name, those
// of this batch for good.
func (b *Batch) forget(files []File) error {
	gone := pathsOf(files)
	for _, f := range files {
		if !b.own(f) {
			b.dropped[f.Path] = true
		} else if err := b.fsys.Remove(b.stagedAt(f.Path)); err != nil {
			return err
		}
	}
	b.files = slices.DeleteFunc(b.files, func(f File) bool { return gone[f.Path] && b.own(f) })
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
		t, err := openTable(r, size, at.table)
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
	t, err := openTable(r, f.Bytes, f.Table)
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
	cols := columnsOf(name)
	if slices.ContainsFunc(cols, func(c table.Column) bool { return c.Name == docColumn }) {
		return []string{docColumn}
	}
	return namesOf(cols, func(c table.Column) bool { return c.Key && c.Type == "string" && !c.Pointer })
}

package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"reflect"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/store/table"
)

// Rewrite passes every row of T's table that was committed before the batch
// through change, which may change it and says whether it stays and whether it
// was changed. Rows that this batch has appended are not asked, and what Rewrite
// writes counts as appended. Files of which no row changes or goes stay as they
// are; the others are written anew without what goes. A file with columns that
// this program does not know is an error, as they would be lost.
func Rewrite[T Row](ctx context.Context, b *Batch, change func(row *T) (stays, changed bool)) (touched int64, err error) {
	var zero T
	earlier := b.view(slices.DeleteFunc(b.live(), func(f File) bool { return b.own(f) && !b.left[f.Path] }))
	for _, f := range earlier.Files(zero.Table()) {
		var kept []T
		n := int64(0)
		for row, err := range Scan[T](ctx, earlier.Only(f)) {
			if err != nil {
				return touched, err
			}
			setMonth(&row, f.Month())
			stays, changed := change(&row)
			if stays {
				kept = append(kept, row)
			}
			if !stays || changed {
				n++
			}
		}
		if n == 0 {
			continue
		}
		if err := earlier.known(f, reflect.TypeFor[T]()); err != nil {
			return touched, err
		}
		b.outdate(func(o File) bool { return o.Path == f.Path })
		if err := Append(b, kept...); err != nil {
			return touched, err
		}
		touched += n
	}
	return touched, nil
}

// Amend passes every row of some files of T's table through change, and writes the
// files anew; they are files of a [Batch.Snapshot] after which nothing was appended.
// The rows count as what they were: those of this batch as appended, the others as
// those of earlier ones. A file with columns that this program does not know is an
// error, as they would be lost.
func Amend[T Row](ctx context.Context, b *Batch, files []File, change func(row *T)) error {
	now := b.view(b.live())
	for _, f := range files {
		if err := now.known(f, reflect.TypeFor[T]()); err != nil {
			return err
		}
		at := partition{f.Table, f.Month()}
		name := b.nextName(at)
		amended, err := b.write(name, f.Rows, true, func(w io.Writer) error {
			var o table.Options
			if f.Sorted {
				o.SortedBy = orderOf(f.Table)
			}
			t, err := table.NewWriter(w, reflect.TypeFor[T](), o)
			if err != nil {
				return err
			}
			for row, err := range Scan[T](ctx, now.Only(f)) {
				if err != nil {
					return err
				}
				change(&row)
				if err := table.Append(t, []T{row}); err != nil {
					return err
				}
			}
			return t.Close()
		})
		if err != nil {
			return fmt.Errorf("amend %s: %w", f.Path, err)
		}
		amended.Table, amended.Sorted = f.Table, f.Sorted
		if !b.own(f) || b.left[f.Path] {
			b.left[name] = true
		}
		if err := b.forget([]File{f}); err != nil {
			return err
		}
		b.files = append(b.files, amended)
	}
	return nil
}

// setMonth gives a row the month of its file, which is no column.
func setMonth(row any, month string) {
	if f := reflect.ValueOf(row).Elem().FieldByName("Month"); f.IsValid() {
		f.SetString(month)
	}
}

// ErrUnknownColumn means that a newer version of this program has written a column
// that this one would lose.
var ErrUnknownColumn = errors.New("a newer framewatch has written what this one does not know; use that one for this dataset")

// KnownColumns is [ErrUnknownColumn] where a file of a table has a column that
// this program does not know, so that [Rewrite] would refuse it.
func (d *Dataset) KnownColumns(tables ...string) error {
	for _, t := range rowTypes() {
		if !slices.Contains(tables, tableName(t)) {
			continue
		}
		for _, f := range d.Files(tableName(t)) {
			if err := d.known(f, t); err != nil {
				return err
			}
		}
	}
	return nil
}

// known refuses a file with a column that t does not have.
func (d *Dataset) known(f File, t reflect.Type) error {
	cols, err := table.ColumnsOf(t)
	if err != nil {
		return err
	}
	return d.withFile(f, func(in *table.File) error {
		for _, name := range in.Columns() {
			if !slices.ContainsFunc(cols, func(c table.Column) bool { return c.Name == name }) {
				return fmt.Errorf("%w: column %q of %s", ErrUnknownColumn, name, f.Path)
			}
		}
		return nil
	})
}

// ClearTrash removes what runs and rebuilding have moved aside.
func (b *Batch) ClearTrash() error {
	own := []string{copyName, path.Base(commitsName), "crawl.db", "crawl.log", "run.json", markerName}
	return clearOwn(b.fsys, trashDir, func(base string) bool {
		run, isManifest := strings.CutSuffix(base, ".json")
		_, err := corpus.ParseRunID(run)
		return partName.MatchString(base) || linkPattern.MatchString(base) || isManifest && err == nil || slices.Contains(own, base)
	})
}

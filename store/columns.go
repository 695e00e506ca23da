package store

import (
	"context"
	"iter"
	"path/filepath"

	"framewatch/store/table"
)

// Symbols is a column of repeated strings: Codes[i] indexes Values; -1 is null.
// Codes are stable over a whole scan: a string has one code, and Values only
// grows.
type Symbols = table.Symbols

// ScanColumns yields the rows of T's table column by column, a batch at a time,
// in the order of commits. T is a struct whose col tags name columns of the
// table; a field is a [Symbols], a []string, []int64, []float64, []bool or
// []time.Time, or []*int64 or []*float64 where a null differs from zero. All
// columns of a batch have the same length, which is never zero. A batch and its
// slices are valid until the next one, Symbols.Values for ever.
//
// A column that is not in an older file is null there if the field is a Symbols,
// has pointers or the option "null", else an error, as with [Scan].
func ScanColumns[T interface{ Table() string }](ctx context.Context, d *Dataset) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		scan, err := table.NewColumnScan[T]()
		if err != nil {
			yield(nil, err)
			return
		}
		var zero T
		for _, f := range d.Files(zero.Table()) {
			more := true
			err := withFile(filepath.Join(d.dir, filepath.FromSlash(f.Path)), func(t *table.File) error {
				for batch, err := range scan.Batches(ctx, t) {
					if err != nil {
						return err
					}
					if more = yield(batch, nil); !more {
						return nil
					}
				}
				return nil
			})
			if err != nil && more {
				yield(nil, err)
			}
			if err != nil || !more {
				return
			}
		}
	}
}

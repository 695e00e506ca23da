package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"reflect"
	"slices"

	"framewatch/store/table"
)

// TableDiff is how a table differs between two datasets.
type TableDiff struct {
	Table    string   `json:"table"`
	RowsA    int64    `json:"rows_a"`
	RowsB    int64    `json:"rows_b"`
	OnlyA    int64    `json:"only_a"` // rows of A that B has not, or has fewer times
	OnlyB    int64    `json:"only_b"`
	ExampleA []string `json:"example_a,omitempty"` // up to three such rows as JSON
	ExampleB []string `json:"example_b,omitempty"`
}

// Equal reports whether the tables hold the same rows.
func (t TableDiff) Equal() bool { return t.OnlyA == 0 && t.OnlyB == 0 }

const diffExamples = 3

// aboutRuns are the tables that say how rows came to be.
var aboutRuns = []string{RunRow{}.Table(), SourceRunRow{}.Table(), SourceEventRow{}.Table()}

// Diff compares two datasets table by table as multisets of rows. It ignores
// the columns that differ between two runs over the same input (run and capture
// IDs, times of fetching, places in WARC files, messages) and the tables
// about runs; all else must be the same. Row order and the cut into files do not matter.
func Diff(ctx context.Context, a, b *Dataset) ([]TableDiff, error) {
	var out []TableDiff
	for _, t := range rowTypes() {
		if slices.Contains(aboutRuns, tableName(t)) {
			continue
		}
		d, err := diffTable(ctx, a, b, t)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func diffTable(ctx context.Context, a, b *Dataset, t reflect.Type) (TableDiff, error) {
	d := TableDiff{Table: tableName(t)}
	count := map[[sha256.Size]byte]int{}
	err := eachCanonical(ctx, a, t, func(row []byte) { d.RowsA++; count[sha256.Sum256(row)]++ })
	if err != nil {
		return d, err
	}
	err = eachCanonical(ctx, b, t, func(row []byte) {
		d.RowsB++
		k := sha256.Sum256(row)
		if count[k] > 0 {
			count[k]--
			return
		}
		d.OnlyB++
		if len(d.ExampleB) < diffExamples {
			d.ExampleB = append(d.ExampleB, string(row))
		}
	})
	if err != nil {
		return d, err
	}
	for _, n := range count {
		d.OnlyA += int64(n)
	}
	if d.OnlyA == 0 {
		return d, nil
	}
	// A second pass finds examples, so that the first keeps digests only.
	err = eachCanonical(ctx, a, t, func(row []byte) {
		if k := sha256.Sum256(row); count[k] > 0 && len(d.ExampleA) < diffExamples {
			count[k]--
			d.ExampleA = append(d.ExampleA, string(row))
		}
	})
	return d, err
}

// eachCanonical calls fn with each row as JSON, without the volatile columns.
func eachCanonical(ctx context.Context, d *Dataset, t reflect.Type, fn func([]byte)) error {
	cols, err := table.ColumnsOf(t)
	if err != nil {
		return err
	}
	for _, f := range d.Files(tableName(t)) {
		var failed error
		err := d.eachRow(ctx, f, t, func(row reflect.Value) bool {
			object := make(map[string]any, len(cols))
			for _, c := range cols {
				if !c.Volatile {
					object[c.Name] = row.Field(c.Index).Interface()
				}
			}
			var data []byte
			if data, failed = json.Marshal(object); failed == nil {
				fn(data)
			}
			return failed == nil
		})
		if err == nil {
			err = failed
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Package table turns rows of Go structs into Parquet files and back, column by
// column: a plan is made once for a struct type, and each column is then one
// loop over an offset, without a reflect.Value for a cell.
//
// In come slices of structs whose col tags name columns, out comes one Parquet
// file ([Writer]); in come the bytes of a file ([Open]), out come rows ([Rows]),
// columns with codes for repeated strings ([ColumnScan]), or another file made
// of several ([Merge]). The package knows no table by name, no folder and no
// file system.
//
// What it promises:
//   - every string that it writes is valid UTF-8, whatever it was given;
//   - files of every earlier version are read: a column that came later is null;
//   - a damaged or hostile file is an error, never a panic, and costs memory in
//     proportion to a batch of rows and one page, not to what a header claims.
//
// What it does not do: types other than string, []byte, int64, float64, bool and
// time.Time (microseconds, UTC), pointers to them, lists of them and lists of
// structs of them; encryption; writing to a file that exists.
package table

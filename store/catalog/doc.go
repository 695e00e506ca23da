// Package catalog writes a catalogue of a dataset in the form of DuckLake 1.0, a
// SQLite file that engines attach to see all tables of a run at once: one snapshot
// for each generation that can be read, with the number of the generation.
//
// In goes a [store.Dataset], out comes the catalogue ([Update]). Parquet files are
// named and never copied; the column month, which is in their paths alone, is a
// partition value. A column that a file lacks reads as null, one that an older
// version called otherwise reads under its name of today.
//
// What it promises:
//   - an update is one transaction, after which the file is replaced in one step:
//     whoever reads meanwhile, and whatever is killed, sees the catalogue before it or
//     after it, and neither waits for the other;
//   - what is there already is not read again, and a second update changes nothing;
//   - each snapshot can be read: generations whose files were dropped go;
//   - it has no text of the tables: the least and greatest values that it keeps, for
//     engines to leave files out by, are of numbers, times and truth values, and
//     what is deleted in it is overwritten.
//
// Files are named by the links of the newest generation that has them, so that a
// catalogue that was not updated stays readable as long as that generation is kept.
//
// It will not write to tables: engines attach it READ_ONLY. A snapshot that is not
// from here is an error.
//
// The form is that of https://ducklake.select/docs/stable/specification/introduction.
package catalog

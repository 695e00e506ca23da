// Package export decides what of a dataset may leave it.
//
// A generation of a dataset and a [Level] go in; a [Plan] comes out: tables as
// they may be given away, row by row, with what was withheld and why, and with
// the meter of what a reader can put together again of each article (package
// internal/exposure). Every column of store/SCHEMA.md has a declared fate at
// every level in fates.csv; a column without one is an error, so that a new one
// does not leave unseen.
//
// The package writes no files: internal/datapackage makes a package of a plan.
// It keeps the record of what has left a dataset ([Record]), which an erasure
// asks.
package export

// Package datapackage makes packages that can be cited of what leaves a dataset,
// and reads packages that others made.
//
// In goes an export's plan with what its makers say of themselves; out comes a
// folder or an archive: tables as CSV and Parquet with a Frictionless Data Package
// (datapackage.json) and Croissant (croissant.json) beside them, CITATION.cff, a
// README, a dictionary of the columns, codebooks, the card of a trained coder, the
// manifest of the run, what was withheld, licences, and the digest of every file.
// [Open] and [Reader] give the tables of such a package back, within bounds.
//
// The same plan and options give the same bytes: nothing is taken from the clock,
// from the machine or from the order of a map.
//
// It decides nothing about what may leave: that is package export's.
package datapackage

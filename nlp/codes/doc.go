// Package codes reads and writes hand codes: texts with what people, or programs
// that stand in for a person, coded of them.
//
// A [Set] goes out as JSON lines, CSV or a workbook (XLSX) and comes in again
// the same. A line of JSON holds one text with the codes of all its coders; in
// tables each row is one text and one coder, with a column frame:ID for each
// frame. A blank cell is "not coded" and never 0; 0 is "looked for and not
// there". Read is strict: every mistake is told with its line or cell and what
// to do about it, all at once, and rows that are half filled are told as notes.
//
// Cells are text: what begins like a formula is written so that no spreadsheet
// program computes it (CSV: an apostrophe before it, which reading takes away).
//
// The package opens no files, knows no codebook beyond the frames it is given,
// and measures nothing.
package codes

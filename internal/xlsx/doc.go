// Package xlsx reads and writes the part of Office Open XML workbooks (ECMA-376)
// that tables of text need: sheets of strings, numbers and truth values.
//
// Rows of text go into [Write] and a workbook comes out that spreadsheet programs
// open; [Open] reads what they save: shared and inline strings, rich text, cached
// results of formulas. Text is always written as text, so that nothing in it is
// ever computed. Reading trusts nothing: what a file unpacks to, its rows and its
// columns are bounded.
//
// Formats, dates, formulas, drawings and passwords are not its business: a date
// comes as the number that the file has, and a workbook under a password is
// refused with a message that says what to do.
package xlsx

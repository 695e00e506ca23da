// Package trace leads from a number, or from any row of a dataset, back to the
// bytes from which it was made, and checks each step. An ID goes in; a tree of what
// it rests on comes out ([Trace]): from an estimate to documents, to the decisions on
// a frame in them, to hits, clauses and sentences, to the document's text, the capture
// and the record in the archive.
//
// Each step is a [Link] with a verdict. A link that could not be checked says why and
// is never taken for one that holds. What is compared is computed anew from the
// dataset: digests from texts and bytes, counts from rows, values by package compare,
// texts by extraction of the archived page.
//
// Tables are read by month, and of each the files in which rows of the wanted
// documents can be; the comparison alone reads all documents, once.
//
// The package changes nothing and asks nobody.
package trace

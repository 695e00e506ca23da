// Package corpus holds the nouns that the stages hand to one another: an
// outlet ([Source]), what was fetched from it ([Capture], [Page]), the article
// in it ([Document]) and what was found in the article ([Annotations]).
//
// The package has no I/O and imports the standard library only. All positions
// are half-open byte spans into a document's Title or Text; [Offsets] turns
// them into the code points that tables and JSON also carry. IDs are derived
// from content, so the same bytes have the same ID in every run and dataset.
package corpus

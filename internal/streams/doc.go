// Package streams carries pages, documents and annotations as streams of the Arrow IPC
// format, so that engines on many machines can do what a pipeline does for each
// document (see docs/decisions/0042-spark.md), and reads what they have made.
//
// A row of the input is a row of the output, in the order of the input: where something
// fails, the row says what. Rows have the digest of what they were made from and of the
// rules, so that a pipeline takes no other for its own.
package streams

// Package comparetest makes small datasets for tests of comparisons and
// reports: a [Set] of sources, documents and what was found in them goes in, a
// [store.Dataset] in a temporary folder comes out. [Invented] writes a corpus
// in six languages; every outlet, person and sentence in it is invented. [Wide]
// writes tables as large as a measurement wants them.
//
// It annotates nothing: frames and mentions are marked by hand, so that a test
// knows the numbers it expects.
package comparetest

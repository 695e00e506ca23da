// Package backup copies a dataset into another folder and back: a dataset goes
// in, a dataset of one generation comes out, which every reader and `dataset
// verify` take. A run may write meanwhile; what is copied is the newest
// generation that was committed when the copy began, its archive files, and what
// the crawler knew of it.
//
// What is not copied: runs under way, earlier generations, `_trash`.
package backup

// Package sieve tells cheaply which hashes are surely not among many.
//
// Hashes go in, an answer of one bit comes out: 0 is sure, 1 is not. The tables
// of the models are far larger than a near cache, and most of what is looked up
// in them is not there; a sieve is small enough to stay near.
package sieve

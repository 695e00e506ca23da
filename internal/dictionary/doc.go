// Package dictionary reads dictionaries of other tools as codebooks.
//
// The bytes of a file go in: one of LIWC (.dic, with its categories between two
// lines of %, numbered as in LIWC2007 or named as in later versions), or one of
// quanteda or Lexicoder as YAML (keys over lists of patterns, nested or not). A
// codebook comes out with a frame for every category, and a note for every entry
// that has no counterpart in a codebook, such as LIWC's conditional entries.
//
// Terms keep their wildcards and are written small, as both tools read them.
// What such a dictionary measures was validated with its own tool, if at all: the
// codebook says that it is not.
package dictionary

// Package frame applies a codebook to documents.
//
// A document goes in with its sentences, words, mentions and clauses; frame hits
// come out: which term of which frame stands where, whether it is negated or
// hypothetical, whose voice it is in, and which entity made the frame's
// requirement true, at what distance.
//
// How terms match. Case does not count, but a term in capitals only matches
// capitals. White space and hyphens are the same. `*` stands for any number of
// characters inside a word and `?` for one; in Chinese `*` stands for none to
// six characters that are not punctuation. Chinese terms are matched on the
// simplified form and hold for both scripts. Inside a frame the longest match
// wins, and what an anti-term covers is no hit. A term counts in sentences of
// its own language only, or of a language that is not known.
//
// Whether a hit is denied, supposed or asked, and whose words it is, is what
// package clause says of the clause around it.
//
// The package decides nothing about documents: whether one "has" a frame is the
// reader's rule over the hits.
package frame

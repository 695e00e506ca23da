// Package match finds written forms in running text of any script in one pass.
//
// A text goes in and comes out folded ([Fold]): lower case, compatibility forms
// (NFKC), no diacritics, traditional Chinese as simplified, hyphens and white
// space as one space, Arabic without tatweel, vowel signs and hamza seats. Each
// folded rune remembers the bytes it came from, so that a match is always a
// span of the text as written. A [Trie] holds the forms, folded the same way,
// and reports every one of them at every place where a word may begin; which of
// overlapping matches wins is its caller's rule ([Longest] is the usual one).
//
// A pattern ([Piece]) may also name units of the text that its caller knows, such as
// names ([Units]), gaps of words, and words that carry a mark.
//
// The trie is walked from each place instead of built into an Aho-Corasick
// automaton: words begin at few places, walks end after a few runes, wildcards
// fit in, and the time is bounded by text length times the longest form (no
// walk passes 256 runes).
//
// The package knows no entities and no frames, and does no segmentation.
package match

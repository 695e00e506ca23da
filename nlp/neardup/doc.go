// Package neardup groups texts that are copies of one another: wire stories
// that several outlets print, cut, re-headed, reordered or lightly edited.
//
// Texts go in by [Index.Add]; [Index.Clusters] gives the groups. Each text is
// kept as the set of its shingles (pairs of words, pairs of characters in
// Chinese, Japanese and Korean), hashed. Shingles that too many texts share,
// such as an outlet's boilerplate, are left out; MinHash signatures (Broder
// 1997) with banding find the candidates in linear time; the share of the
// smaller text that the larger contains, each shingle weighed by its rarity,
// decides. Only texts of like length are copies, and longer ones that begin with
// a text and hold no other; what else stands in a longer text, as stories do in a
// digest, [Index.Stories] tells and no cluster shows.
//
// The package does not find translations, does not say which copy is the
// original, and stores no text.
package neardup

// Package align says which sentences of two texts translate each other.
//
// Two lists of [Sentence] go in: lengths, paragraphs, and words in a form that
// the two languages share - stems of a dictionary, numbers, names in Latin
// letters, entities of a gazetteer. [Beads] come out, in order and without
// crossings: one sentence or several on a side, or none where something was
// left out or added. The search is the dynamic programme of Gale and Church
// (1993), with matched words beside the lengths, as in hunalign (Varga et al.
// 2005), and, where sentences come with vectors, their cosine, as in vecalign
// (Thompson and Koehn 2019); [Learn] then finds, in what was aligned, pairs of words that no
// dictionary has (Dunning's log-likelihood ratio, 1993).
//
// [Lexicon] is a Chinese-English dictionary reduced to stems; [Number] reads
// numbers in both languages. The package splits no sentences, finds no
// languages and knows no names.
package align

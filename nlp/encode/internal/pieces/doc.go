// Package pieces cuts text into the pieces of a SentencePiece unigram model
// (Kudo and Richardson 2018): the text is normalised by the model's table of
// replacements (NFKC with changes), spaces become "▁", and the pieces are those
// whose scores have the largest sum.
//
// It answers as the reference implementation does, ties included. Bytes that are
// no UTF-8 are read as U+FFFD, a run of them as one. Cost is linear in the length of the text.
package pieces

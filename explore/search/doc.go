// Package search is the full-text index of a dataset: documents and what is coded
// in them go in, and a query gives documents with concordance lines and counts.
//
// The index is one SQLite file beside the dataset, which holds what the explorer
// shows of each document, so that a question is answered without reading the
// tables. [Open] makes it, and renews it where the dataset's rows are others than
// it was made from: what changed is indexed again, what is gone is overwritten. A
// new state is written aside and renamed into place. It can always be deleted.
//
// One tokenizer makes the index, reads the query and finds the lines (see
// [tokens]): words in lower case without diacritics, and each character of a
// script that writes no spaces as a word of its own, Han characters in their
// simplified form. A run of such characters is looked up as a phrase, so that two
// characters find every text in which they stand together, in either script.
//
// A query is words that must all be there, "phrases", -excluded, OR between
// alternatives and prefix*. It is parsed here and written anew for FTS5: no text
// of a reader is part of an expression, and none is refused.
//
// Not done here: stemming, synonyms, segmentation of Chinese, and escaping for
// HTML, which is for whoever prints.
package search

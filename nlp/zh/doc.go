// Package zh cuts Chinese into words and folds its two ways of writing into
// one.
//
// A [Segmenter] takes text, simplified or traditional, and gives token spans:
// words of a dictionary with word bigrams (Viterbi search), names of persons
// that no dictionary has, numbers and parts of dates, words of other alphabets
// as written, and punctuation. Words that the caller adds are kept whole.
// [Fold] rewrites text for matching, traditional to simplified and full-width
// to ASCII, and says where each byte comes from. [ToSimplified] and
// [ToTraditional] convert for reading, by OpenCC's dictionaries.
//
// The package does not tag parts of speech, does not find entities and does
// not split sentences. It has no I/O; its data files are embedded and are
// described in nlp/MODELS.md.
package zh

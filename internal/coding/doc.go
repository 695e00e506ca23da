// Package coding is the loop between a dataset and the people who code it: it
// draws samples for hand coding, and holds codes against what the codebook, the
// trained coder and other people say of the same texts.
//
// [Draw] takes a dataset and gives a blinded set of texts, a key that leads back
// to the documents with inclusion probabilities, and a manifest of how it was
// drawn. [Score] takes codes and predictions and gives agreement, precision and
// recall with intervals over stories. [Parity] holds the frames of two halves of
// a bilingual document, and of a text and its translated copy, against each
// other. It writes no files and changes no dataset.
package coding

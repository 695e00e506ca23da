// Package translated finds texts that tell the same story anew: in different
// languages, as translations and reports do that are so close that they say the
// same of the same, and in one language in other words.
//
// Texts go into an [Index] as what survives translation, their features: the
// entities that they name and the numbers that they give, in digits or words
// ([Numbers]); and, in the languages that package encode reads, by their [Opening],
// which is compared by what it means. [Index.Pairs] answers with the pairs of texts
// of two languages, near each other in time, that are more alike than either is to
// any other text of the other's language, with a score; [Index.Paraphrases] with those
// of one language that say the same sentence by sentence, with the same names and
// numbers.
//
// Features choose what is compared: a pair that shares enough of them is looked at
// for whether both speak of the same at all, one that shares some must be alike
// sentence by sentence, and one that has few must be very much alike. Only texts
// that can have a partner are encoded. In languages that the encoder does not read
// features alone decide.
//
// Copies, which share their words, are package neardup's to find; what it groups
// should come here as one text. Numbers and names weigh little in what a sentence means,
// so two events of one kind, of which neither report gives a number or a name that
// is known, may be taken for one.
package translated

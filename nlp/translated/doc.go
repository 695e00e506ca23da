// Package translated finds texts that tell the same story in different
// languages: translations, and reports so close that they say the same of the
// same.
//
// Texts go into an [Index] as what survives translation, their features: the
// entities that they name and the numbers that they give, in digits or words
// ([Numbers]). [Index.Pairs] answers with the pairs of texts of two languages,
// near each other in time, that are more alike than either is to any other text
// of the other's language, with a score.
//
// Copies in one language are package neardup's to find; what it groups should
// come here as one text. A text with few entities and numbers finds no partner,
// and nothing is aligned here, sentence by sentence.
package translated

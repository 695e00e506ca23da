// Package word finds the words of languages that put spaces between them.
//
// Text goes in, token spans come out: words, numbers and single marks, by
// Unicode's classes of characters and a few joints (don't, co-operation, 3.5,
// U.S., Persian words with a zero-width non-joiner). It serves the languages
// for which there is no better tokeniser (English has nlp/en, Chinese nlp/zh).
// Han characters and kana come one by one, and Thai as whole phrases: the
// package does not know their words. It tags nothing and changes nothing.
package word

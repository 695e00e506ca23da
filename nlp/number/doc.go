// Package number knows how languages write numbers: Chinese and Japanese numerals, the
// words for small numbers and for what multiplies them, and the digits of all scripts.
// What is a number in a text, and what may be none, is decided by those who look for
// them: translations of articles (nlp/translated), halves of bilingual pages
// (nlp/align), and claims (nlp/claim).
package number

// Package ner finds the names of people, organisations, places, nations and
// groups, buildings and events in English and Chinese.
//
// The sentences of one document go in, cut into words; names with their labels
// (PER, ORG, LOC; for English also NORP, FAC, EVENT, MISC) and scores come out.
// Each language has a conditional random field over words (English) or
// characters (Chinese), with shapes, affixes, parts of speech, clusters of words
// and lists of names; in English a second pass sees what the first one found in
// the rest of the document. The models are embedded; nlp/MODELS.md is their
// card, and nlp/ner/train makes them.
//
// The package does not say who is named (package link does), finds no
// pronouns, and knows no other language.
package ner

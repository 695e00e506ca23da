// Package nlp annotates documents.
//
// A [corpus.Document] goes in; [corpus.Annotations] come out: languages,
// sentences (headline first), words, mentions of entities, quotations,
// clauses, frames of a codebook, claims, stances and counts of terms. Each layer is a
// package of its own below this one (lang, sent, en, zh, link, ner, rendering,
// quote, clause, frame, claim, stance) and reads the layers before it; this package runs them in order, and adds what needs several: people who are
// quoted but in no gazetteer become mentions without an entity, so that new
// actors show up in the tables.
//
// [JSONL] is the same over lines of JSON, for other programs.
//
// The package stores nothing, and it never changes a text: every span slices
// the document's own Title or Text.
package nlp

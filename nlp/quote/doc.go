// Package quote finds who is quoted, saying what, with which verb.
//
// A document goes in with its sentences, tags and mentions; quotes come out, as
// in the PolNeAR scheme (Newell, Margolin and Ruths 2018): the content, the
// source ("who") and the cue ("said"). Direct quotations stand in quotation
// marks of any language, also over several paragraphs; mixed ones report in the
// author's words around a passage in marks; indirect ones ("X said that …",
// X表示，…, according to X) are found by a few sure patterns only.
//
// Short terms in quotation marks without a cue are not quotations, nor are
// titles in 《》. The class of the verb is neutral, positive or negative (say,
// praise, warn); it describes the verb, not the content.
//
// Content spans include the quotation marks. In a mixed quote the spans that
// begin with a quotation mark are word for word, the others are report.
package quote

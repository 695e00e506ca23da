// Package quote finds who is quoted, saying what, with which verb.
//
// A document goes in with its sentences, tags and mentions; quotes come out, as
// in the PolNeAR scheme (Newell, Margolin and Ruths 2018): the content, the
// source ("who") and the cue ("said"). Direct quotations stand in quotation
// marks of any language, also over several paragraphs; mixed ones report in the
// author's words around a passage in marks; indirect ones have no marks.
//
// In English a source is somebody: a name, a pronoun, a noun for people, bodies
// or documents, with its titles and description (Ann Lowe, a lawyer who knows the
// port); never the object of the verb nor a relative pronoun; before a clause that
// only somebody can say, any noun phrase. What is
// reported follows its cue as a clause (said (that) the port is closed, whether
// it is), an infinitive (vowed to), an object of a verb that judges (called X a
// trap, accused X of), stands before or around the cue (…, X said; "The port, X
// insists, is closed") or behind a phrase or colon (according to X, in X's view,
// "X: …" in titles). A sentence has as many quotations as it has speakers, and
// one may lie inside another's (the agency reported that X said …): the
// innermost content around a place says whose words it is. The question that
// somebody was asked is not his. Other languages with spaces have clauses behind
// their conjunction (que, dass), closing cues and phrases, cut where another
// speaker begins.
//
// Short terms in quotation marks without a cue are not quotations, nor are
// titles in 《》. The class of the verb is neutral, endorsing, distancing or
// denying (say, point out, claim, reject); it describes the author's choice of
// the verb, not the content. Whether a clause is asserted or denied is not
// judged here.
//
// The files are to be read in this order. find.go takes a document apart into
// paragraphs and keeps the drafts; marks.go finds the passages in quotation marks of
// each. Then the language decides: spaced*.go (words, passages with their
// attributions, reported speech, and the profiles of the languages) for languages with
// spaces, english*.go for what English sentences report, beginning with
// english_reading.go; han*.go for Chinese, beginning with han.go. speaker.go says at
// the end which entity each source is.
//
// Content spans include the quotation marks. In a mixed quote the spans that
// begin with a quotation mark are word for word, the others are report.
package quote

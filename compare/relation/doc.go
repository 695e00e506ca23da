// Package relation finds the words by which a sentence sets one body against
// another or beside it. The text of a sentence and its language go in, cues with
// their places come out. The words stand in cues.txt, which editors read and
// write; [Version] names its state, so that a number can say by which it was made.
//
// It reads no grammar: whether the clause around a cue is denied or asked is for
// the caller, who has the clauses. A language without words is not coded, which
// is not the same as beside.
package relation

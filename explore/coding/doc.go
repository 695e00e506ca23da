// Package coding is one coder's work on one file of hand codes, as package
// nlp/codes writes it: which text comes next, what the coder has said of it, and
// the file with what they say now.
//
// A [Session] takes a file, a codebook and the coder's name. [Session.Unit] gives
// a text without anything else that the file may know of it, outlet, country, date
// or another coder's codes, so that coding is blind; [Session.Record] takes a
// [Judgement] and writes the file anew before it says that it has it. What is
// blank is not coded, and stays so until somebody says otherwise.
//
// Nothing is written over that the coder has not seen: a judgement names the
// version of the code that it was made from, and a file that another program has
// changed is left alone until [Session.Reload]. It serves no pages, and measures
// nothing.
package coding

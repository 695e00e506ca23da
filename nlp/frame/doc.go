// Package frame applies a codebook to documents.
//
// A document goes in with its sentences, words, mentions and clauses; frame hits
// come out: which term of which frame stands where, whether it is negated or
// hypothetical, whose voice it is in, and which entity made the frame's
// requirement true, at what distance. The hits say which frames the document has.
//
// How terms match. Case does not count, but a term in capitals only matches
// capitals. White space and hyphens are the same. `*` stands for any number of
// characters inside a word and `?` for one; in Chinese, Japanese and Thai `*`
// stands for none to six characters that are not punctuation, and may besides go
// over one name or one title in 《》, or into it: 签署*公约 is in
// 签署《关于建立国际调解院的公约》. `{SET}` is one mention of an entity of a set of
// the codebook, with its article, and `{ENTITY}` that of any, or a title in 《》.
// `~3`, as a word of its own, is a gap of up to three words (in scripts without
// spaces: characters) in the same sentence. `fill/VERB` asks for a part of speech
// (Universal Dependencies; English only), `@seek` stands for every form of an
// English word, `@seek/VERB` for those of the verb.
//
// Chinese terms are matched on the simplified form and hold for both scripts. A
// term counts in sentences of its own language only, or of a language that is not
// known. Inside a frame the longest match wins, its groups of terms included; in a
// codebook that is exclusive it wins over the terms of other frames too. What an
// anti-term covers is no hit.
//
// What a frame requires near a hit is looked for as many sentences away as it
// says, the target itself anywhere in a document that is mainly about it, and in
// the same paragraph, list item or part between semicolons of one that names it in
// passing.
//
// Which frames a document has, [Coder.Codes] says by one rule: a frame with a hit
// that is not denied and stands in the article itself; a residual frame where
// there is no other. Frames exclude each other before that.
//
// Whether a hit is denied, supposed or asked, and whose words it is, is what
// package clause says of the clause around it.
package frame

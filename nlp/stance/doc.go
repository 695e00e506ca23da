// Package stance says how a document and each mention in it stand towards a
// target: supportive, neutral or critical, in the author's voice or in that of
// others who are quoted.
//
// A document goes in with its sentences, words, mentions, clauses and frame
// hits; for each target that it names come out the stance of the document in all
// voices, in the author's and in others', and that of every mention, each with
// three probabilities and the clause that shows it.
//
// A mention is judged by small networks over vectors of package encode (of its
// sentence, of both sides, of its clause, and of the words around it, which fade
// with their distance), with what package clause says of its clause; in English a
// lexicon of words and pairs of words, learnt with their places, weighs in. The
// document as a whole is judged by a linear model over its mentions, its title,
// its opening, the sentences that name the target and the directions of its
// frames. Languages that [Reads] refuses are not judged, which is not neutral.
//
// What it was learnt from is news in English on persons (mentions) and coded
// articles on one body in a dozen languages (documents). Irony is read as it
// stands. Critical articles are rare, and where an article comes from tells its
// stance nearly as well: stance is never to stand alone in a comparison.
package stance

// Package encode gives sentences of many languages vectors that are near each
// other where the sentences mean the same: Google's Universal Sentence Encoder,
// multilingual, version 3 (Yang et al. 2020), in Go.
//
// Sentences go in, vectors of [Size] numbers and length one come out; their dot
// product is 1 for the same sentence, mostly .5 to .9 for translations, and seldom
// above .4 for unrelated ones. A sentence is cut into pieces (SentencePiece), each piece has a
// vector, two convolutions look at each with its neighbours, and four layers make
// one vector of their sum. The weights are embedded (26 MB), and nothing of them
// is unpacked before [Load] is called, which takes a tenth of a second and keeps
// 17 MB; the vectors of pieces stay packed and are unpacked one by one as
// sentences need them.
//
// [Reads] says for which languages the vectors can be used; the package does not
// find out in which language a text is. It does not split text into sentences
// (package sent does), and what it reads of one is bounded ([MaxBytes]). Numbers
// and names weigh little in the vectors, and who does what to whom hardly counts:
// near vectors are the same subject and statement, never proof of either.
package encode

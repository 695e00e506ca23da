// Package rendering finds how a translation names the body that the original
// is about.
//
// A bilingual document goes in (or two documents), annotated by the layers
// before this one; a [Result] comes out: every place of the translation that
// stands for the target, with the mention of the original that it translates,
// and what got lost: mentions without a rendering, sentences without a
// translation, numbers, names and negations that differ. Machine translation gives a young
// body a new name in every other paragraph, so no list of wrong names is asked:
// what counts is what is left of an aligned sentence when everything else in
// the original has explained its share of it.
//
// Sentences are aligned first (package align). In the translation of a sentence
// that names the target, every run of words is then judged as a name by
//
//   - shape: a word such as international before it, a word such as court at
//     its end, nothing in it that no name has;
//   - residue: words that translate nothing else in the original;
//   - sense: words that translate a word of the target's names, look like
//     them, or begin like its acronym (medicine for IOMed);
//   - place: neighbours that translate the mention's neighbours;
//   - company: the same run in other such sentences and nowhere else.
//
// Names of other bodies that both texts have are nobody's rendering, so the
// near misses of the gazetteer stay what they are where the original names
// them. The judgements are sums of hand-set weights; [Rendering].Score maps
// them to 0 to 1, and Evidence says them in words.
//
// The files are to be read in this order. rendering.go has what goes in and comes out;
// half.go splits a bilingual document, reader.go reads the words and names of each half;
// bead.go aligns the halves (meaning.go where words do not suffice) and gathers what the
// original of each bead says. candidate.go lists the runs of words that may be a name,
// judge.go scores them by the grammar of the language (grammar.go) and by what is known
// of the target: its names (names.go, sound.go), what kind of body they call it
// (body.go), and what is nearly one of them (slips.go). result.go settles which stand
// for which mention, phrases.go adds references to mentions that are left, classify.go
// says what kind of name each is. gaps.go finds what is missing, facts.go and denial.go
// what differs. alone.go does with a translation what can be done without its original.
//
// The shapes of names are those of Chinese and English, and the dictionary is
// between these two; other languages are aligned by lengths, numbers, names and, where
// it is told ([Meaning]), by what their sentences mean, and only names of the
// gazetteer are found in them. The package does
// not say whether a text was translated by a machine.
package rendering

// Package inflect gives the inflected forms of English words.
//
// A lemma goes in, as a dictionary lists it; its forms come out, by the rules of
// spelling and a list of irregular verbs and nouns. What a part of speech is
// asked for is what the word is inflected as, whether or not English has it: the
// package knows no words but the irregular ones. It does not find the lemma of a
// form.
package inflect

// Package heads knows the words that names of bodies are built of in the languages
// that are read: head nouns (bank, 法院, organisation), by what class of body they
// call, and words of reach (international, 亚洲). They lie in tables under data,
// which know no subject: what a body is called besides its names follows from its
// names.
//
// In goes a name ([OfName], [Entity.Classes]) or a word of one ([Language.Sure],
// [Language.Reach]); out come the classes of body that it calls, the phrases that
// stand for such a body once it was named ([Language.References]: "the bank", 该行,
// la banque), and descriptions by its seat and its field ([Language.Descriptions]:
// "the Beijing-based lender"). The package finds nothing in texts.
package heads

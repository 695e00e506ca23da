// Package lang says in which language and script a text is written.
//
// A string goes in - a sentence, a block or a whole text - and a [Result]
// comes out: the language as a BCP 47 tag ("en", "zh-Hans"; "und" where it
// cannot be told), the script as an ISO 15924 code ("Latn", "Hant"; "Zyyy"
// where there are no letters) and a confidence. Rules on the script decide
// first; where an alphabet serves several languages, a letter n-gram model
// (Katz-like back-off over up to five letters) decides between the configured
// ones. The model also knows some languages that are not configured, so that
// Italian is "und" rather than Spanish where only Spanish is wanted.
//
// A gloss in another script, IOMed (国际调解院), leaves a sentence its language,
// and words that look like names count for little: a text that is nothing else
// says so ([Result].Names), and whoever knows its surroundings knows better.
//
// The package does not split mixed texts: ask it sentence by sentence. It has
// no I/O and no settings beyond the list of languages. Its data files are
// described in nlp/MODELS.md.
package lang

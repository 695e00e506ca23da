// Package sent finds the sentences of a text.
//
// Plain text goes in, with one empty line between paragraphs (as
// corpus.Document has it) or hard-wrapped, in any language; byte spans come
// out, trimmed of white space, in order and without overlap. [Split] cuts at
// the marks that end sentences in the scripts of the world (. ! ? 。 ！ ？ ؟ ۔
// । ...), and knows what looks like an end and is none: abbreviations,
// initials, numbers, addresses, ellipses, brackets. Headlines and list items
// are sentences of their own. Sentences inside a quotation of several are cut
// too, so that each can be judged by itself.
//
// The rules follow the "golden rules" of K. Dias's Pragmatic Segmenter where
// they do not contradict this. The package needs no model, does not tokenise
// and never changes text.
package sent

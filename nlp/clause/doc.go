// Package clause reads sentences as clauses: stretches of which each is affirmed
// or negated, asserted, asked or supposed, and said by the author or a source.
//
// A document goes in with its sentences, words, mentions and quotes; clauses
// come out. Everything that asks about a place in a sentence (whether a frame's
// term is denied, whose words it is) takes the answer of the smallest clause
// around it, so that no layer looks at the words around a place by itself.
//
// A sentence is cut into units at conjunctions, subjects with a verb of their
// own and strong marks; insertions between commas, dashes and brackets are
// read by themselves. Inside a unit cues are looked for: simple negations (not,
// no longer, 不, 并非), words that deny by their meaning (deny, lack, refuse to,
// 否认, 缺乏), predicates that deny what stands before them (… is a myth,
// …是无稽之谈), pairs (less X than Y, 与其说X不如说Y), modals, conditions and
// questions. Each bears on a scope, mostly the rest of its unit. Negations of
// the same verb are one negation; a negation of a denial affirms. The approach
// is that of NegEx (Chapman et al. 2001) and ConText (Harkema et al. 2009), with
// the clause as the bound of scope, and a report's words read inside it.
//
// English and Chinese are read fully; French, Spanish, Portuguese, Italian,
// German, Dutch, Russian, Indonesian, Malay and Arabic by cues to the left and
// simple commas. Japanese, Korean and Turkish negate inside the verb and are not
// read: their clauses are affirmed.
package clause

// Package link finds the entities of gazetteers in documents.
//
// A document goes in with its sentences and, where there are any, its words;
// mentions with the entity they name come out. All names of all languages are
// looked for in one pass over the folded text (package match), and where
// matches overlap the longest wins across entities: 印度尼西亚 is not India, and
// a near miss such as the International Organization for Migration takes its
// text away from the body it is mistaken for. Entities whose ID begins with
// "mask." do only that and are never mentions.
//
// Around the names it knows the clitics of Arabic, the particles of Korean, the
// regular endings of names that may be inflected, and misspelt acronyms
// (IOMeD, OIMed). Names that count only in context, family names of people
// already named, and references such as "the organisation", 该机构 or "the convention"
// are linked where the document leaves no doubt.
//
// It guesses no entity that no gazetteer holds, and it does not resolve "it".
//
// The files are to be read in this order. gazetteer.go and merge.go are the lists as
// editors write them. forms.go makes of their names the forms that are looked for, with
// the derived ones (endings.go, damage.go, and in called.go descriptions made of seat,
// field and head noun). link.go is the whole: [New] files the forms, [Linker.Mentions]
// reads a document. There the forms become candidates (candidates.go, in the fields of
// field.go), short names that the text defines replace them (define.go), what is part
// of another name falls out (neighbours.go), descriptions are weighed (anchor.go), and
// the longest stand. To these mentions people.go adds family names and reference.go
// phrases that stand for a body or treaty.
package link

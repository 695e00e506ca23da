// Package names brings together the names of people and bodies that no
// gazetteer knows, so that a new actor is one actor in the tables before any
// editor has listed it.
//
// Annotations go into [Resolve], which gives each unlinked mention of a person
// or body, and each quotation of one, the fullest name that the document has for
// it: Fernandez becomes Maria Fernandez, HIM the Harbour Institute of Mediation.
// An [Index] then takes the names of all documents and brings those together
// that are forms of one: case, accents, simplified and traditional characters,
// initials and middle names, family name first or last, abbreviations that some
// document explains.
//
// The rules join a form only where there is one candidate, and never a family
// name alone across documents. Two people of one name are one here; names of
// different scripts stay apart.
package names

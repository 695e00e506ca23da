// Package relevance tells how far a document is about an entity.
//
// A document goes in with its sentences and mentions; one word comes out - main,
// passing or none - with what it rests on. What is counted is names and
// references to them; the package reads no text.
package relevance

// Package feature turns sentences into the features of the entity taggers.
//
// A sentence with its tokens goes in; [Unit] values, the places that the tagger
// labels, and their features as hashes come out. Units are words for English
// (parts of words at hyphens) and characters for Chinese. [Memory] gives a
// second pass features of what the first one found elsewhere in the document.
//
// The features are those of Ratinov and Roth (2009), "Design challenges and
// misconceptions in named entity recognition": shapes, affixes, clusters of
// words, lists of names and context aggregation.
package feature

// Package compare turns the tables of a dataset into statistics: how often a
// frame is present in the documents of a country, bloc, kind of owner, language
// or month, how two sides differ, which words mark a side, and how much was
// read at all. [store.Dataset] goes in, typed results come out; each result
// gives its rows of table estimates, whose spec fixes the number so that
// [Recompute] can compute it again. [Run] computes all that a run shows as one
// [Study], which is handed on and not computed twice.
//
// [Ask] answers the other questions that a command asks, each of which defines its
// numbers ([Questions]).
//
// Definitions that all numbers share:
//
//   - A document counts when it is not a block page, not superseded by a later
//     version of the same article, and not a paywall teaser. A teaser shows
//     that a frame is present but never that it is absent, so it stays out
//     unless IncludePaywalled asks for it; coverage counts it always.
//   - A number is about one target: documents count that mention it or a part of
//     it, and frames as they were coded for it. Without a target, all documents.
//   - A document coded by no codebook (no row in document_frames) is not a
//     document without the frame: it stays out.
//   - A story is a syndication group; copies are not independent evidence. The
//     interval of a share takes stories for independent and is about the outlets
//     that were read; that of a difference takes outlets for a sample too. A
//     weighted share counts each story once within the group that is looked at.
//     Of the rows of one number one is preferred.
//   - A document is in the blocs of its outlet's country on the day of
//     publication, as a member, signatory or ratifying state; without a day,
//     in those that the source list gives. It counts in each of them. Outlets of
//     territories follow a rule (see [Territories]). Days and months are UTC, as
//     in the tables.
//
// What the package will not do: compare words across languages, weigh outlets
// by audience, or say why sides differ.
package compare

// Package digest says what came in a period: what an editor reads on Mondays. A
// dataset and two moments go in; a [Digest] comes out, which [Markdown], [HTML] and
// encoding/json write: new articles about the target, story by story, outlets,
// people and wrong renderings that were not met before, frames whose share moved
// beyond chance, and sources that broke or came back.
//
// What counts is when Framewatch first had an article in its tables, not when it was
// published: the moment at which the run ended that first read it. Two periods that
// meet have each article once, whatever runs lay across their border.
//
// It writes no tables, and knows no clock.
package digest

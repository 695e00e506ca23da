// Package stats holds the statistics behind published numbers: counts go in,
// an estimate with its interval, or a list of scores, comes out. Functions are
// pure and know nothing of documents or tables.
//
// Definitions are those of the papers that each function names, without the
// shortcuts of common tools: no constant is added inside G2 (0·ln 0 is 0),
// random numbers come from a seeded PCG, and the order of the input does not
// change a result. What it will not do: choose a test, drop data, or turn a
// count of zero into an effect without saying so (see [LogRatio]).
package stats

// Package lexical holds the statistics of words in texts: which words stand
// together ([Cooccurrence], [Association]), how evenly a word is spread
// ([Dispersion]), how far the words of two groups are apart ([JensenShannon],
// [KullbackLeibler]), which texts sound alike ([Deltas]), along which axes words
// and groups differ ([Correspond]) and where a phrase stands ([Concordance]). Lists
// of tokens or counts go in, numbers come out; how a text was cut into tokens is the
// caller's choice.
//
// Words that mark one group against another are a matter of compare/stats
// (stats.G2 and what stands beside it); a pair of words is the same table, which
// [Pair.Table] makes. Definitions are those of the papers that each function
// names. What is not defined for some counts is NaN or an infinity, never a number
// made up: whoever prints says why.
package lexical

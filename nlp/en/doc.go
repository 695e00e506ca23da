// Package en gives English sentences their tokens and parts of speech.
//
// One sentence goes in (package sent finds them), tokens with byte spans and
// Penn Treebank tags come out. The tokeniser is prose's
// (github.com/jdkato/prose/v2, MIT), and so are the weights of the tagger, which
// runs here in whole numbers: prose itself breaks ties in the order of a map and
// tags one text in two ways, and it lets repeated words share one tag. This
// package also finds the offsets that prose does not give, and fences its
// panics. prose's own entity recogniser is here too, as the baseline that the
// project's taggers replace ([Tagger.Baseline]).
//
// The package does not split sentences or tag other languages. Where prose
// fails on a piece of text, the tokens are still there, without a tag.
package en

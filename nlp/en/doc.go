// Package en gives English sentences their tokens and parts of speech.
//
// One sentence goes in (package sent finds them), tokens with byte spans and
// Penn Treebank tags come out. The tokeniser and the averaged-perceptron tagger
// are prose's (github.com/jdkato/prose/v2, MIT); this package loads its model
// once, calls it the cheap way, finds the offsets it does not give, keeps
// repeated words from sharing one tag, and fences its panics. prose's own
// entity recogniser is here too, as the baseline that the project's taggers
// replace ([Tagger.Baseline]).
//
// The package does not split sentences or tag other languages. Where prose
// fails on a piece of text, the tokens are still there, without a tag.
package en

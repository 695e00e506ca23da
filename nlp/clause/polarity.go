package clause

import (
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
)

// quoteMarks open word-for-word passages.
const quoteMarks = "\"“”„‟«»‹›「『＂'‘’〝"

func opensQuote(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(quoteMarks, first)
}

// bears reports whether a cue's scope contains span.
func (c *cue) bears(span corpus.Span) bool {
	for _, s := range c.scope {
		if s.Contains(span) {
			return true
		}
	}
	return false
}

// polarity is that of span under the negations that bear on it: negations of
// one verb are one, each denial turns the reading round.
func polarity(cues []cue, span corpus.Span) corpus.Polarity {
	turns := 0
	simple := -1 // depth of the last simple negation
	for i := range cues {
		c := &cues[i]
		if c.kind != negates && c.kind != denies || !c.bears(span) {
			continue
		}
		if c.kind == negates {
			if c.depth == simple {
				continue
			}
			simple = c.depth
		}
		turns++
	}
	if turns%2 == 1 {
		return corpus.Negated
	}
	return corpus.Affirmed
}

// mood is that of span: what is asked is not supposed as well.
func mood(cues []cue, span corpus.Span) corpus.Mood {
	out := corpus.Asserted
	for i := range cues {
		switch c := &cues[i]; {
		case c.kind != asks && c.kind != supposes || !c.bears(span):
		case c.kind == asks:
			return corpus.Asked
		default:
			out = corpus.Hypothetical
		}
	}
	return out
}

package ner

import (
	"strings"

	"framewatch/nlp/internal/abbreviation"
)

// agree gives a name and the abbreviation that follows it in brackets the label
// of whichever the tagger was surer of: both name the same thing. The pair is
// told by the initials, as by Schwartz and Hearst ("A simple algorithm for
// identifying abbreviation definitions in biomedical text", PSB 2003).
func agree(text string, found []Entity) {
	for i := 1; i < len(found); i++ {
		long, short := &found[i-1], &found[i]
		if long.Label == short.Label || strings.TrimSpace(text[long.Span.End:short.Span.Start]) != "(" || !strings.HasPrefix(text[short.Span.End:], ")") {
			continue
		}
		if !abbreviation.Of(short.Span.Of(text), long.Span.Of(text)) {
			continue
		}
		if long.Score > short.Score {
			short.Label = long.Label
		} else {
			long.Label = short.Label
		}
	}
}

package link

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/match"
)

// field is the title or the text of a document with what may be named in it.
type field struct {
	*match.Field
	candidates []candidate
	regions    []candidate         // parts of states (Linker.regionsOf); nil until wanted
	places     map[int]corpus.Span // names of places by the folded rune that they end before; nil until wanted
}

// candidate is a place where a form is written.
type candidate struct {
	form       int32
	start, end int // folded runes
	span       corpus.Span
	written    bool  // written exactly as in the gazetteer
	loose      bool  // an acronym in small letters, which counts only beside a name of the entity
	own        *form // of a name that the text defines; form says nothing then
}

// newField folds the title or the text of a document.
func newField(doc *corpus.Document, in corpus.Field, a *corpus.Annotations) *field {
	return &field{Field: match.NewField(doc, in, a)}
}

// langAt is the language of the sentence at byte b, without script and region.
func (f *field) langAt(b int) string { return corpus.BaseLang(f.Sentence(b).Lang) }

// capitalLine reports whether the sentence around byte b is written in capitals
// throughout, as headlines are, so that capitals say nothing.
func (f *field) capitalLine(b int) bool {
	s := f.Sentence(b).Span.Of(f.Source())
	return match.AllUpper(s) && len(strings.Fields(s)) > 2
}

// mentionAt is a mention that is named again, at span of the field: with its own ID,
// place and surface, all else as it was.
func (f *field) mentionAt(doc *corpus.Document, span corpus.Span, m corpus.Mention) corpus.Mention {
	m.ID = corpus.NewPartID(doc.ID, corpus.LayerMention, f.In, span, string(m.Entity))
	m.Span, m.Surface, m.Sentence = span, span.Of(f.Source()), f.SentenceAt(span.Start)
	return m
}

// wordBefore is the word of s that ends at byte end.
func wordBefore(s string, end int) string {
	start := end
	for start > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:start])
		if !nameRune(r) {
			break
		}
		start -= n
	}
	return s[start:end]
}

// wordAfter is the word of s that begins at byte start.
func wordAfter(s string, start int) string {
	end := strings.IndexFunc(s[start:], func(r rune) bool { return !nameRune(r) })
	if end < 0 {
		return s[start:]
	}
	return s[start : start+end]
}

// nameRune reports what a word of a name is written with: Jean-Pierre, J.
func nameRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '-' || r == '.'
}

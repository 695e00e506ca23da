package match

import (
	"sort"

	"framewatch/corpus"
)

// Field is one string of a document, folded, with the sentences and words that
// lie in it.
type Field struct {
	*Text
	In        corpus.Field
	all       []corpus.Sentence
	sentences []int // indices into all, in text order
	words     []corpus.Span
}

// NewField folds the title or the text of doc.
func NewField(doc *corpus.Document, in corpus.Field, a *corpus.Annotations) *Field {
	text := doc.Text
	if in == corpus.InTitle {
		text = doc.Title
	}
	f := &Field{Text: Fold(text), In: in, all: a.Sentences}
	for i, s := range a.Sentences {
		if s.In() == in {
			f.sentences = append(f.sentences, i)
		}
	}
	for _, t := range a.Tokens {
		if a.Sentences[t.Sentence].In() == in {
			f.words = append(f.words, t.Span)
		}
	}
	return f
}

// SentenceAt is the index in Annotations.Sentences of the sentence that holds
// byte b, or of the last one before it; -1 when there is none.
func (f *Field) SentenceAt(b int) int {
	i := sort.Search(len(f.sentences), func(i int) bool { return f.all[f.sentences[i]].Span.Start > b })
	if i == 0 {
		return -1
	}
	return f.sentences[i-1]
}

// Sentence is the sentence at byte b; a zero one where there is none.
func (f *Field) Sentence(b int) corpus.Sentence {
	if i := f.SentenceAt(b); i >= 0 {
		return f.all[i]
	}
	return corpus.Sentence{Lang: "und"}
}

// CrossesWord reports whether span begins or ends inside a word that reaches
// out of it, as 和合 does in 和/合作. Spans inside one word do not cross it.
func (f *Field) CrossesWord(span corpus.Span) bool {
	i := sort.Search(len(f.words), func(i int) bool { return f.words[i].End > span.Start })
	for ; i < len(f.words) && f.words[i].Start < span.End; i++ {
		w := f.words[i]
		if !span.Contains(w) && !w.Contains(span) {
			return true
		}
	}
	return false
}

// InsideWord reports whether span is a proper part of a longer word.
func (f *Field) InsideWord(span corpus.Span) bool {
	i := sort.Search(len(f.words), func(i int) bool { return f.words[i].End > span.Start })
	return i < len(f.words) && f.words[i] != span && f.words[i].Contains(span)
}

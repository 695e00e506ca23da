package nlp

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/nlp/service"
	"framewatch/nlp/word"
	"framewatch/nlp/zh"
)

// tokens cuts every sentence into words.
func (a *Annotator) tokens(doc *corpus.Document, out *corpus.Annotations, given *supplied) error {
	// English has a word for every five bytes, Chinese one for every five too.
	out.Tokens = make([]corpus.Token, 0, (len(doc.Text)+len(doc.Title))/5+1)
	for i, s := range out.Sentences {
		text := field(doc, s.In())
		if given.covers(service.Tokens, s.Lang) {
			rest := func(gap corpus.Span) []corpus.Token {
				return a.words(gap.Of(text), corpus.Sentence{Span: gap, Lang: s.Lang}, i)
			}
			out.Tokens = append(out.Tokens, given.tokens(text, s, i, rest, func(w string) string { return normal(w, s.Lang) })...)
			continue
		}
		out.Tokens = append(out.Tokens, a.words(s.Span.Of(text), s, i)...)
	}
	return nil
}

// normal is the form under which a word is counted.
func normal(surface, lang string) string {
	norm := strings.ToLower(surface)
	if corpus.BaseLang(lang) == "zh" {
		norm, _ = zh.Fold(norm)
	}
	return norm
}

// words cuts one sentence.
func (a *Annotator) words(text string, s corpus.Sentence, index int) []corpus.Token {
	base := corpus.BaseLang(s.Lang)
	out := make([]corpus.Token, 0, len(text)/4+1)
	add := func(span corpus.Span, pos string, word bool) {
		norm := normal(span.Of(text), s.Lang)
		span.Start += s.Span.Start
		span.End += s.Span.Start
		out = append(out, corpus.Token{Span: span, Sentence: index, POS: pos, Norm: norm, Word: word})
	}
	switch base {
	case "en":
		for _, t := range a.english.Tag(text) {
			add(t.Span, t.POS, t.Word)
		}
	case "zh":
		for _, span := range a.chinese.Segment(text) {
			add(span, "", hasWord(span.Of(text)))
		}
	default:
		for _, t := range word.Words(text) {
			add(t.Span, "", t.Word)
		}
	}
	return out
}

func hasWord(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}

// terms counts the words of the document that have a letter.
func (a *Annotator) terms(_ *corpus.Document, out *corpus.Annotations, _ *supplied) error {
	counts := map[corpus.TermCount]int{}
	for _, t := range out.Tokens {
		if t.Word && strings.IndexFunc(t.Norm, unicode.IsLetter) >= 0 {
			counts[corpus.TermCount{Lang: out.Sentences[t.Sentence].Lang, Term: t.Norm, POS: t.POS}]++
		}
	}
	out.Terms = make([]corpus.TermCount, 0, len(counts))
	for term, n := range counts {
		term.N = n
		out.Terms = append(out.Terms, term)
	}
	slices.SortFunc(out.Terms, func(a, b corpus.TermCount) int {
		return cmp.Or(cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Term, b.Term), cmp.Compare(a.POS, b.POS))
	})
	return nil
}

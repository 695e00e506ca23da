package nlp

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/nlp/lang"
	"framewatch/nlp/sent"
)

const (
	// sureLetters is how many letters a paragraph needs for its own language to
	// be believed against the rest of the text in the same script.
	sureLetters = 40
	sureScore   = .8
)

// section is a paragraph or the title with its language.
type section struct {
	span    corpus.Span
	result  lang.Result
	letters int
}

// sentences finds languages, then sentences: the headline's first, then the
// text's.
func (a *Annotator) sentences(doc *corpus.Document, out *corpus.Annotations) {
	var sections []section
	for _, p := range sent.Paragraphs(doc.Text) {
		sections = append(sections, a.section(doc.Text, p))
	}
	title := a.section(doc.Title, corpus.Span{End: len(doc.Title)})
	out.Langs = shares(sections)
	out.Lang = mainLang(out.Langs, title, doc.Lang)
	main := lang.Result{Lang: out.Lang, Script: scriptOf(sections, out.Lang)}
	if doc.Title != "" {
		a.split(doc, out, doc.Title, title, main, -1)
	}
	for i, s := range sections {
		a.split(doc, out, doc.Text, s, main, i)
	}
}

func (a *Annotator) section(text string, span corpus.Span) section {
	s := section{span: span, result: a.langs.Detect(span.Of(text))}
	for _, r := range span.Of(text) {
		if unicode.IsLetter(r) {
			s.letters++
		}
	}
	return s
}

// split appends the sentences of a section; paragraph is -1 for the headline.
func (a *Annotator) split(doc *corpus.Document, out *corpus.Annotations, text string, s section, main lang.Result, paragraph int) {
	own := s.result
	if doubtful(s) && (own.Script == main.Script || own.Lang == lang.Und && own.Script == "Zyyy") && main.Lang != lang.Und {
		own = lang.Result{Lang: main.Lang, Script: cmp.Or(main.Script, own.Script)}
	}
	spans := sent.Split(s.span.Of(text), own.Lang)
	for _, span := range spans {
		span.Start += s.span.Start
		span.End += s.span.Start
		r := own
		if len(spans) > 1 {
			r = a.mixed(span.Of(text), own)
		}
		seq := len(out.Sentences)
		out.Sentences = append(out.Sentences, corpus.Sentence{
			ID: corpus.NewSentenceID(doc.ID, seq), Span: span, Seq: seq, Paragraph: paragraph,
			Lang: r.Lang, Script: r.Script, Headline: paragraph < 0,
		})
	}
}

// doubtful reports a section too short or too odd for its language to be sure.
func doubtful(s section) bool {
	return s.result.Lang == lang.Und || s.letters < sureLetters && s.result.Confidence < sureScore
}

// mixed gives a sentence a language of its own where it is in another script
// than its paragraph, as in a page that translates line by line.
func (a *Annotator) mixed(sentence string, own lang.Result) lang.Result {
	r := a.langs.Detect(sentence)
	if r.Lang == lang.Und || r.Script == own.Script || strings.HasPrefix(r.Script, "Han") && strings.HasPrefix(own.Script, "Han") {
		return own
	}
	return r
}

// shares are the languages of a text by letters, largest first. Letters of
// doubtful sections count for the language found there all the same.
func shares(sections []section) []corpus.LangShare {
	letters, total := map[string]int{}, 0
	for _, s := range sections {
		if s.result.Lang != lang.Und {
			letters[s.result.Lang] += s.letters
			total += s.letters
		}
	}
	var out []corpus.LangShare
	for l, n := range letters {
		if n > 0 {
			out = append(out, corpus.LangShare{Lang: l, Share: float64(n) / float64(total)})
		}
	}
	slices.SortFunc(out, func(a, b corpus.LangShare) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Lang, b.Lang))
	})
	return out
}

// mainLang is the language of most of the text, else of the title, else what
// the document says of itself.
func mainLang(langs []corpus.LangShare, title section, said string) string {
	if len(langs) > 0 {
		return langs[0].Lang
	}
	if title.result.Lang != lang.Und && title.letters > 0 {
		return title.result.Lang
	}
	return cmp.Or(said, lang.Und)
}

func scriptOf(sections []section, l string) string {
	for _, s := range sections {
		if s.result.Lang == l {
			return s.result.Script
		}
	}
	return ""
}

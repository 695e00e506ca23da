package nlp

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/nlp/lang"
	"framewatch/nlp/sent"
	"framewatch/nlp/service"
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

// parts are the title and the paragraphs of a document with their languages.
type parts struct {
	a     *Annotator
	title section
	text  []section
	main  lang.Result

	// before and after are, for each paragraph, the languages of the nearest ones
	// that are sure; without any, empty.
	before, after []lang.Result
}

// divide finds the languages of a document and its parts.
func (a *Annotator) divide(doc *corpus.Document, out *corpus.Annotations) *parts {
	said := []string{doc.Lang}
	for _, l := range doc.Langs {
		said = append(said, l.Lang)
	}
	p := &parts{a: a, title: a.section(doc.Title, corpus.Span{End: len(doc.Title)}, said)}
	for _, span := range sent.Paragraphs(doc.Text) {
		p.text = append(p.text, a.section(doc.Text, span, said))
	}
	out.Langs = shares(p.text)
	out.Lang = mainLang(out.Langs, p.title, doc.Lang)
	p.main = resultOf(p.text, out.Lang)
	p.neighbours()
	return p
}

func (p *parts) neighbours() {
	p.before, p.after = make([]lang.Result, len(p.text)), make([]lang.Result, len(p.text))
	var last lang.Result
	for i, s := range p.text {
		p.before[i] = last
		if !doubtful(s) {
			last = s.result
		}
	}
	last = lang.Result{}
	for i, s := range slices.Backward(p.text) {
		p.after[i] = last
		if !doubtful(s) {
			last = s.result
		}
	}
}

// sentences finds the sentences: the headline's first, then the text's.
func (p *parts) sentences(doc *corpus.Document, out *corpus.Annotations, given *supplied) error {
	if doc.Title != "" {
		p.split(doc, out, p.title, -1, given)
	}
	for i, s := range p.text {
		p.split(doc, out, s, i, given)
	}
	return nil
}

// section finds the language of a part of a text; said are the languages that its
// page declares.
func (a *Annotator) section(text string, span corpus.Span, said []string) section {
	s := section{span: span, result: a.langs.Detect(span.Of(text))}
	if s.result.Foreign {
		s.result.Lang = a.langs.Declared(s.result.Script, said...)
	}
	for _, r := range span.Of(text) {
		if unicode.IsLetter(r) {
			s.letters++
		}
	}
	return s
}

// split appends the sentences of a section; paragraph is -1 for the headline.
func (p *parts) split(doc *corpus.Document, out *corpus.Annotations, s section, paragraph int, given *supplied) {
	text, in := doc.Text, corpus.InText
	if paragraph < 0 {
		text, in = doc.Title, corpus.InTitle
	}
	own := s.result
	if doubtful(s) {
		own = p.prior(own, paragraph)
	}
	split := func(part corpus.Span) []corpus.Span {
		spans := sent.Split(part.Of(text), own.Lang)
		for i := range spans {
			spans[i] = corpus.Span{Start: spans[i].Start + part.Start, End: spans[i].End + part.Start}
		}
		return spans
	}
	var spans []corpus.Span
	if given.covers(service.Sentences, own.Lang) {
		spans = given.spans(text, in, s.span, split)
	} else {
		spans = split(s.span)
	}
	for _, span := range spans {
		r := own
		if len(spans) > 1 {
			r = p.a.mixed(span.Of(text), own)
		}
		seq := len(out.Sentences)
		out.Sentences = append(out.Sentences, corpus.Sentence{
			ID: corpus.NewSentenceID(doc.ID, seq), Span: span, Seq: seq, Paragraph: paragraph,
			Lang: r.Lang, Script: r.Script, Headline: paragraph < 0,
		})
	}
}

// doubtful reports a section too short or too odd, or with too much of it names,
// for its language to be sure.
func doubtful(s section) bool {
	return !s.result.Foreign && (s.result.Lang == lang.Und || (s.letters < sureLetters || s.result.Names) && s.result.Confidence < sureScore)
}

// prior is what to think of the language of a doubtful paragraph, -1 for the
// headline: the language of the paragraphs around it that are sure, of the
// whole text where these differ, and its own where that is another script.
func (p *parts) prior(own lang.Result, paragraph int) lang.Result {
	fits := func(r lang.Result) bool {
		return (r.Foreign || r.Lang != lang.Und) && (own.Script == r.Script || own.Lang == lang.Und && own.Script == "Zyyy")
	}
	if paragraph >= 0 {
		before, after := p.before[paragraph], p.after[paragraph]
		if before.Lang == after.Lang && before.Lang != "" && fits(before) {
			return before
		}
	}
	main := p.main
	main.Script = cmp.Or(main.Script, own.Script)
	if fits(main) {
		return main
	}
	return own
}

// mixed gives a sentence a language of its own where it is in another script
// than its paragraph, as in a page that translates line by line.
func (a *Annotator) mixed(sentence string, own lang.Result) lang.Result {
	if a.langs.Written(sentence, own.Script) {
		return own
	}
	r := a.langs.Detect(sentence)
	if r.Lang == lang.Und || r.Script == own.Script || strings.HasPrefix(r.Script, "Han") && strings.HasPrefix(own.Script, "Han") {
		return own
	}
	return r
}

// told reports a section of which the language is known, or known to be none that
// is told apart.
func told(s section) bool { return s.result.Lang != lang.Und || s.result.Foreign }

// shares are the languages of a text by letters, und among them, largest first. Letters of
// doubtful sections count for the language found there all the same, but lists
// of names only where there is nothing else.
func shares(sections []section) []corpus.LangShare {
	names := !slices.ContainsFunc(sections, func(s section) bool { return told(s) && !s.result.Names })
	letters, total := map[string]int{}, 0
	for _, s := range sections {
		if told(s) && (names || !s.result.Names) {
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

// resultOf is what the first section in a language is; without one, the script is
// not known.
func resultOf(sections []section, l string) lang.Result {
	for _, s := range sections {
		if s.result.Lang == l && told(s) {
			return lang.Result{Lang: l, Script: s.result.Script, Foreign: s.result.Foreign}
		}
	}
	return lang.Result{Lang: l}
}

package extract

import (
	"slices"
	"sort"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/lang"
)

// setLanguages detects the language of each paragraph and each block kept apart
// and sums up. What the page declares, the likeliest first, names paragraphs in a
// language that is not told apart, and fills in where the text is too short to
// tell.
func (e *Extractor) setLanguages(doc *corpus.Document, declared ...string) {
	paragraphs := e.paragraphLanguages(doc.Text, declared)
	doc.Langs = shares(doc.Text, paragraphs)
	doc.Lang = lang.Und
	if len(doc.Langs) > 0 {
		doc.Lang = doc.Langs[0].Lang
	} else if i := slices.IndexFunc(declared, func(tag string) bool { return lang.Tag(tag) != "" }); i >= 0 {
		doc.Lang = lang.Tag(declared[i])
	}
	doc.Passages = passages(paragraphs, doc.Lang)
	for i := range doc.Blocks {
		if l := e.languageOf(doc.Blocks[i].Text, declared); l != lang.Und {
			doc.Blocks[i].Lang = l
		}
	}
}

// declaredLangs are the languages that a page declares, the likeliest first: a
// template's <html lang> may be wrong for the article.
func (p *parsedPage) declaredLangs() []string {
	all := slices.Concat([]string{p.lang}, p.meta["content-language"], []string{p.article.language}, p.meta["og:locale"])
	return strings.FieldsFunc(strings.Join(all, ","), func(r rune) bool { return r == ',' || r == ' ' })
}

// languageOf is the language of a short text, empty where it does not tell, and
// und where it is in none that is told apart nor declared.
func (e *Extractor) languageOf(text string, declared []string) string {
	r := e.langs.Detect(text)
	if r.Foreign {
		return e.langs.Declared(r.Script, declared...)
	}
	if r.Lang == lang.Und || (countLetters(text) < 20 || r.Names) && r.Confidence < 0.9 {
		return ""
	}
	return r.Lang
}

// paragraphLanguages lists the paragraphs of a text with their languages, empty
// where a paragraph is too short to tell.
func (e *Extractor) paragraphLanguages(text string, declared []string) []corpus.Passage {
	var out []corpus.Passage
	at := 0
	for part := range strings.SplitSeq(text, "\n\n") {
		out = append(out, corpus.Passage{Span: corpus.Span{Start: at, End: at + len(part)}, Lang: e.languageOf(part, declared)})
		at += len(part) + len("\n\n")
	}
	return out
}

// shares sums up the letters of each language, und among them, the most first;
// less than a fiftieth is a quotation or a mistake.
func shares(text string, paragraphs []corpus.Passage) []corpus.LangShare {
	letters := map[string]int{}
	total := 0
	for _, p := range paragraphs {
		if p.Lang != "" {
			n := countLetters(p.Span.Of(text))
			letters[p.Lang] += n
			total += n
		}
	}
	var out []corpus.LangShare
	for l, n := range letters {
		if share := float64(n) / float64(total); share >= 0.02 {
			out = append(out, corpus.LangShare{Lang: l, Share: float64(int(share*1000+0.5)) / 1000})
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Share != out[j].Share {
			return out[i].Share > out[j].Share
		}
		return out[i].Lang < out[j].Lang
	})
	return out
}

// passages joins neighbouring paragraphs in one language. One that does not tell
// goes with the paragraph before it, as a short line seldom changes the language.
func passages(paragraphs []corpus.Passage, main string) []corpus.Passage {
	current := main
	for _, p := range paragraphs {
		if p.Lang != "" {
			current = p.Lang // of the first that tells, for those before it
			break
		}
	}
	var out []corpus.Passage
	for _, p := range paragraphs {
		if p.Lang != "" {
			current = p.Lang
		}
		if n := len(out); n > 0 && out[n-1].Lang == current {
			out[n-1].Span.End = p.Span.End
			continue
		}
		out = append(out, corpus.Passage{Span: p.Span, Lang: current})
	}
	return out
}

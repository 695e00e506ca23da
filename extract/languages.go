package extract

import (
	"sort"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
)

// setLanguages detects the language of each paragraph and each block kept apart
// and sums up; the page's own declaration fills in where the text is too short
// to tell.
func (e *Extractor) setLanguages(doc *corpus.Document, declared string) {
	paragraphs := e.paragraphLanguages(doc.Text)
	doc.Langs = shares(doc.Text, paragraphs)
	switch {
	case len(doc.Langs) > 0:
		doc.Lang = doc.Langs[0].Lang
	case declaredTag.MatchString(declared):
		doc.Lang = declared
	default:
		doc.Lang = "und"
	}
	doc.Passages = passages(paragraphs, doc.Lang)
	for i := range doc.Blocks {
		doc.Blocks[i].Lang = e.languageOf(doc.Blocks[i].Text)
	}
}

// languageOf is the language of a short text, empty where it does not tell.
func (e *Extractor) languageOf(text string) string {
	r := e.langs.Detect(text)
	if r.Lang == "und" || (countLetters(text) < 20 || r.Names) && r.Confidence < 0.9 {
		return ""
	}
	return r.Lang
}

// paragraphLanguages lists the paragraphs of a text with their languages, empty
// where a paragraph is too short to tell.
func (e *Extractor) paragraphLanguages(text string) []corpus.Passage {
	var out []corpus.Passage
	at := 0
	for part := range strings.SplitSeq(text, "\n\n") {
		out = append(out, corpus.Passage{Span: corpus.Span{Start: at, End: at + len(part)}, Lang: e.languageOf(part)})
		at += len(part) + len("\n\n")
	}
	return out
}

// shares sums up the letters of each language, the most first; less than a
// fiftieth is a quotation or a mistake.
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
	lang := main
	for _, p := range paragraphs {
		if p.Lang != "" {
			lang = p.Lang // of the first that tells, for those before it
			break
		}
	}
	var out []corpus.Passage
	for _, p := range paragraphs {
		if p.Lang != "" {
			lang = p.Lang
		}
		if n := len(out); n > 0 && out[n-1].Lang == lang {
			out[n-1].Span.End = p.Span.End
			continue
		}
		out = append(out, corpus.Passage{Span: p.Span, Lang: lang})
	}
	return out
}

var declaredTag = lazyregexp.New(`^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$`)
